package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/local"
)

// An adapter is a kind of tracker that targets can name.
type adapter struct {
	prefix string
	open   func(ctx context.Context, a *app, rest, base string) (tracker.Tracker, error)
}

var adapters = []adapter{
	{"local", openLocal},
	{"github", openGitHub},
	{"gitlab", openGitLab},
}

// target returns the target that was asked for, "" if none was, and the
// directory that paths in it are relative to.
func (a *app) target(flag string, conf *config) (target, base string) {
	if target = cmp.Or(flag, a.getenv("BACKLOGSYNC_TO")); target != "" {
		return target, ""
	}
	if conf.To != "" {
		return conf.To, filepath.Dir(conf.file)
	}
	if repo := a.getenv("GITHUB_REPOSITORY"); repo != "" {
		return "github:" + repo, ""
	}
	if project := cmp.Or(a.getenv("CI_PROJECT_PATH"), a.getenv("CI_PROJECT_ID")); project != "" && a.inGitLab() {
		return "gitlab:" + project, ""
	}
	return "", ""
}

// open opens a target.
func (a *app) open(ctx context.Context, target, base string) (tracker.Tracker, error) {
	prefix, rest, ok := strings.Cut(target, ":")
	if ok && (prefix == "https" || prefix == "http") {
		prefix, rest = a.adapterOf(target), target
		if prefix == "" {
			return nil, withHint(fmt.Errorf("it is not known which tracker %s is on", target), "write github: or gitlab: in front of it")
		}
	}
	var known []string
	for _, ad := range adapters {
		if ok && ad.prefix == prefix {
			return ad.open(ctx, a, rest, base)
		}
		known = append(known, ad.prefix+":")
	}
	hint := "a target begins with one of: " + strings.Join(known, ", ")
	switch {
	case ok:
	case strings.Contains(target, "/"):
		hint += "; perhaps github:" + target + " or gitlab:" + target
	default:
		hint += "; perhaps local:" + target
	}
	return nil, withHint(fmt.Errorf("unknown target %q", target), hint)
}

// absoluteTarget returns a target that means the same in the working directory
// as it does in base.
func absoluteTarget(target, base string) string {
	dir, ok := strings.CutPrefix(target, "local:")
	if !ok || base == "" || dir == "" || filepath.IsAbs(dir) {
		return target
	}
	return "local:" + shortName(filepath.Join(base, dir))
}

// reach opens a target and asks which project it is.
func (a *app) reach(ctx context.Context, target, base string) (tracker.Tracker, *tracker.Project, error) {
	t, err := a.open(ctx, target, base)
	if err != nil {
		return nil, nil, err
	}
	project, err := t.Project(ctx)
	return t, project, err
}

// adapterOf returns the adapter of a web address, "" if its host tells nothing.
func (a *app) adapterOf(address string) string {
	host := hostOf(address)
	switch {
	case host == "github.com", strings.HasSuffix(host, ".ghe.com"), host == hostOf(a.getenv("GITHUB_SERVER_URL")), host == strings.ToLower(a.getenv("GH_HOST")):
		return "github"
	case host == "gitlab.com", host == hostOf(a.gitlabServer()):
		return "gitlab"
	case strings.Contains(host, "github"):
		return "github"
	case strings.Contains(host, "gitlab"):
		return "gitlab"
	}
	return ""
}

func openLocal(ctx context.Context, _ *app, dir, base string) (tracker.Tracker, error) {
	if dir == "" {
		return nil, withHint(errors.New("the target local: names no directory"), "such as: --to local:tracker")
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(base, dir)
	}
	return local.Open(dir, &local.Options{Name: "local:" + shortName(filepath.Clean(dir)), User: personName(ctx)}), nil
}

// personName is who works here: git's user.name, else the login.
func personName(ctx context.Context) string {
	if out, err := exec.CommandContext(ctx, "git", "config", "user.name").Output(); err == nil {
		if name := strings.TrimSpace(string(out)); name != "" {
			return name
		}
	}
	if u, err := user.Current(); err == nil {
		return cmp.Or(u.Username, u.Name)
	}
	return ""
}

// noTarget is the error of a command without a target. A git remote is suggested,
// never taken.
func noTarget(command string, inputs []*input) error {
	var hint strings.Builder
	hint.WriteString("name the target with --to, the variable BACKLOGSYNC_TO or \"to:\" in " + configName + ".\n" +
		"To try it in a directory: --to local:.backlogsync")
	for _, in := range inputs {
		if address := remoteURL(in.root); address != "" {
			hint.WriteString("\nThe git remote of " + in.name + " is " + address)
			break
		}
	}
	return withHint(errors.New(command+": no target"), hint.String())
}

// sourceURL returns the web address of the files of a repository, as far as its
// remote or the CI tells.
func (a *app) sourceURL(root string) string {
	if address := a.getenv("CI_PROJECT_URL"); address != "" && a.inGitLab() {
		return address + "/-/blob/HEAD/"
	}
	server, repo := a.getenv("GITHUB_SERVER_URL"), a.getenv("GITHUB_REPOSITORY")
	if a.getenv("GITHUB_ACTIONS") != "true" || server == "" || repo == "" {
		remote := remoteURL(root)
		if host, path, ok := strings.Cut(strings.TrimPrefix(remote, "git@"), ":"); ok && strings.HasPrefix(remote, "git@") {
			remote = "https://" + host + "/" + path
		}
		u, err := url.Parse(remote)
		if err != nil || u.Hostname() == "" {
			return ""
		}
		server, repo = "https://"+u.Hostname(), strings.TrimSuffix(strings.Trim(u.Path, "/"), ".git")
		if a.adapterOf(server) == "gitlab" {
			return server + "/" + repo + "/-/blob/HEAD/"
		}
	}
	return server + "/" + strings.TrimSuffix(repo, ".git") + "/blob/HEAD/"
}
