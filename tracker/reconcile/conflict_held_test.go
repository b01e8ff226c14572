package reconcile_test

import (
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// What a conflict names may be gone from the file or not: it is neither closed nor
// called gone.
func TestNamedByConflictIsNotGone(t *testing.T) {
	t.Parallel()
	p := newProject(t, "# Shop backlog\n\n## Epic 1: Cart\n\n- [ ] Remove from cart\n- [ ] Show total\n- [ ] Pay\n")
	p.MustApply(t)
	before := p.m.state()
	p.Src = strings.NewReplacer("- [ ] Remove from", "- [ ] Remove items from", "- [ ] Show total", "- [ ] Show grand total").Replace(p.Src)
	for _, prune := range []bool{false, true} {
		plan, r, err := p.Apply(t, &reconcile.Options{Prune: prune})
		if err != nil || plan.Summary.Conflicts != 2 || len(plan.Changes) != 2 || r.Closed+r.Created+r.Updated > 0 {
			t.Errorf("prune %t: %v, %s, %+v", prune, err, plan.Summary, plan.Changes)
		}
	}
	if now := p.m.state(); now != before {
		t.Errorf("%s\nwant\n%s", now, before)
	}
	p.Src = strings.Replace(p.Src, "- [ ] Pay\n", "", 1)
	if _, r, err := p.Apply(t, &reconcile.Options{Prune: true}); err != nil || r.Closed != 1 {
		t.Errorf("a story that no conflict names: %v, %+v", err, r)
	}
}

// An epic in conflict is a milestone that nobody knows: its issues wait where they
// are, new ones too, and none of those in it is closed for want of a story.
func TestIssuesOfEpicInConflictWait(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ src, old, new string }{
		"renumbered": {
			"# Backlog\n\n## Epic 1: Access\n\n- [ ] US-1 Login\n- [ ] US-9 Old\n\n## Epic 2: Billing\n\n- [ ] US-2 Invoice\n",
			"## Epic 1: Access\n\n- [ ] US-1 Login\n- [ ] US-9 Old\n\n## Epic 2: Billing\n",
			"## Epic 1: Setup\n\n- [ ] US-3 Install\n\n## Epic 2: Access\n\n- [ ] US-1 Login\n\n## Epic 3: Billing\n",
		},
		"one is gone": {
			"# Backlog\n\n## Epic 1: Access\n\n- [ ] US-1 Login\n\n## Epic 2: Billing\n\n- [ ] US-2 Invoice\n- [ ] US-9 Old\n",
			"## Epic 2: Billing\n\n- [ ] US-2 Invoice\n- [ ] US-9 Old\n", "## Epic 3: Billing\n\n- [ ] US-2 Invoice\n- [ ] US-3 Refund\n",
		},
		"retitled": {
			"# Backlog\n\n## Epic: Sign in\n\n- [ ] US-1 Login\n- [ ] US-9 Old\n\n## Epic: Sign out\n\n- [ ] US-2 Logout\n",
			"## Epic: Sign in\n\n- [ ] US-1 Login\n- [ ] US-9 Old\n\n## Epic: Sign out\n",
			"## Epic: Sign in page\n\n- [ ] US-1 Login\n- [ ] US-3 Reset\n\n## Epic: Sign out page\n",
		},
	} {
		p := newProject(t, c.src)
		p.MustApply(t)
		before := p.m.state()
		if !strings.Contains(p.Src, c.old) {
			t.Fatalf("%s: not in\n%s", name, p.Src)
		}
		p.Src = strings.Replace(p.Src, c.old, c.new, 1)
		waiting := p.Src
		for range 2 {
			plan, r, err := p.Apply(t, &reconcile.Options{Prune: true})
			if err != nil || r.Err() != nil || r.Created+r.Updated+r.Closed > 0 {
				t.Errorf("%s: %v, %v, %+v", name, err, r.Err(), plan.Changes)
			}
			if c := change(t, plan, reconcile.ActionConflict, "US-3"); c.Code() != "no-milestone" {
				t.Errorf("%s: %+v", name, c)
			}
		}
		if now := p.m.state(); now != before || p.Src != waiting {
			t.Errorf("%s: %s\nwant\n%s", name, now, before)
		}
		if name == "retitled" {
			continue
		}
		if _, r, err := p.Apply(t, &reconcile.Options{Prune: true, Renumbered: reconcile.FollowTitles}); err != nil || r.Err() != nil || r.Closed != 1 {
			t.Errorf("%s, settled: %v, %+v", name, err, r)
		}
		p.WantNoChanges(t)
		for _, x := range p.m.all() {
			of := tracker.Ref{Kind: tracker.KindMilestone, Key: x.Milestone}
			if x.Kind == tracker.KindIssue && strings.Contains(x.Title, "Invoice") && p.m.Item(of).Title != "EPIC-3 Billing" {
				t.Errorf("%s, settled: %+v", name, x)
			}
		}
	}
}

// An issue is not moved into a milestone that is not there, and that this plan does
// not make: it waits, too.
func TestMoveIntoDeletedMilestone(t *testing.T) {
	t.Parallel()
	p := newProject(t, "# Backlog\n\n## Epic 1: Access\n\n- [ ] US-1 Login\n\n## Epic 2: Billing\n\n- [ ] US-2 Invoice\n")
	p.MustApply(t)
	p.m.Delete(tracker.Ref{Kind: tracker.KindMilestone, Key: "1"})
	p.Dir = t.TempDir() // a clone does not know that it was made just now
	p.Src = strings.Replace(p.Src, "- [ ] US-2 Invoice\n", "", 1)
	p.Src = strings.Replace(p.Src, "- [ ] US-1 Login\n", "- [ ] US-1 Login\n- [ ] US-2 Invoice\n", 1)
	plan, r, err := p.Apply(t, nil)
	if err != nil || r.Err() != nil || r.Updated > 0 {
		t.Errorf("%v, %v, %+v", err, r.Err(), plan.Changes)
	}
	if c := change(t, plan, reconcile.ActionConflict, "US-2"); c.Code() != "no-milestone" {
		t.Errorf("%+v", c)
	}
}
