package github

import (
	"context"
	"net/url"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
)

// addresses tell what is the repository's from what is not: it may have been
// renamed, and its issues moved to another one.
type addresses struct{ *remote }

// checked returns an item whose address is one of the repository, whatever the
// server says: it is written into files.
func (a addresses) checked(ctx context.Context, item *tracker.Item) (*tracker.Item, error) {
	if a.known.place().web == nil { // nothing is known of the repository yet
		return item, rest.CheckWeb(item.URL)
	}
	return item, rest.CheckAddress(item.URL, item.Ref, func(address string) (tracker.Ref, bool) {
		ref, repo, ok := a.parse(address)
		u, err := url.Parse(address)
		ok = ok && err == nil && u.RawQuery == "" && strings.Count(u.Path, "/") == strings.Count(repo, "/")+3
		return ref, ok && (strings.EqualFold(repo, a.webPath()) || a.renamed(ctx, repo))
	})
}

// renamed reports whether the repository has another name, too, which it got
// after it was looked at first.
func (a addresses) renamed(ctx context.Context, repo string) bool {
	id, err := a.lookUp(ctx, repo)
	return err == nil && id == a.known.place().id
}

// yield passes on an item of a list, or the error that its address is.
func (a addresses) yield(ctx context.Context, item *tracker.Item, yield func(*tracker.Item, error) bool) bool {
	item, err := a.checked(ctx, item)
	if err != nil {
		yield(nil, a.failed("list", item.Ref, err))
		return false
	}
	return yield(item, nil)
}
