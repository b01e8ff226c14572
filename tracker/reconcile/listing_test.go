package reconcile_test

import (
	"context"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// An item without a key is an error of the adapter: two of them could not be
// told apart, and one could not be found again. So is one of another kind.
func TestEmptyKey(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.look(func(kind tracker.Kind, _ int, items []*tracker.Item) []*tracker.Item {
		return append(items, &tracker.Item{Ref: tracker.Ref{Kind: "", Key: "7"}, Content: tracker.Content{Title: "EPIC-1 Access"}})
	})
	p.Store(t)
	if _, err := reconcile.Observe(t.Context(), p.Sees, p.Project, p.Backlog(), nil, nil); err == nil {
		t.Error("an item of no kind is taken")
	}
	p = newProject(t, small)
	p.look(func(kind tracker.Kind, _ int, items []*tracker.Item) []*tracker.Item {
		return append(items, &tracker.Item{Ref: tracker.Ref{Kind: kind}, Content: tracker.Content{Title: "EPIC-1 Access"}})
	})
	store := p.Store(t)
	_, err := reconcile.Observe(t.Context(), p.Sees, p.Project, p.Backlog(), store, nil)
	if err == nil || !strings.Contains(err.Error(), `"EPIC-1 Access" without a number`) {
		t.Errorf("got %v", err)
	}
}

// A listing that its adapter knows to be cut short is begun anew.
func TestChangedWhileListing(t *testing.T) {
	t.Parallel()
	for _, always := range []bool{false, true} {
		p := newProject(t, small)
		w := p.look(all)
		w.fail = func(kind tracker.Kind, pass int) error {
			if kind == tracker.KindIssue && (always || pass == 1) {
				return &tracker.Error{Target: "memory:x", Op: "list", Kind: tracker.ErrChanged}
			}
			return nil
		}
		project, err := p.m.Project(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		_, err = reconcile.Observe(t.Context(), w, project, p.Backlog(), nil, nil)
		if (err != nil) != always || w.passes[tracker.KindIssue] != map[bool]int{false: 2, true: 3}[always] {
			t.Errorf("%v after %d listings", err, w.passes[tracker.KindIssue])
		}
	}
}

// A liar answers with another item than was asked for.
type liar struct{ *window }

func (l *liar) Get(ctx context.Context, ref tracker.Ref) (*tracker.Item, error) {
	item, err := l.window.Get(ctx, ref)
	if err == nil {
		item.Key = "77"
	}
	return item, err
}

func TestAnotherItemRead(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	w := p.look(func(_ tracker.Kind, _ int, items []*tracker.Item) []*tracker.Item { return without(items, "1") })
	_, err := reconcile.Observe(t.Context(), &liar{w}, p.Project, p.Backlog(), nil, nil)
	if err == nil || !strings.Contains(err.Error(), "about issue 77") {
		t.Errorf("got %v", err)
	}
}
