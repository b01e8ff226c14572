package github

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/moby/sys/atomicwriter"
)

// A cache keeps answers to reads on the disk, so that the service only has to
// say that nothing changed: such an answer costs no quota (docs.github.com,
// "Best practices for using the REST API", conditional requests).
type cache struct {
	next http.RoundTripper
	dir  string
	now  func() time.Time
}

// kept is how long an answer that nobody asked for again is kept, and
// maxCached how large one may be.
const (
	kept      = 30 * 24 * time.Hour
	maxCached = 8 << 20
)

// A cached is an answer on the disk.
type cached struct {
	ETag string          `json:"etag"`
	Link string          `json:"link,omitempty"`
	Type string          `json:"type"`
	Sum  string          `json:"sum"` // of all of it: a damaged answer is not used
	Body json.RawMessage `json:"body"`
}

// RoundTrip implements [http.RoundTripper].
func (c *cache) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method != http.MethodGet {
		return c.next.RoundTrip(req)
	}
	name := c.name(req)
	old, ok := c.load(name)
	if ok {
		req = req.Clone(req.Context())
		req.Header.Set("If-None-Match", old.ETag)
	}
	resp, err := c.next.RoundTrip(req)
	switch {
	case err != nil:
		return nil, err
	case ok && resp.StatusCode == http.StatusNotModified:
		_ = resp.Body.Close() // it is empty
		return old.answer(resp), nil
	case resp.StatusCode == http.StatusOK && resp.Header.Get("ETag") != "":
		return c.keep(name, resp)
	}
	return resp, nil
}

// name is that of the file of an answer. What can be seen depends on the token,
// of which only a digest gets into it.
func (c *cache) name(req *http.Request) string {
	sum := sha256.Sum256([]byte(req.URL.String() + "\n" + req.Header.Get("Accept") + "\n" + req.Header.Get("Authorization")))
	return filepath.Join(c.dir, hex.EncodeToString(sum[:16])+".json")
}

// load reads an answer. One that cannot be read is as good as none.
func (c *cache) load(name string) (*cached, bool) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, false
	}
	var old cached
	if json.Unmarshal(data, &old) != nil || old.ETag == "" || old.Sum != old.sum() {
		return nil, false
	}
	return &old, true
}

// sum is a digest of all of c. The body is written without blanks.
func (c *cached) sum() string {
	plain := *c
	plain.Sum = ""
	data, err := json.Marshal(plain)
	if err != nil {
		return ""
	}
	s := sha256.Sum256(data)
	return hex.EncodeToString(s[:])
}

// answer makes the full answer of one that says that nothing changed.
func (c *cached) answer(resp *http.Response) *http.Response {
	full := *resp
	full.StatusCode, full.Status = http.StatusOK, "200 OK"
	full.Header = resp.Header.Clone()
	full.Header.Set("Content-Type", c.Type)
	full.Header.Del("Link")
	if c.Link != "" {
		full.Header.Set("Link", c.Link)
	}
	full.Body = io.NopCloser(bytes.NewReader(c.Body))
	full.ContentLength = int64(len(c.Body))
	return &full
}

// keep stores an answer. That it cannot be stored is no reason to fail.
func (c *cache) keep(name string, resp *http.Response) (*http.Response, error) {
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxCached+1))
	if err != nil || len(body) > maxCached || !json.Valid(body) {
		resp.Body = &joinedBody{io.MultiReader(bytes.NewReader(body), &failing{err}, resp.Body), resp.Body}
		return resp, nil
	}
	_ = resp.Body.Close() // it was read to its end
	resp.Body = io.NopCloser(bytes.NewReader(body))
	entry := cached{ETag: resp.Header.Get("ETag"), Link: resp.Header.Get("Link"), Type: resp.Header.Get("Content-Type"), Body: body}
	entry.Sum = entry.sum()
	if data, err := json.Marshal(entry); err == nil && os.MkdirAll(c.dir, 0o700) == nil {
		_ = atomicwriter.WriteFile(name, data, 0o600) // the next run asks for everything
		c.sweep()
	}
	return resp, nil
}

// sweep removes answers that nobody asked for in a long time.
func (c *cache) sweep() {
	entries, err := os.ReadDir(c.dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && c.now().Sub(info.ModTime()) > kept {
			_ = os.Remove(filepath.Join(c.dir, e.Name())) // another run may have done so
		}
	}
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
