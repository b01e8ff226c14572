package reconcile

import (
	"slices"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
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
	if same := m.copies(r.item); len(same) > 1 {
		r.block(ActionConflict, copied(same))
		return
	}
	var family []*observed // oldest first
	for _, x := range m.marked[r.kind].several(r.key) {
		switch same := m.copies(x); {
		case x != r.item && !m.counts(x) && m.counts(r.item):
		case m.halfway.unlike(x, r.item):
		case len(same) > 1:
			m.claimed[x.index] = r.desired
			if same[0] == x {
				r.notices = append(r.notices, r.change(ActionConflict, copied(same)))
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
	if slices.ContainsFunc(family, func(x *observed) bool { return x.formerName() != family[0].formerName() }) {
		r.block(ActionConflict, reason.TwoStories{ID: r.id, URLs: urlsOf(family)})
		return
	}
	open := slices.ContainsFunc(family, func(x *observed) bool { return x.State == tracker.Open })
	if family[0].State == tracker.Closed && open && r.state != tracker.Closed {
		// Somebody has chosen already, and not by age.
		for _, x := range family {
			if x != r.item && x.State == tracker.Open {
				r.notices = append(r.notices, r.change(ActionConflict, reason.OlderClosed{ID: r.id, URL: x.URL}))
			}
		}
		return
	}
	if r.item != family[0] {
		r.item, r.follow = family[0], true
	}
	r.twins = family[1:]
}

func isCopied(c *Change) bool {
	_, ok := c.Reason.(reason.Copied)
	return ok
}

func copied(same []*observed) reason.Copied { return reason.Copied{URLs: urlsOf(same)} }

// winner returns what an item lost to that was closed as a duplicate of r; ok
// says whether it was. x is nil if that no longer exists.
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
		x = o.items[tracker.Ref{Kind: x.Kind, Key: x.body.former.of}]
	}
	return nil
}

// A twinCloser plans what becomes of items that exist more than once.
type twinCloser struct{ *scopePlan }

// compare fills in what concerns items that exist more than once: twins are
// closed, ledger rows follow; copies that people made, and items that only look
// alike, are named.
func (t twinCloser) compare() {
	gaps := t.lists.compare()
	for i := range t.matches {
		m := &t.matches[i]
		for _, c := range m.notices {
			t.report(c)
		}
		switch {
		case m.blocked != nil && isCopied(m.blocked):
			t.report(*m.blocked)
		case m.blocked != nil || m.item == nil:
		case m.follow:
			t.planRecord(m, gaps)
			t.planCloses(m)
		default:
			t.summary.Unchanged++
			t.planCloses(m)
		}
		t.reportAlike(m)
	}
}

// reportAlike names items without a marker that have exactly the title of one
// with it. Nobody can tell whether they are meant to be the same.
func (t twinCloser) reportAlike(m *match) {
	if m.item == nil || m.item.body.marker == nil {
		return
	}
	for _, x := range t.matcher.titles[m.kind].all(m.item.Title) {
		if x == m.item || x.body.marker != nil || x.State != tracker.Open {
			continue
		}
		c := m.change(ActionNotice, reason.SameTitle{URL: m.item.URL})
		c.Title, c.URL = x.Title, x.URL
		t.changes = append(t.changes, c)
	}
}

// planCloses adds what closes the twins of a match.
func (t twinCloser) planCloses(m *match) {
	for _, x := range m.twins {
		s := t.step(m, x)
		t.steps = append(t.steps, s)
		t.changes = append(t.changes, s.Change)
		t.summary.Close++
	}
}

// step is the change that closes a twin as a duplicate of m's item.
func (t twinCloser) step(m *match, x *observed) step {
	c := m.change(ActionClose, reason.Twin{Stays: m.item.URL})
	c.Title, c.URL = x.Title, x.URL
	if x.State == tracker.Open {
		c.Fields = append(c.Fields, Field{fieldState.String(), string(tracker.Open), string(tracker.Closed)})
	}
	c.Fields = append(c.Fields, Field{"marker", string(m.id), "duplicate"})
	if issues := t.issuesIn(x); len(issues) > 0 {
		ids := make([]backlog.ID, len(issues))
		for i, y := range issues {
			ids[i] = y.body.marker.id
		}
		c.Fields = append(c.Fields, Field{"issues", joinIDs(ids), ""})
	}
	return step{Change: c, close: x, twin: &twin{m.item, m.item.body.marker.nonce, x.body.marker.nonce, m.scope}}
}

// issuesIn returns the issues of the scope that a milestone holds.
func (t twinCloser) issuesIn(milestone *observed) []*observed {
	var issues []*observed
	if milestone.Kind != tracker.KindMilestone {
		return nil
	}
	for _, x := range t.o.order {
		if mk := x.body.marker; x.Kind == tracker.KindIssue && x.Milestone == milestone.Key && mk != nil && t.matcher.ours(mk) {
			issues = append(issues, x)
		}
	}
	return issues
}
