package reconcile_test

import (
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// A story that is done takes two requests. Whichever way the second one fails, the
// next run closes the issue, with and without the ledger; what people write into it
// in between stays.
func TestFinishedIsClosed(t *testing.T) {
	t.Parallel()
	src := strings.NewReplacer("checkbox: registered", "checkbox: done", "- [ ] US-1.1", "- [x] US-1.1").Replace(small)
	for name, kind := range map[string]error{
		"not found": tracker.ErrNotFound, "rejected": tracker.ErrRejected, "unauthorized": tracker.ErrUnauthorized,
		"unknown": tracker.ErrUnknown, "unavailable": tracker.ErrUnavailable,
	} {
		for _, fresh := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				p := newProject(t, src)
				p.m.Fault = func(c trackertest.Call) error {
					if c.Op == "update" && !c.Done {
						return &tracker.Error{Target: "memory:x", Op: c.Op, Ref: c.Ref, Kind: kind}
					}
					return nil
				}
				if _, r, _ := p.Apply(t, nil); r.Err() == nil || p.m.issue(1).State != tracker.Open {
					t.Fatalf("%v, the issue is %s", r.Err(), p.m.issue(1).State)
				}
				p.m.Fault = nil
				p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.Body = "Theirs.\n\n" + x.Body })
				if fresh {
					p.Src, p.Dir = src, t.TempDir()
				}
				p.MustApply(t)
				if x := p.m.issue(1); x.State != tracker.Closed || !strings.HasPrefix(x.Body, "Theirs.\n\n") {
					t.Errorf("it is %s:\n%s", x.State, x.Body)
				}
				p.WantNoChanges(t)
			})
		}
	}
}

// What people write between the two requests stays, where the second has to wait.
func TestEditedBeforeClosing(t *testing.T) {
	t.Parallel()
	p := newProject(t, strings.NewReplacer("checkbox: registered", "checkbox: done", "- [ ] US-1.1", "- [x] US-1.1").Replace(small))
	p.m.Limits.WriteInterval = 15 * time.Second
	p.m.Fault = func(c trackertest.Call) error {
		if c.Op == "create" && c.Ref.Kind == tracker.KindIssue && c.Done && len(p.m.issue(1).Assignees) == 0 {
			p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.Body, x.Assignees = "Theirs.\n\n"+x.Body, []string{"eve"} })
		}
		return nil
	}
	p.MustApply(t)
	if x := p.m.issue(1); x.State != tracker.Closed || !strings.HasPrefix(x.Body, "Theirs.\n\n") {
		t.Errorf("it is %s:\n%s", x.State, x.Body)
	}
	p.WantNoChanges(t)
}
