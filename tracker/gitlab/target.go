package gitlab

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/backlogsync/backlogsync/tracker/rest"
)

// DefaultServer is the address of the GitLab that a target is on unless it or
// the caller says otherwise.
const DefaultServer = "https://gitlab.com"

// A Target is a project on a server.
type Target struct {
	Server string // address without a slash at its end, with the path that GitLab is installed below, if any
	Path   string // "group/subgroup/project", or the number of a project
}

// String returns the path, with the address of the server in front unless that
// is gitlab.com. [ParseTarget] parses it.
func (t Target) String() string {
	if t.Server == DefaultServer {
		return t.Path
	}
	return t.Server + "/" + t.Path
}

// ParseTarget reads "group/project" with any number of subgroups, the number of
// a project, or the web address of a project or of something in it. server is
// the address of the default GitLab; "" means [DefaultServer]. A web address on
// another server overrides it. A GitLab that is installed below a path is
// recognised only by server, because "https://host/gitlab/group/project" alone
// is ambiguous.
func ParseTarget(s, server string) (Target, error) {
	t := Target{Server: DefaultServer, Path: s}
	if err := rest.CheckTarget(s); err != nil {
		return t, err
	}
	bad := fmt.Errorf("%q does not name a project; the forms are group/project and https://host/group/project", rest.Shown(s))
	if server != "" {
		u, err := url.Parse(server)
		if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			return t, fmt.Errorf("%q is not the address of a GitLab, such as %s", rest.Shown(server), DefaultServer)
		}
		t.Server = serverOf(u, strings.TrimSuffix(u.Path, "/"))
	}
	if strings.Contains(s, "://") {
		u, err := url.Parse(s)
		if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			return t, bad
		}
		t = t.at(u)
	}
	t.Path, _, _ = strings.Cut(t.Path, "/-/")
	t.Path = strings.TrimSuffix(strings.Trim(t.Path, "/"), ".git")
	parts := strings.Split(t.Path, "/")
	for _, part := range parts {
		if part == "" || strings.ContainsAny(part, " \t\n?#%") {
			return t, bad
		}
	}
	if len(parts) < 2 && !rest.IsKey(t.Path) {
		return t, bad
	}
	return t, nil
}

// at returns the target of an address, which is below t's server if that is on
// the same host and the path begins with its own.
func (t Target) at(u *url.URL) Target {
	base := ""
	if known, err := url.Parse(t.Server); err == nil && strings.EqualFold(known.Host, u.Host) &&
		strings.HasPrefix(strings.ToLower(u.Path)+"/", strings.ToLower(known.Path)+"/") {
		base = u.Path[:len(known.Path)]
	}
	return Target{Server: serverOf(u, base), Path: strings.TrimPrefix(u.Path, base)}
}

func serverOf(u *url.URL, path string) string {
	return strings.ToLower(u.Scheme+"://"+u.Host) + path
}
