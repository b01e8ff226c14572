// Package gitlab is a tracker on gitlab.com or another GitLab, over its REST
// API. [New] opens a project. Its epics become milestones of the project or of
// its group, and dependencies become blocking issues if the GitLab plan
// includes them, or else related issues.
//
// Comments in the code document the behaviour of the service that the package
// relies on or guards against, with a source: docs.gitlab.com, a file of
// gitlab-org/gitlab, or a merge request or issue there ("gitlab!17",
// "gitlab#17").
package gitlab

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
)

// Options says how to reach a project. A nil *Options means the zero Options.
type Options struct {
	Token string // "" reads public projects only
	OAuth bool   // Token is an OAuth token, not a personal, group or project access token

	ServerURL string // address of the GitLab, with the path that it is installed below; "" means [DefaultServer]
	APIURL    string // address of the API; "" derives it from the server's

	// StateDir is the directory in which the owner of the token is remembered
	// for a day, so that not every run asks. "" remembers nothing.
	StateDir string

	GroupMilestones bool // new milestones belong to the project's group

	Timeout time.Duration                                    // of one request with its answer; 0: 60 s
	Now     func() time.Time                                 // nil: time.Now
	Sleep   func(ctx context.Context, d time.Duration) error // nil: a timer
}

// A Tracker is one project. It is safe for concurrent use.
type Tracker struct {
	*remote
	*items
	*labeler
	relater
}

// assemble returns the tracker that speaks by means of r.
func assemble(r *remote) *Tracker {
	m := &milestones{addresses: &addresses{remote: r}}
	x := &items{milestones: m, people: &people{remote: r}}
	return &Tracker{remote: r, items: x, labeler: &labeler{remote: r}, relater: relater{x}}
}

var (
	_ tracker.Tracker  = (*Tracker)(nil)
	_ tracker.Labeler  = (*Tracker)(nil)
	_ tracker.Blocker  = (*Tracker)(nil)
	_ tracker.Narrower = (*Tracker)(nil)
	_ tracker.Server   = (*Tracker)(nil)
)

// New returns the tracker of a target such as "acme/shop", "1234" or
// "https://gitlab.com/acme/tools/shop". client gives the transport, and may be
// nil; its timeout and its treatment of redirects are not used. No request is
// sent.
func New(client *http.Client, target string, opts *Options) (*Tracker, error) {
	r := new(remote)
	if opts != nil {
		r.opts = *opts
	}
	api, user, err := apiURL(r.opts.APIURL)
	if err != nil {
		return nil, err
	}
	if r.target, err = parseTarget(target, r.opts.ServerURL, api); err != nil {
		return nil, err
	}
	base, err := url.Parse(strings.TrimSuffix(cmp.Or(api, r.target.Server), "/api/v4") + "/api/v4")
	if err != nil {
		return nil, err
	}
	base.User = user
	service := rest.Service{
		Name: "GitLab", Target: r.name(), API: base, Token: r.opts.Token,
		Authorize:   func(h http.Header, token string) { h.Set("PRIVATE-TOKEN", token) },
		QuotaPrefix: "RateLimit-", Unstated: untilNextMinute, Words: words, Classify: r.classify, Redirect: checkRedirect,
		Timeout: r.opts.Timeout, Now: r.opts.Now, Sleep: r.opts.Sleep,
	}
	if r.opts.OAuth {
		service.Authorize = rest.Bearer
	}
	if client != nil {
		service.Transport = client.Transport
	}
	r.client = rest.NewClient(service)
	return assemble(r), nil
}

// Date implements [tracker.Server] with the header Date of the latest answer.
func (t *Tracker) Date() time.Time { return t.client.Date() }

// Quota implements [tracker.Server] with the headers of the latest answer.
func (t *Tracker) Quota() (remaining int, resets time.Time, known bool) { return t.client.Quota() }

// apiURL checks a given address of the API, and parts it from the user
// information in it.
func apiURL(given string) (string, *url.Userinfo, error) {
	if given == "" {
		return "", nil, nil
	}
	u, err := url.Parse(given)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.RawQuery != "" {
		return "", nil, fmt.Errorf("%q is not the address of an API; one looks like https://gitlab.example.com/api/v4", rest.Shown(given))
	}
	return strings.TrimSuffix(rest.WithoutUser(u).String(), "/"), u.User, nil
}

// parseTarget reads a target; of a server that nothing else is known of, the
// address of the API tells the path that it is installed below.
func parseTarget(target, server, api string) (Target, error) {
	t, err := ParseTarget(target, server)
	if err != nil || server != "" || api == "" || !strings.Contains(target, "://") {
		return t, err
	}
	u, err := url.Parse(strings.TrimSuffix(api, "/api/v4"))
	if err != nil || !strings.EqualFold(u.Host, hostOf(target)) {
		return t, nil
	}
	return ParseTarget(target, u.String())
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// A project is what is read of one.
type project struct {
	ID            int64  `json:"id"`
	WebURL        string `json:"web_url"`
	Path          string `json:"path_with_namespace"`
	Archived      bool   `json:"archived"`
	IssuesEnabled *bool  `json:"issues_enabled"`
	IssuesAccess  string `json:"issues_access_level"`
	Namespace     struct {
		ID   int64  `json:"id"`
		Kind string `json:"kind"`
	} `json:"namespace"`

	// IssuesTemplate is there on Premium and Ultimate only
	// (gitlab-org/gitlab, ee/lib/ee/api/entities/project.rb).
	IssuesTemplate json.RawMessage `json:"issues_template"`
}

// premium reports whether the project has what comes with Premium: weights and
// blocking issues among others.
func (p *project) premium() bool { return len(p.IssuesTemplate) > 0 }

// root returns the address of the server, with the path that it is installed
// below, as the server gives it.
func (p *project) root() string { return strings.TrimSuffix(p.WebURL, "/"+p.Path) }

// Project implements [tracker.Reader] with one request. The identity is the
// project's number on its server, which a new name or another address of the
// server does not change.
func (t *Tracker) Project(ctx context.Context) (*tracker.Project, error) {
	p, err := t.load(ctx)
	if err != nil {
		return nil, err
	}
	refuse := func(kind error, why, hint string) error {
		e := rest.Refuse(kind, "%s", why)
		e.Hint = hint
		return t.failed("read", tracker.Ref{}, e)
	}
	switch {
	case p.IssuesAccess == "disabled", p.IssuesAccess == "" && p.IssuesEnabled != nil && !*p.IssuesEnabled:
		return nil, refuse(tracker.ErrUnauthorized, "issues are switched off in the project", "switch them on in its settings")
	case t.opts.GroupMilestones && p.Namespace.Kind != "group":
		return nil, refuse(tracker.ErrRejected, "the project belongs to no group, so it has no milestones of a group", "say milestones: project")
	}
	blockers := ""
	if !p.premium() {
		blockers = "related issues"
	}
	root := strings.TrimPrefix(strings.TrimPrefix(p.root(), "https://"), "http://")
	return &tracker.Project{
		Target: t.name(), ID: fmt.Sprintf("%s/%d", strings.ToLower(root), p.ID), URL: p.WebURL, API: t.client.Base().String(),
		Login: t.people.login, Limits: t.limits(), ReadOnly: t.readOnly(p), Archived: p.Archived, Points: p.premium(), DueDates: true, Blockers: blockers,
		StoredTitle: storedTitle,
		Text:        textRules(strings.TrimSuffix(p.root(), "/")),
	}, nil
}

// planner is the least level of access with which issues, labels and milestones
// can be managed (docs.gitlab.com, "Roles and permissions").
const planner = 15

// readOnly says why nothing can be written. The levels of access that the
// project gives do not say: a guest may be more through a group that the project is
// shared with, which they leave out (gitlab-org/gitlab,
// lib/api/entities/project_with_access.rb).
func (r *remote) readOnly(p *project) string {
	switch {
	case p.Archived:
		return "the project is archived; unarchive it in its settings"
	case r.opts.Token == "":
		return noToken
	}
	return ""
}

const noToken = "no token was given; set GITLAB_TOKEN or log in with: glab auth login"
