package reconcile

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
)

// Who cannot be assigned, because the account is gone or has no access, must not
// keep an item from being written. It is written without that person, which is
// reported and noted in the base; they are tried again when the file names
// others.

// unassign remembers the logins of those sent that a write of m was refused for.
// It reports whether there are any, so that the write may pass without them.
func (r *run) unassign(m *match, sent []string, err error) bool {
	e, ok := errors.AsType[*tracker.Error](err)
	if !ok || !errors.Is(err, tracker.ErrRejected) {
		return false
	}
	n := len(r.unassigned[m])
	for _, login := range sent {
		if containsFold(e.Assignees, login) {
			r.unassigned[m] = append(r.unassigned[m], login)
		}
	}
	return len(r.unassigned[m]) > n
}

// assignable returns those of logins that were not refused for m.
func (r *run) assignable(m *match, logins []string) []string {
	refused := r.unassigned[m]
	return slices.DeleteFunc(slices.Clone(logins), func(login string) bool { return containsFold(refused, login) })
}

// noteUnassigned lets the base say who was refused.
func (r *run) noteUnassigned(m *match, b *base) {
	if len(r.unassigned[m]) == 0 {
		return
	}
	set := maps.Clone(b.set(fieldAssignees))
	for _, login := range r.unassigned[m] {
		if key := digest(strings.ToLower(login)); set.has(key) { // else people assigned them
			set[key] = refused
		}
	}
	b.agreeSet(fieldAssignees, set)
}

// reportUnassigned says of an item that was written who was left out.
func (r *run) reportUnassigned(s *step, url string) {
	if logins := r.unassigned[s.match]; len(logins) > 0 {
		r.result.Dropped = append(r.result.Dropped, Drop{Change: s.Change, URL: url, Assignees: logins})
	}
}

func containsFold(names []string, name string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
}
