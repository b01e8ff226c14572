package backlog

import (
	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// A match tells which items of an execution file are those of its source.
type match struct {
	epics   map[string]*Epic // by the key in the source
	stories map[string]*Story
}

// under reports whether a story stands under the same epic as in the source.
func (m match) under(inSource, have *Story) bool {
	if inSource.Epic == "" {
		return have.Epic == ""
	}
	e := m.epics[inSource.Epic.Key()]
	return e != nil && e.ID == have.Epic
}

// match matches items by their IDs. Those whose IDs come from their titles may
// have been retitled: they are the same with one title, or if they are the only
// ones without a match under their epic and their titles are alike.
func (d *derivation) match(f *File) match {
	epics, stories := itemsByKey(f)
	m := match{make(map[string]*Epic), make(map[string]*Story)}
	var freshEpics []*Epic
	for _, e := range d.source.epics {
		if have := epics[e.key]; have != nil {
			m.epics[e.key] = have
			delete(epics, e.key)
		} else if e.DerivedID {
			freshEpics = append(freshEpics, e)
		}
	}
	pair(freshEpics, left(f.epics, epics), func(e *Epic) (string, string) { return e.Title, "" }, func(e, have *Epic) { m.epics[e.key] = have })
	var fresh []*Story
	for _, s := range d.source.stories {
		if have := stories[s.key]; have != nil {
			m.stories[s.key] = have
			delete(stories, s.key)
		} else if s.DerivedID {
			fresh = append(fresh, s)
		}
	}
	inSource := make(map[ID]string) // key in the source of an epic of f
	for key, e := range m.epics {
		inSource[e.ID] = key
	}
	parent := func(s *Story) (string, string) {
		if key, ok := inSource[s.Epic]; ok {
			return s.Title, key
		}
		return s.Title, s.Epic.Key()
	}
	pair(fresh, left(f.stories, stories), parent, func(s, have *Story) { m.stories[s.key] = have })
	return m
}

// An entry is an epic or a story.
type entry interface {
	comparable
	Key() string
	derived() bool
}

func (e *Epic) derived() bool { return e.DerivedID }

func (s *Story) derived() bool { return s.DerivedID || s.Anchored }

// left returns the items whose IDs come from titles that have no match yet, in
// the order of the file.
func left[T entry](all []T, unmatched map[string]T) []T {
	var kept []T
	for _, x := range all {
		if unmatched[x.Key()] == x && x.derived() {
			kept = append(kept, x)
		}
	}
	return kept
}

// pair matches items by their titles, and then the only two of one parent.
func pair[T entry](fresh, lost []T, of func(T) (title, parent string), found func(fresh, lost T)) {
	type place struct{ title, parent string }
	byPlace := make(map[place]T)
	for _, x := range lost {
		title, parent := of(x)
		byPlace[place{title, parent}] = x
	}
	freshOf, lostOf := make(map[string][]T), make(map[string][]T)
	paired := make(map[T]bool)
	for _, x := range fresh {
		title, parent := of(x)
		if have, ok := byPlace[place{title, parent}]; ok && !paired[have] {
			found(x, have)
			paired[have] = true
			continue
		}
		freshOf[parent] = append(freshOf[parent], x)
	}
	for _, x := range lost {
		if _, parent := of(x); !paired[x] {
			lostOf[parent] = append(lostOf[parent], x)
		}
	}
	for parent, xs := range freshOf {
		if ys := lostOf[parent]; len(xs) == 1 && len(ys) == 1 {
			a, _ := of(xs[0])
			b, _ := of(ys[0])
			if reading.SimilarTitles(a, b) {
				found(xs[0], ys[0])
			}
		}
	}
}

// itemsByKey returns the items of a file by their keys.
func itemsByKey(f *File) (epics map[string]*Epic, stories map[string]*Story) {
	epics, stories = make(map[string]*Epic, len(f.epics)), make(map[string]*Story, len(f.stories))
	for _, e := range f.epics {
		epics[e.key] = e
	}
	for _, s := range f.stories {
		stories[s.key] = s
	}
	return epics, stories
}
