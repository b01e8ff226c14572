package reconcile_test

import (
	"slices"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// The milestones of all backlogs are made before the first issue of any.
func TestMilestonesOfAllScopesFirst(t *testing.T) {
	t.Parallel()
	p := newProject(t, "")
	all := backlog.New(
		backlog.Parse("a.md", []byte("# A\n\n## EPIC-1 Access\n\n- [ ] US-1 Log in\n"), nil),
		backlog.Parse("b.md", []byte("# B\n\n## EPIC-2 Pay\n\n- [ ] US-2 By card\n"), nil),
	)
	store := p.Store(t)
	seen, err := reconcile.Observe(t.Context(), p.m, p.Project, all, store, nil)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := reconcile.NewPlan(all, seen, nil)
	if err != nil {
		t.Fatal(err)
	}
	p.m.Forget()
	r, err := reconcile.Apply(t.Context(), p.m, plan, &reconcile.ApplyOptions{Store: store, Now: p.Clock.Now, Sleep: p.Clock.Sleep})
	if err != nil || r.Err() != nil {
		t.Fatal(err, r.Err())
	}
	creates := slices.DeleteFunc(p.m.Calls(), func(call string) bool { return call != "create milestone" && call != "create issue" })
	if want := []string{"create milestone", "create milestone", "create issue", "create issue"}; !slices.Equal(creates, want) {
		t.Errorf("made in the order %q", creates)
	}
}

// What a story depends on may be moved to another file: it goes on depending on it.
func TestBlockerMovesToOtherFile(t *testing.T) {
	t.Parallel()
	p, b := newBlocking(t)
	p.m.Forget()
	store := p.Store(t)
	apply := func(first, second string) *reconcile.Plan {
		t.Helper()
		all := backlog.New(backlog.Parse("a.md", []byte(first), nil), backlog.Parse("c.md", []byte(second), nil))
		seen, err := reconcile.Observe(t.Context(), b, p.Project, all, store, nil)
		if err != nil {
			t.Fatal(err)
		}
		plan, err := reconcile.NewPlan(all, seen, &reconcile.Options{Prune: true})
		if err != nil {
			t.Fatal(err)
		}
		r, err := reconcile.Apply(t.Context(), b, plan, &reconcile.ApplyOptions{Store: store, Now: p.Clock.Now, Sleep: p.Clock.Sleep})
		if err != nil || r.Err() != nil {
			t.Fatal(err, r.Err())
		}
		return plan
	}
	const first = "# A\n\n- [ ] US-1 Log in\n\n  Depends on: US-2\n"
	apply(first+"- [ ] US-2 Log out\n", "# C\n\n- [ ] US-5 Pay\n")
	if len(b.blockers) != 1 {
		t.Fatalf("blockers %v", b.blockers)
	}
	plan := apply(first, "# C\n\n- [ ] US-2 Log out\n- [ ] US-5 Pay\n")
	if plan.Summary.Create+plan.Summary.Close > 0 || len(b.blockers["1"]) != 1 {
		t.Errorf("%s; blockers %v", plan.Summary, b.blockers)
	}
	again := apply(first, "# C\n\n- [ ] US-2 Log out\n- [ ] US-5 Pay\n").Summary
	if again.Create+again.Update+again.Close > 0 || len(b.blockers["1"]) != 1 {
		t.Errorf("the second time: %s; blockers %v", again, b.blockers)
	}
}
