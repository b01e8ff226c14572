package tracker

import (
	"fmt"
	"slices"

	"github.com/backlogsync/backlogsync/backlog"
)

// A twin says of an item that is to be closed as a duplicate what stays, and
// what told them apart when that was decided.
type twin struct {
	stays      *observed
	staysNonce string
	nonce      string
	scope      string
}

// checkCopies looks at the other items with the same marker or ID. The same
// nonce twice is a copy that a person made. Items of one ID with different
// nonces are twins, made by runs that did not see each other: the oldest stays,
// in the eyes of every run.
func (m *matcher) checkCopies(r *match) {
	if same := m.nonces.several(r.item.body.marker.nonce); len(same) > 1 {
		r.block(ActionConflict, "copied", copied(same))
		return
	}
	var family []*observed // oldest first
	for _, x := range m.marked[r.kind].several(r.key) {
		switch same := m.nonces.several(x.body.marker.nonce); {
		case len(same) > 1:
			m.claimed[x.index] = r.desired
			if same[0] == x {
				r.notices = append(r.notices, r.change(ActionConflict, "copied", copied(same)))
			}
		case x == r.item, x.Trusted:
			family = append(family, x)
		}
	}
	if len(family) < 2 {
		return
	}
	for _, x := range family {
		m.claimed[x.index] = r.desired
	}
	open := slices.ContainsFunc(family, func(x *observed) bool { return x.State == Open })
	if family[0].State == Closed && open && r.state != Closed {
		// Somebody has chosen already, and not by age.
		for _, x := range family {
			if x != r.item && x.State == Open {
				r.notices = append(r.notices, r.change(ActionConflict, "twin", fmt.Sprintf(
					"%s was registered a second time as %s, and the older one was closed; close one of them and remove its marker", r.id, x.URL)))
			}
		}
		return
	}
	if r.item != family[0] {
		r.item, r.follow = family[0], true
	}
	r.twins = family[1:]
}

func copied(same []*observed) string {
	return fmt.Sprintf("%s carry the same marker: one is a copy; remove the marker from the copy", joinURLs(same))
}

// winner returns what an item lost to that was closed as a duplicate of r; ok
// says whether it was. x is nil if that does not exist any more.
func (m *matcher) winner(item *observed, r *match) (x *observed, ok bool) {
	if item == nil || item.body.marker != nil || item.body.former == nil || !m.ours(item.body.former) || item.body.former.key != r.key {
		return nil, false
	}
	if x := m.o.winner(item); x != nil && x.body.marker.key == r.key {
		return x, true
	}
	return m.marked[r.kind].first(r.key), true
}

// winner follows duplicates to what they lost to, nil if that is not known.
func (o *Observed) winner(x *observed) *observed {
	for range len(o.order) { // people may have made a circle
		if x == nil || x.body.marker != nil {
			return x
		}
		if x.body.former == nil {
			return nil
		}
		x = o.items[Ref{x.Kind, x.body.former.of}]
	}
	return nil
}

// compareTwins fills in what concerns items that exist more than once: twins are
// closed, ledger rows follow; copies that people made, and items that only look
// alike, are named.
func (sp *scopePlan) compareTwins() {
	records := sp.newRecorder()
	for i := range sp.matches {
		m := &sp.matches[i]
		for _, c := range m.notices {
			sp.report(c)
		}
		switch {
		case m.blocked != nil && m.blocked.Code == "copied":
			sp.report(*m.blocked)
		case m.blocked != nil || m.item == nil:
		case m.follow:
			sp.planRecord(m, records)
			sp.planTwins(m)
		default:
			sp.summary.Unchanged++
			sp.planTwins(m)
		}
		sp.reportAlike(m)
	}
}

// reportAlike names items without a marker that have exactly the title of one
// with it. Nobody can tell whether they are meant to be the same.
func (sp *scopePlan) reportAlike(m *match) {
	if m.item == nil || m.item.body.marker == nil {
		return
	}
	for _, x := range sp.matcher.titles[m.kind].all(m.item.Title) {
		if x == m.item || x.body.marker != nil || x.State != Open {
			continue
		}
		c := m.change(ActionNotice, "same-title", fmt.Sprintf("it has the title of %s and no marker; it is left alone: close it if it is the same", m.item.URL))
		c.Title, c.URL = x.Title, x.URL
		sp.changes = append(sp.changes, c)
	}
}

// planTwins adds what closes the twins of a match.
func (sp *scopePlan) planTwins(m *match) {
	for _, x := range m.twins {
		s := sp.twinStep(m, x)
		sp.steps = append(sp.steps, s)
		sp.changes = append(sp.changes, s.Change)
		sp.summary.Close++
	}
}

// twinStep is the change that closes a twin as a duplicate of m's item.
func (sp *scopePlan) twinStep(m *match, x *observed) step {
	c := m.change(ActionClose, "twin", fmt.Sprintf("registered twice: the older one, %s, stays; this one is closed as its duplicate", m.item.URL))
	c.Title, c.URL = x.Title, x.URL
	if x.State == Open {
		c.Fields = append(c.Fields, Field{fieldState.String(), string(Open), string(Closed)})
	}
	c.Fields = append(c.Fields, Field{"marker", string(m.id), "duplicate"})
	if issues := sp.issuesIn(x); len(issues) > 0 {
		ids := make([]backlog.ID, len(issues))
		for i, y := range issues {
			ids[i] = y.body.marker.id
		}
		c.Fields = append(c.Fields, Field{"issues", joinIDs(ids), ""})
	}
	return step{Change: c, close: x, twin: &twin{m.item, m.item.body.marker.nonce, x.body.marker.nonce, m.scope}}
}

// issuesIn returns the issues of the scope that a milestone holds.
func (sp *scopePlan) issuesIn(milestone *observed) []*observed {
	var issues []*observed
	if milestone.Kind != KindMilestone {
		return nil
	}
	for _, x := range sp.o.order {
		if mk := x.body.marker; x.Kind == KindIssue && x.Milestone == milestone.Key && mk != nil && sp.matcher.ours(mk) {
			issues = append(issues, x)
		}
	}
	return issues
}
