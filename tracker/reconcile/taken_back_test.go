package reconcile_test

import (
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// What the file says no more is taken out of the tracker, unless people changed it
// there; what it never said is theirs.
func TestTakenBack(t *testing.T) {
	t.Parallel()
	const fields = "\n  - **Due:** 2026-04-01\n  - **Points:** 3\n"
	with := strings.Replace(small, "US-1.1 Login\n", "US-1.1 Login\n"+fields, 1)
	p := newProject(t, with)
	p.m.Plain = false
	p.MustApply(t)
	if x := p.m.issue(1); x.Due == "" || x.Points == "" {
		t.Fatalf("due %q, with %q points", x.Due, x.Points)
	}
	p.Replace(t, fields, "")
	plan, _ := p.MustApply(t)
	if c := change(t, plan, reconcile.ActionUpdate, "US-1.1"); len(c.Fields) < 2 || p.m.issue(1).Due+p.m.issue(1).Points != "" {
		t.Errorf("%+v, and it is due %q with %q points", c, p.m.issue(1).Due, p.m.issue(1).Points)
	}
	p.WantNoChanges(t)
	p.m.edit(t, tracker.KindIssue, "US-1.1 Login", func(x *tracker.Item) { x.Due, x.Points = "2026-06-01", "8" })
	p.WantNoChanges(t)

	p = newProject(t, with)
	p.MustApply(t)
	p.m.edit(t, tracker.KindIssue, "US-1.1 Login", func(x *tracker.Item) { x.Due = "2026-06-01" })
	p.Replace(t, fields, "")
	if plan, _, err := p.Apply(t, nil); err != nil || plan.Summary.Conflicts != 1 || p.m.issue(1).Due != "2026-06-01" {
		t.Errorf("changed on both sides: %v, %+v", err, plan.Changes)
	}
}

// A story that is put where there is no epic leaves the milestone of the one it stood
// under, and the line of that in the relation list. Where people moved it to it stays,
// and so do the stories of an epic that is gone.
func TestLeavesEpic(t *testing.T) {
	t.Parallel()
	const src = "# Backlog\n\n- [ ] Search\n\n## Epic 1: Access\n\n- [ ] Login\n- [ ] Logout\n\n## Epic 2: Pay\n\n- [ ] Card\n"
	p := newProject(t, src)
	p.MustApply(t)
	p.Replace(t, "- [ ] Login\n", "")
	p.Replace(t, "- [ ] Search\n", "- [ ] Search\n- [ ] Login\n")
	plan, _ := p.MustApply(t)
	change(t, plan, reconcile.ActionUpdate, "login")
	if in := p.m.issue(2).Milestone; in != "" {
		t.Errorf("it is in milestone %q", in)
	}
	if !strings.Contains(p.Src, "EPIC-1 ← [logout]") {
		t.Errorf("the relation list is\n%s", p.Src)
	}
	p.WantNoChanges(t)

	for name, c := range map[string]struct {
		edit  [2]string
		moved string
	}{
		"moved by people": {[2]string{"- [ ] Search\n\n## Epic 1: Access\n\n- [ ] Login\n", "- [ ] Search\n- [ ] Login\n\n## Epic 1: Access\n\n"}, "2"},
		"epic is gone":    {[2]string{"## Epic 1: Access\n\n", ""}, "1"},
	} {
		p := newProject(t, src)
		p.MustApply(t)
		p.m.edit(t, tracker.KindIssue, "Login", func(x *tracker.Item) { x.Milestone = c.moved })
		p.Replace(t, c.edit[0], c.edit[1])
		p.MustApply(t)
		if in := p.m.issue(2).Milestone; in != c.moved {
			t.Errorf("%s: it is in milestone %q", name, in)
		}
	}
}

// A due date or points that cannot be read, as where somebody mistyped them, are not
// taken back.
func TestMistypedNotTakenBack(t *testing.T) {
	t.Parallel()
	p := newProject(t, strings.Replace(small, "US-1.1 Login\n", "US-1.1 Login\n\n  - **Due:** 2026-04-01\n  - **Points:** 3\n", 1))
	p.m.Plain = false
	p.MustApply(t)
	p.Replace(t, "2026-04-01", "2026-04-31")
	p.Replace(t, "**Points:** 3", "**Points:** many")
	p.MustApply(t) // which writes the text
	if x := p.m.issue(1); x.Due != "2026-04-01" || x.Points != "3" {
		t.Errorf("due %q, with %q points", x.Due, x.Points)
	}
}
