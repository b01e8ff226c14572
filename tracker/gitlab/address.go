package gitlab

import (
	"context"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
)

// addresses tell what is the project's from what is not: it may have been renamed,
// and its issues moved to another one.
type addresses struct {
	*remote
	others rest.Memo[string, int64] // ids of other projects that ledgers name, 0 if there is none
}

// checkIssue makes sure that the address of an issue is one of the project,
// whatever the server says: it is written into files.
func (a *addresses) checkIssue(ctx context.Context, i *issue) error {
	return a.checkAddress(ctx, i.WebURL, tracker.Ref{Kind: tracker.KindIssue, Key: rest.Key(i.IID)}, false)
}

// checkMilestone does the same for a milestone, which an address names by its
// number within the project or the group.
func (a *addresses) checkMilestone(ctx context.Context, m *milestone) error {
	return a.checkAddress(ctx, m.WebURL, tracker.Ref{Kind: tracker.KindMilestone, Key: rest.Key(m.IID)}, m.GroupID > 0)
}

func (a *addresses) checkAddress(ctx context.Context, address string, item tracker.Ref, group bool) error {
	p, err := a.load(ctx)
	if err != nil {
		return err
	}
	return rest.CheckAddress(address, item, func(address string) (tracker.Ref, bool) {
		pl, ok := parseAddress(p.root(), address)
		ref := tracker.Ref{Kind: pl.kind, Key: pl.number}
		switch {
		case !ok:
			return ref, false
		case group:
			return ref, p.below(pl.owner)
		}
		return ref, strings.EqualFold(pl.owner, p.Path) || a.moved(ctx, p, pl.owner)
	})
}

// below reports whether the project belongs to a group, directly or through others.
func (p *project) below(group string) bool {
	_, ok := cutPrefixFold(p.Path, group+"/")
	return ok
}

// moved reports whether the project has another path, too, which it got after it
// was looked at first.
func (a *addresses) moved(ctx context.Context, p *project, path string) bool {
	id, err := a.lookUp(ctx, path)
	return err == nil && id == p.ID
}
