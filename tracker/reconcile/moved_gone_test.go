package reconcile_test

import (
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// A backlog that is moved takes what is gone from it along: open items, which a later
// prune closes, those that it closes itself, and those that were closed before.
func TestMovedTakesGoneAlong(t *testing.T) {
	t.Parallel()
	for what, test := range map[string]struct{ before, along, later *reconcile.Options }{
		"left open":     {nil, &reconcile.Options{}, &reconcile.Options{Prune: true}},
		"closed then":   {nil, &reconcile.Options{Prune: true}, nil},
		"closed before": {&reconcile.Options{Prune: true}, &reconcile.Options{}, nil},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, small)
			p.MustApply(t)
			p.Replace(t, "- [x] US-1.2 Logout\n", "")
			if test.before != nil {
				if _, _, err := p.Apply(t, test.before); err != nil {
					t.Fatal(err)
				}
			}
			p.Replace(t, "checkbox: registered\n", "checkbox: registered\nscope: other.md\n")
			test.along.MovedFrom = "b.md"
			plan, r, err := p.Apply(t, test.along)
			if err != nil || r.Err() != nil {
				t.Fatal(err, r)
			}
			if s := plan.Summary; s.Update+s.Close != 6 || r.Updated+r.Closed != 6 {
				t.Errorf("the plan is %s; %d are updated and %d closed", s, r.Updated, r.Closed)
			}
			for _, x := range p.m.all() {
				if strings.Contains(x.Body, "scope=b.md") || !strings.Contains(x.Body, "scope=other.md") {
					t.Errorf("%s is still of the former scope:\n%s", x.Title, x.Body)
				}
			}
			p.WantNoChanges(t)
			if test.later != nil {
				if plan, _, err := p.Apply(t, test.later); err != nil || plan.Summary.Close != 1 {
					t.Errorf("a prune: %v", err)
				}
			}
			p.m.edit(t, tracker.KindIssue, "US-1.2", func(x *tracker.Item) {
				if x.State != tracker.Closed {
					t.Errorf("%s is %s", x.Title, x.State)
				}
			})
			p.WantNoChanges(t)
		})
	}
}

// What a person changes while a moved backlog is registered stays.
func TestMovedGoneMeanwhile(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	p.Replace(t, "- [x] US-1.2 Logout\n", "")
	p.Replace(t, "checkbox: registered\n", "checkbox: registered\nscope: other.md\n")
	_, r, err := p.ApplyAfter(t, &reconcile.Options{MovedFrom: "b.md"}, func() {
		p.m.edit(t, tracker.KindIssue, "US-1.2", func(x *tracker.Item) { x.Body = "Ours.\n\n" + x.Body })
	})
	if err != nil || r.Err() != nil {
		t.Fatal(err, r)
	}
	p.m.edit(t, tracker.KindIssue, "US-1.2", func(x *tracker.Item) {
		if !strings.HasPrefix(x.Body, "Ours.\n\n") || !strings.Contains(x.Body, "scope=other.md") {
			t.Errorf("the text is\n%s", x.Body)
		}
	})
	p.WantNoChanges(t)
}
