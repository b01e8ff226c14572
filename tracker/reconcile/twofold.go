package reconcile

import (
	"slices"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// announceTwofold says which stories are created for one file while another one of the
// run has a story of the same ID and title. They may be two stories, as of one template,
// or one that is told in two files, as in a list and in a file of its own.
func (p *Plan) announceTwofold() {
	isNew := func(c Change) bool {
		return c.Kind == tracker.KindIssue && (c.Action == ActionCreate || c.Action == ActionUnknown)
	}
	if !slices.ContainsFunc(p.Changes, isNew) {
		return
	}
	type story struct {
		id    idKey
		title string
	}
	type pair struct{ file, other string }
	has := make(map[story]string) // the first file
	for _, sp := range p.scopes {
		for i := range sp.matches {
			m := &sp.matches[i]
			if s := (story{m.key, foldTitle(m.title)}); m.kind == tracker.KindIssue && m.item != nil && has[s] == "" {
				has[s] = m.file.Name()
			}
		}
	}
	ids, first := make(map[pair][]backlog.ID), make(map[pair]int)
	var pairs []pair
	for i := range p.Changes {
		c := &p.Changes[i]
		if !isNew(*c) {
			continue
		}
		s := story{idKey(c.ID.Key()), foldTitle(c.Title)}
		switch x := (pair{c.File, has[s]}); {
		case x.other == "":
			has[s] = c.File
		case x.other != x.file:
			if ids[x] == nil {
				pairs = append(pairs, x)
				first[x] = c.Line
			}
			ids[x] = append(ids[x], c.ID)
		}
	}
	for _, x := range pairs {
		p.Changes = append(p.Changes, Change{
			Action: ActionNotice, Fields: []Field{}, File: x.file, Line: first[x], Reason: reason.Twofold{IDs: ids[x], File: x.other},
		})
	}
}
