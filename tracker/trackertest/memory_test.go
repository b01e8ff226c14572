package trackertest_test

import (
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

func TestMemory(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]trackertest.MemoryOptions{
		"plain":             {},
		"unique milestones": {UniqueMilestones: true, Limits: tracker.Limits{TitleRunes: 255, PageRows: 100}},
		"lagging":           {Lag: 20 * time.Second, Limits: tracker.Limits{Settle: time.Minute}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			trackertest.Run(t, func(_ *testing.T, e *trackertest.Env) func() tracker.Tracker {
				o := o
				o.Now = e.Now
				e.Assignees = []string{"ana", "bo"}
				m := trackertest.NewMemory(&o)
				return func() tracker.Tracker { return m }
			})
		})
	}
}
