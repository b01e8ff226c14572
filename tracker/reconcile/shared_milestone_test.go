package reconcile_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// Two files that want a milestone of one title get one, as the plan says, whatever
// becomes of the write that makes it.
func TestMilestoneOfTwoFiles(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		kind error // that the first write ends with
		done bool  // although it was carried out
		fail int   // changes that the first run does not make
	}{
		"made":    {},
		"refused": {kind: tracker.ErrRejected, fail: 4},
		"lost":    {kind: tracker.ErrUnknown, done: true},
	} {
		for _, unique := range []bool{true, false} {
			m, state, root := newMemory(), t.TempDir(), t.TempDir()
			m.UniqueMilestones = unique
			var names []string
			for i := range 2 {
				name := filepath.Join(root, fmt.Sprintf("b%d.md", i))
				src := fmt.Sprintf("# Backlog\n\n## EPIC-1 Users\n\n- [ ] US-%d Story\n", i)
				if err := os.WriteFile(name, []byte(src), 0o666); err != nil {
					t.Fatal(err)
				}
				names = append(names, name)
			}
			m.Fault = func(call trackertest.Call) error {
				if call.N != 1 || c.kind == nil || call.Done != c.done {
					return nil
				}
				return &tracker.Error{Target: "test", Op: "create", Kind: c.kind}
			}
			sync := func() *reconcile.Synced {
				s, err := reconcile.Sync(t.Context(), m, names, &reconcile.SyncOptions{State: state, Now: m.clock.Now, Sleep: m.clock.Sleep})
				if err != nil {
					t.Fatal(err)
				}
				return s
			}
			s := sync()
			if p := s.Plan.Summary; p.Create != 3 || p.Record != 1 {
				t.Errorf("%s: %s", what, p)
			}
			if len(s.Failed) != c.fail || s.Created+s.Recorded != 4-c.fail {
				t.Errorf("%s: %d failed, %d created, %d recorded: %v", what, len(s.Failed), s.Created, s.Recorded, s.Err())
			}
			if c.fail > 0 {
				m.Fault = nil
				sync()
			}
			if s := sync(); !s.Plan.Summary.Idle() {
				t.Errorf("%s: %s", what, s.Plan.Summary)
			}
			if got := m.state(); strings.Count(got, "milestone ") != 1 || strings.Count(got, `in "EPIC-1 Users"`) != 2 {
				t.Errorf("%s: the tracker has\n%s", what, got)
			}
		}
	}
}
