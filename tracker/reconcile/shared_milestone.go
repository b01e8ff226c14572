package reconcile

import (
	"context"
	"errors"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// madeMilestones are those that a plan makes, by title. A title names one milestone:
// where several scopes want one of the same title, the first makes it, and the others use
// it as they would have if it had been there.
type madeMilestones map[string]*match

// sharedWith returns the milestone of this title that another scope makes. If there is
// none, m is the first.
func (made madeMilestones) sharedWith(m *match) *match {
	if m.kind != tracker.KindMilestone || m.intent != nil {
		return nil
	}
	first := made[m.title]
	switch {
	case first == nil:
		made[m.title] = m
		return nil
	case first.scope == m.scope:
		return nil
	default:
		return first
	}
}

// share is the change of a milestone that another scope makes.
func (m *match) share(first *match) Change {
	c := m.change(ActionRecord, reason.MilestoneUsed{Scope: first.scope, New: true})
	c.Fields = []Field{}
	return c
}

// planShared plans to use the milestone that another scope makes.
func (sp *scopePlan) planShared(m, first *match) {
	c := m.share(first)
	sp.steps = append(sp.steps, step{Change: c, match: m, shared: first})
	sp.summary.Record++
	sp.lists.anew[m] = true
	sp.changes = append(sp.changes, c)
}

// share uses the milestone of another scope, which comes first.
func (r *run) share(ctx context.Context, s *step) error {
	_, err := r.milestoneOf(s.shared.in, s.shared.key)
	if err == nil {
		s.match.item = r.result.items[s.shared]
		r.record(s, s.match.item)
		return nil
	}
	r.milestones[s.match.in].missing[s.match.key] = err
	if errors.Is(err, errUnsettled) {
		r.deferred = append(r.deferred, s)
		return nil
	}
	return r.fail(ctx, s, err)
}
