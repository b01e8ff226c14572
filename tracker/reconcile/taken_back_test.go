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
	p.MustApply(t)
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
