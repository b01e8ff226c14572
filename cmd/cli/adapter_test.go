package cli

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// errOpened says which target an adapter of the tests was opened with.
type errOpened struct{ target, token string }

func (e *errOpened) Error() string { return "opened " + e.target + " with " + e.token }

// forge is an adapter that opens nothing, and asks for a token.
var forge = Adapter{
	Prefix: "forge",
	Hosts:  func(env *Env, host string) bool { return host == env.Getenv("FORGE_HOST") },
	Open: func(_ context.Context, env *Env, target string) (tracker.Tracker, error) {
		token, err := env.Token("https://forge.example/api", "FORGE_TOKEN")
		if err != nil {
			return nil, err
		}
		return nil, &errOpened{target, token}
	},
}

// Another adapter is opened for its prefix and for the hosts that it knows. The
// built-in ones come first.
func TestOtherAdapter(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"forge:acme/shop":                "acme/shop",
		"https://forge.example/acme/x":   "https://forge.example/acme/x",
		"forge:https://else.example/a/b": "https://else.example/a/b",
		"https://github.com/acme/shop":   "",
		"https://unknown.example/a/b":    "",
	} {
		a := &targets{console: console{environ: variables(map[string]string{"FORGE_HOST": "forge.example", "XDG_STATE_HOME": t.TempDir()})}, others: []Adapter{forge}}
		p, err := a.locate(&target{name: name, by: byUser})
		if strings.Contains(name, "unknown") {
			if err == nil {
				t.Errorf("%s is a target", name)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if want == "" {
			if !strings.HasPrefix(p.name, "github:") {
				t.Errorf("%s is %s", name, p.name)
			}
			continue
		}
		_, err = p.open(t.Context(), credential{})
		if got := (*errOpened)(nil); !errors.As(err, &got) || got.target != want {
			t.Errorf("%s: %v, want it opened with %q", name, err, want)
		}
	}
}

// Where the token of another adapter goes is decided by the same rule.
func TestOtherAdapterToken(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what   string
		target target
		apiURL string
		token  string
		want   string // "": refused
	}{
		{"named by the user", target{by: byUser}, "", "secret", "secret"},
		{"named by the environment", target{by: byEnvironment}, "", "secret", "secret"},
		{"named by a file", target{by: byFile, where: ".backlogsync.yaml"}, "", "secret", ""},
		{"named by a file, its API by the user", target{by: byFile}, "https://forge.example/api", "secret", "secret"},
		{"no token", target{by: byFile}, "", "", "no token"},
		{"plain http", target{by: byUser}, "http://forge.example/api", "secret", ""},
	} {
		a := &targets{console: console{environ: variables(map[string]string{"FORGE_TOKEN": c.token, "XDG_STATE_HOME": t.TempDir()})}, others: []Adapter{forge},
			apiURL: c.apiURL}
		c.target.name = "forge:acme/shop"
		p, err := a.locate(&c.target)
		if err != nil {
			t.Fatal(err)
		}
		_, err = p.open(t.Context(), credential{})
		got := (*errOpened)(nil)
		switch {
		case c.want == "":
			if err == nil || errors.As(err, &got) || strings.Contains(err.Error(), "secret") {
				t.Errorf("%s: %v, want a refusal", c.what, err)
			}
		case !errors.As(err, &got) || got.token != strings.TrimPrefix(c.want, "no token"):
			t.Errorf("%s: %v, want the token %q", c.what, err, c.want)
		}
	}
}

func variables(values map[string]string) func(string) string {
	return func(name string) string { return values[name] }
}

// A tracker that is not part of the command has all of its planning.
func TestOtherAdapterPlans(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.others = []Adapter{{Prefix: "memory", Open: func(context.Context, *Env, string) (tracker.Tracker, error) { return trackertest.NewMemory(nil), nil }}}
	out, _ := m.run(t, exitDone, "plan", "--to", "memory:x", m.file)
	if !strings.Contains(out, "Plan: 36 to create") {
		t.Error(out)
	}
}
