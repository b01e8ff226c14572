package github

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
)

// Resolve implements [tracker.Reader] for addresses such as
// "https://github.com/acme/shop/issues/17" and ".../milestone/3". One that names
// the repository under another name, as after a renaming, is looked up once.
func (x items) Resolve(ctx context.Context, address, _ string) (tracker.Ref, error) {
	ref, repo, ok := x.parse(address)
	if !ok {
		return tracker.Ref{}, x.failed("resolve", tracker.Ref{}, rest.Foreign(address))
	}
	if !strings.EqualFold(repo, x.webPath()) {
		id, err := x.lookUp(ctx, repo)
		if err != nil {
			return tracker.Ref{}, x.failed("resolve", ref, err)
		}
		if id != x.known.place().id {
			return tracker.Ref{}, x.failed("resolve", tracker.Ref{}, rest.Foreign(address))
		}
	}
	return ref, nil
}

// webPath returns "owner/repo" as the server's web addresses have it.
func (a addresses) webPath() string {
	if web := a.known.place().web; web != nil {
		return strings.Trim(web.Path, "/")
	}
	return a.target.Owner + "/" + a.target.Repo
}

// parse takes an address apart, if it is on the server's web host. People copy
// addresses with more behind them, and those of a side panel, which name the
// issue in their query only: "/acme/shop/issues?issue=acme%7Cshop%7C17", also in
// a board of a project.
func (a addresses) parse(address string) (ref tracker.Ref, repo string, ok bool) {
	u, err := url.Parse(address)
	web := a.known.place().web
	if err != nil || web == nil || u.Host == "" || !sameHost(u.Host, web.Host) {
		return ref, "", false
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	if len(parts) < 4 || !kinds[parts[2]] || !rest.IsKey(parts[3]) {
		panel := strings.Split(u.Query().Get("issue"), "|")
		if len(panel) != 3 {
			return ref, "", false
		}
		parts = []string{panel[0], panel[1], "issues", panel[2]}
	}
	ref = tracker.Ref{Kind: tracker.KindIssue, Key: parts[3]}
	if parts[2] != "issues" {
		ref.Kind = tracker.KindMilestone
	}
	return ref, parts[0] + "/" + parts[1], parts[0] != "" && parts[1] != "" && rest.IsKey(parts[3])
}

// kinds are what stands before the number in addresses of items.
var kinds = map[string]bool{"issues": true, "milestone": true, "milestones": true}

// sameHost reports whether two hosts are one, with or without "www.".
func sameHost(a, b string) bool {
	plain := func(host string) string { return strings.TrimPrefix(strings.ToLower(host), "www.") }
	return plain(a) == plain(b)
}

// lookUp returns the number of another repository, following its renaming.
func (a addresses) lookUp(ctx context.Context, repo string) (int64, error) {
	if id, ok := a.known.others.Get(strings.ToLower(repo)); ok {
		return id, nil
	}
	owner, name, _ := strings.Cut(repo, "/")
	var r repository
	_, err := a.get(ctx, "repos/"+url.PathEscape(owner)+"/"+url.PathEscape(name), &r)
	if err != nil {
		if e := a.failed("resolve", tracker.Ref{}, err); !errors.Is(e, tracker.ErrNotFound) {
			return 0, err
		}
		r.ID = 0
	}
	a.known.others.Learn(strings.ToLower(repo), r.ID)
	return r.ID, nil
}
