package gitlab_test

import (
	"os"
	"testing"

	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

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
