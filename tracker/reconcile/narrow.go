package reconcile

import (
	"context"
	"iter"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
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
func (o observer) narrow(b *backlog.Backlog, st *Store, opts *Options) {
	looked := opts.Adopt || opts.Dedupe || len(opts.Recreate) > 0 || opts.Retarget || opts.MovedFrom != "" // for by other means
	if _, ok := o.r.(tracker.Narrower); !ok || opts.ManagedLabel == "" || looked {
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
func (o observer) list(ctx context.Context, kind tracker.Kind) iter.Seq2[*tracker.Item, error] {
	if n, ok := o.r.(tracker.Narrower); ok && kind == tracker.KindIssue && o.managed != "" {
		return n.ListLabeled(ctx, o.managed)
	}
	return o.r.List(ctx, kind)
}
