package tracker

import (
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
)

// Epics says what an epic becomes in a tracker.
type Epics string

// The ways to register an epic. An epic that is an issue lists its stories: as
// what belongs to it where the tracker is a [Parenter], else in its text.
const (
	EpicsMilestone Epics = "milestone" // also ""
	EpicsIssue     Epics = "issue"
	EpicsBoth      Epics = "both"
)

// milestones and issues report which of both an epic becomes.
func (e Epics) milestones() bool { return e != EpicsIssue }
func (e Epics) issues() bool     { return e == EpicsIssue || e == EpicsBoth }

// trackingIssues adds what the backlog wants of the issues of its epics.
func (w *wishes) trackingIssues() {
	stories := make(map[string][]string) // keys, by the key of the epic's ID
	keys := make(map[backlog.ID]string)
	for _, f := range w.s.Files {
		for _, st := range f.Stories() {
			key, ok := keys[st.Epic]
			if !ok {
				key = st.Epic.Key()
				keys[st.Epic] = key
			}
			stories[key] = append(stories[key], st.Key())
		}
	}
	for _, f := range w.s.Files {
		rules := textRules(f, w.p, w.opts)
		for _, e := range f.Epics() {
			w.add(desired{
				kind: KindIssue, id: e.ID, key: e.Key(), file: f, line: e.Pos.Line,
				name: e.Title, title: strings.TrimSpace(string(e.ID) + " " + e.Title), text: managedText(f, e.Text, rules),
				labels: sortedSet(nil, w.labels), stories: stories[e.Key()],
			})
		}
	}
}

// issueKeys returns the keys of the IDs that are issues.
func (w *wishes) issueKeys() map[string]bool {
	keys := make(map[string]bool)
	for _, f := range w.s.Files {
		for _, st := range f.Stories() {
			keys[st.Key()] = true
		}
		for _, e := range f.Epics() {
			if w.opts.Epics.issues() {
				keys[e.Key()] = true
			}
		}
	}
	return keys
}

// blockersOf returns the keys of the issues that a story depends on, as far as
// the backlog has them.
func blockersOf(st *backlog.Story, issues map[string]bool) []string {
	var keys []string
	for _, id := range st.DependsOn {
		if key := id.Key(); issues[key] && key != st.Key() && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}
