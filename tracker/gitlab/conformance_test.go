package gitlab_test

import (
	"net/http"
	"testing"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegitlab"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/gitlab"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// project makes a project on a server of its own.
func project(t *testing.T, e *trackertest.Env) func() tracker.Tracker {
	e.Assignees = []string{"ana", "bo"}
	s := fakegitlab.New(t, e.Now)
	s.Premium, s.Template = true, "## Default template"
	client := &http.Client{Transport: e.Transport(s.Client().Transport)}
	return func() tracker.Tracker {
		tr, err := gitlab.New(client, "https://gitlab.example/acme/tools/shop",
			&gitlab.Options{APIURL: s.URL, Token: fakegitlab.Token, Now: e.Now, Sleep: e.Sleep})
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
