package github

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
)

// Resolve implements [tracker.Reader] for addresses such as
// "https://github.com/acme/shop/issues/17" and ".../milestone/3". One that names
// the repository under another name, as after a renaming, is looked up once.
func (t *Tracker) Resolve(ctx context.Context, address, _ string) (tracker.Ref, error) {
	ref, repo, ok := t.parse(address)
	if !ok {
		return tracker.Ref{}, t.foreign(address)
	}
	if !strings.EqualFold(repo, t.webPath()) {
		id, err := t.lookUp(ctx, repo)
		if err != nil {
			return tracker.Ref{}, t.failed("resolve", ref, err)
		}
		if id != t.id {
			return tracker.Ref{}, t.foreign(address)
		}
	}
	return ref, nil
}

func (t *Tracker) foreign(address string) error {
	return &tracker.Error{Target: t.name(), Op: "resolve", Kind: tracker.ErrForeign, Err: fmt.Errorf("%s is no issue or milestone of it", address)}
}

// webPath returns "owner/repo" as the server's web addresses have it.
func (t *Tracker) webPath() string {
	if u, err := url.Parse(t.web); err == nil {
		return strings.Trim(u.Path, "/")
	}
	return t.target.Owner + "/" + t.target.Repo
}

// parse takes an address apart, if it is on the server's web host.
func (t *Tracker) parse(address string) (ref tracker.Ref, repo string, ok bool) {
	u, err := url.Parse(address)
	web, webErr := url.Parse(t.web)
	if err != nil || webErr != nil || u.Host == "" || !strings.EqualFold(u.Host, web.Host) {
		return ref, "", false
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	if len(parts) < 4 {
		return ref, "", false
	}
	parts = parts[len(parts)-4:]
	switch parts[2] {
	case "issues":
		ref.Kind = tracker.KindIssue
	case "milestone", "milestones":
		ref.Kind = tracker.KindMilestone
	default:
		return ref, "", false
	}
	ref.Key = parts[3]
	for _, c := range ref.Key {
		if c < '0' || c > '9' {
			return ref, "", false
		}
	}
	return ref, parts[0] + "/" + parts[1], ref.Key != "" && ref.Key[0] != '0'
}

// lookUp returns the number of another repository, following its renaming.
func (t *Tracker) lookUp(ctx context.Context, repo string) (int64, error) {
	name := strings.ToLower(repo)
	t.mu.Lock()
	id, ok := t.others[name]
	t.mu.Unlock()
	if ok {
		return id, nil
	}
	owner, rest, _ := strings.Cut(repo, "/")
	var r repository
	_, err := t.get(ctx, "repos/"+url.PathEscape(owner)+"/"+url.PathEscape(rest), &r)
	if err != nil {
		if e := t.failed("resolve", tracker.Ref{}, err); !errors.Is(e, tracker.ErrNotFound) {
			return 0, err
		}
		r.ID = 0
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.others[name] = r.ID
	return r.ID, nil
}
