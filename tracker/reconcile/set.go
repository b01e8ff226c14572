package reconcile

import (
	"maps"
	"slices"
	"strings"
)

// agreedSet is the base of a field that is a set: the digest of each member
// that the file declares, and what the tracker makes of it. A relation's member is
// the digest of the other issue's nonce.
type agreedSet map[string]presence

// A presence is what the tracker makes of a member that the file declares.
type presence uint8

const (
	present presence = iota // it has it
	absent                  // it lacks it, and both sides agreed to that
	refused                 // it cannot have it; tried again only when the file declares others
)

// presenceMarks precede a member in the base.
var presenceMarks = [...]string{present: "", absent: "!", refused: "?"}

// has reports whether the tracker has a member, as both sides agreed.
func (s agreedSet) has(key string) bool {
	p, ok := s[key]
	return ok && p == present
}

// of reports whether s is about these members and no others.
func (s agreedSet) of(members map[string]bool) bool {
	if len(s) != len(members) {
		return false
	}
	for key := range s {
		if !members[key] {
			return false
		}
	}
	return true
}

// mergeSet compares labels or assignees: only members that the file declares
// or once declared are looked at. An adopted item that has members of its own
// but lacks some of ours is a conflict, since nobody knows why.
func (g *merger) mergeSet(m *merge, f field, want, have []string, r *match, update func([]string)) {
	old := m.base.set(f)
	if len(want) == 0 && len(old) == 0 {
		return
	}
	s := setMerge{prefer: g.prefer, keep: r.unsourced, next: make(agreedSet, len(want)), result: slices.Clone(have)}
	wanted := make(map[string]bool, len(want))
	for _, name := range want {
		wanted[digest(strings.ToLower(name))] = true
	}
	s.same = old.of(wanted)
	for _, name := range want {
		s.member(name, digest(strings.ToLower(name)), old)
	}
	for key := range old {
		if !wanted[key] {
			s.gone(key, old, func(name string) bool { return digest(strings.ToLower(name)) == key })
		}
	}
	change := Field{f.String(), join(have), join(s.result)}
	switch {
	case r.adopt && s.changed && len(have) > 0 && g.prefer != SideBacklog:
		if g.prefer == "" {
			m.conflict = append(m.conflict, change)
		}
		for key := range s.next {
			if !slices.ContainsFunc(have, func(n string) bool { return digest(strings.ToLower(n)) == key }) {
				s.next[key] = absent
			}
		}
	case s.changed:
		m.update = append(m.update, change)
		update(s.result)
	case !maps.Equal(s.next, old):
		m.agreed = append(m.agreed, Field{f.String(), join(have), join(sortedSet(have, want))})
	}
	for _, p := range s.next {
		m.differs = m.differs || p != present
	}
	if len(s.removed) > 0 {
		m.drift = append(m.drift, Field{f.String(), join(have), join(sortedSet(have, s.removed))})
	}
	m.base.agreeSet(f, s.next)
}

// setMerge works out one set.
type setMerge struct {
	prefer  Side
	keep    bool // what the file declared once stays: it may do so still
	same    bool // the file declares what it did when both sides last agreed
	next    agreedSet
	result  []string
	removed []string // by people
	changed bool
}

// member decides about a member that the file declares.
func (s *setMerge) member(name, key string, old agreedSet) {
	was, known := old[key]
	switch {
	case containsFold(s.result, name):
		s.next[key] = present
	case known && was == refused && s.same:
		s.next[key] = refused
	case known && was == absent && s.prefer != SideBacklog:
		s.next[key] = absent
	case known && was == present && s.prefer == SideTracker:
		s.next[key] = absent
	case known && was == present && s.prefer == "":
		s.next[key] = present
		s.removed = append(s.removed, name)
	default:
		s.next[key] = present
		s.add(name)
	}
}

func (s *setMerge) add(name string) {
	s.result = append(s.result, name)
	s.changed = true
}

// gone takes out a member that the file declared once.
func (s *setMerge) gone(key string, old agreedSet, is func(name string) bool) {
	if s.keep {
		s.next[key] = old[key]
		return
	}
	n := len(s.result)
	s.result = slices.DeleteFunc(s.result, is)
	s.changed = s.changed || len(s.result) < n
}
