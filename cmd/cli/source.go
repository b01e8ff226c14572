package cli

import (
	"net/url"
	"strings"
)

// A sourceAddress is where the files of a repository are found on the web; the
// zero value if that is not known.
type sourceAddress struct {
	page string // what comes before the path of a file, for its page
	raw  string // the same for its bytes, which images need
}

// sourceOf returns the addresses of the files of a repository, as far as its
// remote or the CI tells. The services differ in the form of addresses: a host
// that tells nothing by itself is of the kind that the target is of.
func (ts *targets) sourceOf(root, target string) sourceAddress {
	if address := withoutUser(ts.getenv("CI_PROJECT_URL")); address != "" && ts.inGitLab() {
		return sourceOn("gitlab", address)
	}
	server, repo := withoutUser(ts.getenv("GITHUB_SERVER_URL")), ts.getenv("GITHUB_REPOSITORY")
	if ts.getenv("GITHUB_ACTIONS") == "true" && server != "" && repo != "" {
		return sourceOn("github", server+"/"+repo)
	}
	remote := webAddress(remoteURL(root))
	u, err := url.Parse(remote)
	if err != nil || u.Hostname() == "" {
		return sourceAddress{}
	}
	server, repo = "https://"+u.Hostname(), strings.TrimSuffix(strings.Trim(u.Path, "/"), ".git")
	kind := ts.adapterOf(server)
	if kind == "" {
		kind, _, _ = strings.Cut(target, ":")
	}
	return sourceOn(kind, server+"/"+repo)
}

// sourceOn returns the addresses in a project on a service of a kind.
func sourceOn(kind, project string) sourceAddress {
	project = strings.TrimSuffix(strings.TrimSuffix(project, "/"), ".git")
	if kind == "gitlab" {
		return sourceAddress{project + "/-/blob/HEAD/", project + "/-/raw/HEAD/"}
	}
	return sourceAddress{project + "/blob/HEAD/", project + "/raw/HEAD/"}
}
