package local_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/local"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// project makes an empty directory.
func project(t *testing.T, e *trackertest.Env) func() tracker.Tracker {
	e.Assignees = []string{"ana", "bo"}
	dir := t.TempDir()
	e.Hooks.Delete = func(ref tracker.Ref) {
		if err := os.Remove(filepath.Join(dir, "tracker", "issues", ref.Key+".md")); err != nil {
			t.Error(err)
		}
	}
	e.Hooks.Foreign = func() string {
		other := local.Open("other", &local.Options{Base: dir, User: "ana", Now: e.Now})
		x, err := other.Create(t.Context(), tracker.KindIssue, tracker.Content{Title: "Elsewhere"})
		if err != nil {
			t.Fatal(err)
		}
		return other.Link(x, "b.md")
	}
	return func() tracker.Tracker {
		return local.Open("tracker", &local.Options{Base: dir, User: "ana", Now: e.Now})
	}
}

func TestConformance(t *testing.T) {
	t.Parallel()
	trackertest.Run(t, project)
}

func TestModel(t *testing.T) {
	t.Parallel()
	trackertest.RunModel(t, project, 60)
}

// TestKillEverywhere ends the process at every request.
func TestKillEverywhere(t *testing.T) {
	t.Parallel()
	world.WantSurvived(t, project)
}
