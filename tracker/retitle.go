package tracker

import (
	"fmt"
	"strings"
)

// checkRetitled looks at items whose ID comes from their title, and that the
// tracker does not hold: where one item of the scope is gone from the same
// epic, they are one, retitled; where several are, a person must decide.
func (sp *scopePlan) checkRetitled() {
	fresh := make(map[string][]*match) // by key of the epic
	for i := range sp.matches {
		m := &sp.matches[i]
		if m.kind == KindIssue && m.derived && m.item == nil && m.intent == nil && m.blocked == nil && !m.recorded() && !sp.matcher.recreate(m.id) {
			fresh[m.milestone] = append(fresh[m.milestone], m)
		}
	}
	if len(fresh) == 0 {
		return
	}
	gone := make(map[string][]*observed)
	for _, x := range sp.gone {
		if x.Kind == KindIssue && x.State == Open {
			epic := sp.merger.milestones[x.Milestone]
			gone[epic] = append(gone[epic], x)
		}
	}
	for epic, items := range fresh {
		lost := gone[epic]
		switch {
		case len(lost) == 0:
		case len(lost) == 1 && len(items) == 1:
			sp.follow(items[0], lost[0])
		default:
			for _, m := range items {
				m.block(ActionConflict, "retitled", fmt.Sprintf(
					"it has no ID in the file and may be %s, retitled; write \"<!-- id: %s -->\" on its line if it is, or say --recreate %s to make a new one",
					strings.ReplaceAll(joinURLs(lost), " and ", " or "), lost[0].body.marker.id, m.id))
			}
		}
	}
}

// follow makes m the item x, whose marker gets the ID that the file has now.
func (sp *scopePlan) follow(m *match, x *observed) {
	m.item = x
	sp.matcher.claim(m)
	for i, g := range sp.gone {
		if g == x {
			sp.gone = append(sp.gone[:i:i], sp.gone[i+1:]...)
			return
		}
	}
}
