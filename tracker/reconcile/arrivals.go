package reconcile

import (
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// arrivals finds the items whose stories were moved from one file of the run to
// another one, which has another scope: what is gone from the one and new in the other
// is the same item if it has the same ID and a title like that. It would be closed
// there and made a second time here.
type arrivals struct {
	opts   *Options
	scopes []*scopePlan
	mover  map[*scopePlan]*merger // which milestones stood for which epics; nil until used
}

// A departure is an item that is gone from the files of its scope.
type departure struct {
	from *scopePlan
	item *observed
}

func (a *arrivals) find() {
	if len(a.scopes) < 2 || a.opts.Dedupe {
		return
	}
	a.takeOnce()
	a.shareFormer()
	byID, byName := make(map[itemKey][]departure), make(map[nameKey][]departure)
	for _, sp := range a.scopes {
		for _, x := range sp.gone {
			mk := x.body.marker
			d, name := departure{sp, x}, mk.base.value(fieldName).file
			byID[itemKey{x.Kind, mk.key}] = append(byID[itemKey{x.Kind, mk.key}], d)
			if name != "" && x.State == tracker.Open {
				byName[nameKey{x.Kind, name}] = append(byName[nameKey{x.Kind, name}], d)
			}
		}
	}
	if len(byID) == 0 {
		return
	}
	a.mover = make(map[*scopePlan]*merger)
	var renumbered []arrival
	for _, sp := range a.scopes {
		for i := range sp.matches {
			m := &sp.matches[i]
			if !sp.mayArrive(m) {
				continue
			}
			switch found := departed(m, byID[itemKey{m.kind, m.key}]); {
			case len(found) == 1:
				a.take(m, found[0])
			case len(found) > 1:
				a.doubt(m, found)
			case m.item == nil && m.blocked == nil:
				if d := byName[nameKey{m.kind, m.nameDigest}]; len(d) == 1 && d[0].from != sp {
					renumbered = append(renumbered, arrival{m, d[0]})
				}
			}
		}
	}
	a.renumbered(renumbered)
	a.holdLeftOut()
}

// shareFormer sees to it that an item of the former scope, whose stories any file of the
// run may have now, is gone only if no scope has it, and from the first one.
func (a *arrivals) shareFormer() {
	if a.opts.MovedFrom == "" {
		return
	}
	taken := make(map[*observed]bool)
	for _, sp := range a.scopes {
		for i := range sp.matches {
			if x := sp.matches[i].item; x != nil {
				taken[x] = true
			}
		}
	}
	for _, sp := range a.scopes {
		sp.gone = slices.DeleteFunc(sp.gone, func(x *observed) bool {
			was := taken[x]
			taken[x] = true
			return was
		})
	}
}

// holdLeftOut leaves to a person what is gone from one file and has its ID on a line of
// another one that is not read as an item: its story may have been moved there.
func (a *arrivals) holdLeftOut() {
	for _, sp := range a.scopes {
		for _, x := range sp.gone {
			at, ok := a.leftOut(sp, x.body.marker.id)
			if !ok || x.State != tracker.Open || sp.contested[x] {
				continue
			}
			sp.contested[x] = true
			sp.leftOut = append(sp.leftOut, leftOut{x, at})
		}
	}
}

// A leftOut is an item whose ID is on a line that is not read as an item.
type leftOut struct {
	item *observed
	at   backlog.Position
}

// leftOut looks for such a line in the files of the other scopes.
func (a *arrivals) leftOut(from *scopePlan, id backlog.ID) (at backlog.Position, ok bool) {
	for _, sp := range a.scopes {
		for _, f := range sp.scope.Files {
			if at, ok = f.LeftOut(id); ok && sp != from {
				return at, true
			}
		}
	}
	return at, false
}

// An arrival is a story of one scope that may be the item of another one.
type arrival struct {
	now *match
	was departure
}

// mayArrive reports whether the tracker has nothing under the scope of m that it
// stands for.
func (sp *scopePlan) mayArrive(m *match) bool {
	if m.intent != nil || sp.matcher.create(m) || sp.matcher.recreate(m.id) {
		return false
	}
	if m.blocked == nil {
		return m.item == nil || m.adopt || m.bare && m.item.body.marker != nil
	}
	switch m.blocked.Reason.(type) {
	case reason.LooksRegistered, reason.Ambiguous, reason.MarkerOfAnother:
		return true
	}
	return false
}

// departed returns those that m may be: the one that its row names, else all that have
// its title. An open item may have been retitled on its way; one that is closed is
// another story's if it is not titled so.
func departed(m *match, from []departure) []departure {
	var found []departure
	for _, d := range from {
		mk := d.item.body.marker
		same := mk.base.value(fieldName).file == m.nameDigest ||
			d.item.State == tracker.Open && backlog.AlikeTitles(strings.TrimPrefix(d.item.Title, string(mk.id)+" "), m.words)
		switch {
		case d.from == m.in || !same || !slices.Contains(d.from.gone, d.item):
		case d.item == m.item:
			return []departure{d}
		default:
			found = append(found, d)
		}
	}
	return found
}

// doubt blocks a story that may be any of several items.
func (a *arrivals) doubt(m *match, found []departure) {
	var items []*observed
	for _, d := range found {
		items = append(items, d.item)
		d.from.contested[d.item] = true
	}
	m.block(ActionConflict, reason.Ambiguous{URLs: urlsOf(items)})
}

// take makes m the item that left another scope.
func (a *arrivals) take(m *match, d departure) {
	if a.mover[d.from] == nil {
		a.mover[d.from] = d.from.newMerger()
	}
	if x := m.item; x != nil && m.in.matcher.claimed[x.index] == m.desired {
		m.in.matcher.claimed[x.index] = nil
	}
	m.item, m.from, m.blocked = d.item, a.mover[d.from], nil
	m.bare, m.adopt = false, false
	m.in.matcher.claim(m)
	m.in.matcher.checkCopies(m)
	d.from.matcher.claimed[d.item.index] = m.desired
	d.from.gone = slices.DeleteFunc(d.from.gone, func(x *observed) bool { return x == d.item })
	d.from.departed = append(d.from.departed, d.item)
}

// renumbered decides about stories that have the title of one that is gone from another
// file of the run, and another ID.
func (a *arrivals) renumbered(found []arrival) {
	for _, f := range found {
		d := f.was
		switch {
		case a.opts.Renumbered == FollowIDs, !slices.Contains(d.from.gone, d.item):
		case a.opts.Renumbered == FollowTitles:
			a.take(f.now, d)
		default:
			was := d.item.body.marker
			f.now.block(ActionConflict, reason.Renumbered{Items: []reason.Renaming{{ID: f.now.id, Was: was.id}}, File: was.scope})
			d.from.contested[d.item] = true
		}
	}
}

// lastAgreed returns what both sides last agreed on of the item of m, which carries a
// marker: the epic of one that came from another scope is what stands for its milestone
// here.
func (g *merger) lastAgreed(m *match) base {
	b := m.item.body.marker.base
	if m.from == nil {
		return b
	}
	if v := b.value(fieldMilestone); v.tracker == digest(string(m.from.epicOf(m.item.Milestone))) {
		here := digest(string(g.epicOf(m.item.Milestone)))
		b.agree(fieldMilestone, here, here)
	}
	return b
}
