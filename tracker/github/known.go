package github

import (
	"net/url"
	"strings"
	"sync"

	"github.com/backlogsync/backlogsync/tracker/rest"
)

// known is what was learned of the repository so far. It is safe for concurrent
// use.
type known struct {
	mu   sync.Mutex
	here place

	others rest.Memo[string, int64]    // ids of other repositories that ledgers name, by name in lower case; 0 if there is none
	ids    rest.Memo[string, int64]    // database ids of issues by number, as relations want them
	lacks  rest.Memo[string, struct{}] // lists of relations that the service does not have, by their path below an issue

	sunset sync.Once // the end of the API's version was told of
}

// A place says where the repository is, in the server's own words. Its addresses
// are not changed.
type place struct {
	id       int64
	web      *url.URL // of the repository, for people
	fullName string   // "owner/repo"
	server   *url.URL // of the API; nil if it is not known
}

// placeOf says where a repository is whose address for people is web.
func placeOf(r *repository, web *url.URL) place {
	server, _ := url.Parse(strings.TrimSuffix(r.URL, "repos/"+r.FullName)) // nil only refuses its addresses
	return place{id: r.ID, web: web, fullName: r.FullName, server: server}
}

// place returns what [Tracker.Project] learned last, the zero place before.
func (k *known) place() place {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.here
}

func (k *known) learn(p place) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.here = p
}

// isHere reports whether a name is known to be one of the repository's.
func (k *known) isHere(name string) bool {
	id, _ := k.others.Get(strings.ToLower(name)) // 0 if it was not looked up
	return id != 0 && id == k.place().id
}
