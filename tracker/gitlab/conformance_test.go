package gitlab_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
	"github.com/backlogsync/backlogsync/internal/testutil/fakegitlab"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/gitlab"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// project makes a project on a server of its own.
func project(t *testing.T, e *trackertest.Env) func() tracker.Tracker {
	return subject(t, e, func(s *fakegitlab.Server) { s.Premium, s.Template = true, "## Default template" })
}

// subject makes a project on a server that change has changed.
func subject(t *testing.T, e *trackertest.Env, change func(*fakegitlab.Server)) func() tracker.Tracker {
	e.Assignees = []string{"ana", "bo"}
	s := fakegitlab.New(t, e.Now)
	change(s)
	if !s.Premium {
		e.Assignees = nil // there are no two of them
	}
	client := &http.Client{Transport: e.Transport(s.Client().Transport)}
	open := func(api string) tracker.Tracker {
		tr, err := gitlab.New(client, "https://gitlab.example/acme/tools/shop",
			&gitlab.Options{APIURL: api, Token: fakegitlab.Token, Now: e.Now, Sleep: e.Sleep})
		if err != nil {
			t.Fatal(err)
		}
		return tr
	}
	e.Hooks = s.Hooks()
	e.Hooks.OtherKind = func() tracker.Tracker { return open(fakegithub.NewGitea(t, e.Now).URL + "/api/v1") }
	return func() tracker.Tracker { return open(s.URL) }
}

func TestConformance(t *testing.T) {
	t.Parallel()
	trackertest.Run(t, project)
	missing := slices.DeleteFunc(trackertest.Missing(t, project), func(name string) bool {
		return name == trackertest.HookTransfer || name == trackertest.HookRequest
	})
	if len(missing) > 0 {
		t.Errorf("not tested: %q", missing)
	}
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

// TestSubjects runs the suite on services as they are met: plans, versions, what
// a listing shows.
func TestSubjects(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*fakegitlab.Server){
		"free":          func(*fakegitlab.Server) {},
		"lists lag":     func(s *fakegitlab.Server) { s.Premium, s.Lag = true, 10*time.Second },
		"lists by page": func(s *fakegitlab.Server) { s.Premium, s.NoKeyset = true, true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			trackertest.Run(t, func(t *testing.T, e *trackertest.Env) func() tracker.Tracker {
				e.Sample = 11
				return subject(t, e, change)
			})
		})
	}
}
