// Package github is a tracker on github.com, GHE.com or a GitHub Enterprise
// Server, over its REST API. [New] opens a repository. Its epics become milestones,
// parents have sub-issues, and dependencies are issue dependencies where the server
// has these.
//
// Comments in the code document the behaviour of the service that the package
// relies on or guards against, with a source: the OpenAPI description of the
// API, docs.github.com, or a thread that shows the behaviour.
package github

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
)

// Options says how to reach a repository. A nil *Options means the zero Options.
type Options struct {
	Token  string // "" reads public repositories only
	APIURL string // address of the API; "" derives it from the target's host

	CacheDir string        // directory for cached answers to reads, with mode 0600; "" caches none
	Timeout  time.Duration // of one request with its answer; 0: 60 s

	Logger *slog.Logger                                     // nil: nothing is logged
	Now    func() time.Time                                 // nil: time.Now
	Sleep  func(ctx context.Context, d time.Duration) error // nil: a timer
}

// A Tracker is one repository. It is safe for concurrent use.
type Tracker struct {
	*remote
	items
	labeler
	relater
	people

	cache *cache // nil: no answer is kept
}

// assemble returns the tracker that speaks by means of r.
func assemble(r *remote, c *cache) *Tracker {
	x := items{addresses{r}}
	return &Tracker{remote: r, items: x, labeler: labeler{x}, relater: relater{x}, people: people{r}, cache: c}
}

var (
	_ tracker.Tracker   = (*Tracker)(nil)
	_ tracker.Labeler   = (*Tracker)(nil)
	_ tracker.Parenter  = (*Tracker)(nil)
	_ tracker.Blocker   = (*Tracker)(nil)
	_ tracker.Narrower  = (*Tracker)(nil)
	_ tracker.Permitter = (*Tracker)(nil)
	_ tracker.Cacher    = (*Tracker)(nil)
	_ tracker.Server    = (*Tracker)(nil)
)

// New returns the tracker of a target such as "acme/shop" or
// "https://github.com/acme/shop". client gives the transport, and may be nil;
// its timeout and its treatment of redirects are not used. No request is sent.
func New(client *http.Client, target string, opts *Options) (*Tracker, error) {
	r := &remote{known: new(known)}
	if opts != nil {
		r.opts = *opts
	}
	if r.opts.Logger == nil {
		r.opts.Logger = slog.New(slog.DiscardHandler)
	}
	var err error
	if r.target, err = ParseTarget(target); err != nil {
		return nil, err
	}
	base, err := apiURL(r.target, r.opts.APIURL)
	if err != nil {
		return nil, err
	}
	header := http.Header{"Accept": {"application/vnd.github+json"}, "X-GitHub-Api-Version": {"2022-11-28"}}
	service := rest.Service{
		Name: "GitHub", Target: r.name(), API: base, Token: r.opts.Token, Header: header,
		QuotaPrefix: "X-RateLimit-", Limited: limited, Words: words, Classify: r.classify, Redirect: addresses{r}.checkRedirect, Answered: r.noteSunset,
		Timeout: r.opts.Timeout, Now: r.opts.Now, Sleep: r.opts.Sleep,
	}
	if client != nil {
		service.Transport = client.Transport
	}
	var kept *cache
	if r.opts.CacheDir != "" {
		kept = newCache(service.Transport, r.opts.CacheDir, r.opts.Now)
		service.Transport = kept
	}
	r.client = rest.NewClient(service)
	return assemble(r, kept), nil
}

// Date implements [tracker.Server] with the header Date of the latest answer.
func (t *Tracker) Date() time.Time { return t.client.Date() }

// Quota implements [tracker.Server] with the headers of the latest answer.
func (t *Tracker) Quota() (remaining int, resets time.Time, known bool) { return t.client.Quota() }

// A repository is what is read of one.
type repository struct {
	ID          int64           `json:"id"`
	NodeID      string          `json:"node_id"`
	URL         string          `json:"url"`
	HTMLURL     string          `json:"html_url"`
	FullName    string          `json:"full_name"`
	HasIssues   *bool           `json:"has_issues"`
	Archived    bool            `json:"archived"`
	Permissions map[string]bool `json:"permissions"`

	InternalTracker *struct{} `json:"internal_tracker"` // as Gitea has it
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
	if err := rest.CheckWeb(r.HTMLURL); r.ID != 0 && err != nil {
		return nil, t.failed("read", tracker.Ref{}, err)
	}
	web, err := url.Parse(r.HTMLURL)
	if err != nil || r.ID == 0 || web.Host == "" || !r.onGitHub() {
		return nil, t.notGitHub(&r)
	}
	if r.HasIssues != nil && !*r.HasIssues {
		e := rest.Refuse(tracker.ErrUnauthorized, "issues are switched off in the repository")
		e.Hint = "switch them on in its settings"
		return nil, t.failed("read", tracker.Ref{}, e)
	}
	t.known.learn(placeOf(&r, web))
	return &tracker.Project{
		Target: t.name(), ID: fmt.Sprintf("%s/%d", web.Host, r.ID), URL: r.HTMLURL, API: t.client.Base().String(), Login: t.login, Limits: t.limits(),
		ReadOnly: t.readOnly(&r), Archived: r.Archived,
		Text: textRules(web),
	}, nil
}

// readOnly says why nothing can be written. Without push access the service
// drops labels and milestones of new issues silently. The permissions are those
// of a user: an installation, such as the token of Actions, has none, and all of
// them are false although it may write (MemberJunction/MJ#4389). So they say
// something only if they say that the repository can be read, which it was.
func (r *remote) readOnly(repo *repository) string {
	may := repo.Permissions
	switch {
	case repo.Archived:
		return "the repository is archived; unarchive it in its settings"
	case r.opts.Token == "":
		return noToken
	case may["pull"] && !may["push"] && !may["triage"] && !may["maintain"] && !may["admin"]:
		return "the token may not write to the repository; it needs the permission to write issues"
	}
	return ""
}

// A Target is a repository on a host.
type Target struct {
	Host  string // "" if the target has none; then github.com, unless the caller sets another
	Plain bool   // the host is reached by http, not https
	Owner string
	Repo  string
}

// String returns "owner/repo", with the host in front unless it is github.com,
// and the whole address where that is http. [ParseTarget] reads it.
func (t Target) String() string {
	s := t.Owner + "/" + t.Repo
	switch {
	case t.Plain:
		return t.URL()
	case t.Host != "" && t.Host != defaultHost:
		return t.Host + "/" + s
	}
	return s
}

// URL returns the web address of the repository.
func (t Target) URL() string { return t.Server() + "/" + t.Owner + "/" + t.Repo }

// Server returns the web address of the server, without a slash at its end.
func (t Target) Server() string {
	if t.Plain {
		return "http://" + cmp.Or(t.Host, defaultHost)
	}
	return "https://" + cmp.Or(t.Host, defaultHost)
}

const defaultHost = "github.com"

// ParseTarget reads "owner/repo", "host/owner/repo", or the web address of a
// repository or of something in it.
func ParseTarget(s string) (Target, error) {
	t := Target{}
	if err := rest.CheckTarget(s); err != nil {
		return t, err
	}
	bad := fmt.Errorf("%q does not name a repository; the forms are owner/repo and https://host/owner/repo", rest.Shown(s))
	name := s
	if strings.Contains(s, "://") {
		u, err := url.Parse(s)
		if err != nil || u.Host == "" {
			return t, bad
		}
		t.Host, name = strings.ToLower(u.Host), strings.Trim(u.Path, "/")
		t.Plain = strings.EqualFold(u.Scheme, "http")
		usual := ":443"
		if t.Plain {
			usual = ":80"
		}
		t.Host = strings.TrimSuffix(t.Host, usual) // the same server
	}
	parts := strings.Split(strings.TrimSuffix(name, "/"), "/")
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

// DeriveAPI returns the address of the API of a host, with a trailing slash.
// github.com and GHE.com have a host of their own for it, an Enterprise Server
// a path (docs.github.com, "Using the REST API with GitHub Enterprise Server").
func DeriveAPI(host string) string {
	if hosted(host) {
		return "https://api." + host + "/"
	}
	return "https://" + host + "/api/v3/"
}

// API returns the address of the API as [DeriveAPI] does. A server that is spoken
// to by http is an Enterprise Server, whose API has its host.
func (t Target) API() string {
	if t.Plain {
		return t.Server() + "/api/v3/"
	}
	return DeriveAPI(cmp.Or(t.Host, defaultHost))
}

// apiURL returns the given address of the API, else that of the target.
func apiURL(t Target, given string) (*url.URL, error) {
	u, err := url.Parse(cmp.Or(given, t.API()))
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, fmt.Errorf("%q is not the address of an API; one looks like https://github.example.com/api/v3", rest.Shown(given))
	}
	u.Path = strings.TrimSuffix(u.Path, "/") + "/"
	return u, nil
}
