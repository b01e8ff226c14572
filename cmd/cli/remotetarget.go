package cli

import (
	"net/url"
	"regexp"
	"strings"
)

// scpAddress is how git writes an address on a server that it reaches by ssh,
// such as git@host:owner/repo.git (git-clone(1), "GIT URLS").
var scpAddress = regexp.MustCompile(`^[\w.-]+@([\w.-]+):/*([^/:].*)$`)

// sshHosts are the hosts by which services answer ssh on the port of https. Their
// pages are elsewhere.
var sshHosts = map[string]string{"ssh.github.com": "github.com", "altssh.gitlab.com": "gitlab.com"}

// webAddress returns the web address of a project that git names by an address of
// ssh; every other address stays as it is. A user in it is that of ssh, so it is
// left out; a password is not, since nobody's belongs there.
func webAddress(address string) string {
	host, path := "", ""
	if m := scpAddress.FindStringSubmatch(address); m != nil {
		host, path = m[1], m[2]
	} else if u, err := url.Parse(address); err == nil && (u.Scheme == "ssh" || u.Scheme == "git+ssh") {
		if _, secret := u.User.Password(); secret || u.Hostname() == "" {
			return address
		}
		host, path = u.Hostname(), u.Path
	} else {
		return address
	}
	host = strings.ToLower(host)
	if web := sshHosts[host]; web != "" {
		host = web
	}
	return "https://" + host + "/" + strings.TrimSuffix(strings.Trim(path, "/"), ".git")
}

// suggested returns the target that the git remote of the files leads to, in its
// shortest form; "" if there is no remote on the web.
func (ts *targets) suggested(inputs []*input) string {
	for _, in := range inputs {
		if name := ts.suggestedIn(in.Root); name != "" {
			return name
		}
	}
	return ""
}

// suggestion says which target the git remote of the files leads to, as the flag
// to say, or where the remote is; "" if there is none.
func (ts *targets) suggestion(inputs []*input) string {
	if name := ts.suggested(inputs); name != "" {
		return "By the git remote it is: --to " + shellWord(name)
	}
	for _, in := range inputs {
		if address := remoteURL(in.Root); address != "" {
			return "The git remote of " + in.Name + " is " + address
		}
	}
	return ""
}

// suggestedIn is [app.suggested] for a directory.
func (ts *targets) suggestedIn(root string) string {
	address := webAddress(remoteURL(root))
	if !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") {
		return "" // a directory, or nothing
	}
	p, err := ts.locate(&target{name: address})
	switch {
	case err != nil:
		return ""
	case p.service == nil: // an adapter of others, which knows more than one form
		return address
	}
	return p.name
}
