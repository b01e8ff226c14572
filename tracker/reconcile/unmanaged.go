package reconcile

import (
	"slices"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// planUnmanaged adds what there is to say of an item that is recorded and
// carries no marker, so that it is never written to: each such item is counted,
// and named where it is not as wanted or was ours once. A milestone that another
// backlog manages and this one shares is not one of them.
func (sp *scopePlan) planUnmanaged(m *match, gaps *fileGaps) {
	if m.item.body.marker != nil {
		sp.planRecord(m, gaps)
		return
	}
	sp.summary.Unmanaged++
	if len(gaps.missing(m)) > 0 {
		sp.planRecord(m, gaps)
	}
	fields := sp.unlike(m)
	made := sp.o.made[m.item.Ref] != nil
	if len(fields) == 0 && !made {
		sp.unmanaged = append(sp.unmanaged, m)
		return
	}
	why := reason.Unmanaged{Once: made}
	if m.item.Title != m.title {
		why.Title = m.item.Title
	}
	c := m.change(ActionNotice, why)
	c.Fields = fields
	sp.report(c)
}

// unlike returns the fields of an unmanaged item that are not as the file wants
// them. Nobody knows what its text was meant to be.
func (sp *scopePlan) unlike(m *match) []Field {
	fields, x := []Field{}, m.item
	add := func(f field, have, want string) {
		if want != "" && have != want {
			fields = append(fields, Field{f.String(), sp.merger.show(f, have), sp.merger.show(f, want)})
		}
	}
	add(fieldTitle, x.Title, m.title)
	add(fieldMilestone, string(sp.merger.epicOf(x.Milestone)), string(m.milestone))
	add(fieldState, string(x.State), string(m.state))
	lacks := slices.ContainsFunc(m.labels, func(name string) bool {
		return !containsFold(x.Labels, name)
	})
	if lacks {
		add(fieldLabels, join(x.Labels), join(sortedSet(x.Labels, m.labels)))
	}
	return fields
}

// announceUnmanaged says once for all which items are not written to of which
// there is nothing else to say.
func (p *Plan) announceUnmanaged() {
	var ids []backlog.ID
	var first *match
	for _, sp := range p.scopes {
		for _, m := range sp.unmanaged {
			if first == nil {
				first = m
			}
			ids = append(ids, m.id)
		}
	}
	if len(ids) == 0 {
		return
	}
	p.Changes = append(p.Changes, Change{
		Action: ActionNotice, Fields: []Field{}, File: first.file.Name(),
		Reason: reason.UnmanagedItems{IDs: ids},
	})
}

// announceClosed says which closed milestones new stories go into: people look at
// open ones.
func (sp announcer) announceClosed(epics map[idKey]*match) {
	var closed []*match
	stories := make(map[*match][]backlog.ID)
	for _, s := range sp.steps {
		if s.Action != ActionCreate || s.Kind != tracker.KindIssue || s.match.state == tracker.Closed {
			continue
		}
		if epic := epics[s.match.milestone]; epic != nil && epic.item != nil && epic.item.State == tracker.Closed {
			if stories[epic] == nil {
				closed = append(closed, epic)
			}
			stories[epic] = append(stories[epic], s.match.id)
		}
	}
	for _, epic := range closed {
		sp.report(epic.change(ActionNotice, reason.ClosedMilestone{Stories: stories[epic]}))
	}
}
