package trackertest_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// TestTogether lets 2 and 4 runs meet, 50 times each, on a service that does
// not keep the titles of milestones apart.
func TestTogether(t *testing.T) {
	t.Parallel()
	const src = `<!-- checkbox: registered -->

## Epic 1: Access

- [ ] US-1.1 Login
- [ ] US-1.2 Logout

## Epic 2: Nothing yet

## Epic 3: Data

- [ ] US-3.1 Import
- [ ] US-3.2 Export
`
	for _, runners := range []int{2, 4} {
		t.Run(fmt.Sprint(runners), func(t *testing.T) {
			t.Parallel()
			trackertest.RunTogether(t, memory(trackertest.MemoryOptions{}), []byte(src), nil, runners, 50)
		})
	}
}

// memory makes empty projects.
func memory(o trackertest.MemoryOptions) trackertest.Factory {
	return func(_ *testing.T, e *trackertest.Env) func() tracker.Tracker {
		o := o
		o.Now = e.Now
		e.Assignees = []string{"ana", "bo"}
		m := trackertest.NewMemory(&o)
		return func() tracker.Tracker { return m }
	}
}

func TestMemory(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]trackertest.MemoryOptions{
		"unique milestones": {UniqueMilestones: true, Limits: tracker.Limits{TitleRunes: 255, PageRows: 100}},
		"lagging":           {Lag: 20 * time.Second, Limits: tracker.Limits{Settle: time.Minute}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			trackertest.Run(t, memory(o))
		})
	}
}
