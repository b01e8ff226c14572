package reconcile

import (
	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// checkRetitled looks at items of a kind whose ID comes from their title, and that
// the tracker does not hold: where one open item of the scope with a title like it is
// gone from the same epic, they are one, retitled; where several are, a person
// must decide. An item with another title is a new one, which says nothing about the
// others, and so is one that takes the place of a finished one.
func (sp renumberer) checkRetitled(kind tracker.Kind) {
	fresh := make(map[idKey][]*match) // by epic
	for i := range sp.matches {
		m := &sp.matches[i]
		if m.kind == kind && m.derived && m.item == nil && m.intent == nil && m.blocked == nil && !m.recorded() && !sp.matcher.recreate(m.id) {
			fresh[m.milestone] = append(fresh[m.milestone], m)
		}
	}
	if len(fresh) == 0 {
		return
	}
	lost := sp.lost(kind)
	for epic, items := range fresh {
		likes := make(map[*match][]*observed) // what each may be that is like any
		for _, m := range items {
			if like := alike(lost[epic], m); len(like) > 0 {
				likes[m] = like
			}
		}
		for _, m := range items {
			like := likes[m]
			switch {
			case len(like) == 0:
			case len(like) == 1 && len(likes) == 1:
				sp.follow(m, like[0])
			default:
				id := m.id
				if mk := like[0].body.marker; mk != nil {
					id = mk.id
				} else if row := sp.leftRow(like[0]); row != nil {
					id = row.ID
				}
				m.block(ActionConflict, reason.Retitled{URLs: urlsOf(like), ID: id})
				for _, x := range like {
					sp.contested[x] = true
				}
			}
		}
	}
}

// lost returns the open items of a kind that are gone from the files, by epic: those
// with a marker, and those that only a row of the ledger names.
func (sp renumberer) lost(kind tracker.Kind) map[idKey][]*observed {
	lost := make(map[idKey][]*observed)
	add := func(x *observed) {
		if x.Kind != kind || x.State != tracker.Open {
			return
		}
		var epic idKey
		if kind == tracker.KindIssue {
			epic = sp.merger.milestones[x.Milestone]
		}
		lost[epic] = append(lost[epic], x)
	}
	for _, x := range sp.gone {
		add(x)
	}
	for _, x := range sp.o.order {
		if x.body.marker == nil && x.body.former == nil && sp.matcher.claimed[x.index] == nil && sp.leftRow(x) != nil {
			add(x)
		}
	}
	return lost
}

// alike returns the items whose titles are like that of m.
func alike(items []*observed, m *match) []*observed {
	var like []*observed
	for _, x := range items {
		if backlog.AlikeTitles(x.Title, m.title) {
			like = append(like, x)
		}
	}
	return like
}

// follow makes m the item x, whose marker and row get the ID that the file has now.
func (sp renumberer) follow(m *match, x *observed) {
	m.item = x
	if x.body.marker == nil {
		m.bare, m.adopt = !sp.opts.Adopt, sp.opts.Adopt
	}
	sp.matcher.claim(m)
	for i, g := range sp.gone {
		if g == x {
			sp.gone = append(sp.gone[:i:i], sp.gone[i+1:]...)
			return
		}
	}
}
