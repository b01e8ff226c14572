package github

import (
	"context"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/rest"
)

// redirected sends a write. Where it was answered with a redirect which was not
// followed, it finds out what the outcome is: nothing was done. ref is the item
// whose address was used, its key "" if it has none. What is in the repository
// still is sent once more, to the name that the repository has now.
func (x items) redirected(ctx context.Context, op string, ref tracker.Ref, send func() error) error {
	err := send()
	if !isRedirect(rest.Status(err), op) {
		return err
	}
	if ref.Key != "" {
		if _, err := x.read(ctx, ref); err != nil {
			return err
		}
	}
	if renamed, refreshErr := x.refresh(ctx); refreshErr != nil || !renamed {
		return err
	}
	return send()
}

// create sends a write that makes something.
func (x items) create(ctx context.Context, below string, fields, into any) error {
	return x.redirected(ctx, "create", tracker.Ref{}, func() error { return x.client.Create(ctx, x.path(below), fields, into) })
}

// write sends a write that may be repeated, to an address below that of an item.
func (x items) write(ctx context.Context, method string, ref tracker.Ref, below string, fields, into any) error {
	return x.redirected(ctx, "update", ref, func() error { return x.client.Write(ctx, method, x.itemPath(ref)+below, fields, into) })
}
