package cli

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/github"
)

var githubService = &service{
	home: "https://github.com", own: []string{"GH_TOKEN", "GITHUB_TOKEN"}, servers: []string{"GITHUB_SERVER_URL", "GH_HOST"}, apis: []string{"GITHUB_API_URL"},
	apiOf: func(server string) string {
		if strings.HasPrefix(server, "http://") {
			return server // an Enterprise Server, whose API has its host
		}
		return github.DeriveAPI(hostOf(withScheme(server)))
	},
	login: ghLogin,
	ways: func(server string) []string {
		host := hostOf(server)
		if strings.HasPrefix(server, "http://") {
			return []string{"set GITHUB_SERVER_URL=" + server} // gh speaks https only
		}
		return []string{"gh auth login --hostname " + host, "set GH_HOST=" + host}
	},
}

// locateGitHub finds a repository. Where the host, the address of the API and
// the token come from is what users of gh and of GitHub Actions are used to.
func locateGitHub(ts *targets, name string, _ *target) (*place, error) {
	t, err := github.ParseTarget(name)
	if err != nil {
		return nil, err
	}
	server := ts.getenv("GITHUB_SERVER_URL")
	if err := checkServer(name, t); err != nil {
		return nil, err
	}
	actions, named := hostOf(server), t.Host != ""
	if !named {
		t.Host = cmp.Or(actions, hostOf(withScheme(ts.getenv("GH_HOST"))), "github.com")
	}
	if !named && t.Host == actions {
		t.Plain = strings.HasPrefix(strings.ToLower(server), "http://")
	}
	p := &place{name: "github:" + t.String(), service: githubService, server: t.Server(), api: ts.apiURL}
	if p.api == "" && (!named || t.Host == actions) {
		p.api = ts.getenv("GITHUB_API_URL")
	}
	hosted := githubService.own
	enterprise := []string{"GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"}
	switch derived := t.API(); {
	case p.api != "":
		p.tokens = slices.Concat(hosted, enterprise)
	case hostOf(derived) == t.Host:
		p.api, p.tokens = derived, enterprise
	default: // GitHub runs the host
		p.api, p.tokens = derived, hosted
	}
	p.open = func(_ context.Context, c credential) (tracker.Tracker, error) {
		opts := &github.Options{APIURL: p.api, Token: c.token, Sleep: ts.sleep, Logger: ts.logger()}
		if dir, err := ts.stateDir(); err == nil {
			opts.CacheDir = filepath.Join(dir, "cache")
		}
		return github.New(ts.httpClient(), t.URL(), opts)
	}
	return p, nil
}

// checkServer refuses a path of three parts whose first is not the name of a
// server on any network but a person's own: it is more likely one part too many.
func checkServer(name string, t github.Target) error {
	if t.Host == "" || strings.Contains(name, "://") || strings.ContainsAny(t.Host, ".:") || t.Host == "localhost" {
		return nil
	}
	return withHint(fmt.Errorf("github:%s: %s was taken for the name of a server", name, t.Host),
		fmt.Sprintf("a repository is owner/repo, such as github:%s/%s; if it is a server, write its address: https://%s", t.Owner, t.Repo, name))
}
