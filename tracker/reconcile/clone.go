package reconcile

import (
	"maps"
	"slices"

	"github.com/backlogsync/backlogsync/tracker"
)

// clone returns a copy of o that can be kept up to date without o changing. What
// is never modified, such as markers and the entries of the journal, is shared.
func (o *Observed) clone() *Observed {
	c := &Observed{
		project: o.project, foreign: o.foreign, made: o.made, link: o.link, labels: o.labels, blocks: o.blocks, linked: o.linked,
		managed: o.managed, at: o.at, date: o.date, quota: o.quota, now: o.now, skew: o.skew, settle: o.settle, identity: o.identity,
		trust: o.trust, pulled: o.pulled, named: o.named, passes: o.passes, reads: o.reads, unproven: maps.Clone(o.unproven),
		items: make(map[tracker.Ref]*observed, len(o.items)), order: make([]*observed, len(o.order)),
		destinations: maps.Clone(o.destinations), gone: maps.Clone(o.gone), journal: slices.Clone(o.journal),
		moved: slices.Clone(o.moved), listings: make(map[tracker.Kind]*listing, len(o.listings)),
	}
	for i, x := range o.order {
		c.order[i] = new(*x)
		c.items[x.Ref] = c.order[i]
	}
	own := func(x *observed) *observed {
		if x == nil {
			return nil
		}
		return c.order[x.index]
	}
	for row, to := range c.destinations {
		to.item = own(to.item)
		c.destinations[row] = to
	}
	for i := range c.journal {
		c.journal[i].item = own(c.journal[i].item)
	}
	for kind, l := range o.listings {
		copied := *l
		copied.twice, copied.fresh = own(l.twice), make([]*observed, len(l.fresh))
		for i, x := range l.fresh {
			copied.fresh[i] = own(x)
		}
		c.listings[kind] = &copied
	}
	return c
}
