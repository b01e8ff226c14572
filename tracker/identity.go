package tracker

import "context"

// An Identifier is a tracker that is asked separately who its credentials
// belong to, since that costs a request. It is asked only where [Project] does
// not say it and it matters: for the ledger's row of a milestone of a service
// that does not tell who created one, and where a marker of the backlog stands
// in an item that [Item.Trusted] does not vouch for, since one's own count.
type Identifier interface {
	// Login returns the login that the credentials belong to.
	Login(ctx context.Context) (string, error)
}

// identify asks who the credentials belong to, if the tracker tells.
func (o *Observed) identify(ctx context.Context, r Reader) error {
	id, ok := r.(Identifier)
	if !ok || o.project.Login != "" {
		return nil
	}
	login, err := id.Login(ctx)
	if err != nil {
		return err
	}
	o.project.Login = login
	return nil
}

// identifyRows does so for the rows of the ledger that lack a responsible
// person whom the service does not name either.
func (o *Observed) identifyRows(ctx context.Context, r Reader) error {
	for e, l := range o.links {
		if e.Responsible == "" && l.item != nil && l.item.Creator == "" {
			return o.identify(ctx, r)
		}
	}
	return nil
}

// identify does so for what this run records. Rows that stay without a
// responsible person get one in the next run.
func (r *run) identify() {
	if r.p.Options.NoWrite {
		return
	}
	for _, x := range r.result.items {
		if x.Creator != "" {
			continue
		}
		if err := r.p.observed.identify(context.WithoutCancel(r.ctx), r.t); err != nil {
			r.log.Warn("it is not known who the credentials belong to", "error", err)
		}
		return
	}
}
