// Package github is a tracker on github.com, GHE.com or a GitHub Enterprise
// Server, over its REST API.
//
// What it relies on of the service, and what it guards against, stands beside
// the code with a source: the OpenAPI description of the API, docs.github.com,
// or a thread that shows the behaviour.
package github

import (
	"cmp"
	"context"
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
	gh "github.com/google/go-github/v60/github"
)

// Options says how to reach a repository. A nil *Options means the zero Options.
type Options struct {
	Token  string // "" reads public repositories only
	APIURL string // address of the API, used as it stands; "" derives it from the target's host

	CacheDir string        // where answers to reads are kept, with mode 0600; "" keeps none
	Timeout  time.Duration // of one request with its answer; 0: 60 s

	Now   func() time.Time                                 // nil: time.Now
	Sleep func(ctx context.Context, d time.Duration) error // nil: a timer
}

// A Tracker is one repository. It is safe for concurrent use.
type Tracker struct {
	target Target
	client *gh.Client
	guard  *rest.Guard
	opts   Options

	mu      sync.Mutex
	project *tracker.Project
	web     string // address of the repository for people, as the server gives it

	fullName string           // "owner/repo" as the server gives it
	server   *url.URL         // address of the API as the server gives it
	others   map[string]int64 // ids of other repositories that ledgers name, 0 if there is none
	id       int64
	ids      map[string]int64 // database ids of issues by number, as relations want them
}

var (
	_ tracker.Tracker    = (*Tracker)(nil)
	_ tracker.Labeler    = (*Tracker)(nil)
	_ tracker.Parenter   = (*Tracker)(nil)
	_ tracker.Blocker    = (*Tracker)(nil)
	_ tracker.Narrower   = (*Tracker)(nil)
	_ tracker.Identifier = (*Tracker)(nil)
)

// New returns the tracker of a target such as "acme/shop" or
// "https://github.com/acme/shop". client gives the transport, and may be nil;
// its timeout and its treatment of redirects are not used. No request is sent.
func New(client *http.Client, target string, opts *Options) (*Tracker, error) {
	t := &Tracker{others: make(map[string]int64), ids: make(map[string]int64)}
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
	var err error
	if t.target, err = ParseTarget(target); err != nil {
		return nil, err
	}
	base, err := apiURL(cmp.Or(t.target.Host, defaultHost), t.opts.APIURL)
	if err != nil {
		return nil, err
	}
	transport := http.DefaultTransport
	if client != nil && client.Transport != nil {
		transport = client.Transport
	}
	if t.opts.CacheDir != "" {
		transport = &cache{next: transport, dir: t.opts.CacheDir, now: t.opts.Now}
	}
	guard := &rest.Guard{Next: transport, Host: base.Host, Quota: "X-RateLimit-", Now: t.opts.Now, Limited: limited}
	if token := t.opts.Token; token != "" {
		guard.Authorize = func(h http.Header) { h.Set("Authorization", "Bearer "+token) }
	}
	t.guard = guard
	t.client = gh.NewClient(&http.Client{Transport: guard, CheckRedirect: rest.CheckRedirect, Timeout: t.opts.Timeout})
	t.client.BaseURL = base
	t.client.UserAgent = "backlogsync"
	return t, nil
}

// limited reports whether the body of a 403 speaks of a limit; its address of
// the documentation varies (docs.github.com, "Rate limits for the REST API").
func limited(body string) bool {
	body = strings.ToLower(body)
	return strings.Contains(body, "rate limit") || strings.Contains(body, "abuse detection")
}

// A repository is what is read of one.
type repository struct {
	ID          int64           `json:"id"`
	URL         string          `json:"url"`
	HTMLURL     string          `json:"html_url"`
	FullName    string          `json:"full_name"`
	HasIssues   *bool           `json:"has_issues"`
	Archived    bool            `json:"archived"`
	Permissions map[string]bool `json:"permissions"`
}

// Project implements [tracker.Reader] with one request. The identity is the
// repository's number on its server, which a new name or another address of the
// server does not change.
func (t *Tracker) Project(ctx context.Context) (*tracker.Project, error) {
	var r repository
	if _, err := t.get(ctx, t.path(""), &r); err != nil {
		e := t.failed("read", tracker.Ref{}, err)
		if errors.Is(e, tracker.ErrNotFound) {
			e.Hint = fmt.Sprintf("check the name; if %s is private, use a token that may read it", t.target)
			if t.opts.Token == "" {
				e.Hint = fmt.Sprintf("check the name; if %s is private, set GH_TOKEN or log in with: gh auth login", t.target)
			}
		}
		return nil, e
	}
	web, err := url.Parse(r.HTMLURL)
	if err != nil || r.ID == 0 || web.Host == "" {
		return nil, &tracker.Error{Target: t.name(), Op: "read", Kind: tracker.ErrRejected, Err: errors.New("the answer is not that of a GitHub API"),
			Hint: "check the address of the API, " + t.client.BaseURL.String()}
	}
	if r.HasIssues != nil && !*r.HasIssues {
		return nil, &tracker.Error{Target: t.name(), Op: "read", Kind: tracker.ErrUnauthorized, Err: errors.New("issues are switched off in the repository"), Hint: "switch them on in its settings"}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.id, t.web, t.fullName = r.ID, r.HTMLURL, r.FullName
	t.server, _ = url.Parse(strings.TrimSuffix(r.URL, "repos/"+r.FullName))
	t.project = &tracker.Project{
		Target: t.name(), ID: fmt.Sprintf("%s/%d", web.Host, r.ID), URL: r.HTMLURL, API: t.client.BaseURL.String(), Limits: t.limits(),
		ReadOnly: t.readOnly(&r), Archived: r.Archived, AbsoluteLinks: true,
		Text: backlog.TextRules{Mentions: true, References: true},
	}
	p := *t.project
	return &p, nil
}

// Login implements [tracker.Identifier]. The token of an app or of Actions belongs to
// nobody; what it makes carries the type of a bot, see [trusted].
func (t *Tracker) Login(ctx context.Context) (string, error) {
	var user gh.User
	if _, err := t.get(ctx, "user", &user); err != nil {
		return "", t.failed("read", tracker.Ref{}, err)
	}
	return user.GetLogin(), nil
}

// readOnly says why nothing can be written. Without push access the service
// drops labels and milestones of new issues silently.
func (t *Tracker) readOnly(r *repository) string {
	permissions := r.Permissions
	switch {
	case r.Archived:
		return "the repository is archived; unarchive it in its settings"
	case t.opts.Token == "":
		return "no token was given; set GH_TOKEN or log in with: gh auth login"
	case permissions != nil && !permissions["push"] && !permissions["triage"] && !permissions["maintain"] && !permissions["admin"]:
		return "the token may not write to the repository; it needs the permission to write issues"
	}
	return ""
}

// limits are those of docs.github.com, "Rate limits for the REST API". Servers
// of one's own have none at first; refusals are met as they come.
func (t *Tracker) limits() tracker.Limits {
	l := tracker.Limits{
		TitleRunes: 255, Settle: time.Minute, Fresh: 10 * time.Second, PageRows: pageRows, Notifies: true,
	}
	if api, ok := strings.CutPrefix(t.client.BaseURL.Hostname(), "api."); ok && hosted(api) {
		l.WriteInterval, l.CreatesPerMinute, l.CreatesPerHour = time.Second, 80, 500
	}
	return l
}

func (t *Tracker) name() string { return "github:" + t.target.String() }

// path returns the path of something in the repository.
func (t *Tracker) path(rest string) string {
	owner, repo := t.target.Owner, t.target.Repo
	t.mu.Lock()
	if o, r, ok := strings.Cut(t.fullName, "/"); ok { // it may have been renamed
		owner, repo = o, r
	}
	t.mu.Unlock()
	p := "repos/" + url.PathEscape(owner) + "/" + url.PathEscape(repo)
	if rest != "" {
		p += "/" + rest
	}
	return p
}

// itemPath returns the path of an item.
func (t *Tracker) itemPath(ref tracker.Ref) string {
	return t.path(string(ref.Kind) + "s/" + url.PathEscape(ref.Key))
}

// Get implements [tracker.Reader].
func (t *Tracker) Get(ctx context.Context, ref tracker.Ref) (*tracker.Item, error) {
	item, err := t.read(ctx, ref)
	if err != nil {
		return nil, t.failed("read", ref, err)
	}
	return item, nil
}

func (t *Tracker) read(ctx context.Context, ref tracker.Ref) (*tracker.Item, error) {
	if ref.Kind == tracker.KindMilestone {
		var m gh.Milestone
		if _, err := t.get(ctx, t.itemPath(ref), &m); err != nil {
			return nil, err
		}
		return milestoneItem(&m), nil
	}
	var i issue
	if _, err := t.get(ctx, t.itemPath(ref), &i); err != nil {
		return nil, err
	}
	switch {
	case i.IsPullRequest():
		return nil, errNotIssue
	case key(i.GetNumber()) != ref.Key:
		// Transferred issues are redirected to where they are now.
		return nil, &movedError{i.GetHTMLURL()}
	}
	return t.issueItem(&i), nil
}

var errNotIssue = errors.New("it is a pull request")

// A movedError is an issue that another repository has now.
type movedError struct{ address string }

func (e *movedError) Error() string { return "it was moved to " + e.address }

// A Target is a repository on a host.
type Target struct {
	Host  string // "" if none is named: github.com, unless the caller knows better
	Owner string
	Repo  string
}

// String returns "owner/repo", with the host in front unless it is github.com.
func (t Target) String() string {
	s := t.Owner + "/" + t.Repo
	if t.Host != "" && t.Host != defaultHost {
		return t.Host + "/" + s
	}
	return s
}

// URL returns the web address of the repository.
func (t Target) URL() string {
	return "https://" + cmp.Or(t.Host, defaultHost) + "/" + t.Owner + "/" + t.Repo
}

const defaultHost = "github.com"

// ParseTarget reads "owner/repo", "host/owner/repo", or the web address of a
// repository or of something in it.
func ParseTarget(s string) (Target, error) {
	bad := fmt.Errorf("%q names no repository; the forms are owner/repo and https://host/owner/repo", s)
	rest := s
	t := Target{}
	if strings.Contains(s, "://") {
		u, err := url.Parse(s)
		if err != nil || u.Host == "" {
			return t, bad
		}
		t.Host, rest = strings.ToLower(u.Host), strings.Trim(u.Path, "/")
	}
	parts := strings.Split(strings.TrimSuffix(rest, "/"), "/")
	if t.Host == "" && len(parts) == 3 {
		t.Host, parts = strings.ToLower(parts[0]), parts[1:]
	}
	if len(parts) < 2 || t.Host == "" && len(parts) != 2 {
		return t, bad
	}
	t.Owner, t.Repo = parts[0], strings.TrimSuffix(parts[1], ".git")
	for _, name := range []string{t.Owner, t.Repo} {
		if name == "" || name == "." || name == ".." || strings.ContainsAny(name, " \t\r\n?#%\\") {
			return t, bad
		}
	}
	return t, nil
}

// hosted reports whether GitHub runs the host.
func hosted(host string) bool {
	return host == defaultHost || strings.HasSuffix(host, ".ghe.com")
}

// apiURL returns the address of the API of a host, with a slash at its end.
// github.com and GHE.com have a host of their own for it, an Enterprise Server
// a path (docs.github.com, "Using the REST API with GitHub Enterprise Server").
func apiURL(host, given string) (*url.URL, error) {
	address := given
	switch {
	case given != "":
	case host == defaultHost:
		address = "https://api.github.com/"
	case hosted(host):
		address = "https://api." + host + "/"
	default:
		address = "https://" + host + "/api/v3/"
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, fmt.Errorf("%q is no address of an API; one looks like https://github.example.com/api/v3", given)
	}
	u.Path = strings.TrimSuffix(u.Path, "/") + "/"
	return u, nil
}
