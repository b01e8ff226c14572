package reconcile

import (
	"slices"
	"sync"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// checkElsewhere leaves to a person the stories that would be made although an issue of
// a backlog that is not part of the run has their ID and title: its file may have been
// merged into one of this backlog. Where both have had issues of their own for one
// story, or get them now, they are two backlogs.
func (sp guard) checkElsewhere() {
	fresh, apart := make(map[*match]*observed), make(map[string]bool)
	byKey := sync.OnceValue(func() map[itemKey]*match { // hardly any run needs it
		all := make(map[itemKey]*match, len(sp.matches))
		for i := range sp.matches {
			m := &sp.matches[i]
			all[itemKey{m.kind, m.key}] = m
		}
		return all
	})
	for _, x := range sp.o.order {
		mk := x.body.marker
		if mk == nil || x.Kind != tracker.KindIssue || !x.Trusted || x.isPruned() || sp.isOfRun(mk.scope) {
			continue
		}
		m := byKey()[itemKey{x.Kind, mk.key}]
		switch {
		case m == nil || x.formerName() != m.nameDigest:
		case m.item != nil && m.item.body.marker != nil && sp.matcher.ours(m.item.body.marker), sp.matcher.create(m):
			apart[mk.scope] = true
		case m.item == nil && m.blocked == nil && !sp.matcher.recreate(m.id):
			fresh[m] = x
		}
	}
	for m, x := range fresh {
		if mk := x.body.marker; !apart[mk.scope] {
			m.block(ActionConflict, reason.Elsewhere{URL: x.URL, Scope: mk.scope})
		}
	}
}

// isOfRun reports whether the run is about a scope.
func (sp guard) isOfRun(scope string) bool {
	return slices.ContainsFunc(sp.run, func(other *scopePlan) bool { return other.scope.Name == scope })
}
