package github_test

import (
	"flag"
	"fmt"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/github"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// project makes a repository on a server of its own.
func project(t *testing.T, e *trackertest.Env) func() tracker.Tracker {
	return subject(t, e, func(*fakegithub.Server) {})
}

// subject makes a repository on a server that change has changed.
func subject(t *testing.T, e *trackertest.Env, change func(*fakegithub.Server)) func() tracker.Tracker {
	e.Assignees = []string{"ana", "bo"}
	s := fakegithub.New(t, e.Now)
	change(s)
	client := &http.Client{Transport: e.Transport(s.Client().Transport)}
	open := func(api, cache string) tracker.Tracker {
		tr, err := github.New(client, "https://github.example/acme/shop", &github.Options{
			APIURL: api, Token: fakegithub.Token, CacheDir: cache, Now: e.Now, Sleep: e.Sleep,
		})
		if err != nil {
			t.Fatal(err)
		}
		return tr
	}
	e.OpenIn = func(dir string) tracker.Tracker { return open(s.URL, filepath.Join(dir, "answers")) }
	e.Hooks = s.Hooks()
	e.Hooks.OtherKind = func() tracker.Tracker { return open(fakegithub.NewGitea(t, e.Now).URL+"/api/v1", "") }
	return func() tracker.Tracker { return open(s.URL, "") }
}

func TestConformance(t *testing.T) {
	t.Parallel()
	trackertest.Run(t, project)
	if missing := trackertest.Missing(t, project); len(missing) > 0 {
		t.Errorf("not tested: %q", missing)
	}
}

// TestSubjects runs the suite on services as they are met: whom the token
// belongs to, what is shown of authors, what a listing shows.
func TestSubjects(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*fakegithub.Server){
		"installation": (*fakegithub.Server).Install,
		"installation, milestones without creators": func(s *fakegithub.Server) {
			s.Install()
			s.NoCreators = true
		},
		"private member": func(s *fakegithub.Server) {
			s.Login = ""
			s.Actor.Association = "CONTRIBUTOR"
		},
		"lists lag, answers are terse, pages short": func(s *fakegithub.Server) {
			s.Lag, s.Terse, s.Short = 20*time.Second, true, true
		},
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

func TestModel(t *testing.T) {
	t.Parallel()
	trackertest.RunModel(t, project, 60)
}

// TestKillEverywhere ends the process at every request.
func TestKillEverywhere(t *testing.T) {
	t.Parallel()
	world.WantSurvived(t, project)
}
