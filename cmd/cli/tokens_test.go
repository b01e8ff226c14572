package cli

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A word is somebody who names a host, or does not.
type word struct {
	name string
	env  map[string]string
	flag string // --api-url
	by   nomination
	plan string // the host that was noted with a saved plan

	hosts []string // targets of a file that may get a token of the environment by it
}

// hostTable is one service: targets that a file names, and whose word lets a
// token of the environment go to them.
type hostTable struct {
	locate  func(ts *targets, rest string, t *target) (*place, error)
	targets map[string]string
	always  []string // may get one whatever is said
	words   []word
	right   []string // variables with tokens of the service
	wrong   map[string]string

	protocols bool // of what its command stores the scheme is known, else it is https
}

var gitHubHosts = hostTable{
	locate: locateGitHub,
	targets: map[string]string{
		"bare": "acme/shop", "server": "https://ghe.example/acme/shop", "upper case": "https://GHE.example/acme/shop", "no scheme": "ghe.example/acme/shop",
		"port that goes without saying": "https://ghe.example:443/acme/shop",
		"scheme":                        "http://ghe.example/acme/shop", "port": "https://ghe.example:8443/acme/shop", "host": "https://other.example/acme/shop",
		"part": "https://ghe.example.evil.example/acme/shop", "below": "https://api.ghe.example/acme/shop",
		"home": "https://github.com/acme/shop", "below home": "https://api.github.com.evil.example/acme/shop", "subdomain": "https://evil.github.com/acme/shop",
		"API of home": "https://api.github.com/acme/shop", "home by http": "http://github.com/acme/shop", "cloud": "https://acme.ghe.com/acme/shop",
		"other cloud": "https://evil.ghe.com/acme/shop",
		"other home":  "https://gitlab.com/acme/shop",
	},
	always: []string{"bare", "home"},
	words: []word{
		{name: "nobody"},
		{name: "--to", by: byUser, hosts: []string{"*"}},
		{name: "the target in the environment", by: byEnvironment, hosts: []string{"*"}},
		{name: "--api-url", flag: "https://ghe.example/api/v3", hosts: []string{"*"}},
		{name: "BACKLOGSYNC_TO beside a plan", env: env("BACKLOGSYNC_TO", "github:https://ghe.example/other/project"), hosts: server},
		{name: "BACKLOGSYNC_TO of the other service", env: env("BACKLOGSYNC_TO", "gitlab:https://ghe.example/other/project")},
		{name: "GITHUB_SERVER_URL", env: env("GITHUB_SERVER_URL", "https://ghe.example"), hosts: server},
		{name: "GITHUB_SERVER_URL by http", env: env("GITHUB_SERVER_URL", "http://ghe.example"), hosts: []string{"scheme"}},
		{name: "GITHUB_API_URL", env: env("GITHUB_API_URL", "https://ghe.example/api/v3"), hosts: server},
		{name: "Actions", env: env("GITHUB_SERVER_URL", "https://ghe.example", "GITHUB_API_URL", "https://ghe.example/api/v3"),
			hosts: append(server[:len(server):len(server)], "scheme")},
		{name: "GH_HOST", env: env("GH_HOST", "ghe.example"), hosts: server},
		{name: "GH_HOST with its port", env: env("GH_HOST", "ghe.example:8443"), hosts: []string{"port"}},
		{name: "GH_HOST in the cloud", env: env("GH_HOST", "acme.ghe.com"), hosts: []string{"cloud"}},
		{name: "GITHUB_API_URL in the cloud", env: env("GITHUB_API_URL", "https://api.acme.ghe.com"), hosts: []string{"cloud"}},
		{name: "variables of other services",
			env: env("GITLAB_HOST", "ghe.example", "GITEA_HOST", "https://ghe.example", "CI_API_V4_URL", "https://ghe.example/api/v4")},
		{name: "a plan made here with the host", plan: "https://ghe.example:443", hosts: server},
		{name: "a plan made here with another host", plan: "https://old.example:443"},
	},
	right: []string{"GH_TOKEN", "GITHUB_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"},
	wrong: env("GITLAB_TOKEN", "glpat-1", "OAUTH_TOKEN", "1"),
}

// server are the targets on the server that words name.
var server = []string{"server", "upper case", "no scheme", "port that goes without saying"}

var gitLabHosts = hostTable{
	locate: locateGitLab,
	targets: map[string]string{
		"bare": "acme/shop", "number": "17", "server": "https://lab.example/acme/shop", "upper case": "https://LAB.example/acme/shop",
		"port that goes without saying": "https://lab.example:443/acme/shop", "no scheme": "https://lab.example/acme/shop/-/issues",
		"scheme": "http://lab.example/acme/shop", "port": "https://lab.example:8443/acme/shop", "host": "https://other.example/acme/shop",
		"part": "https://lab.example.evil.example/acme/shop", "below": "https://api.lab.example/acme/shop",
		"home": "https://gitlab.com/acme/shop", "subdomain": "https://evil.gitlab.com/acme/shop", "home by http": "http://gitlab.com/acme/shop",
		"other home": "https://github.com/acme/shop",
	},
	always: []string{"bare", "number", "home"},
	words: []word{
		{name: "nobody"},
		{name: "--to", by: byUser, hosts: []string{"*"}},
		{name: "the target in the environment", by: byEnvironment, hosts: []string{"*"}},
		{name: "--api-url", flag: "https://lab.example/api/v4", hosts: []string{"*"}},
		{name: "BACKLOGSYNC_TO beside a plan", env: env("BACKLOGSYNC_TO", "https://lab.example/other/project", "GL_HOST", "https://lab.example"), hosts: server},
		{name: "BACKLOGSYNC_TO of the other service", env: env("BACKLOGSYNC_TO", "github:https://lab.example/other/project")},
		{name: "CI_SERVER_URL", env: env("CI_SERVER_URL", "https://lab.example"), hosts: server},
		{name: "CI_SERVER_URL by http", env: env("CI_SERVER_URL", "http://lab.example"), hosts: []string{"scheme"}},
		{name: "CI_API_V4_URL", env: env("CI_API_V4_URL", "https://lab.example/api/v4"), hosts: server},
		{name: "CI", env: env("CI_SERVER_URL", "https://lab.example", "CI_API_V4_URL", "https://lab.example/api/v4"),
			hosts: append(server[:len(server):len(server)], "scheme")},
		{name: "GITLAB_HOST", env: env("GITLAB_HOST", "lab.example"), hosts: server},
		{name: "GITLAB_HOST below a path", env: env("GITLAB_HOST", "https://lab.example/gitlab"), hosts: server},
		{name: "GITLAB_HOST with its port", env: env("GITLAB_HOST", "https://lab.example:8443"), hosts: []string{"port"}},
		{name: "GITLAB_URI", env: env("GITLAB_URI", "https://lab.example"), hosts: server},
		{name: "GL_HOST", env: env("GL_HOST", "lab.example"), hosts: server},
		{name: "variables of other services",
			env: env("GH_HOST", "lab.example", "GITEA_HOST", "https://lab.example", "GITHUB_API_URL", "https://lab.example/api/v3")},
		{name: "a plan made here with the host", plan: "https://lab.example:443", hosts: server},
		{name: "a plan made here with another host", plan: "https://old.example:443"},
	},
	right:     []string{"GITLAB_TOKEN", "GITLAB_ACCESS_TOKEN", "OAUTH_TOKEN"},
	wrong:     env("GH_TOKEN", "ghp_1", "GH_ENTERPRISE_TOKEN", "1"),
	protocols: true,
}

func env(pairs ...string) map[string]string {
	m := make(map[string]string)
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}

func writeTestFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A token goes where DESIGN says, for every target that a file may name, whoever
// else names its host, and whatever is stored.
func TestWhereTokensGo(t *testing.T) {
	t.Parallel()
	for name, table := range map[string]*hostTable{"GitHub": &gitHubHosts, "GitLab": &gitLabHosts} {
		for _, w := range table.words {
			t.Run(name+", "+w.name, func(t *testing.T) {
				t.Parallel()
				for target := range table.targets {
					may := slices.Contains(table.always, target) || slices.Contains(w.hosts, target) || slices.Contains(w.hosts, "*")
					table.check(t, &w, target, may)
				}
			})
		}
	}
}

// check tries each credential for one target.
func (table *hostTable) check(t *testing.T, w *word, name string, may bool) {
	t.Helper()
	set := make(map[string]string)
	for _, variable := range table.right {
		set[variable] = "environment"
	}
	for _, test := range []struct {
		env             map[string]string
		stored          string // for which host
		named, notNamed string // what is sent then
	}{
		{nil, "none", "", ""},
		{table.wrong, "none", "", ""},
		{nil, "exactly", "stored", "stored"},
		{table.wrong, "exactly", "stored", "stored"},
		{set, "none", "environment", "refused"},
		{set, "exactly", "environment", "stored"},
		{set, "another host", "environment", "refused"},
		{set, "another port", "environment", "refused"},
		{nil, "another host", "", ""},
		{nil, "another port", "", ""},
		{nil, "another scheme", "", ""},
		{set, "another scheme", "environment", "refused"},
	} {
		dir := t.TempDir()
		vars := env("GH_PATH", "/no/gh", "GH_CONFIG_DIR", dir, "GLAB_CONFIG_DIR", dir)
		maps.Copy(vars, w.env)
		maps.Copy(vars, test.env)
		a := &targets{console: console{environ: func(name string) string { return vars[name] }}, apiURL: w.flag}
		p, err := table.locate(a, table.targets[name], &target{})
		if err != nil {
			t.Fatal(err)
		}
		want := test.notNamed
		if may {
			want = test.named
		}
		if !table.store(t, dir, p.api, test.stored) && test.stored == "exactly" && (want == "stored") {
			continue // there is no such login
		}
		c, err := a.credential(t.Context(), p, &target{name: "x:" + name, by: w.by, where: "a file", entitled: w.plan})
		got := c.token
		if err != nil {
			got = "refused"
			if codeOf(err) != exitUnauthorized || !strings.Contains(hintOf(err), "--to x:"+name) || !strings.Contains(err.Error(), "which only a file names") {
				t.Errorf("%s: exit %d, %v, %s", name, codeOf(err), err, hintOf(err))
			}
		}
		if got != want {
			t.Errorf("%s (%s), tokens of %v, a login for %s stored: %q, want %q", name, p.api, slices.Sorted(maps.Keys(test.env)), test.stored, got, want)
		}
	}
}

// webOf are the servers whose API has a host of its own.
var webOf = map[string]string{
	"https://api.github.com/": "github.com", "https://api.github.com/api/v3/": "github.com",
	"https://api.acme.ghe.com/": "acme.ghe.com", "https://api.acme.ghe.com": "acme.ghe.com",
	"https://api.evil.ghe.com/": "evil.ghe.com",
}

// store stores a login for the host of an API, or for one that is nearly it, and
// reports whether there can be one.
func (table *hostTable) store(t *testing.T, dir, api, which string) bool {
	t.Helper()
	scheme, _, _ := strings.Cut(api, "://")
	host := cmp.Or(webOf[api], hostOf(api))
	name, _, _ := strings.Cut(host, ":")
	switch which {
	case "none":
		return true
	case "another host":
		host = "x" + host
	case "another port":
		host = name + ":8444"
	case "another scheme":
		scheme = map[string]string{"http": "https", "https": "http"}[scheme]
	}
	if table.protocols {
		writeTestFile(t, filepath.Join(dir, "config.yml"),
			fmt.Sprintf("hosts:\n    %s:\n        api_host: %s\n        api_protocol: %s\n        token: !!null stored\n", name, host, scheme))
		return true
	}
	if scheme == "https" {
		writeTestFile(t, filepath.Join(dir, "hosts.yml"), host+":\n    user: ana\n    oauth_token: stored\n    git_protocol: https\n")
	}
	return scheme == "https"
}
