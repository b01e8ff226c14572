package reconcile

import (
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
)

// The relation list is evidence: a line of it changes only with a change of the
// plan. What the plan creates or puts into another milestone takes its place in the
// list along with that; everything else, such as what people moved in the tracker,
// is a change of its own, of the milestone's record.

// relationLists is what becomes of the relation lists of a scope.
type relationLists struct {
	sp      *scopePlan
	moving  map[idKey]*match       // issues that the plan puts into a milestone
	resting map[idKey][]backlog.ID // all others, by epic
	anew    map[*match]bool        // milestones whose line the plan writes anew
}

func newRelationLists(sp *scopePlan) *relationLists {
	return &relationLists{sp: sp, anew: make(map[*match]bool)}
}

// compare compares the relation lists of the files with what the tracker holds,
// apart from what the plan moves itself.
func (l *relationLists) compare() *fileGaps {
	sp := l.sp
	gaps := &fileGaps{sp: sp, relations: make(map[*match]Field)}
	l.moving = make(map[idKey]*match)
	for i := range sp.matches {
		if m := &sp.matches[i]; l.moves(m) {
			l.moving[m.key] = m
		}
	}
	l.resting = l.held(func(m *match) idKey {
		switch {
		case l.moving[m.key] == m:
			return ""
		case m.item != nil:
			return sp.merger.epicOf(m.item.Milestone)
		case m.blocked != nil && m.blocked.Action == ActionUnknown:
			return writtenEpic(m) // nothing is known that speaks against it
		default:
			return ""
		}
	}, sp.merger.epicOf)
	if sp.opts.NoWrite {
		return gaps
	}
	arriving := make(map[idKey][]backlog.ID) // by epic
	for i := range sp.matches {
		if m := &sp.matches[i]; m.kind == tracker.KindIssue && l.moving[m.key] == m {
			arriving[m.milestone] = append(arriving[m.milestone], m.id)
		}
	}
	for _, f := range sp.scope.Files {
		if f.Ledger() == backlog.LedgerNone {
			continue
		}
		written := writtenRelations(f)
		for i := range sp.matches {
			m := &sp.matches[i]
			if m.kind != tracker.KindMilestone || m.file != f || m.item == nil {
				continue
			}
			before, ok := written[m.key]
			if !ok || !sameIDs(l.notMoving(before), l.resting[m.key]) {
				gaps.relations[m] = Field{"relation", joinIDs(before), joinIDs(inOrder(slices.Concat(l.resting[m.key], arriving[m.key])))}
			}
		}
	}
	return gaps
}

// moves reports whether the plan puts the issue of m into a milestone, or takes it out
// of one.
func (l *relationLists) moves(m *match) bool {
	sp := l.sp
	if m.kind != tracker.KindIssue || m.blocked != nil || m.bare || sp.opts.Dedupe || !sp.wanted(m.id) || sp.opts.leavesOut(m) {
		return false
	}
	if m.item == nil {
		return m.milestone != ""
	}
	var b base
	if m.item.body.marker != nil {
		b = sp.merger.lastAgreed(m)
	}
	if m.milestone == "" {
		return sp.merger.leaves(m, &b)
	}
	have := sp.merger.epicOf(m.item.Milestone)
	return sp.merger.duplicates[m.item.Milestone] == m.milestone ||
		decide(string(m.milestone), string(have), b.value(fieldMilestone), sp.opts.Prefer) == verdictUpdate
}

// notMoving returns those of ids that the plan leaves in their milestones.
func (l *relationLists) notMoving(ids []backlog.ID) []backlog.ID {
	return slices.DeleteFunc(slices.Clone(ids), func(id backlog.ID) bool { return l.moving[idKey(id.Key())] != nil })
}

// writtenRelations returns the lines of a relation list by epic, together those of
// one that has several, as a merge of branches leaves them.
func writtenRelations(f *backlog.File) map[idKey][]backlog.ID {
	written := make(map[idKey][]backlog.ID)
	for _, rel := range f.Relations() {
		key := idKey(rel.Milestone.Key())
		written[key] = slices.Concat(written[key], rel.Issues)
	}
	return written
}

// writtenEpic returns the epic whose line in the relation list names a story, ""
// if none does.
func writtenEpic(m *match) idKey {
	for _, rel := range m.file.Relations() {
		if containsID(rel.Issues, m.id) {
			return idKey(rel.Milestone.Key())
		}
	}
	return ""
}

// inOrder sorts IDs, and leaves each once.
func inOrder(ids []backlog.ID) []backlog.ID {
	if !slices.IsSortedFunc(ids, backlog.ID.Compare) {
		slices.SortStableFunc(ids, backlog.ID.Compare)
	}
	return slices.CompactFunc(ids, func(a, b backlog.ID) bool { return idKey(a.Key()) == idKey(b.Key()) }) // copies have the same
}

// held returns the stories of each milestone in the order of IDs, by epic: epic
// gives it for an item of the files, and of for the milestone of an item whose
// story is gone from them.
func (l *relationLists) held(epic func(*match) idKey, of func(milestone string) idKey) map[idKey][]backlog.ID {
	held := make(map[idKey][]backlog.ID)
	add := func(key idKey, id backlog.ID) {
		if key != "" {
			held[key] = append(held[key], id)
		}
	}
	for i := range l.sp.matches {
		if m := &l.sp.matches[i]; m.kind == tracker.KindIssue {
			add(epic(m), m.id)
		}
	}
	for _, x := range l.sp.gone {
		if mk := x.body.marker; x.Kind == tracker.KindIssue && mk != nil { // nil: closed as a duplicate since
			add(of(x.Milestone), mk.id)
		}
	}
	for key, ids := range held {
		held[key] = inOrder(ids)
	}
	return held
}

// relations returns what the relation list of f is to say of each milestone; nil
// if nothing was done that changes it.
func (r *Result) relations(sp *scopePlan, f *backlog.File) []backlog.Relation {
	if !sp.opts.Epics.Milestones() {
		return nil
	}
	// Milestones made by this run are known by now, too.
	now := &merger{milestones: make(map[string]idKey)}
	for i := range sp.matches {
		m := &sp.matches[i]
		if x := r.itemOf(m); x != nil && m.kind == tracker.KindMilestone {
			now.milestones[x.Key] = m.key
		}
	}
	arrived := make(map[idKey][]backlog.ID) // what the plan moved, as the server has it, by epic
	moved := make(map[idKey]bool)           // of these
	for key, m := range sp.lists.moving {
		if x := r.items[m]; x != nil {
			moved[key] = true
			epic := now.epicOf(x.Milestone)
			arrived[epic] = append(arrived[epic], m.id)
		}
	}
	changed := len(moved) > 0
	for i := range sp.matches { // the list links to the addresses in the rows
		m := &sp.matches[i]
		changed = changed || r.items[m] != nil && (m.follow || !m.recorded())
	}
	written := writtenRelations(f)
	relations := []backlog.Relation{}
	for i := range sp.matches {
		m := &sp.matches[i]
		if m.kind != tracker.KindMilestone || m.file.Name() != f.Name() {
			continue
		}
		ids, ok := written[m.key]
		if sp.lists.anew[m] && r.items[m] != nil {
			ids, ok, changed = sp.lists.resting[m.key], true, true
		}
		if ok {
			ids = slices.DeleteFunc(slices.Clone(ids), func(id backlog.ID) bool { return moved[idKey(id.Key())] })
			relations = append(relations, backlog.Relation{Milestone: m.id, Issues: inOrder(slices.Concat(ids, arrived[m.key]))})
		}
	}
	if !changed {
		return nil
	}
	return sp.keepLeft(f, relations, func(id backlog.ID) bool { return moved[idKey(id.Key())] })
}

// keepLeft adds the lines of epics that are gone from f and still have a row there,
// each behind the line that it stands behind: they are evidence as the row is. The
// stories that the plan moved out of such an epic leave it.
func (sp *scopePlan) keepLeft(f *backlog.File, relations []backlog.Relation, moved func(backlog.ID) bool) []backlog.Relation {
	left := make(map[idKey]bool)
	for _, e := range f.Evidence() {
		if e.Kind == tracker.KindMilestone && e.URL != "" {
			left[idKey(e.Key())] = true
		}
	}
	for i := range sp.matches {
		if m := &sp.matches[i]; m.kind == tracker.KindMilestone {
			delete(left, m.key)
			if row := sp.rowOf(m); row != nil { // which is that of m from now on
				delete(left, idKey(row.Key()))
			}
		}
	}
	behind := make(map[idKey][]backlog.Relation) // by the line before, "" for the first
	last := idKey("")
	for _, rel := range f.Relations() {
		switch key := idKey(rel.Milestone.Key()); {
		case !left[key]:
			last = key
		default:
			if ids := slices.DeleteFunc(slices.Clone(rel.Issues), moved); len(ids) > 0 {
				behind[last] = append(behind[last], backlog.Relation{Milestone: rel.Milestone, Issues: ids})
			}
		}
	}
	lines := behind[""]
	for _, rel := range relations {
		lines = append(append(lines, rel), behind[idKey(rel.Milestone.Key())]...)
	}
	return lines
}

// sameIDs compares two lists as sets.
func sameIDs(a, b []backlog.ID) bool {
	if len(a) != len(b) {
		return false
	}
	if slices.Equal(a, b) {
		return true
	}
	in := make(map[idKey]bool, len(a))
	for _, id := range a {
		in[idKey(id.Key())] = true
	}
	return !slices.ContainsFunc(b, func(id backlog.ID) bool { return !in[idKey(id.Key())] })
}

func joinIDs(ids []backlog.ID) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = string(id)
	}
	return strings.Join(words, ", ")
}
