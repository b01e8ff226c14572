package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// A service is what the command knows of a web service about hosts and tokens.
type service struct {
	home    string                     // the server that nobody has to name, for the tokens in its own variables
	own     []string                   // these variables, the first that is set goes first
	servers []string                   // variables that name a server, the first that is set goes first
	apis    []string                   // variables that name the address of an API
	apiOf   func(server string) string // address of the API that a server has, as the service derives it

	// login returns what the service's own command stored for exactly the host
	// of an API.
	login func(ctx context.Context, ts *targets, api string) credential

	// ways are the lines by which the user lets a token go to a server: storing
	// a login, or setting a variable.
	ways func(server string) []string
}

// A credential is a token, and where it was found.
type credential struct {
	token    string
	variable string // "" if it was stored by the service's own command
	oauth    bool
}

// A nomination says who names the host that the requests of a target go to.
type nomination int

// The nominations. What comes with a checkout is not the user's word: it may be
// somebody else's.
const (
	byFile        nomination = iota // a configuration or a saved plan
	byEnvironment                   // BACKLOGSYNC_TO, or the variables of CI
	byUser                          // a flag
)

// credential decides whether requests to a place carry a token, and which. It is
// the only place that does.
//
// A token of the environment goes to a host (scheme, host and port) only if the
// user or the environment names it, or if it is the service's own; see
// [app.named]. What its command stored for exactly that host goes there always,
// and is used where no token of the environment is set or may go there. If one is
// set that may not, and none is stored, that is an error: without a word, a
// checkout could name where tokens go.
func (ts *targets) credential(ctx context.Context, p *place, t *target) (credential, error) {
	c := ts.tokenOf(p.tokens)
	if c.token != "" && ts.named(p, t) {
		return c, nil
	}
	if stored := p.service.login(ctx, ts, p.api); stored.token != "" {
		return stored, nil
	}
	if c.token == "" {
		return credential{}, nil
	}
	ways := append([]string{"if it belongs there, name the target yourself: --to " + t.name}, p.service.ways(p.server)...)
	return credential{}, withHint(&codeError{exitUnauthorized,
		fmt.Errorf("%s: %s is not sent to %s, which only %s names", p.name, c.variable, p.server, t.where)}, strings.Join(ways, "\nor: "))
}

// named reports whether the host of a place is named by the user or by the
// environment, or is the service's own.
func (ts *targets) named(p *place, t *target) bool {
	if t.by != byFile {
		return true // whatever the address of the API was made of, none of it is of a file
	}
	s := p.service
	hosts := []string{ts.apiURL, t.entitled}
	if len(s.own) > 0 && slices.Contains(p.tokens, s.own[0]) { // else they are those of other servers
		hosts = append(hosts, s.home, s.apiOf(s.home))
	}
	for _, name := range s.servers {
		if server := ts.getenv(name); server != "" {
			hosts = append(hosts, server, s.apiOf(server))
		}
	}
	for _, name := range s.apis {
		hosts = append(hosts, ts.getenv(name))
	}
	if to := ts.getenv("BACKLOGSYNC_TO"); to != "" {
		if other, err := ts.locate(&target{name: to}); err == nil && other.service == s {
			hosts = append(hosts, other.api)
		}
	}
	host := origin(p.api)
	return host != "" && slices.ContainsFunc(hosts, func(h string) bool { return h != "" && origin(h) == host })
}

// tokenOf returns the first token that is set. A secret that was pasted with the
// end of its line could not be sent as it is.
func (e environ) tokenOf(variables []string) credential {
	for _, name := range variables {
		if token := strings.TrimSpace(e(name)); token != "" {
			return credential{token: token, variable: name}
		}
	}
	return credential{}
}
