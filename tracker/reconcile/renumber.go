package reconcile

import (
	"slices"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// A renumberer finds out which item of the tracker a story is that got another ID.
type renumberer struct{ *scopePlan }

// A namesake is an item of the files with the title that another item of the
// scope had when both were last written.
type namesake struct {
	now *match
	was formerOwner
}

// A formerOwner is an item that had a title before.
type formerOwner struct {
	id    backlog.ID
	item  *observed
	match *match // nil if the files have no such ID any more
}

// A nameKey is the digest of the name of a kind of items.
type nameKey struct {
	kind   tracker.Kind
	digest string
}

// checkRenumbered looks for items whose title belonged to another item of the
// scope when both were last written: IDs have been swapped or shifted. Which
// is which only a person can say.
func (sp renumberer) checkRenumbered() {
	if sp.opts.Renumbered == FollowIDs {
		return
	}
	pairs := sp.namesakes()
	if len(pairs) == 0 || len(pairs) == 1 && !pairs[0].isOfGone() && !pairs[0].byLedger() {
		return
	}
	why := reason.Renumbered{Recorded: len(pairs) == 1 && pairs[0].byLedger()}
	for _, p := range pairs {
		why.Items = append(why.Items, reason.Renaming{ID: p.now.id, Was: p.was.id})
	}
	if sp.opts.Renumbered == FollowTitles {
		left := leftOver(pairs)
		if len(left) == 0 || sp.opts.Prune && !slices.ContainsFunc(left, sp.isDoubtful) {
			sp.displaced = left
			sp.followTitles(pairs)
			return
		}
		why.Left, why.LeftID, why.Doubtful = left[0].URL, left[0].body.marker.id, sp.isDoubtful(left[0])
	}
	sp.contest(pairs, why)
}

// isOfGone reports whether an item has the title of one that is gone from the files.
// One alone shows a renumbering: where both are in use, a title may have been copied.
func (p *namesake) isOfGone() bool { return p.was.match == nil }

// byLedger reports whether the row of an item has followed its title already.
func (p *namesake) byLedger() bool { return p.now.item == p.was.item }

// namesakes finds the items whose titles have moved. An item that is gone from
// the files counts too, unless it was closed for that: where a story is taken
// out and those below it move up, the last ID is gone, not the story.
func (sp renumberer) namesakes() []namesake {
	pairs := sp.renumberedRows()
	former := make(map[nameKey]formerOwner)
	for _, x := range sp.gone {
		mk := x.body.marker
		if was := mk.base.value(fieldName).file; was != "" && !mk.base.pruned {
			former[nameKey{x.Kind, was}] = formerOwner{mk.id, x, nil}
		}
	}
	for _, x := range sp.matcher.stranded() {
		former[nameKey{x.Kind, x.formerName()}] = formerOwner{x.body.marker.id, x, nil}
	}
	for i := range sp.matches {
		m := &sp.matches[i]
		if was := m.formerName(); was != "" && was != m.nameDigest {
			former[nameKey{m.kind, was}] = formerOwner{m.id, m.item, m}
		}
	}
	if len(former) == 0 {
		return pairs
	}
	for i := range sp.matches {
		m := &sp.matches[i]
		if m.formerName() == m.nameDigest {
			continue
		}
		if was, ok := former[nameKey{m.kind, m.nameDigest}]; ok && was.match != m {
			pairs = append(pairs, namesake{m, was})
		}
	}
	return pairs
}

// renumberedRows finds the items whose rows got their new IDs along with them, as where
// an ID is replaced in the whole file.
func (sp renumberer) renumberedRows() []namesake {
	var pairs []namesake
	for i := range sp.matches {
		m := &sp.matches[i]
		if m.blocked == nil || m.item == nil || !m.recorded() || !sp.matcher.renumbered(m, m.item) {
			continue
		}
		mk := m.item.body.marker
		was := formerOwner{mk.id, m.item, nil}
		if j := slices.IndexFunc(sp.matches, func(o match) bool { return o.kind == m.kind && o.key == mk.key }); j >= 0 {
			was.match = &sp.matches[j]
		}
		pairs = append(pairs, namesake{m, was})
	}
	return pairs
}

// followTitles gives each story the item that had its title.
func (sp renumberer) followTitles(pairs []namesake) {
	before := make([]match, len(pairs))
	for i, p := range pairs {
		before[i] = match{item: p.was.item}
		if p.was.match != nil && !p.byLedger() {
			before[i] = *p.was.match
		}
	}
	moved := make(map[*match]bool)
	for i, p := range pairs {
		p.now.item, p.now.blocked, p.now.follow = before[i].item, before[i].blocked, true
		p.now.bare, p.now.adopt, p.now.intent = before[i].bare, before[i].adopt, nil
		p.now.twins = before[i].twins
		if p.now.item != nil {
			sp.matcher.claimed[p.now.item.index] = p.now.desired
			if same := sp.matcher.copies(p.now.item); p.byLedger() && len(same) > 1 {
				p.now.block(ActionConflict, copied(same))
			}
		}
		moved[p.now] = true
	}
	for _, p := range pairs {
		m := p.was.match
		if m == nil || moved[m] || m.item != p.was.item {
			continue
		}
		// Its item went to another; it gets a new one, unless a run that was cut off made that.
		if p.byLedger() {
			m.blocked = nil // the item was claimed twice
		}
		m.item, m.follow = nil, true
		if len(m.twins) > 0 {
			m.item, m.twins = m.twins[0], m.twins[1:]
		} else if e := sp.matcher.journal[itemKey{m.kind, m.key}]; e != nil && e.Op == opIntent {
			m.intent = &e.entry // listings may not show it yet
		}
	}
	sp.gone = sp.findGone()
}

// contest blocks all parts of a renumbering, those too that lost their title
// to another.
func (sp renumberer) contest(pairs []namesake, why reason.Renumbered) {
	for _, p := range pairs {
		p.now.block(ActionConflict, why)
		if m := p.was.match; m != nil {
			m.block(ActionConflict, why)
		} else {
			sp.contested[p.was.item] = true
		}
	}
}

// formerName returns the digest of the name that the item had when it was last
// written, or "".
func (m *match) formerName() string {
	if m.item == nil || m.item.body.marker == nil || m.bare {
		return ""
	}
	return m.item.body.marker.base.value(fieldName).file
}
