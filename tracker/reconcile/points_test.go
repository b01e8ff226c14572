package reconcile

import (
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/google/go-cmp/cmp"
)

// Points of a table's cell are text only where the tracker does not hold them.
func TestPointsOfCells(t *testing.T) {
	t.Parallel()
	f := backlog.Parse("b.md", []byte("# Product backlog\n\n| ID | Title | Priority | Points |\n| - | - | - | - |\n"+
		"| US-1 | Login | P1 | 3 |\n| US-2 | Logout | P2 | 2.5 |\n"), nil)
	scope := &backlog.Scope{Name: "b.md", Files: []*backlog.File{f}}
	for _, c := range []struct {
		project tracker.Project
		want    []string
	}{
		{tracker.Project{}, []string{"**Priority:** P1\n\n**Points:** 3", "**Priority:** P2\n\n**Points:** 2.5"}},
		{tracker.Project{Points: true}, []string{"**Priority:** P1", "**Priority:** P2\n\n**Points:** 2.5"}},
	} {
		var got []string
		for _, d := range desiredItems(scope, &c.project, &Options{}) {
			got = append(got, d.source)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("points %t (-want +got):\n%s", c.project.Points, diff)
		}
	}
}
