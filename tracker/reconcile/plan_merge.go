package reconcile

import (
	"cmp"
	"slices"

	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// planMerge adds what comparing the three sides shows: at most one change of
// each action.
func (sp *scopePlan) planMerge(m *match, gaps *fileGaps) {
	g, relations := sp.merger.merge(m), sp.graph.of(m)
	g.drift = append(g.drift, relations.drift...)
	if g.differs {
		sp.summary.Accepted++
	}
	switch {
	case m.adopt:
		c := m.change(ActionUpdate, reason.Adopted{Enclosed: g.shape == shapeEnclose})
		c.Fields = slices.Concat([]Field{{"marker", "", string(m.id)}}, g.update, relations.fields, gaps.row(m))
		sp.addUpdate(c, m, g, relations)
	case len(g.update)+len(relations.fields) > 0:
		c := m.change(ActionUpdate, nil)
		c.Fields = slices.Concat(g.update, relations.fields, gaps.row(m))
		sp.addUpdate(c, m, g, relations)
	case len(g.agreed)+len(relations.agreed) > 0:
		c := m.agreement(slices.Concat(g.agreed, relations.agreed))
		sp.steps = append(sp.steps, step{Change: c, match: m, merge: g, relations: relations})
		sp.report(c)
		if len(gaps.row(m)) > 0 {
			sp.planRecord(m, gaps)
		}
	case len(g.conflict)+len(g.drift) == 0 || len(gaps.missing(m)) > 0:
		sp.planRecord(m, gaps)
	}
	if !sp.lists.anew[m] {
		sp.planRelation(m, gaps)
	}
	sp.reportFields(m, ActionConflict, cmp.Or[reason.Reason](g.why, reason.BothChanged{}), g.conflict)
	sp.reportFields(m, ActionDrift, reason.Drifted{}, g.drift)
}

// planRelation adds the line of the relation list of a milestone that is written,
// too. One that is taken over gets its first line along with that.
func (sp *scopePlan) planRelation(m *match, gaps *fileGaps) {
	f, ok := gaps.relations[m]
	if !ok {
		return
	}
	sp.lists.anew[m] = true
	if m.adopt && f.Before == "" {
		return
	}
	c := m.change(ActionRecord, nil)
	c.Fields = []Field{f}
	sp.steps = append(sp.steps, step{Change: c, match: m})
	sp.summary.Record++
	sp.changes = append(sp.changes, c)
}

// addUpdate adds an update, and what is agreed beside it and noted with it.
func (sp *scopePlan) addUpdate(c Change, m *match, g *merge, relations *relationChanges) {
	sp.steps = append(sp.steps, step{Change: c, match: m, merge: g, relations: relations})
	sp.summary.Update++
	sp.changes = append(sp.changes, c)
	if len(g.agreed) > 0 {
		sp.report(m.agreement(g.agreed))
	}
}

// agreement is the change that notes in the marker what both sides agree on.
func (m *match) agreement(fields []Field) Change {
	c := m.change(ActionAgree, reason.Agreed{})
	if slices.ContainsFunc(fields, func(f Field) bool { return f.Before != f.After }) {
		c = m.change(ActionAgree, reason.Accepted{})
	}
	c.Fields = fields
	return c
}
