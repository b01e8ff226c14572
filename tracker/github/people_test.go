package github_test

import (
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/github"
)

// The token of an installation, such as Actions' own, has nobody behind it: the
// permissions are all false. It registers, recognises what it has registered in a
// clone without ledger or journal, updates, and is never asked who it is.
func TestInstallation(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	w.s.Install()
	w.MustApply(t)
	w.WantSettled(t)
	w.Src, w.Dir = strings.Replace(small, "US-1.1 Login", "US-1.1 Sign in", 1), t.TempDir()
	w.Clock.Set(w.Clock.Now().Add(time.Hour))
	w.MustApply(t)
	w.WantSettled(t)
	if len(w.s.Issues) != 4 || w.s.Issues[0].Title != "US-1.1 Sign in" {
		t.Errorf("%d issues, %q", len(w.s.Issues), w.s.Issues[0].Title)
	}
	for _, r := range w.s.Requests {
		if r.Path == "/user" {
			t.Error("nobody is asked who they are")
		}
	}
}

// Only permissions that say that a user may read say that they may not write.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	none := map[string]bool{"admin": false, "maintain": false, "push": false, "triage": false, "pull": false}
	with := func(names ...string) map[string]bool {
		p := maps.Clone(none)
		for _, name := range names {
			p[name] = true
		}
		return p
	}
	for name, test := range map[string]struct {
		permissions map[string]bool
		readOnly    bool
	}{
		"an installation": {none, false},
		"not said":        {nil, false},
		"empty":           {map[string]bool{}, false},
		"reader":          {with("pull"), true},
		"triage":          {with("pull", "triage"), false},
		"writer":          {with("pull", "triage", "push"), false},
		"maintainer":      {with("pull", "maintain"), false},
		"administrator":   {with("pull", "admin"), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newShop(t, small)
			w.s.Repo["permissions"] = test.permissions
			p, err := w.tracker(t).Project(t.Context())
			if err != nil || (p.ReadOnly != "") != test.readOnly {
				t.Errorf("%v, %v", p, err)
			}
		})
	}
}

// A login may write that the service gives more than reading, under either name.
func TestMayWrite(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	w.s.Roles = map[string]string{"ada": "admin", "max": "maintain", "will": "write", "tia": "triage", "rea": "read", "own": "security reviewer"}
	tr := w.tracker(t)
	for login, want := range map[string]bool{
		"ada": true, "max": true, "will": true, "tia": true, "rea": false, "own": false, "stranger": false, "acme-sync[bot]": false, "": false,
	} {
		if got, err := tr.MayWrite(t.Context(), login); got != want || err != nil {
			t.Errorf("MayWrite(%q) = %t, %v", login, got, err)
		}
	}
	for name, test := range map[string]struct {
		fault fakegithub.Fault
		want  error
	}{
		"may not ask":  {fakegithub.Fault{Status: 403, Body: message("Must have push access to view collaborator permission.")}, tracker.ErrUnsupported},
		"integration":  {fakegithub.Fault{Status: 403, Body: message("Resource not accessible by integration")}, tracker.ErrUnsupported},
		"bad token":    {fakegithub.Fault{Status: 401, Body: message("Bad credentials")}, tracker.ErrUnauthorized},
		"out of order": {fakegithub.Fault{Status: 502}, tracker.ErrUnavailable},
	} {
		w.s.Fault = onPath(false, "/collaborators/ada/permission", -1, &test.fault)
		if may, err := tr.MayWrite(t.Context(), "ada"); may || !errors.Is(err, test.want) {
			t.Errorf("%s: %t, %v", name, may, err)
		}
	}
}

// A Gitea that is taken for a GitHub, as in its own Actions, is refused before
// anything is sent, and so is anything else that is none.
func TestGitea(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	s := fakegithub.NewGitea(t, w.Clock.Now)
	opts := w.opts
	opts.APIURL = s.URL + "/api/v1"
	tr, err := github.New(nil, "https://gitea.example/acme/shop", &opts)
	if err != nil {
		t.Fatal(err)
	}
	_, err = tr.Project(t.Context())
	e, ok := errors.AsType[*tracker.Error](err)
	want := s.URL + "/api/v1/ answers as Gitea/Forgejo, not as GitHub; nothing was sent"
	if !ok || !errors.Is(err, tracker.ErrRejected) || !strings.Contains(err.Error(), want) || !strings.Contains(e.Hint, "GITHUB_API_URL") || len(s.Requests) != 1 {
		t.Errorf("%v, hint %q after %d requests", err, e.Hint, len(s.Requests))
	}

	delete(w.s.Repo, "node_id")
	_, err = w.tracker(t).Project(t.Context())
	if e, ok := errors.AsType[*tracker.Error](err); !ok || !errors.Is(err, tracker.ErrRejected) || !strings.Contains(e.Hint, w.s.URL) {
		t.Errorf("without node_id: %v", err)
	}
	w.s.Repo["node_id"] = "R_1"
	w.s.Repo["internal_tracker"] = map[string]any{}
	if _, err = w.tracker(t).Project(t.Context()); !errors.Is(err, tracker.ErrRejected) {
		t.Errorf("with both: %v", err)
	}
}

// A milestone whose creator the service does not name, which an installation
// cannot stand in for, leaves its row without a person and ends no run.
func TestNoCreator(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	w.s.Install()
	w.s.NoCreators = true
	w.MustApply(t)
	for range 2 {
		plan, _, err := w.Apply(t, nil)
		if err != nil || plan.Summary.Create > 0 {
			t.Fatalf("%v, %v", plan, err)
		}
	}
}
