package trackertest_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/github"
)

// An adapter is what the mutants are made of.
type adapter struct{ *github.Tracker }

// each lists items as a mutant sees them.
func (a adapter) each(ctx context.Context, kind tracker.Kind, change func(*tracker.Item)) iter.Seq2[*tracker.Item, error] {
	return func(yield func(*tracker.Item, error) bool) {
		for x, err := range a.List(ctx, kind) {
			if err == nil {
				change(x)
			}
			if !yield(x, err) {
				return
			}
		}
	}
}

type trusting struct{ adapter }

func (m trusting) List(ctx context.Context, kind tracker.Kind) iter.Seq2[*tracker.Item, error] {
	return m.each(ctx, kind, func(x *tracker.Item) { x.Trusted = true })
}

func (m trusting) Get(ctx context.Context, ref tracker.Ref) (*tracker.Item, error) {
	x, err := m.adapter.Get(ctx, ref)
	if err == nil {
		x.Trusted = true
	}
	return x, err
}

// read returns the answer to a request and its body, which can be read again.
func read(next http.RoundTripper, req *http.Request) (*http.Response, []byte, error) {
	resp, err := next.RoundTrip(req)
	if err != nil {
		return nil, nil, err
	}
	body, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close() // it was read
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, body, err
}

type blind struct{ next http.RoundTripper }

func (m blind) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, body, err := read(m.next, req)
	if err == nil {
		body = bytes.ReplaceAll(body, []byte(`"pull_request":`), []byte(`"other":`))
		resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		resp.Header.Del("Content-Length")
	}
	return resp, err
}

type shortIsLast struct{ next http.RoundTripper }

func (m shortIsLast) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, body, err := read(m.next, req)
	if err == nil && bytes.Count(body, []byte(`"number":`)) < 100 {
		resp.Header.Del("Link")
	}
	return resp, err
}

type content struct{ adapter }

func (m content) List(ctx context.Context, kind tracker.Kind) iter.Seq2[*tracker.Item, error] {
	return func(yield func(*tracker.Item, error) bool) {
		for x, err := range m.adapter.List(ctx, kind) {
			if err != nil || !yield(x, nil) {
				return
			}
		}
	}
}

type titled struct{ adapter }

func (m titled) Get(ctx context.Context, ref tracker.Ref) (*tracker.Item, error) {
	x, err := m.adapter.Get(ctx, ref)
	if ref.Kind == tracker.KindMilestone && errors.Is(err, tracker.ErrNotFound) {
		for x, err := range m.List(ctx, ref.Kind) {
			if err == nil && x.Title == ref.Key {
				return x, nil
			}
		}
	}
	return x, err
}

type early struct{ adapter }

func (m early) List(ctx context.Context, kind tracker.Kind) iter.Seq2[*tracker.Item, error] {
	return m.each(ctx, kind, readInUTC)
}

func (m early) Get(ctx context.Context, ref tracker.Ref) (*tracker.Item, error) {
	x, err := m.adapter.Get(ctx, ref)
	if err == nil {
		readInUTC(x)
	}
	return x, err
}

// readInUTC takes the midnight of a server east of Greenwich for a time in UTC.
func readInUTC(x *tracker.Item) {
	if day, err := time.Parse(time.DateOnly, x.Due); err == nil {
		x.Due = day.AddDate(0, 0, -1).Format(time.DateOnly)
	}
}

// A twice makes a label for each issue that has none of that name yet in its
// own eyes, which another process may have made just now.
type twice struct {
	adapter
	made *sync.Map // how often, by name
}

func (m twice) Create(ctx context.Context, kind tracker.Kind, d tracker.Content) (*tracker.Item, error) {
	for _, name := range d.Labels {
		n, _ := m.made.LoadOrStore(name, new(atomic.Int64))
		n.(*atomic.Int64).Add(1)
	}
	return m.adapter.Create(ctx, kind, d)
}

func (m twice) Labels(ctx context.Context) iter.Seq2[*tracker.Label, error] {
	return func(yield func(*tracker.Label, error) bool) {
		for l, err := range m.adapter.Labels(ctx) {
			if !yield(l, err) || err != nil {
				return
			}
			if n, ok := m.made.Load(l.Name); ok && n.(*atomic.Int64).Load() > 1 && !yield(l, nil) {
				return
			}
		}
	}
}

type following struct{ next http.RoundTripper }

func (m following) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := m.next.RoundTrip(req)
	if err != nil || resp.StatusCode/100 != 3 {
		return resp, err
	}
	to, err := resp.Location()
	if err != nil {
		return nil, err
	}
	again := req.Clone(req.Context())
	again.URL, again.Host, again.Body = to, to.Host, nil
	return m.next.RoundTrip(again)
}

type hopeful struct{ adapter }

func (m hopeful) Project(ctx context.Context) (*tracker.Project, error) {
	p, err := m.adapter.Project(ctx)
	if err == nil {
		p.Archived, p.ReadOnly = false, ""
	}
	return p, err
}

type blocking struct {
	adapter
	added *sync.Map
}

func (m blocking) AddBlocker(ctx context.Context, item, blocker tracker.Ref) error {
	if _, again := m.added.LoadOrStore([2]tracker.Ref{item, blocker}, true); again {
		return &tracker.Error{Op: "link", Ref: item, Kind: tracker.ErrUnknown}
	}
	return m.adapter.AddBlocker(ctx, item, blocker)
}

type broad struct{ adapter }

func (m broad) ListLabeled(ctx context.Context, _ string) iter.Seq2[*tracker.Item, error] {
	return m.List(ctx, tracker.KindIssue)
}

type greedy struct{ adapter }

func (m greedy) Resolve(ctx context.Context, address, file string) (tracker.Ref, error) {
	ref, err := m.adapter.Resolve(ctx, address, file)
	if _, key, ok := strings.Cut(address, "/issues/"); errors.Is(err, tracker.ErrForeign) && ok {
		return tracker.Ref{Kind: tracker.KindIssue, Key: key}, nil
	}
	return ref, err
}

// A mistaken gives errors that are not the right ones.
type mistaken struct {
	adapter
	change func(*tracker.Error)
}

func (m mistaken) changed(x *tracker.Item, err error) (*tracker.Item, error) {
	if e, ok := errors.AsType[*tracker.Error](err); ok {
		m.change(e)
	}
	return x, err
}

func (m mistaken) Create(ctx context.Context, kind tracker.Kind, d tracker.Content) (*tracker.Item, error) {
	return m.changed(m.adapter.Create(ctx, kind, d))
}

func (m mistaken) Update(ctx context.Context, ref tracker.Ref, p tracker.Patch) (*tracker.Item, error) {
	return m.changed(m.adapter.Update(ctx, ref, p))
}

type credulous struct{ adapter }

func (m credulous) Create(ctx context.Context, kind tracker.Kind, d tracker.Content) (*tracker.Item, error) {
	x, err := m.adapter.Create(ctx, kind, d)
	if errors.Is(err, tracker.ErrUnknown) {
		return &tracker.Item{Ref: tracker.Ref{Kind: kind, Key: "1"}, Content: tracker.Content{Title: d.Title, Body: d.Body}, State: tracker.Open}, nil
	}
	return x, err
}
