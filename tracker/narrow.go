package tracker

import (
	"context"
	"iter"

	"github.com/backlogsync/backlogsync/backlog"
)

// allLabels returns the labels that every issue gets.
func (o *Options) allLabels() []string {
	if o.ManagedLabel == "" {
		return o.Labels
	}
	return append([]string{o.ManagedLabel}, o.Labels...)
}

// narrow decides whether the listing of issues may be narrowed to the managed
// label: only where nothing can be created on the strength of it, since each
// item that the backlog wants is recorded with its address, and nothing is
// looked for by its title or by what earlier runs remember.
func (o *Observed) narrow(r Reader, b *backlog.Backlog, st *Store, opts *Options) {
	if _, ok := r.(Narrower); !ok || opts.ManagedLabel == "" || opts.Adopt || opts.Dedupe || len(opts.Recreate) > 0 || opts.Retarget || opts.MovedFrom != "" {
		return
	}
	if st != nil {
		for range st.journal.open {
			return
		}
	}
	for _, s := range b.Scopes() {
		for _, d := range desiredItems(s, &o.project, opts) {
			if !d.recorded() {
				return
			}
		}
	}
	o.managed = opts.ManagedLabel
}

// list lists the items of a kind, of the issues only those with the managed
// label where that is enough.
func (o *Observed) list(ctx context.Context, r Reader, kind Kind) iter.Seq2[*Item, error] {
	if n, ok := r.(Narrower); ok && kind == KindIssue && o.managed != "" {
		return n.ListLabeled(ctx, o.managed)
	}
	return r.List(ctx, kind)
}
