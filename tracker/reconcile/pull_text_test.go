package reconcile_test

import (
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
)

// A text that is taken with a field in it goes out again with what the field says
// now, and is not a conflict.
func TestPullTextWithField(t *testing.T) {
	t.Parallel()
	p := newProject(t, "# B\n\n## EPIC-1 Access\n\n### US-1.1 Login\n\n**Status:** To do\n\nOld text.\n")
	p.m.Plain = false
	p.MustApply(t)
	p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) {
		x.State, x.Body = tracker.Closed, strings.Replace(x.Body, "Old text.", "New text.", 1)
	})
	p.pull(t, pullAll, nil)
	const want = "**Status:** Done\n\nNew text."
	if !strings.Contains(p.Src, want) {
		t.Errorf("the file holds\n%s", p.Src)
	}
	if plan, _ := p.MustApply(t); plan.Summary.Update != 1 || plan.Summary.Conflicts+plan.Summary.Drifted > 0 {
		t.Errorf("apply: %+v %q", plan.Summary, actionsOf(plan))
	}
	if got := managedText(p.m.issue(1).Body); got != want {
		t.Errorf("the tracker holds %q", got)
	}
	p.WantNoChanges(t)
}
