// Package gitlab is a tracker on gitlab.com or another GitLab, over its REST
// API.
//
// What it relies on of the service, and what it guards against, stands beside
// the code with a source: docs.gitlab.com, a file of gitlab-org/gitlab, or a
// merge request or issue there ("gitlab!17", "gitlab#17").
package gitlab

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/internal/rest"
	gl "gitlab.com/gitlab-org/api/client-go/v2"
)

// Options says how to reach a project. A nil *Options means the zero Options.
type Options struct {
	Token string // "" reads public projects only
	OAuth bool   // Token is one of OAuth, not a personal, group or project access token

	ServerURL string // address of the GitLab, with the path that it is installed below; "" stands for [DefaultServer]
	APIURL    string // address of the API; "" derives it from the server's

	GroupMilestones bool // new milestones belong to the project's group

	Timeout time.Duration                                    // of one request with its answer; 0: 60 s
	Now     func() time.Time                                 // nil: time.Now
	Sleep   func(ctx context.Context, d time.Duration) error // nil: a timer
}

// A Tracker is one project. It is safe for concurrent use.
type Tracker struct {
	target Target
	client *gl.Client
	guard  *rest.Guard
	opts   Options

	mu         sync.Mutex
	project    *project
	self       string            // login of who the credentials belong to, "" if not known yet
	users      map[string]int64  // ids of people by login in lower case
	writers    map[int64]bool    // whether people may write to the project, by id
	milestones map[string]string // keys of milestones by web address in lower case
	seen       map[string]bool   // keys of milestones
	groups     map[string]int64  // ids of the groups that milestones belong to, by key
	others     map[string]int64  // ids of other projects that ledgers name, 0 if there is none
	labels     map[string]*label // by name
	style      int               // of lists of issues, see styles
}

var (
	_ tracker.Tracker    = (*Tracker)(nil)
	_ tracker.Identifier = (*Tracker)(nil)
	_ tracker.Labeler    = (*Tracker)(nil)
	_ tracker.Blocker    = (*Tracker)(nil)
	_ tracker.Narrower   = (*Tracker)(nil)
)

// New returns the tracker of a target such as "acme/shop", "1234" or
// "https://gitlab.com/acme/tools/shop". client gives the transport, and may be
// nil; its timeout and its treatment of redirects are not used. No request is
// sent.
func New(client *http.Client, target string, opts *Options) (*Tracker, error) {
	t := &Tracker{
		users: make(map[string]int64), writers: make(map[int64]bool), milestones: make(map[string]string),
		seen: make(map[string]bool), groups: make(map[string]int64), others: make(map[string]int64), labels: make(map[string]*label),
	}
	if opts != nil {
		t.opts = *opts
	}
	if t.opts.Now == nil {
		t.opts.Now = time.Now
	}
	t.opts.Timeout = cmp.Or(t.opts.Timeout, time.Minute)
	if t.opts.Sleep == nil {
		t.opts.Sleep = tracker.Sleep
	}
	api, err := apiURL(t.opts.APIURL)
	if err != nil {
		return nil, err
	}
	if t.target, err = parseTarget(target, t.opts.ServerURL, api); err != nil {
		return nil, err
	}
	transport := http.DefaultTransport
	if client != nil && client.Transport != nil {
		transport = client.Transport
	}
	guard := &rest.Guard{Next: transport, Quota: "RateLimit-", Now: t.opts.Now, Unstated: untilNextMinute}
	t.guard = guard
	if token := t.opts.Token; token != "" {
		guard.Authorize = func(h http.Header) { h.Set("PRIVATE-TOKEN", token) }
		if t.opts.OAuth {
			guard.Authorize = func(h http.Header) { h.Set("Authorization", "Bearer "+token) }
		}
	}
	// The client must not repeat requests, a POST least of all, nor wait on its
	// own (client-go gitlab.go, retryHTTPCheck and configureLimiter).
	t.client, err = gl.NewAuthSourceClient(gl.Unauthenticated{}, gl.WithBaseURL(cmp.Or(api, t.target.Server)),
		gl.WithoutRetries(), gl.WithCustomLimiter(unlimited{}), gl.WithUserAgent("backlogsync"),
		gl.WithHTTPClient(&http.Client{Transport: guard, CheckRedirect: rest.CheckRedirect, Timeout: t.opts.Timeout}))
	if err != nil {
		return nil, err
	}
	guard.Host = t.client.BaseURL().Host
	return t, nil
}

// unlimited is a limiter that does not: the engine paces writes.
type unlimited struct{}

// Wait implements [gl.RateLimiter].
func (unlimited) Wait(context.Context) error { return nil }

// untilNextMinute is how long a limit of the application lasts, whose refusals
// do not say so: it counts by the minute of the server's clock, refused calls
// too (gitlab-org/gitlab, lib/gitlab/application_rate_limiter.rb).
func untilNextMinute(server time.Time) time.Duration {
	return server.Truncate(time.Minute).Add(time.Minute).Sub(server) + time.Second
}

// apiURL checks a given address of the API.
func apiURL(given string) (string, error) {
	if given == "" {
		return "", nil
	}
	u, err := url.Parse(given)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.RawQuery != "" {
		return "", fmt.Errorf("%q is no address of an API; one looks like https://gitlab.example.com/api/v4", given)
	}
	return strings.TrimSuffix(given, "/"), nil
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
	Permissions struct {
		Project *access `json:"project_access"`
		Group   *access `json:"group_access"`
	} `json:"permissions"`

	// IssuesTemplate is there on Premium and Ultimate only
	// (gitlab-org/gitlab, ee/lib/ee/api/entities/project.rb).
	IssuesTemplate json.RawMessage `json:"issues_template"`
}

type access struct {
	Level int `json:"access_level"`
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
		return &tracker.Error{Target: t.name(), Op: "read", Kind: kind, Err: errors.New(why), Hint: hint}
	}
	switch {
	case p.IssuesAccess == "disabled", p.IssuesAccess == "" && p.IssuesEnabled != nil && !*p.IssuesEnabled:
		return nil, refuse(tracker.ErrUnauthorized, "issues are switched off in the project", "switch them on in its settings")
	case t.opts.GroupMilestones && p.Namespace.Kind != "group":
		return nil, refuse(tracker.ErrRejected, "the project belongs to no group, so it has no milestones of a group", "say milestones: project")
	}
	t.mu.Lock()
	self := t.self
	t.mu.Unlock()
	blockers := ""
	if !p.premium() {
		blockers = "related issues"
	}
	root := strings.TrimPrefix(strings.TrimPrefix(p.root(), "https://"), "http://")
	return &tracker.Project{
		Target: t.name(), ID: fmt.Sprintf("%s/%d", strings.ToLower(root), p.ID), URL: p.WebURL, API: t.client.BaseURL().String(), Login: self, Limits: t.limits(),
		ReadOnly: t.readOnly(p), Archived: p.Archived, AbsoluteLinks: true, Points: p.premium(), DueDates: true, Blockers: blockers,
		Text: backlog.TextRules{Mentions: true, References: true, MoreSigns: true, QuickActions: true},
	}, nil
}

// load reads the project, once.
func (t *Tracker) load(ctx context.Context) (*project, error) {
	t.mu.Lock()
	p := t.project
	t.mu.Unlock()
	if p != nil {
		return p, nil
	}
	p = new(project)
	if _, err := t.get(ctx, "projects/"+gl.PathEscape(t.target.Path), nil, p); err != nil {
		e := t.failed("read", tracker.Ref{}, err)
		if errors.Is(e, tracker.ErrNotFound) {
			e.Hint = t.missingHint()
		}
		return nil, e
	}
	if p.ID <= 0 || hostOf(p.WebURL) == "" {
		return nil, t.failed("read", tracker.Ref{}, errNotAPI)
	}
	if u, err := url.Parse(p.WebURL); err == nil && p.Path == "" {
		p.Path = strings.Trim(u.Path, "/")
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.project = p
	return p, nil
}

func (t *Tracker) missingHint() string {
	hint := fmt.Sprintf("check the name; if %s is private, use a token that may read it", t.target)
	if t.opts.Token == "" {
		hint = fmt.Sprintf("check the name; if %s is private, set GITLAB_TOKEN or log in with: glab auth login", t.target)
	}
	if !strings.Contains(strings.TrimPrefix(t.target.Server, "https://"), "/") && strings.Count(t.target.Path, "/") > 1 {
		hint += "; if GitLab is installed below a path, say so with GITLAB_HOST=https://host/path"
	}
	return hint
}

// Levels of access, and the least with which issues, labels and milestones can
// be managed: that of a planner (docs.gitlab.com, "Roles and permissions").
const planner = 15

// readOnly says why nothing can be written. Who has a role by other ways than
// being a member of the project or its groups has no level here, so no level
// says nothing.
func (t *Tracker) readOnly(p *project) string {
	level := 0
	for _, a := range []*access{p.Permissions.Project, p.Permissions.Group} {
		if a != nil {
			level = max(level, a.Level)
		}
	}
	switch {
	case p.Archived:
		return "the project is archived; unarchive it in its settings"
	case t.opts.Token == "":
		return "no token was given; set GITLAB_TOKEN or log in with: glab auth login"
	case level > 0 && level < planner:
		return "the token may not write to the project; it needs the role Reporter or a higher one"
	}
	return ""
}

// limits are those of docs.gitlab.com, "GitLab.com settings": 200 new issues a
// minute, of which some are left to others. Other servers have none at first;
// refusals are met as they come.
func (t *Tracker) limits() tracker.Limits {
	l := tracker.Limits{
		TitleRunes: 255, BodyBytes: maxBody, LabelForbids: ",", Settle: 15 * time.Second, Fresh: 10 * time.Second, PageRows: pageRows, Notifies: true,
	}
	if t.client.BaseURL().Hostname() == "gitlab.com" {
		l.CreatesPerMinute = 180
	}
	return l
}

func (t *Tracker) name() string { return "gitlab:" + t.target.String() }
