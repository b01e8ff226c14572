package reconcile

import (
	"context"
	"errors"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// An identity is what came of asking who the credentials belong to.
type identity struct {
	asked  bool
	login  string
	err    error
	needed bool // rows of the ledger wait for it
}

// identify asks who the credentials belong to, once, if the tracker tells.
func (o observer) identify(ctx context.Context) error {
	if o.project.Login == nil {
		return nil
	}
	if o.identity.asked {
		return o.identity.err
	}
	login, err := o.project.Login(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	o.identity.asked, o.identity.login, o.identity.err = true, login, err
	return err
}

// identifyRows does so for the rows of the ledger that lack a responsible
// person whom the service does not name either.
func (o observer) identifyRows(ctx context.Context, b *backlog.Backlog) {
	for _, f := range b.Files() {
		for _, e := range f.Evidence() {
			to := o.destinations[e]
			if f.Ledger() != backlog.LedgerNone && e.Responsible == "" && to.item != nil && to.item.Creator == "" && e.Has(backlog.LedgerResponsible) {
				o.identity.needed = true
			}
		}
	}
	if o.identity.needed {
		_ = o.identify(ctx) // the plan says it, see announceNameless
	}
}

// announceNameless says why rows of the ledger stay without a responsible person.
func (p *Plan) announceNameless(o *Observed) {
	if o.identity.err == nil || !o.identity.needed || p.Options.NoWrite || p.Options.Dedupe {
		return
	}
	p.Changes = append(p.Changes, Change{
		Action: ActionNotice, Fields: []Field{}, File: p.Files[0].Name, Reason: reason.Nameless{Err: o.identity.err},
	})
}

// identify does so for what this run records.
func (r *run) identify(ctx context.Context) {
	if r.p.Options.NoWrite {
		return
	}
	for m, x := range r.result.items {
		if x.Creator == "" && m.file.Ledger() != backlog.LedgerNone {
			if err := r.p.observed.by(r.t).identify(context.WithoutCancel(ctx)); err != nil {
				r.result.Nameless = errors.New(reason.Nameless{Err: err}.String())
			}
			return
		}
	}
}
