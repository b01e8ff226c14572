package main

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/github"
	"github.com/cli/go-gh/v2/pkg/auth"
)

// openGitHub opens a repository. Where the host, the address of the API and the
// token come from is what users of gh and of GitHub Actions are used to.
func openGitHub(_ context.Context, a *app, name, _ string) (tracker.Tracker, error) {
	t, opts, err := a.githubTarget(name)
	if err != nil {
		return nil, err
	}
	if dir, err := a.stateDir(); err == nil {
		opts.CacheDir = filepath.Join(dir, "cache")
	}
	return github.New(a.httpClient(), t.URL(), opts)
}

// githubTarget finds out where a repository is and how to reach it.
func (a *app) githubTarget(name string) (github.Target, *github.Options, error) {
	t, err := github.ParseTarget(name)
	if err != nil {
		return t, nil, err
	}
	server := a.getenv("GITHUB_SERVER_URL")
	actions, named := hostOf(server), t.Host != ""
	if !named {
		t.Host = cmp.Or(actions, strings.ToLower(a.getenv("GH_HOST")), "github.com")
	}
	opts := &github.Options{APIURL: a.apiURL, Sleep: a.sleep}
	if opts.APIURL == "" && (!named || t.Host == actions) {
		opts.APIURL = a.getenv("GITHUB_API_URL")
	}
	opts.Token = a.githubToken(t.Host, opts.APIURL)
	plain := strings.HasPrefix(name, "http://") || !named && t.Host == actions && strings.HasPrefix(server, "http://")
	if opts.APIURL == "" && plain {
		opts.APIURL = "http://" + t.Host + "/api/v3/"
	}
	return t, opts, a.checkPlain(opts.APIURL)
}

// githubToken finds the token. It is never taken from a flag. A secret that was
// pasted with the end of its line could not be sent as it is.
func (a *app) githubToken(host, apiURL string) string {
	if apiURL != "" {
		for _, name := range []string{"GH_TOKEN", "GITHUB_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"} {
			if token := strings.TrimSpace(a.getenv(name)); token != "" {
				return token
			}
		}
		return ""
	}
	token, _ := auth.TokenForHost(host) // the second result is where it was found
	return strings.TrimSpace(token)
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}

// checkPlain refuses to send a token over plain http, but to this machine.
func (a *app) checkPlain(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" || a.insecureHTTP {
		return nil
	}
	if ip := net.ParseIP(u.Hostname()); u.Hostname() == "localhost" || ip != nil && ip.IsLoopback() {
		return nil
	}
	return withHint(fmt.Errorf("%s would send the token unencrypted", address), "use https, or say --insecure-http")
}
