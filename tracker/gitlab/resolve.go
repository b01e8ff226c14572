package gitlab

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
	gl "gitlab.com/gitlab-org/api/client-go/v2"
)

// Resolve implements [tracker.Reader] for addresses such as
// "https://gitlab.com/acme/shop/-/issues/17", ".../-/work_items/17",
// ".../-/milestones/3" and "https://gitlab.com/groups/acme/-/milestones/3",
// and for the other forms that people copy from a browser. One that names the
// project under another name, as after a move, is looked up once.
func (x *items) Resolve(ctx context.Context, address, _ string) (tracker.Ref, error) {
	p, err := x.load(ctx)
	if err != nil {
		return tracker.Ref{}, err
	}
	pl, ok := parseCopied(p.root(), address)
	if !ok {
		return tracker.Ref{}, x.failed("resolve", tracker.Ref{}, rest.Foreign(address))
	}
	ref := tracker.Ref{Kind: pl.kind, Key: pl.number}
	if pl.kind == tracker.KindMilestone {
		if known, ok := x.byAddress.Get(strings.ToLower(cleanAddress(address))); ok {
			return tracker.Ref{Kind: pl.kind, Key: known}, nil
		}
	}
	if pl.group {
		if !p.below(pl.owner) {
			return tracker.Ref{}, x.failed("resolve", tracker.Ref{}, rest.Foreign(address))
		}
		return x.milestoneOf(ctx, ref, "groups/"+gl.PathEscape(pl.owner)+"/milestones", pl.number)
	}
	if !strings.EqualFold(pl.owner, p.Path) {
		id, err := x.lookUp(ctx, pl.owner)
		if err != nil {
			return tracker.Ref{}, x.failed("resolve", ref, err)
		}
		if id != p.ID {
			return tracker.Ref{}, x.failed("resolve", tracker.Ref{}, rest.Foreign(address))
		}
	}
	if pl.kind == tracker.KindMilestone {
		return x.milestoneOf(ctx, ref, fmt.Sprintf("projects/%d/milestones", p.ID), pl.number)
	}
	return ref, nil
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// lookUp returns the number of another project, following its move.
func (a *addresses) lookUp(ctx context.Context, path string) (int64, error) {
	name := strings.ToLower(path)
	if id, ok := a.others.Get(name); ok {
		return id, nil
	}
	var p project
	if _, err := a.client.Get(ctx, "projects/"+gl.PathEscape(path), &p); err != nil {
		if e := a.failed("resolve", tracker.Ref{}, err); !errors.Is(e, tracker.ErrNotFound) {
			return 0, err
		}
		p.ID = 0
	}
	a.others.Learn(name, p.ID)
	return p.ID, nil
}
