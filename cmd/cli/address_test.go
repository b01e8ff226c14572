package cli

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
)

// A target with user information is refused by every way to name it, and the
// refusal does not repeat it.
func TestTargetHoldsNoUser(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	for _, name := range []string{
		"https://u5er:s3cret@github.com/acme/shop", "github:https://u5er:s3cret@github.com/onlyone", "github:u5er:s3cret@github.com/acme/shop",
		"https://u5er:s3cret@unknown.example/a/b", "gitlab:http://s3cret@lab.example/a/b", "https://u5er:s3/cret@github.com/acme/shop",
		"u5er:s3cret@github.com/acme/shop",
		"github:https:/u5er:s3cret@github.com/acme/shop", "gitlab:https:/u5er:s3cret@lab.example/a/b",
	} {
		for way, run := range map[string]func() string{
			"--to": func() string { _, stderr := m.run(t, exitFailed, "plan", "--to", name, m.file); return stderr },
			"BACKLOGSYNC_TO": func() string {
				m.env["BACKLOGSYNC_TO"] = name
				_, stderr := m.run(t, exitFailed, "status", m.file)
				return stderr
			},
			"configuration": func() string {
				m.env["BACKLOGSYNC_TO"] = ""
				m.write(t, configName, "to: "+name+"\n")
				_, stderr := m.run(t, exitFailed, "apply", "--yes", m.file)
				return stderr
			},
		} {
			if stderr := run(); strings.Contains(stderr, "cret") || !strings.Contains(stderr, "the target has a user name or a password") {
				t.Errorf("%s %s: %s", way, name, stderr)
			}
		}
	}
}

// A password in the address of the API, as a proxy may want it, is sent there and
// shown nowhere; nor is one in the other addresses that the environment has.
func TestUserIsNotShown(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	proxied := 0
	m.server.Fault = func(r *fakegithub.Request) *fakegithub.Fault {
		if r.N > 0 {
			proxied++
		}
		return nil
	}
	secret := func(address string) string { return strings.Replace(address, "://", "://u5er:s3cret@", 1) }
	m.env["GITHUB_API_URL"] = secret(m.server.URL)
	m.env["GITHUB_SERVER_URL"], m.env["GITHUB_ACTIONS"], m.env["GITHUB_REPOSITORY"] = secret("https://github.example"), "true", "acme/shop"
	m.env["BACKLOGSYNC_TO"] = ""
	bundle, page, plan := filepath.Join(m.dir, "bundle.json"), filepath.Join(m.dir, "page.html"), filepath.Join(m.dir, "plan.json")
	for _, args := range [][]string{
		{"plan", "--out", plan, m.file}, {"apply", plan}, {"plan", "--format", "json", m.file}, {"plan", "--format", "markdown", m.file}, {"status", m.file},
		{"verify", "--out", bundle, m.file}, {"verify", "--format", "json", m.file}, {"report", "--out", page, m.file},
	} {
		out, errs := m.run(t, exitDone, append(args, "--verbose")...)
		if text := out + errs; strings.Contains(text, "s3cret") || strings.Contains(text, "u5er") {
			t.Errorf("%v shows it:\n%s", args, text)
		}
	}
	for name, data := range map[string]string{"the bundle": readFile(t, bundle), "the page": readFile(t, page), "the plan": readFile(t, plan),
		"the backlog": readFile(t, m.file)} {
		if strings.Contains(data, "s3cret") || strings.Contains(data, "u5er") {
			t.Errorf("%s holds it", name)
		}
	}
	if proxied == 0 {
		t.Error("nothing was sent")
	}
	for name, value := range map[string]string{
		"GITHUB_API_URL": "http://u5er:s3cret@192.0.2.1", "GITHUB_SERVER_URL": "http://u5er:s3cret@192.0.2.1",
		"GITLAB_HOST": "ftp://u5er:s3cret@h.example", "CI_API_V4_URL": "http://u5er:s3cret@192.0.2.1/api/v4",
		"GITLAB_URI": "http:/u5er:s3cret@192.0.2.1", "GL_HOST": "HTTPS:/u5er:s3/cret@192.0.2.1:x",
	} {
		m := newMachine(t)
		m.env = map[string]string{"XDG_STATE_HOME": m.dir, name: value, "BACKLOGSYNC_TO": "github:acme/shop", "GH_PATH": "/no/gh", "GH_CONFIG_DIR": m.dir,
			"GLAB_CONFIG_DIR": m.dir}
		if strings.HasPrefix(name, "CI_") || strings.HasPrefix(name, "GITLAB") || name == "GL_HOST" {
			m.env["BACKLOGSYNC_TO"] = "gitlab:acme/shop"
		}
		if _, errs := m.run(t, exitFailed, "status", "--verbose", m.file); strings.Contains(errs, "cret") || strings.Contains(errs, "u5er") {
			t.Errorf("%s: %s", name, errs)
		}
	}
	for name, vars := range map[string]map[string]string{
		"github:acme/shop": env("GH_HOST", "u5er:s3cret@h.example"), "gitlab:acme/shop": env("CI_SERVER_URL", "https://u5er:s3/cret@h.example"),
		"gitlab:acme/tools": env("GITLAB_HOST", "http:/u5er:s3cret@h.example"), "gitlab:acme/nails": env("GITLAB_HOST", "HTTPS:/u5er:s3/cret@h.example"),
		"github:acme/tools": env("GH_HOST", "https:/u5er:s3cret@h.example"),
	} {
		a := &targets{console: console{environ: func(name string) string { return vars[name] }}}
		if p, err := a.locate(&target{name: name}); err != nil || hostOf(p.server) != "h.example" || strings.Contains(p.name+p.server+p.api, "cret") {
			t.Errorf("%v: %+v, %v", vars, p, err)
		}
	}
}
