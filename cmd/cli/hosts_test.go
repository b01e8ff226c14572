package cli

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
	"github.com/backlogsync/backlogsync/internal/testutil/fakegitlab"
)

// newCheckout returns a machine whose user has a token of GitLab, in a checkout
// whose configuration names a server, and a small backlog in it.
func newCheckout(t *testing.T) (m *machine, server *fakegitlab.Server, file string) {
	t.Helper()
	m, server = newMachine(t), fakegitlab.New(t, time.Now)
	m.env = map[string]string{
		"XDG_STATE_HOME": filepath.Join(m.dir, ".state"), "GLAB_CONFIG_DIR": m.dir, "GITLAB_TOKEN": fakegitlab.Token,
	}
	if err := os.Mkdir(filepath.Join(m.dir, ".git"), 0o777); err != nil {
		t.Fatal(err)
	}
	m.write(t, configName, "to: gitlab:"+server.URL+"/acme/tools/shop\n")
	return m, server, m.write(t, "small.md", cleanBacklog)
}

// Whatever command reads a tracker, nothing is sent to a host that only the
// checkout names.
func TestConfigurationNamesNoHost(t *testing.T) {
	t.Parallel()
	m, server, file := newCheckout(t)
	host := strings.TrimPrefix(server.URL, "http://")
	for _, command := range []string{"plan", "apply", "status", "report", "verify", "dedupe"} {
		_, stderr := m.run(t, exitUnauthorized, command, file)
		for _, want := range []string{
			"gitlab:" + server.URL + "/acme/tools/shop: GITLAB_TOKEN is not sent to " + server.URL + ", which only ", configName + " names\n",
			"if it belongs there, name the target yourself: --to gitlab:" + server.URL + "/acme/tools/shop\n",
			"or: glab auth login --hostname 127.0.0.1 --api-host " + host + " --api-protocol http\n", "or: set GITLAB_HOST=" + server.URL + "\n",
		} {
			if !strings.Contains(stderr, want) {
				t.Errorf("%s does not say %q:\n%s", command, want, stderr)
			}
		}
	}
	if n := len(server.Requests); n > 0 {
		t.Errorf("%d requests were sent", n)
	}
	m.env["GITLAB_HOST"] = server.URL
	m.run(t, exitDone, "apply", "--yes", file)
	m.env["GITLAB_HOST"] = ""
	m.run(t, exitUnauthorized, "status", file) // its ledger names the host, too
	m.run(t, exitDone, "status", "--to", "gitlab:"+server.URL+"/acme/tools/shop", file)
}

// A saved plan names its host only where it was made, and if the user named the
// host then.
func TestPlanNamesItsHost(t *testing.T) {
	t.Parallel()
	const named, onlyFile = true, false
	for name, test := range map[string]struct {
		make  func(t *testing.T, m *machine, server *fakegitlab.Server, plan, file string)
		named bool
	}{
		"made with --to": {func(t *testing.T, m *machine, server *fakegitlab.Server, plan, file string) {
			m.run(t, exitDone, "plan", "--to", "gitlab:"+server.URL+"/acme/tools/shop", "--out", plan, file)
		}, named},
		"made with a variable": {func(t *testing.T, m *machine, server *fakegitlab.Server, plan, file string) {
			m.env["GITLAB_HOST"] = server.URL
			m.run(t, exitDone, "plan", "--out", plan, file)
			m.env["GITLAB_HOST"] = ""
		}, named},
		"made with a login": {func(t *testing.T, m *machine, server *fakegitlab.Server, plan, file string) {
			host := strings.TrimPrefix(server.URL, "http://")
			m.write(t, "config.yml", "hosts:\n    127.0.0.1:\n        api_host: "+host+"\n        api_protocol: http\n        token: "+fakegitlab.Token+"\n")
			m.run(t, exitDone, "plan", "--out", plan, file)
			m.write(t, "config.yml", "")
		}, onlyFile},
		"made offline": {func(t *testing.T, m *machine, server *fakegitlab.Server, plan, file string) {
			m.run(t, exitDone, "plan", "--offline", "--to", "gitlab:"+server.URL+"/acme/tools/shop", "--out", plan, file)
		}, onlyFile},
		"made elsewhere": {func(t *testing.T, m *machine, server *fakegitlab.Server, plan, file string) {
			state := m.env["XDG_STATE_HOME"]
			m.env["XDG_STATE_HOME"] = filepath.Join(m.dir, ".other")
			m.run(t, exitDone, "plan", "--to", "gitlab:"+server.URL+"/acme/tools/shop", "--out", plan, file)
			m.env["XDG_STATE_HOME"] = state
		}, onlyFile},
		"edited": {func(t *testing.T, m *machine, server *fakegitlab.Server, plan, file string) {
			m.run(t, exitDone, "plan", "--to", "gitlab:"+server.URL+"/acme/tools/shop", "--out", plan, file)
			data, err := os.ReadFile(plan)
			if err != nil {
				t.Fatal(err)
			}
			writeTestFile(t, plan, string(data)+"\n")
		}, onlyFile},
		"moved to another checkout": {func(t *testing.T, m *machine, server *fakegitlab.Server, plan, file string) {
			m.run(t, exitDone, "plan", "--to", "gitlab:"+server.URL+"/acme/tools/shop", "--out", plan+"x", file)
			if err := os.Rename(plan+"x", plan); err != nil {
				t.Fatal(err)
			}
		}, named},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, server, file := newCheckout(t)
			plan := filepath.Join(m.dir, "plan.json")
			test.make(t, m, server, plan, file)
			m.write(t, configName, "labels: []\n") // what the configuration names does not matter
			server.Forget()
			if test.named {
				m.run(t, exitDone, "apply", "--yes", plan)
				return
			}
			_, stderr := m.run(t, exitUnauthorized, "apply", "--yes", plan)
			if !strings.Contains(stderr, "GITLAB_TOKEN is not sent to "+server.URL+", which only "+plan+" names") || len(server.Requests) > 0 {
				t.Errorf("%d requests were sent\n%s", len(server.Requests), stderr)
			}
			for _, other := range []string{"gitlab:" + server.URL + "/acme/other", "gitlab:acme/tools/shop", "local:" + m.dir} {
				if _, stderr := m.run(t, exitFailed, "apply", "--yes", "--to", other, plan); !strings.Contains(stderr, "--to "+other+" is not what "+plan+" was made for") {
					t.Errorf("--to %s: %s", other, stderr)
				}
			}
			m.run(t, exitDone, "apply", "--yes", "--to", "gitlab:"+server.URL+"/acme/tools/shop/-/issues", plan)
		})
	}
}

// A saved plan for a GitHub that is spoken to by http leads back there, without
// naming it again.
func TestPlanKeepsPlainHTTP(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	front := httptest.NewServer(http.StripPrefix("/api/v3", m.server.Config.Handler))
	t.Cleanup(front.Close)
	m.env = map[string]string{
		"XDG_STATE_HOME": filepath.Join(m.dir, ".state"), "GH_ENTERPRISE_TOKEN": fakegithub.Token, "GH_PATH": "/no/gh", "GH_CONFIG_DIR": m.dir,
	}
	to, plan := "github:"+front.URL+"/acme/shop", filepath.Join(m.dir, "plan.json")
	m.run(t, exitDone, "plan", "--to", to, "--out", plan, m.write(t, "small.md", cleanBacklog))
	state := m.env["XDG_STATE_HOME"]
	m.env["XDG_STATE_HOME"] = filepath.Join(m.dir, ".other") // as on another machine
	if _, errs := m.run(t, exitUnauthorized, "apply", plan); !strings.Contains(errs, "is not sent to "+front.URL+",") || !strings.Contains(errs, "--to "+to+"\n") {
		t.Error(errs)
	}
	m.run(t, exitFailed, "apply", "--to", strings.Replace(to, "http:", "https:", 1), plan)
	m.env["XDG_STATE_HOME"] = state
	m.run(t, exitDone, "apply", plan)
}

// Of plans that are stale anyway nothing is kept, and where nothing can be noted
// the plan is saved all the same.
func TestNotedPlans(t *testing.T) {
	t.Parallel()
	m, server, file := newCheckout(t)
	to, plan, dir := "gitlab:"+server.URL+"/acme/tools/shop", filepath.Join(m.dir, "plan.json"), filepath.Join(m.dir, ".state", "backlogsync", "plans")
	m.run(t, exitDone, "plan", "--to", to, "--out", plan, file)
	noted, err := os.ReadDir(dir)
	if err != nil || len(noted) != 1 {
		t.Fatalf("%d plans are noted, %v", len(noted), err)
	}
	if info, err := noted[0].Info(); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	old := time.Now().Add(-plansKept - time.Hour)
	if err := os.Chtimes(filepath.Join(dir, noted[0].Name()), old, old); err != nil {
		t.Fatal(err)
	}
	m.write(t, "small.md", cleanBacklog+"- [ ] US-1.2 C\n")
	m.run(t, exitDone, "plan", "--to", to, "--out", plan, file)
	if now, err := os.ReadDir(dir); err != nil || len(now) != 1 || now[0].Name() == noted[0].Name() {
		t.Errorf("%v, %v", now, err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	writeTestFile(t, dir, "no directory")
	if _, errs := m.run(t, exitDone, "plan", "--to", to, "--out", plan, file); !strings.Contains(errs, "is saved, but not that you named its host") {
		t.Error(errs)
	}
}
