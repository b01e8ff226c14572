package github_test

import (
	"sync"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
)

// A tracker is safe for concurrent use from the start: what Project learns is
// read by everything else. The race detector is what finds a fault here.
func TestAtOnce(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	fill(w.s, 3, 0)
	w.opts.CacheDir = t.TempDir()
	tr := w.tracker(t)
	if _, err := tr.Project(t.Context()); err != nil {
		t.Fatal(err)
	}
	issue := tracker.Ref{Kind: tracker.KindIssue, Key: "1"}
	do := map[string]func(r tracker.Reader) error{
		"get": func(r tracker.Reader) error { _, err := r.Get(t.Context(), issue); return err },
		"resolve": func(r tracker.Reader) error {
			_, err := r.Resolve(t.Context(), "https://github.example/acme/shop/issues/1", "b.md")
			return err
		},
		"list": func(r tracker.Reader) error {
			for _, err := range r.List(t.Context(), tracker.KindIssue) {
				if err != nil {
					return err
				}
			}
			return nil
		},
		"block": func(tracker.Reader) error {
			return tr.RemoveBlocker(t.Context(), issue, tracker.Ref{Kind: tracker.KindIssue, Key: "2"})
		},
	}
	var running sync.WaitGroup
	learned := make(chan struct{}) // closed when Project was asked often enough
	running.Go(func() {
		defer close(learned)
		for range 20 {
			if _, err := tr.Project(t.Context()); err != nil {
				t.Error(err)
			}
		}
	})
	for name, call := range do {
		for _, r := range []tracker.Reader{tr, tr.Uncached()} {
			running.Go(func() {
				for !isClosed(learned) {
					if err := call(r); err != nil {
						t.Errorf("%s: %v", name, err)
					}
				}
			})
		}
	}
	running.Wait()
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
