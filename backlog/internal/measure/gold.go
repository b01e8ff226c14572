package main

import (
	"regexp"
	"strings"
)

// A role is what a site is. With either, both answers are right.
type role int8

const (
	none role = iota
	story
	epic
	either
)

// A place is a site as the labels know it.
type place struct {
	answer
	Group bool // only a heading may be a soft group
}

var letterOrDot = regexp.MustCompile(`[a-z.]`)

// gold returns the role of each site: that of the label on its line.
func gold(places []place, l *labels) []role {
	roles := make([]role, len(places))
	at := make(map[int][]int)
	for i, p := range places {
		at[p.Line] = append(at[p.Line], i)
	}
	keys := make(map[string]bool)
	mark := func(items []label, r role) {
		for _, g := range items {
			k := keyOf(g.ID)
			if k != "" {
				keys[k] = true
			}
			best := -1
			for _, i := range at[g.Line] {
				if best < 0 || k != "" && keyOf(places[i].ID) == k && keyOf(places[best].ID) != k {
					best = i
				}
			}
			if best < 0 {
				best = only(places, k)
			}
			if best >= 0 {
				roles[best] = r
			}
		}
	}
	mark(l.Epics, epic)
	mark(l.Stories, story)
	free := make(map[string]bool)
	for _, id := range l.Optional {
		free[keyOf(id)] = true
	}
	lines := make(map[int]bool)
	for _, n := range l.OptionalLines {
		lines[n] = true
	}
	groups := make(map[string]bool)
	for _, g := range l.Groups {
		groups[plainTitle(g.Title)] = true
	}
	for _, e := range l.Epics {
		if e.Line == 0 {
			groups[plainTitle(e.Title)] = true
		}
	}
	for i, p := range places {
		if roles[i] != none {
			continue
		}
		k := keyOf(p.ID)
		if p.ID == "" {
			k = ""
		}
		if lines[p.Line] || k != "" && free[k] || k != "" && keys[k] && letterOrDot.MatchString(k) || groups[plainTitle(p.Title)] {
			roles[i] = either
		}
	}
	return roles
}

// only returns the index of the only place with an ID, -1 if none or several
// have it: a label may stand beside the line that is read, as in front matter.
func only(places []place, key string) int {
	best := -1
	for i, p := range places {
		switch {
		case key == "" || keyOf(p.ID) != key:
		case best >= 0:
			return -1
		default:
			best = i
		}
	}
	return best
}

func plainTitle(s string) string { return strings.Join(words(s), " ") }
