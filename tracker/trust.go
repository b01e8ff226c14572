package tracker

import (
	"context"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
)

// trustOwn makes the markers of items count that the credentials themselves
// made, whatever the service says of their author. Who that is is asked only if
// an item of the backlog carries a marker that does not count yet.
func (o *Observed) trustOwn(ctx context.Context, r Reader, b *backlog.Backlog) {
	var doubted []*observed
	for _, x := range o.order {
		mk := x.body.marker
		if mk != nil && !x.Trusted && x.Creator != "" && hasScope(b, mk.scope) {
			doubted = append(doubted, x)
		}
	}
	if _, ok := r.(Identifier); !ok || len(doubted) == 0 {
		return
	}
	if err := o.identify(ctx, r); err != nil {
		return // they stay in doubt, and the plan shows them
	}
	for _, x := range doubted {
		x.Trusted = strings.EqualFold(x.Creator, o.project.Login)
	}
}

func hasScope(b *backlog.Backlog, name string) bool {
	for _, s := range b.Scopes() {
		if s.Name == name {
			return true
		}
	}
	return false
}
