package local_test

import (
	"os"
	"path/filepath"
	"testing"

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

// TestKillEverywhere ends the process at each of the 40 requests that the
// founding backlog takes.
func TestKillEverywhere(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile("../../examples/BACKLOG_V2_GITHUB_EXECUTION.md")
	if err != nil {
		t.Fatal(err)
	}
	if n := trackertest.KillEverywhere(t, project, src); n != 80 {
		t.Errorf("%d kills, want one before and one after each of 40 requests", n)
	}
}
