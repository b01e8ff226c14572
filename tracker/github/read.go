package github

import (
	"context"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
	gh "github.com/google/go-github/v60/github"
)

// Get implements [tracker.Reader].
func (x items) Get(ctx context.Context, ref tracker.Ref) (*tracker.Item, error) {
	item, err := x.read(ctx, ref)
	if err != nil {
		return nil, x.failed("read", ref, err)
	}
	return item, nil
}

func (x items) read(ctx context.Context, ref tracker.Ref) (*tracker.Item, error) {
	if ref.Kind == tracker.KindMilestone {
		var m gh.Milestone
		if _, err := x.get(ctx, x.itemPath(ref), &m); err != nil {
			return nil, err
		}
		if err := x.wanted(ctx, ref, m.GetNumber(), m.GetURL(), m.GetHTMLURL()); err != nil {
			return nil, err
		}
		return x.checked(ctx, milestoneItem(&m))
	}
	var i issue
	if _, err := x.get(ctx, x.itemPath(ref), &i); err != nil {
		return nil, err
	}
	if i.IsPullRequest() {
		return nil, rest.Refuse(tracker.ErrNotFound, "it is a pull request")
	}
	if err := x.wanted(ctx, ref, i.GetNumber(), i.GetURL(), i.GetHTMLURL()); err != nil {
		return nil, err
	}
	return x.checked(ctx, x.issueItem(&i))
}
