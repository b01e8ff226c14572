package main

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/gitlab"
	"go.yaml.in/yaml/v3"
)

// openGitLab opens a project. Where the host, the address of the API and the
// token come from is what users of glab and of GitLab CI are used to.
func openGitLab(_ context.Context, a *app, name, _ string) (tracker.Tracker, error) {
	server := a.gitlabServer()
	t, err := gitlab.ParseTarget(name, server)
	if err != nil {
		return nil, err
	}
	opts := &gitlab.Options{ServerURL: server, APIURL: a.apiURL, GroupMilestones: a.milestones == "group", Sleep: a.sleep}
	ci := hostOf(a.getenv("CI_SERVER_URL"))
	if opts.APIURL == "" && (!strings.Contains(name, "://") || hostOf(t.Server) == ci) {
		opts.APIURL = a.getenv("CI_API_V4_URL")
	}
	if err := a.checkPlain(cmp.Or(opts.APIURL, t.Server)); err != nil {
		return nil, err
	}
	login := hostOf(t.Server)
	if opts.APIURL != "" {
		login = hostOf(opts.APIURL) // what is stored for one host goes to no other
	}
	if opts.Token, opts.OAuth = a.gitlabToken(login); a.isJobToken(opts.Token) {
		return nil, withHint(&codeError{exitUnauthorized, errors.New("gitlab:" + t.String() + ": the job token of GitLab CI cannot write issues")},
			"make a project access token with the role Reporter and the scope api, and store it as the masked CI variable GITLAB_TOKEN")
	}
	return gitlab.New(a.httpClient(), name, opts)
}

// inGitLab reports whether this is a job of GitLab CI.
func (a *app) inGitLab() bool {
	return a.getenv("GITLAB_CI") == "true" || a.getenv("CI_SERVER_URL") != ""
}

// gitlabServer returns the address of the GitLab of targets that do not name
// one, "" for the default.
func (a *app) gitlabServer() string {
	for _, name := range []string{"CI_SERVER_URL", "GITLAB_HOST", "GITLAB_URI", "GL_HOST"} {
		if server := a.getenv(name); server != "" {
			if !strings.Contains(server, "://") {
				server = "https://" + server
			}
			return strings.TrimSuffix(server, "/")
		}
	}
	return ""
}

// gitlabToken finds the token, and whether it is one of OAuth. It is never
// taken from a flag. The token of the CI job is returned if there is no other.
func (a *app) gitlabToken(host string) (token string, oauth bool) {
	for _, name := range []string{"GITLAB_TOKEN", "GITLAB_ACCESS_TOKEN", "OAUTH_TOKEN"} {
		if token := strings.TrimSpace(a.getenv(name)); token != "" {
			return token, name == "OAUTH_TOKEN"
		}
	}
	if token, oauth := a.glabLogin(host); token != "" {
		return token, oauth
	}
	return a.getenv("CI_JOB_TOKEN"), false
}

// isJobToken reports whether a token is that of a CI job, whatever variable it
// came in.
func (a *app) isJobToken(token string) bool {
	return token != "" && (token == a.getenv("CI_JOB_TOKEN") || strings.HasPrefix(token, "glcbt-"))
}

// glabLogin returns what "glab auth login" stored for a host. A file that cannot
// be read is as good as none.
func (a *app) glabLogin(host string) (token string, oauth bool) {
	dir := a.getenv("GLAB_CONFIG_DIR")
	if config := a.getenv("XDG_CONFIG_HOME"); dir == "" && config != "" {
		dir = filepath.Join(config, "glab-cli")
	}
	if dir == "" {
		dir = filepath.Join(cmp.Or(a.getenv("HOME"), a.getenv("USERPROFILE")), ".config", "glab-cli")
	}
	data, err := os.ReadFile(filepath.Join(dir, "config.yml"))
	if err != nil {
		return "", false
	}
	// Values are taken as they are written: glab puts tags in front of some.
	var file struct {
		Hosts map[string]map[string]yaml.Node `yaml:"hosts"`
	}
	if yaml.Unmarshal(data, &file) != nil {
		return "", false
	}
	name, _, _ := strings.Cut(host, ":")
	for _, key := range []string{host, name} {
		for known, login := range file.Hosts {
			node := login["token"]
			if bare, err := url.Parse(known); err == nil && bare.Host != "" {
				known = bare.Host
			}
			if strings.EqualFold(known, key) && node.Kind == yaml.ScalarNode && node.Value != "" {
				kind := login["is_oauth2"]
				return node.Value, kind.Value == "true"
			}
		}
	}
	return "", false
}
