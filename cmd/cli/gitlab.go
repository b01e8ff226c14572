package cli

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/gitlab"
)

var gitlabService = &service{
	home: gitlab.DefaultServer, own: []string{"GITLAB_TOKEN", "GITLAB_ACCESS_TOKEN", "OAUTH_TOKEN"}, servers: gitlabServers, apis: []string{"CI_API_V4_URL"},
	apiOf: func(server string) string { return server },
	login: glabLogin,
	ways: func(server string) []string {
		host := hostOf(server)
		name, _, port := strings.Cut(host, ":")
		login := "glab auth login --hostname " + name
		if port {
			login += " --api-host " + host
		}
		if strings.HasPrefix(server, "http://") {
			login += " --api-protocol http"
		}
		return []string{login, "set GITLAB_HOST=" + server}
	},
}

var gitlabServers = []string{"CI_SERVER_URL", "GITLAB_HOST", "GITLAB_URI", "GL_HOST"}

// locateGitLab finds a project. Where the host, the address of the API and the
// token come from is what users of glab and of GitLab CI are used to.
func locateGitLab(ts *targets, name string, named *target) (*place, error) {
	server := ts.gitlabServer()
	t, err := gitlab.ParseTarget(name, server)
	if err != nil {
		return nil, err
	}
	opts := &gitlab.Options{ServerURL: server, APIURL: ts.apiURL, GroupMilestones: named.milestones == "group", Sleep: ts.sleep}
	if dir, err := ts.stateDir(); err == nil {
		opts.StateDir = filepath.Join(dir, "cache")
	}
	if opts.APIURL == "" && (!strings.Contains(name, "://") || hostOf(t.Server) == hostOf(ts.getenv("CI_SERVER_URL"))) {
		opts.APIURL = ts.getenv("CI_API_V4_URL")
	}
	return &place{
		name: "gitlab:" + t.String(), service: gitlabService, server: t.Server, api: cmp.Or(opts.APIURL, t.Server),
		tokens: gitlabService.own,
		open: func(_ context.Context, c credential) (tracker.Tracker, error) {
			if ts.isJobToken(cmp.Or(c.token, ts.getenv("CI_JOB_TOKEN"))) {
				return nil, withHint(&codeError{exitUnauthorized, errors.New("gitlab:" + t.String() + ": the job token of GitLab CI cannot write issues")},
					"make a project access token with the role Reporter and the scope api, and store it as the masked CI variable GITLAB_TOKEN")
			}
			opts.Token, opts.OAuth = c.token, c.oauth || c.variable == "OAUTH_TOKEN"
			return gitlab.New(ts.httpClient(), name, opts)
		},
	}, nil
}

// inGitLab reports whether this is a job of GitLab CI.
func (e environ) inGitLab() bool {
	return e("GITLAB_CI") == "true" || e("CI_SERVER_URL") != ""
}

// gitlabServer returns the address of the GitLab of targets that do not name
// one, "" for the default.
func (e environ) gitlabServer() string {
	for _, name := range gitlabServers {
		if server := e(name); server != "" {
			return strings.TrimSuffix(withoutUser(withScheme(server)), "/")
		}
	}
	return ""
}

// isJobToken reports whether a token is that of a CI job, whatever variable it
// came in.
func (e environ) isJobToken(token string) bool {
	return token != "" && (token == e("CI_JOB_TOKEN") || strings.HasPrefix(token, "glcbt-"))
}
