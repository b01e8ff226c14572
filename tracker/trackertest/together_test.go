package trackertest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// Runs meet that have two versions of the backlog: those with the older one see
// the issue of a story that they do not have.
func TestVersionsMeet(t *testing.T) {
	t.Parallel()
	more := strings.Replace(before, "- [ ] US-2.2 Export\n", "- [ ] US-2.2 Export\n- [ ] US-2.3 Print\n\n  **Depends on:** US-2.2\n", 1)
	for name, o := range map[string]MemoryOptions{
		"at once": {},
		"lagging": {Lag: 45 * time.Second, UniqueMilestones: true, Limits: tracker.Limits{Settle: time.Minute, WriteInterval: 7 * time.Second}},
	} {
		for _, epics := range []reconcile.Epics{reconcile.EpicsMilestone, reconcile.EpicsBoth} {
			t.Run(fmt.Sprintf("%s, epics as %s", name, epics), func(t *testing.T) {
				t.Parallel()
				g := &together{srcs: []string{more, before}, newest: 0, opts: &reconcile.Options{Epics: epics}, runners: 3}
				g.f = func(_ *testing.T, e *Env) func() tracker.Tracker {
					o := o
					o.Now = e.Now
					m := NewMemory(&o)
					return func() tracker.Tracker { return m }
				}
				g.run(t, 12)
			})
		}
	}
}
