package reconcile

import (
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// takeOnce sees to it that an item goes to one file of the run, where several may take it
// for theirs, as one of the former scope or one without a marker: to that whose scope its
// marker has, else to the first. The others share a milestone with it; a story is left to
// a person.
func (a *arrivals) takeOnce() {
	taken := make(map[*observed]*match)
	for _, sp := range a.scopes {
		for i := range sp.matches {
			m := &sp.matches[i]
			if m.item == nil || m.bare || m.blocked != nil {
				continue
			}
			first := taken[m.item]
			if first == nil || m.item.body.marker != nil && m.item.body.marker.scope == m.scope {
				m, first, taken[m.item] = first, m, m
			}
			switch {
			case m == nil:
			case m.kind == tracker.KindMilestone && strings.EqualFold(m.item.Title, m.title):
				m.bare = true
			default:
				m.block(ActionConflict, reason.TakenTwice{URL: m.item.URL, File: first.file.Name(), ID: first.id})
			}
		}
	}
}
