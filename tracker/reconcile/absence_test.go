package reconcile_test

import (
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// What the journal knows is not made again although no listing shows it, and is
// read by its number.
func TestHiddenFromListings(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	p.unregister()
	p.later()
	p.m.Forget()
	p.look(func(_ tracker.Kind, _ int, items []*tracker.Item) []*tracker.Item { return without(items, "1") })
	plan, r := p.MustApply(t)
	if r.Created > 0 || plan.Summary.Record != 6 || p.count("get issue 1") != 1 {
		t.Errorf("%s, %q", plan.Summary, p.m.Calls())
	}
	p.WantNoChanges(t)
}

// A listing that lacks an item which exists proves nothing of others: it is read
// again, and what is missing then is not made.
func TestContradictedListing(t *testing.T) {
	t.Parallel()
	more := "\n- [ ] US-2.3 Print\n"
	for name, test := range map[string]struct {
		show   func(kind tracker.Kind, pass int, items []*tracker.Item) []*tracker.Item
		passes int // that planning takes
		create bool
	}{
		"complete": {all, 1, true},
		"lacks one once": {func(_ tracker.Kind, pass int, items []*tracker.Item) []*tracker.Item {
			return without(items, "12"[pass%2:][:1])
		}, 3, false},
		"lacks one always": {func(_ tracker.Kind, _ int, items []*tracker.Item) []*tracker.Item { return without(items, "2") }, 3, false},
		"lacks one at first": {func(_ tracker.Kind, pass int, items []*tracker.Item) []*tracker.Item {
			if pass == 1 {
				return without(items, "2")
			}
			return items
		}, 2, true},
		"a row twice at first": {func(_ tracker.Kind, pass int, items []*tracker.Item) []*tracker.Item {
			if pass == 1 {
				return append(items, items[0])
			}
			return items
		}, 2, true},
		"a row twice always": {func(_ tracker.Kind, _ int, items []*tracker.Item) []*tracker.Item { return append(items, items[0]) }, 3, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, small)
			p.MustApply(t)
			p.later()
			p.Src = strings.Replace(p.Src, "- [x] US-2.2 Export\n", "- [x] US-2.2 Export\n"+more, 1)
			w := p.look(test.show)
			store := p.Store(t)
			plan, err := p.Plan(t, store, nil)
			if err != nil {
				t.Fatal(err)
			}
			if w.passes[tracker.KindIssue] != test.passes {
				t.Errorf("the issues were listed %d times, want %d", w.passes[tracker.KindIssue], test.passes)
			}
			if test.create != (plan.Summary.Create == 1) || test.create == (plan.Summary.Unknown == 1) {
				t.Errorf("%s %+v", plan.Summary, plan.Changes)
			}
			if !test.create {
				if c := change(t, plan, reconcile.ActionUnknown, "US-2.3"); c.Code() != "unproven" || !strings.Contains(c.Reason.String(), "/x/issue/") {
					t.Errorf("got %+v", c)
				}
			}
			if err := store.Close(); err != nil {
				t.Fatal(err)
			}
			p.MustApply(t)
			if n := len(p.m.Items()); (n == 7) != test.create {
				t.Errorf("%d items", n)
			}
			if _, _, err := p.Apply(t, &reconcile.Options{Create: []backlog.ID{"US-2.3"}}); err != nil || len(p.m.Items()) != 7 {
				t.Errorf("--create: %v, %d items", err, len(p.m.Items()))
			}
		})
	}
}

// Only the kind whose listing is doubted is listed again.
func TestDoubtOfOneKind(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	p.later()
	p.Src = strings.Replace(p.Src, "## Evidence", "## Epic 3: Later\n\n- [ ] US-3.1 Print\n\n## Evidence", 1)
	w := p.look(func(kind tracker.Kind, pass int, items []*tracker.Item) []*tracker.Item {
		if kind == tracker.KindIssue && pass == 1 {
			return without(items, "2")
		}
		return items
	})
	store := p.Store(t)
	plan, err := p.Plan(t, store, nil)
	if err != nil {
		t.Fatal(err)
	}
	if plan.Summary.Create != 2 || w.passes[tracker.KindIssue] != 2 || w.passes[tracker.KindMilestone] != 1 {
		t.Errorf("%s, listed %v", plan.Summary, w.passes)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
}

// A young item that listings do not show yet contradicts nothing.
func TestYoungItems(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.m.Lag = 50 * time.Second
	p.MustApply(t)
	p.Src = strings.Replace(p.Src, "- [x] US-2.2 Export\n", "- [x] US-2.2 Export\n- [ ] US-2.3 Print\n", 1)
	if plan, r := p.MustApply(t); r.Created != 1 || plan.Summary.Unknown > 0 {
		t.Errorf("%s %+v", plan.Summary, plan.Changes)
	}
}
