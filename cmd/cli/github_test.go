package cli

import (
	"maps"
	"strings"
	"testing"
)

// Where a repository is, how it is reached and which token goes there, if the
// user names it.
func TestGitHubTarget(t *testing.T) {
	t.Parallel()
	const (
		server  = "GITHUB_SERVER_URL"
		api     = "GITHUB_API_URL"
		gh      = "GH_TOKEN"
		actions = "GITHUB_TOKEN"
		ghe     = "GH_ENTERPRISE_TOKEN"
		github2 = "GITHUB_ENTERPRISE_TOKEN"
	)
	all := map[string]string{gh: "1", actions: "2", ghe: "3", github2: "4"}
	with := func(env map[string]string, more ...string) map[string]string {
		joined := maps.Clone(env)
		for i := 0; i < len(more); i += 2 {
			joined[more[i]] = more[i+1]
		}
		return joined
	}
	for _, test := range []struct {
		name   string
		target string
		flag   string // --api-url
		env    map[string]string
		host   string
		api    string
		token  string
	}{
		{"github.com", "acme/shop", "", all, "github.com", "https://api.github.com/", "1"},
		{"second token", "acme/shop", "", map[string]string{actions: "2", ghe: "3"}, "github.com", "https://api.github.com/", "2"},
		{"no token", "acme/shop", "", map[string]string{ghe: "3"}, "github.com", "https://api.github.com/", ""},
		{"GHE.com", "https://acme.ghe.com/acme/shop", "", all, "acme.ghe.com", "https://api.acme.ghe.com/", "1"},
		{"Enterprise Server", "https://ghe.example/acme/shop", "", all, "ghe.example", "https://ghe.example/api/v3/", "3"},
		{"its second token", "ghe.example/acme/shop", "", map[string]string{gh: "1", github2: "4"}, "ghe.example", "https://ghe.example/api/v3/", "4"},
		{"GH_HOST", "acme/shop", "", with(all, "GH_HOST", "GHE.example"), "ghe.example", "https://ghe.example/api/v3/", "3"},
		{"named before GH_HOST", "https://github.com/acme/shop", "", with(all, "GH_HOST", "ghe.example"), "github.com", "https://api.github.com/", "1"},
		{"Actions before GH_HOST", "acme/shop", "", with(all, "GH_HOST", "ghe.example", server, "https://github.com"), "github.com", "https://api.github.com/", "1"},
		{"Actions", "acme/shop", "", map[string]string{server: "https://github.com", api: "https://api.github.com", actions: "2"}, "github.com",
			"https://api.github.com", "2"},
		{"Actions on a server", "acme/shop", "", map[string]string{server: "https://ghe.example", api: "https://ghe.example/api/v3", actions: "2"}, "ghe.example",
			"https://ghe.example/api/v3", "2"},
		{"named as in Actions", "https://ghe.example/acme/shop", "",
			map[string]string{server: "https://ghe.example", api: "https://ghe.example/api/v3", actions: "2"}, "ghe.example", "https://ghe.example/api/v3", "2"},
		{"named unlike Actions", "https://other.example/acme/shop", "",
			map[string]string{server: "https://ghe.example", api: "https://ghe.example/api/v3", actions: "2"}, "other.example", "https://other.example/api/v3/", ""},
		{"a test server", "acme/shop", "", map[string]string{api: "http://127.0.0.1:4000", gh: "1"}, "github.com", "http://127.0.0.1:4000", "1"},
		{"a test server in Actions", "acme/shop", "", map[string]string{api: "http://127.0.0.1:4000", actions: "2"}, "github.com", "http://127.0.0.1:4000", "2"},
		{"not for a named host", "https://github.com/acme/shop", "", map[string]string{api: "http://127.0.0.1:4000", gh: "1"}, "github.com",
			"https://api.github.com/", "1"},
		{"flag", "https://ghe.example/acme/shop", "https://proxy.example/v3", all, "ghe.example", "https://proxy.example/v3", "1"},
		{"flag before Actions", "acme/shop", "https://proxy.example/v3",
			map[string]string{server: "https://ghe.example", api: "https://ghe.example/api/v3", ghe: "3"}, "ghe.example", "https://proxy.example/v3", "3"},
		{"plain http", "http://127.0.0.1:3000/acme/shop", "", map[string]string{ghe: "3"}, "127.0.0.1:3000", "http://127.0.0.1:3000/api/v3/", "3"},
		{"Actions, plain http", "acme/shop", "", map[string]string{server: "http://localhost:3000", ghe: "3"}, "localhost:3000", "http://localhost:3000/api/v3/",
			"3"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			env := with(test.env, "GH_PATH", "/no/gh", "GH_CONFIG_DIR", t.TempDir())
			a := &targets{console: console{environ: func(name string) string { return env[name] }}, apiURL: test.flag}
			p, err := locateGitHub(a, test.target, &target{})
			if err != nil {
				t.Fatal(err)
			}
			if again, err := a.locate(&target{name: p.name}); strings.HasPrefix(p.server, "http:") && (err != nil || origin(again.server) != origin(p.server)) {
				t.Errorf("%s, as a plan has it, is on %+v, %v; want %s", p.name, again, err, p.server)
			}
			if hostOf(p.server) != test.host || p.api != test.api {
				t.Errorf("the server is %s, the API %s; want %s, %s", p.server, p.api, test.host, test.api)
			}
			c, err := a.credential(t.Context(), p, &target{by: byUser})
			if err != nil || c.token != test.token {
				t.Errorf("the token is %q, %v, want %q", c.token, err, test.token)
			}
			if _, err := p.open(t.Context(), c); err != nil {
				t.Error(err)
			}
		})
	}
	for _, name := range []string{"http://ghe.example/acme/shop", "http://192.0.2.1/acme/shop"} {
		a := &targets{console: console{environ: func(string) string { return "" }}}
		if _, err := a.reach(t.Context(), &target{name: "github:" + name, by: byUser}); err == nil || !strings.Contains(err.Error(), "unencrypted") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
