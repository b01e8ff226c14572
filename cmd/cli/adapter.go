package cli

import (
	"cmp"
	"context"
	"net/http"
	"path/filepath"

	"github.com/backlogsync/backlogsync/tracker"
)

// An Adapter is a kind of tracker that targets can name, in addition to the
// built-in kinds.
type Adapter struct {
	// Prefix is the prefix of its targets, without the colon.
	Prefix string

	// Hosts reports whether web addresses on a host (with a port, if any) are
	// targets of this kind without the prefix. nil: none are.
	Hosts func(env *Env, host string) bool

	// Open returns the tracker of a target, and sends nothing. target is the
	// part after the prefix, or a whole web address.
	Open func(ctx context.Context, env *Env, target string) (tracker.Tracker, error)
}

// An Env is what an adapter may know about a run.
type Env struct {
	Getenv   func(name string) string
	APIURL   string       // value of --api-url, or ""
	Client   *http.Client // for all requests; it logs them if the user asks for that
	CacheDir string       // directory where the adapter may cache answers to reads, in files of its own; "" if there is none

	targets *targets
	target  *target
}

func (ts *targets) env(t *target) *Env {
	e := &Env{Getenv: ts.getenv, APIURL: ts.apiURL, Client: ts.httpClient(), targets: ts, target: t}
	if dir, err := ts.stateDir(); err == nil {
		e.CacheDir = filepath.Join(dir, "cache")
	}
	return e
}

// Token returns the value of the first variable that is set, or "" if none is.
// server is the address that requests are sent to. A token is sent to a server
// only if the user or the environment names that server. If only a
// configuration or a saved plan names it, Token returns an error that ends the
// command with exit code 4.
func (e *Env) Token(server string, variables ...string) (string, error) {
	p := &place{name: e.target.name, service: unknownService, server: server, api: cmp.Or(e.APIURL, server), tokens: variables}
	if err := e.targets.checkPlain(p.api); err != nil {
		return "", err
	}
	c, err := e.targets.credential(context.Background(), p, e.target)
	return c.token, err
}

// unknownService has neither a server of its own nor stored logins.
var unknownService = &service{
	apiOf: func(server string) string { return server },
	login: func(context.Context, *targets, string) credential { return credential{} },
	ways:  func(string) []string { return nil },
}

// builtIn makes one of the command's own adapters of it.
func (ad Adapter) builtIn() adapter {
	return adapter{ad.Prefix, func(ts *targets, rest string, t *target) (*place, error) {
		return &place{name: ad.Prefix + ":" + rest, open: func(ctx context.Context, _ credential) (tracker.Tracker, error) {
			return ad.Open(ctx, ts.env(t), rest)
		}}, nil
	}}
}

// adapters returns all that targets can name.
func (ts *targets) adapters() []adapter {
	all := []adapter{{"local", locateLocal}, {"github", locateGitHub}, {"gitlab", locateGitLab}}
	for _, ad := range ts.others {
		all = append(all, ad.builtIn())
	}
	return all
}

// otherOf returns the prefix of the adapter that knows a host, beside those that
// are built in; "" if none does.
func (ts *targets) otherOf(host string) string {
	for _, ad := range ts.others {
		if ad.Hosts != nil && ad.Hosts(ts.env(&target{}), host) {
			return ad.Prefix
		}
	}
	return ""
}
