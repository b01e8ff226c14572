package reconcile

import (
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
)

// Who an item is by does not change: what vouched for its author once, such as
// the login of the token, is not asked again at each listing.
func TestTrustStays(t *testing.T) {
	t.Parallel()
	o := &Observed{items: make(map[tracker.Ref]*observed)}
	item := tracker.Item{Ref: tracker.Ref{Kind: tracker.KindIssue, Key: "1"}, Content: tracker.Content{Title: "US-1.1 Login"}}
	x := o.add(&item)
	x.Trusted = true
	item.Title = "US-1.1 Sign in"
	if o.add(&item); !x.Trusted || x.Title != item.Title {
		t.Errorf("listed again: %+v", x.Item)
	}
}
