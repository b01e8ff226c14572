package github

import (
	"net/url"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
)

// A remote is how a repository is spoken to.
type remote struct {
	target Target
	client *rest.Client
	opts   Options

	known  *known // what was learned so far, also by the readers that Uncached returned
	direct bool   // no kept answer is used
}

// failed says what an error means for the caller.
func (r *remote) failed(op string, ref tracker.Ref, err error) *tracker.Error {
	return r.client.Failed(op, ref, err)
}

// limited reports whether the body of a 403 speaks of a limit; its address of
// the documentation varies (docs.github.com, "Rate limits for the REST API").
func limited(body string) bool {
	body = strings.ToLower(body)
	return strings.Contains(body, "rate limit") || strings.Contains(body, "abuse detection")
}

// limits are those of docs.github.com, "Rate limits for the REST API". Servers
// of one's own have none at first; refusals are met as they come.
func (r *remote) limits() tracker.Limits {
	l := tracker.Limits{
		TitleRunes: 255, BodyRunes: maxBodyRunes, LabelRunes: maxLabel, LabelDescriptionRunes: maxLabelDescription,
		Settle: time.Minute, PageRows: pageRows,
	}
	if api, ok := strings.CutPrefix(r.client.Base().Hostname(), "api."); ok && hosted(api) {
		l.WriteInterval, l.CreatesPerMinute, l.CreatesPerHour = time.Second, 80, 500
		l.BodyBytes, l.BodyRunes = maxBodyBytes, 0
	}
	return l
}

func (r *remote) name() string { return "github:" + r.target.String() }

// path returns the path of something in the repository.
func (r *remote) path(rest string) string {
	owner, repo, _ := strings.Cut(r.fullName(), "/")
	p := "repos/" + url.PathEscape(owner) + "/" + url.PathEscape(repo)
	if rest != "" {
		p += "/" + rest
	}
	return p
}

// itemPath returns the path of an item.
func (r *remote) itemPath(ref tracker.Ref) string {
	return r.path(string(ref.Kind) + "s/" + url.PathEscape(ref.Key))
}

// fullName returns "owner/repo", as the server gives it if it was asked.
func (r *remote) fullName() string {
	if name := r.known.place().fullName; name != "" {
		return name
	}
	return r.target.Owner + "/" + r.target.Repo
}
