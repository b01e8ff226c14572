package reconcile

import (
	"slices"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// planOffline plans from the files alone: an item is registered if its ledger
// row holds an address or its box, where that is what boxes mean, is ticked. The
// error is a [*Refusal].
func planOffline(p *Plan, b *backlog.Backlog) error {
	g, made := &merger{titles: make(map[idKey]string)}, make(madeMilestones)
	for _, s := range b.Scopes() {
		var left []*desired
		items := desiredItems(s, &tracker.Project{}, &p.Options)
		if err := checkVanishedRows(s, items, &p.Options); err != nil {
			return err
		}
		for i := range items {
			if d := &items[i]; d.kind == tracker.KindMilestone {
				g.titles[d.key] = d.title
			}
		}
		for i := range items {
			d := &items[i]
			if len(p.Options.Only) > 0 && !containsID(p.Options.Only, d.id) {
				continue
			}
			if d.saysRegistered() {
				p.Summary.Unchanged++
				continue
			}
			m := match{desired: d}
			if p.Options.leavesOut(&m) {
				left = append(left, d)
				continue
			}
			if first := made.sharedWith(&m); first != nil {
				p.Summary.Record++
				p.Changes = append(p.Changes, m.share(first))
				continue
			}
			c := m.change(ActionCreate, nil)
			c.Fields = g.draftFields(d)
			p.Summary.Create++
			p.Changes = append(p.Changes, c)
		}
		if c := droppedStories(left); c != nil {
			p.Changes = append(p.Changes, *c)
		}
	}
	return nil
}

// checkVanishedRows refuses a plan for files that have lost everything that their
// ledgers name, as [guard.checkVanished] does with what the tracker holds.
func checkVanishedRows(s *backlog.Scope, items []desired, opts *Options) error {
	if opts.LookOnly || slices.ContainsFunc(items, func(d desired) bool { return d.saysRegistered() }) {
		return nil
	}
	rows := make(map[itemKey]bool)
	for _, f := range s.Files {
		if f.Ledger() == backlog.LedgerNone { // its rows need not be up to date
			return nil
		}
		for _, e := range f.Evidence() {
			if e.URL != "" && e.Status != backlog.StatusClosed {
				rows[itemKey{e.Kind, idKey(e.Key())}] = true
			}
		}
	}
	if n := len(rows); n > 0 && (!opts.Prune || opts.PruneCount != n) {
		return &Refusal{reason.AllGone{Scope: s.Name, Gone: n}}
	}
	return nil
}

// saysRegistered reports whether the file alone says that d exists.
func (d *desired) saysRegistered() bool {
	if d.evidence != nil && d.evidence.URL != "" {
		return true
	}
	return d.ticked != nil && *d.ticked
}
