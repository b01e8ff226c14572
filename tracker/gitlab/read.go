package gitlab

import (
	"context"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
)

// Get implements [tracker.Reader].
func (x *items) Get(ctx context.Context, ref tracker.Ref) (*tracker.Item, error) {
	item, err := x.read(ctx, ref)
	if err != nil {
		return nil, x.failed("read", ref, err)
	}
	return item, nil
}

func (x *items) read(ctx context.Context, ref tracker.Ref) (*tracker.Item, error) {
	if ref.Kind == tracker.KindMilestone {
		return x.readMilestone(ctx, ref)
	}
	path, err := x.itemPath(ctx, ref)
	if err != nil {
		return nil, err
	}
	var i issue
	if _, err := x.client.Get(ctx, path, &i); err != nil {
		return nil, err
	}
	if i.MovedToID > 0 {
		address, err := x.movedTo(ctx, &i)
		if err != nil {
			return nil, err
		}
		moved := rest.Refuse(tracker.ErrNotFound, "it was moved to %s", address)
		moved.MovedTo = address
		return nil, moved
	}
	items, err := x.issueItems(ctx, []*issue{&i})
	if err != nil {
		return nil, err
	}
	return items[0], nil
}
