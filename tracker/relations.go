package tracker

import (
	"slices"
	"strings"
	"sync"

	"github.com/backlogsync/backlogsync/backlog"
)

// newRecorder compares the relation lists of the files with what the tracker
// holds now. What the changes of the plan, or drift, make of a relation is no
// reason to write: it is written along with them.
func (sp *scopePlan) newRecorder() *recorder {
	r := &recorder{sp: sp, relations: make(map[*match]Field)}
	if sp.opts.NoWrite {
		return r
	}
	anew := func(m *match) string { // as with --recreate: its row stands, and it will be where it was
		if m.follow && m.blocked == nil && sp.wanted(m.id) {
			return m.milestone
		}
		return ""
	}
	now := sp.held(func(m *match) string {
		if m.item == nil {
			return anew(m)
		}
		return sp.merger.epicOf(m.item.Milestone)
	}, sp.merger.epicOf)
	undrifted := sync.OnceValue(func() map[string][]backlog.ID {
		return sp.held(func(m *match) string {
			if m.item == nil {
				return anew(m)
			}
			return m.milestone
		}, sp.merger.epicOf)
	})
	for _, f := range sp.scope.Files {
		written := make(map[string][]backlog.ID)
		for _, rel := range f.Relations() {
			written[rel.Milestone.Key()] = rel.Issues
		}
		for i := range sp.matches {
			m := &sp.matches[i]
			if m.kind != KindMilestone || m.file != f || m.item == nil {
				continue
			}
			before, ok := written[m.key]
			if !ok || !sameIDs(before, now[m.key]) && !sameIDs(before, undrifted()[m.key]) {
				r.relations[m] = Field{"relation", joinIDs(before), joinIDs(now[m.key])}
			}
		}
	}
	return r
}

// held returns the stories of each milestone in the order of IDs, by the key of
// the epic's ID: epic gives that key for an item of the files, and of for the
// milestone of an item whose story is gone from them.
func (sp *scopePlan) held(epic func(*match) string, of func(milestone string) string) map[string][]backlog.ID {
	held := make(map[string][]backlog.ID)
	add := func(key string, id backlog.ID) {
		if key != "" {
			held[key] = append(held[key], id)
		}
	}
	for i := range sp.matches {
		if m := &sp.matches[i]; m.kind == KindIssue {
			add(epic(m), m.id)
		}
	}
	for _, x := range sp.gone {
		if mk := x.body.marker; x.Kind == KindIssue && mk != nil { // nil: closed as a duplicate since
			add(of(x.Milestone), mk.id)
		}
	}
	for key, ids := range held {
		if !slices.IsSortedFunc(ids, backlog.ID.Compare) {
			slices.SortStableFunc(ids, backlog.ID.Compare)
		}
		held[key] = slices.CompactFunc(ids, func(a, b backlog.ID) bool { return a.Key() == b.Key() }) // copies have the same
	}
	return held
}

// relations returns what each milestone of f holds, as last read.
func (r *Result) relations(sp *scopePlan, f *backlog.File) []backlog.Relation {
	if !sp.opts.Epics.milestones() {
		return nil
	}
	// Milestones made by this run are known by now, too.
	now := &merger{milestones: make(map[string]string)}
	for i := range sp.matches {
		m := &sp.matches[i]
		if x := r.itemOf(m); x != nil && m.kind == KindMilestone {
			now.milestones[x.Key] = m.key
		}
	}
	held := sp.held(func(m *match) string {
		x := r.itemOf(m)
		if x == nil {
			return ""
		}
		return now.epicOf(x.Milestone)
	}, now.epicOf)
	relations := []backlog.Relation{}
	for i := range sp.matches {
		m := &sp.matches[i]
		if m.kind == KindMilestone && m.file.Name() == f.Name() && r.itemOf(m) != nil {
			relations = append(relations, backlog.Relation{Milestone: m.id, Issues: held[m.key]})
		}
	}
	return relations
}

// sameIDs compares two lists as sets.
func sameIDs(a, b []backlog.ID) bool {
	if len(a) != len(b) {
		return false
	}
	if slices.Equal(a, b) {
		return true
	}
	in := make(map[string]bool, len(a))
	for _, id := range a {
		in[id.Key()] = true
	}
	return !slices.ContainsFunc(b, func(id backlog.ID) bool { return !in[id.Key()] })
}

func joinIDs(ids []backlog.ID) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = string(id)
	}
	return strings.Join(words, ", ")
}
