package reconcile

import (
	"maps"
	"slices"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// checkForeign refuses a ledger that names another project. What is not an address is
// an error of the file, which is told elsewhere.
func checkForeign(b *backlog.Backlog, o *Observed, opts *Options) error {
	if opts.Retarget || len(o.foreign) == 0 {
		return nil
	}
	foreign := o.foreign
	if opts.LookOnly {
		findings := b.Check()
		foreign = slices.DeleteFunc(slices.Clone(foreign), func(row *backlog.Evidence) bool {
			return slices.ContainsFunc(findings, func(f backlog.Finding) bool {
				return f.Code == backlog.CodeBadURL && f.ID == row.ID && f.Pos.File == row.Pos.File && f.Pos.Line == row.Pos.Line
			})
		})
		if len(foreign) == 0 {
			return nil
		}
	}
	return &Refusal{reason.ForeignLedger{First: foreign[0], Rows: len(foreign), Target: o.project.Target, Scope: formerScope(b, o, opts)}}
}

// formerScope returns the scope under which the target holds the items of a file,
// which takes the relative addresses of its ledger along when it is moved; "" if
// there is none.
func formerScope(b *backlog.Backlog, o *Observed, opts *Options) string {
	for _, s := range b.Scopes() {
		if scope, _ := (guard{newScopePlan(s, o, opts)}).former(); scope != "" {
			return scope
		}
	}
	return ""
}

// checkOnly refuses IDs that the backlog does not have.
func checkOnly(b *backlog.Backlog, opts *Options) error {
	if len(opts.Only)+len(opts.Recreate)+len(opts.Create) == 0 {
		return nil
	}
	known := make(map[idKey]bool)
	for _, f := range b.Files() {
		for _, e := range f.Epics() {
			known[idKey(e.ID.Key())] = true
		}
		for _, s := range f.Stories() {
			known[idKey(s.ID.Key())] = true
		}
	}
	for _, named := range []struct {
		option string
		ids    []backlog.ID
	}{{"Only", opts.Only}, {"Recreate", opts.Recreate}, {"Create", opts.Create}} {
		for _, id := range named.ids {
			if !known[idKey(id.Key())] {
				return &UnknownIDError{id, named.option}
			}
		}
	}
	return nil
}

// A guard keeps a scope from plans that are very likely a mistake.
type guard struct{ *scopePlan }

// checkMilestones makes sure that each issue which is to be put into a milestone has
// one, or gets it by the same plan. While it is open which milestone that is, or
// whether there is one, its issues wait where they are.
func (sp guard) checkMilestones(epics map[idKey]*match) error {
	for i := range sp.matches {
		m := &sp.matches[i]
		epic := epics[m.milestone]
		switch {
		case epic == nil || !sp.lists.moves(m):
		case epic.item == nil && !sp.wanted(epic.id):
			return &Refusal{reason.NeedsMilestone{ID: m.id, Epic: epic.id}}
		case epic.blocked != nil:
			action := ActionConflict
			if epic.blocked.Action == ActionUnknown { // it may be there the next time
				action = ActionUnknown
			}
			m.block(action, reason.NoMilestone{Epic: epic.id, Why: epic.blocked.Reason})
		}
	}
	return nil
}

// checkMoves makes sure that an epic's issue which takes a story from another
// one does so in the same plan: an issue belongs to one other at most.
func (sp guard) checkMoves(m *match) error {
	if len(sp.opts.Only) == 0 || sp.graph == nil || m.blocked != nil || m.bare {
		return nil
	}
	for _, key := range m.stories {
		from := sp.graph.holder(m, key)
		if from != nil && !sp.wanted(from.id) {
			return &Refusal{reason.TakesStory{ID: m.id, Story: sp.graph.nodes[sp.graph.names[key]].id, From: from.id}}
		}
	}
	return nil
}

// checkMoved refuses to register a scope of which the tracker holds nothing,
// while another scope there holds the same items: the file has very likely
// been moved, unless a person had one of them made anew: then it is another backlog.
func (sp guard) checkMoved() error {
	if sp.opts.MovedFrom != "" {
		return sp.checkMovedFrom()
	}
	if sp.opts.Dedupe {
		return nil
	}
	if scope, same := sp.former(); scope != "" {
		return &Refusal{reason.MovedScope{Same: len(same), All: len(sp.items), Target: sp.o.project.Target, Scope: scope, ID: same[len(same)-1]}}
	}
	return nil
}

// former returns the scope under which the target holds most of the items, and those,
// where it holds none of them under this one.
func (sp guard) former() (scope string, same []backlog.ID) {
	arrived := func(m match) bool { return m.from != nil }
	if sp.matcher.markedItems() > 0 || len(sp.items) == 0 || slices.ContainsFunc(sp.matches, arrived) {
		return "", nil
	}
	held := make(map[string]map[itemKey]bool) // by scope: an item with a copy counts once
	names := make(map[itemKey]string, len(sp.items))
	for _, d := range sp.items {
		names[itemKey{d.kind, d.key}] = d.nameDigest
	}
	for _, x := range sp.o.order {
		mk := x.body.marker
		if mk == nil || !x.Trusted {
			continue
		}
		k := itemKey{x.Kind, mk.key}
		if name, ok := names[k]; ok && mk.base.value(fieldName).file == name {
			if held[mk.scope] == nil {
				held[mk.scope] = make(map[itemKey]bool)
			}
			held[mk.scope][k] = true
		}
	}
	for _, scope := range slices.Sorted(maps.Keys(held)) {
		if 2*len(held[scope]) <= len(sp.items) {
			continue
		}
		var same []backlog.ID
		for _, d := range sp.items {
			if held[scope][itemKey{d.kind, d.key}] {
				same = append(same, d.id)
			}
		}
		if !slices.ContainsFunc(same, func(id backlog.ID) bool { return containsID(sp.opts.Create, id) }) {
			return scope, same
		}
	}
	return "", nil
}

// checkMovedFrom refuses a former scope that the tracker does not know, since
// everything would be made anew, and one that is another backlog's: where both
// scopes have an item, one of the two would be taken for a duplicate.
func (sp guard) checkMovedFrom() error {
	from := sp.opts.MovedFrom
	var known []string
	own := make(map[itemKey]*observed)
	for _, x := range sp.o.order {
		if mk := x.body.marker; mk != nil && x.Trusted {
			known = append(known, mk.scope)
			if mk.scope == sp.scope.Name {
				own[itemKey{x.Kind, mk.key}] = x
			}
		}
	}
	for _, x := range sp.o.order {
		mk := x.body.marker
		if mk == nil || !x.Trusted || mk.scope != from || from == sp.scope.Name {
			continue
		}
		if other := own[itemKey{x.Kind, mk.key}]; other != nil {
			return &Refusal{reason.NotFormer{Former: from, Scope: sp.scope.Name, ID: mk.id, Target: sp.o.project.Target, URLs: [2]string{x.URL, other.URL}}}
		}
	}
	slices.Sort(known)
	known = slices.Compact(known)
	if len(own) == 0 && len(known) > 0 && !slices.Contains(known, from) {
		return &Refusal{reason.UnknownScope{Scope: from, Target: sp.o.project.Target, Known: known}}
	}
	return nil
}

// findGone returns the items of the scope that the files do not have any more,
// open and closed.
func (sp *scopePlan) findGone() []*observed {
	// What is marked as an item that the files have is a twin or a copy.
	has := make(map[itemKey]bool, len(sp.items))
	for _, d := range sp.items {
		has[itemKey{d.kind, d.key}] = true
	}
	var gone []*observed
	for _, x := range sp.o.order {
		mk := x.body.marker
		if mk != nil && sp.matcher.ours(mk) && x.Trusted && sp.matcher.claimed[x.index] == nil && !has[itemKey{x.Kind, mk.key}] {
			gone = append(gone, x)
		}
	}
	return gone
}

// planGone reports the items that are gone from the files, and closes them if
// asked to. One that a person opened again after it was closed stays open.
func (sp guard) planGone() error {
	var open []*observed
	held := sp.heldBack()
	for _, x := range sp.gone {
		if x.State == tracker.Open && !held[x] {
			open = append(open, x)
		}
	}
	n := 0
	for _, x := range open {
		if !x.body.marker.base.pruned && len(sp.matcher.copies(x)) < 2 {
			n++
		}
	}
	if sp.opts.Prune {
		for _, x := range sp.displaced {
			if x.State == tracker.Open {
				n++
			}
		}
		if err := sp.checkPrune(n); err != nil {
			return err
		}
	}
	if err := sp.checkVanished(n); err != nil {
		return err
	}
	for _, l := range sp.leftOut {
		c := Change{
			Action: ActionNotice, Kind: l.item.Kind, ID: l.item.body.marker.id, Title: l.item.Title, URL: l.item.URL, Fields: []Field{},
			Reason: reason.LeftOut{File: l.at.File, Line: l.at.Line}, File: l.at.File, Line: l.at.Line,
		}
		if sp.opts.Prune {
			c.Action = ActionConflict
		}
		sp.report(c)
	}
	for _, x := range open {
		c := Change{
			Action: ActionNotice, Kind: x.Kind, ID: x.body.marker.id, Title: x.Title, URL: x.URL, Fields: []Field{},
			Reason: reason.Removed{Excluded: sp.excluded(x.body.marker.id)},
		}
		switch {
		case x.body.marker.base.pruned:
			c.Reason = reason.Reopened{}
		case sp.opts.Prune && len(sp.matcher.copies(x)) > 1: // a copy is a person's
			c.Action, c.Reason = ActionConflict, copied(sp.matcher.copies(x))
			sp.report(c)
			continue
		case sp.opts.Prune:
			c.Action, c.Reason = ActionClose, reason.Removed{Closes: true, Excluded: sp.excluded(x.body.marker.id)}
			c.Fields = []Field{{fieldState.String(), string(tracker.Open), string(tracker.Closed)}}
			if row := sp.leftRow(x); row != nil { // which is written, too
				c.File, c.Line = row.Pos.File, row.Pos.Line
			}
			sp.steps = append(sp.steps, step{Change: c, close: x, scope: sp.scope.Name})
			sp.summary.Close++
		}
		sp.changes = append(sp.changes, c)
	}
	sp.planClosed()
	return nil
}

// heldBack returns the items that a prune leaves alone while there are conflicts: those
// that a conflict names, the issues in such a milestone, and the milestones that such
// an issue is in.
func (sp guard) heldBack() map[*observed]bool {
	named := maps.Clone(sp.contested)
	for i := range sp.matches {
		if m := &sp.matches[i]; m.item != nil && m.blocked != nil && m.blocked.Action == ActionConflict {
			named[m.item] = true
		}
	}
	held := maps.Clone(named)
	if len(named) == 0 {
		return held
	}
	for _, x := range sp.o.order {
		in := sp.o.items[tracker.Ref{Kind: tracker.KindMilestone, Key: x.Milestone}]
		switch {
		case x.Kind != tracker.KindIssue || in == nil:
		case named[in]:
			held[x] = true
		case named[x]:
			held[in] = true
		}
	}
	return held
}

// planClosed records of items that were closed because their stories are gone that
// they are: by an earlier run, which may not have written the file.
func (sp guard) planClosed() {
	for _, x := range sp.gone {
		row := sp.leftRow(x)
		if row == nil || row.Status == backlog.StatusClosed || !row.Has(backlog.LedgerStatus) || x.State != tracker.Closed ||
			!x.body.marker.base.pruned || sp.opts.NoWrite || !sp.wanted(x.body.marker.id) {
			continue
		}
		c := Change{
			Action: ActionRecord, Kind: x.Kind, ID: row.ID, Title: x.Title, URL: x.URL, File: row.Pos.File, Line: row.Pos.Line,
			Fields: []Field{{"status", string(backlog.StatusCreated), string(backlog.StatusClosed)}},
		}
		sp.steps = append(sp.steps, step{Change: c, close: x})
		sp.summary.Record++
		sp.changes = append(sp.changes, c)
	}
}

// checkVanished refuses a plan for files that have lost everything that is
// registered, unless the number of what is to be closed is named.
func (sp guard) checkVanished(n int) error {
	registered := func(m match) bool { return m.item != nil && !m.adopt || m.evidence != nil && m.evidence.URL != "" }
	named := sp.opts.Prune && sp.opts.PruneCount == n
	if n == 0 || named || sp.opts.LookOnly || sp.opts.Dedupe || slices.ContainsFunc(sp.matches, registered) {
		return nil
	}
	return &Refusal{reason.AllGone{Scope: sp.scope.Name, Gone: n}}
}

// excluded returns why the item of an ID is none, though it stands in a file.
func (sp guard) excluded(id backlog.ID) backlog.Exclusion {
	for _, f := range sp.scope.Files {
		if why := f.Excluded(id); why != "" {
			return why
		}
	}
	return ""
}

// checkPrune refuses a prune that looks like a mistake.
func (sp guard) checkPrune(n int) error {
	total := sp.matcher.markedItems()
	limit := max(3, total/10)
	switch {
	case len(sp.opts.Only) > 0:
		return &Refusal{reason.PrunePart{}}
	case sp.opts.PruneCount > 0 && sp.opts.PruneCount != n:
		return &Refusal{reason.PruneCount{Gone: n, Said: sp.opts.PruneCount}}
	case sp.opts.PruneCount == 0 && n > limit:
		return &Refusal{reason.PruneMany{Gone: n, All: total, Most: limit}}
	}
	return nil
}
