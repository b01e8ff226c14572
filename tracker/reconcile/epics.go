package reconcile

import (
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
)

// Epics says what an epic becomes in a tracker.
type Epics string

// The ways to register an epic. The issue of an epic lists its stories: as
// children if the tracker is a [tracker.Parenter], or else in its text.
const (
	EpicsMilestone Epics = "milestone" // also ""
	EpicsIssue     Epics = "issue"
	EpicsBoth      Epics = "both"
)

// Milestones reports whether an epic becomes a milestone.
func (e Epics) Milestones() bool { return e != EpicsIssue }

// Issues reports whether an epic becomes an issue.
func (e Epics) Issues() bool { return e == EpicsIssue || e == EpicsBoth }

// trackingIssues adds what the backlog wants of the issues of its epics.
func (w *wishes) trackingIssues() {
	stories := make(map[idKey][]idKey) // by epic
	keys := make(map[backlog.ID]idKey)
	for _, f := range w.s.Files {
		for _, st := range f.Stories() {
			key, ok := keys[st.Epic]
			if !ok {
				key = idKey(st.Epic.Key())
				keys[st.Epic] = key
			}
			stories[key] = append(stories[key], idKey(st.Key()))
		}
	}
	for _, f := range w.s.Files {
		rules := textRules(f, w.p, w.opts)
		for _, e := range f.Epics() {
			d := desired{
				kind: tracker.KindIssue, id: e.ID, key: idKey(e.Key()), file: f, at: e.Pos,
				name: e.Title, title: strings.TrimSpace(string(e.ID) + " " + e.Title),
				labels: sortedSet(nil, w.labels), stories: stories[idKey(e.Key())], unsourced: e.Unsourced,
			}
			d.setText(f, e.Text, &rules)
			w.add(d)
		}
	}
}

// issueKeys returns the keys of the IDs that are issues.
func (w *wishes) issueKeys() map[idKey]bool {
	keys := make(map[idKey]bool)
	for _, f := range w.s.Files {
		for _, st := range f.Stories() {
			keys[idKey(st.Key())] = true
		}
		for _, e := range f.Epics() {
			if w.opts.Epics.Issues() {
				keys[idKey(e.Key())] = true
			}
		}
	}
	return keys
}

// blockersOf returns the keys of the issues that a story depends on, as far as
// the backlog has them.
func blockersOf(st *backlog.Story, issues map[idKey]bool) []idKey {
	var keys []idKey
	for _, id := range st.DependsOn {
		if key := idKey(id.Key()); issues[key] && key != idKey(st.Key()) && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}
