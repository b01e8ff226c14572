package local_test

import (
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/local"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// project makes an empty directory.
func project(t *testing.T, e *trackertest.Env) func() tracker.Tracker {
	e.Assignees = []string{"ana", "bo"}
	dir := t.TempDir()
	return func() tracker.Tracker {
		return local.Open("tracker", &local.Options{Base: dir, User: "ana", Now: e.Now})
	}
}

func TestConformance(t *testing.T) {
	t.Parallel()
	trackertest.Run(t, project)
}
