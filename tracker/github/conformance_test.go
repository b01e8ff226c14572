package github_test

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"testing"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/github"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// project makes a repository on a server of its own.
func project(t *testing.T, e *trackertest.Env) func() tracker.Tracker {
	e.Assignees = []string{"ana", "bo"}
	s := fakegithub.New(t, e.Now)
	client := &http.Client{Transport: e.Transport(s.Client().Transport)}
	return func() tracker.Tracker {
		tr, err := github.New(client, "https://github.example/acme/shop", &github.Options{APIURL: s.URL, Token: fakegithub.Token, Now: e.Now, Sleep: e.Sleep})
		if err != nil {
			t.Fatal(err)
		}
		return tr
	}
}

func TestConformance(t *testing.T) {
	t.Parallel()
	trackertest.Run(t, project)
}

// meetings is how many times TestTogether lets runs meet.
var meetings = flag.Int("meetings", 10, "rounds of runs that meet")

// TestTogether lets runs meet that relate issues to one another.
func TestTogether(t *testing.T) {
	t.Parallel()
	for _, runners := range []int{2, 4} {
		t.Run(fmt.Sprint(runners), func(t *testing.T) {
			t.Parallel()
			trackertest.RunTogether(t, project, []byte(dependent), both, runners, *meetings)
		})
	}
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
