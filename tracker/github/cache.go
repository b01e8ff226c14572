package github

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
)

// A cache keeps answers to reads on the disk, so that the service only has to
// say that nothing changed: such an answer costs no quota (docs.github.com,
// "Best practices for using the REST API", conditional requests).
//
// An ETag speaks of the body alone. The Link of a page changes without it when
// another page follows (app-sre/github-mirror#113), and an answer that nothing
// changed may come without a Link. So a page to which rows can be added in that
// way, a last one that is full, is never kept.
type cache struct {
	next http.RoundTripper
	dir  string
	now  func() time.Time

	confirmed atomic.Int64 // kept answers that the service confirmed
	dropping  sync.Once
}

// newCache returns a cache in a directory. It uses the transport and the clock that
// [rest.Service] would where there is none.
func newCache(next http.RoundTripper, dir string, now func() time.Time) *cache {
	if next == nil {
		next = http.DefaultTransport
	}
	if now == nil {
		now = time.Now
	}
	return &cache{next: next, dir: dir, now: now}
}

// maxCached is how large an answer may be that is kept.
const maxCached = 8 << 20

// Uncached implements [tracker.Cacher]. Its answers are cached for later
// readers.
func (t *Tracker) Uncached() tracker.Reader {
	direct := *t.remote
	direct.direct = true
	return assemble(&direct, t.cache)
}

// Cached implements [tracker.Cacher].
func (t *Tracker) Cached() int {
	if t.cache == nil {
		return 0
	}
	return int(t.cache.confirmed.Load())
}

type directKey struct{}

// direct makes the requests of a context use no kept answer.
func direct(ctx context.Context) context.Context { return context.WithValue(ctx, directKey{}, true) }

// RoundTrip implements [http.RoundTripper].
func (c *cache) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method != http.MethodGet {
		return c.next.RoundTrip(req)
	}
	name := c.name(req)
	var old *answer
	if req.Context().Value(directKey{}) == nil && req.Header.Get("Cache-Control") == "" {
		old = load(name)
	}
	if old != nil {
		req = req.Clone(req.Context())
		req.Header.Set("If-None-Match", old.ETag)
	}
	resp, err := c.next.RoundTrip(req)
	switch {
	case err != nil:
		return nil, err
	case old != nil && resp.StatusCode == http.StatusNotModified:
		_ = resp.Body.Close() // it is empty
		c.confirmed.Add(1)
		return c.confirm(name, old, req.URL, resp), nil
	case resp.StatusCode == http.StatusOK && resp.Header.Get("ETag") != "":
		return c.read(name, req.URL, resp)
	}
	return resp, nil
}

// confirm makes the full answer of one that says that nothing changed. Its Link,
// if there is one, is newer than the one that was kept.
func (c *cache) confirm(name string, old *answer, asked *url.URL, resp *http.Response) *http.Response {
	if link := links(resp.Header); link != "" && link != old.Link {
		old.Link = link
		c.keep(name, asked, old)
	} else {
		renew(name, c.now())
	}
	full := *resp
	full.StatusCode, full.Status = http.StatusOK, "200 OK"
	full.Header = resp.Header.Clone()
	full.Header.Set("Content-Type", old.Type)
	full.Header.Del("Link")
	if old.Link != "" {
		full.Header.Set("Link", old.Link)
	}
	full.Body = io.NopCloser(bytes.NewReader(old.body))
	full.ContentLength = int64(len(old.body))
	return &full
}

// read reads an answer and keeps it. One that is too large or cut off passes on
// as it comes.
func (c *cache) read(name string, asked *url.URL, resp *http.Response) (*http.Response, error) {
	var body bytes.Buffer
	if n := resp.ContentLength; n > 0 && n <= maxCached {
		body.Grow(int(n) + bytes.MinRead) // room enough to see the end
	}
	if _, err := body.ReadFrom(io.LimitReader(resp.Body, maxCached+1)); err != nil || body.Len() > maxCached {
		resp.Body = &joinedBody{io.MultiReader(&body, &failing{err}, resp.Body), resp.Body}
		return resp, nil
	}
	_ = resp.Body.Close() // it was read to its end
	resp.Body = io.NopCloser(bytes.NewReader(body.Bytes()))
	h := resp.Header
	c.keep(name, asked, &answer{head: head{ETag: h.Get("ETag"), Link: links(h), Type: h.Get("Content-Type")}, body: body.Bytes()})
	return resp, nil
}

// keep keeps an answer, unless it is a page that another one may follow without
// a change of its body. That it cannot be kept is not a failure: the next
// run asks for everything.
func (c *cache) keep(name string, asked *url.URL, a *answer) {
	if rest.NextLink(a.Link) == "" && isFull(asked, a.body) {
		forget(name)
		return
	}
	store(name, a, c.now())
	c.dropping.Do(func() { dropOld(c.dir, c.now()) })
}

// links are the headers Link as one.
func links(h http.Header) string { return strings.Join(h.Values("Link"), ", ") }

// isFull reports whether an answer is a page of a list with as many rows as were
// asked for. Where that is not known, or where the rows cannot be counted, any
// page counts as full.
func isFull(asked *url.URL, body []byte) bool {
	if body = bytes.TrimLeft(body, " \t\r\n"); len(body) > 0 && body[0] == '{' {
		return false
	}
	var rows []json.RawMessage
	size, err := strconv.Atoi(asked.Query().Get("per_page"))
	return err != nil || json.Unmarshal(body, &rows) != nil || len(rows) >= size
}

// A joinedBody is a body of which a part was read already.
type joinedBody struct {
	io.Reader
	io.Closer
}

// A failing reader passes on an error that came while reading, if any.
type failing struct{ err error }

func (f *failing) Read([]byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return 0, io.EOF
}
