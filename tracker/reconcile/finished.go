package reconcile

import (
	"cmp"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// leavesOut reports whether an item is not to be created, because its story is
// dropped, or finished and only open ones are asked for. What is registered, or
// may be, is planned like everything else.
func (o *Options) leavesOut(m *match) bool {
	if m.item != nil || m.intent != nil {
		return false
	}
	return m.unwanted || o.OpenOnly && m.kind == tracker.KindIssue && m.state == tracker.Closed && m.blocked == nil
}

// whyClosed returns the reason with which the issue of a story is closed.
func (d *desired) whyClosed() tracker.Reason {
	if d.unwanted {
		return tracker.NotPlanned
	}
	return ""
}

// droppedStories returns a notice about the dropped stories that are not made, nil
// if there are none. left are the items that are left out.
func droppedStories(left []*desired) *Change {
	var ids []backlog.ID
	var first *desired
	for _, d := range left {
		if d.unwanted {
			first = cmp.Or(first, d)
			ids = append(ids, d.id)
		}
	}
	if first == nil {
		return nil
	}
	return &Change{
		Action: ActionNotice, Fields: []Field{}, File: first.file.Name(), Line: first.at.Line, Reason: reason.DroppedStories{IDs: ids},
	}
}

// Finished returns how many of the issues to create are for finished stories.
// They are closed right after they are created.
func (p *Plan) Finished() int {
	n := 0
	for i := range p.Changes {
		c := &p.Changes[i]
		if c.Kind != tracker.KindIssue || c.Action != ActionCreate && c.Action != ActionUnknown {
			continue
		}
		for _, f := range c.Fields {
			if f.Name == fieldState.String() && f.After == string(tracker.Closed) {
				n++
			}
		}
	}
	return n
}
