package reconcile_test

import (
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/google/go-cmp/cmp"
)

// What both sides say alike by now is not a change: it is listed, counted apart,
// and noted by the next run. What they were told to differ in is never called a
// match.
func TestAgreed(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	edit := func(title string) {
		p.m.edit(t, tracker.KindIssue, "US-1.2", func(x *tracker.Item) { x.Title = title })
	}
	edit("US-1.2 Sign out")
	p.Src = strings.Replace(p.Src, "US-1.2 Logout", "US-1.2 Sign out", 1)
	want := func(prefer reconcile.Side, action reconcile.Action, code, line string, fields ...reconcile.Field) {
		t.Helper()
		plan, r, err := p.Apply(t, &reconcile.Options{Prefer: prefer})
		if err != nil || r.Err() != nil {
			t.Fatal(err, r.Err())
		}
		if got := plan.Summary.String(); got != line || plan.Summary.Pending() || r.Updated > 0 {
			t.Errorf("%q, want %q; %d updated", got, line, r.Updated)
		}
		if action == "" {
			return
		}
		if c := change(t, plan, action, "US-1.2"); c.Code() != code || !cmp.Equal(c.Fields, fields) {
			t.Errorf("got %+v, want %s %+v", c, code, fields)
		}
	}
	want("", reconcile.ActionAgree, "agreed", "No changes; 1 agreed.", reconcile.Field{Name: "title", Before: "US-1.2 Sign out", After: "US-1.2 Sign out"})
	want("", "", "", "No changes. The tracker matches the backlog.")

	edit("US-1.2 Leave")
	want(reconcile.SideTracker, reconcile.ActionAgree, "accepted", "No changes; 1 agreed, 1 different as agreed.",
		reconcile.Field{Name: "title", Before: "US-1.2 Leave", After: "US-1.2 Sign out"})
	want("", "", "", "No changes; 1 different as agreed.")
}

// What is agreed beside an update is noted with it, and counted as the plan does.
func TestAgreedBesideUpdate(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.Title = "US-1.1 Sign in" })
	p.Src = strings.NewReplacer("US-1.1 Login", "US-1.1 Sign in", "People get in.", "Everybody gets in.").Replace(p.Src)
	plan, r := p.MustApply(t)
	if s := plan.Summary; s.Update != 1 || s.Agreed != 1 || r.Updated != s.Update || r.Agreed != s.Agreed {
		t.Errorf("%s done: %d updated, %d agreed", s, r.Updated, r.Agreed)
	}
	p.WantNoChanges(t)
}
