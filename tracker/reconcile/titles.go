package reconcile

import (
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// titleWords finds items by what people see of them, regardless of case and
// blanks: by the whole title, and by the ID that it begins with. Items whose
// marker counts are not among them.
type titleWords struct {
	whole map[titleKey][]*observed
	ids   map[itemKey][]*observed // by key of an ID
}

// A titleKey is a folded title of a kind of items.
type titleKey struct {
	kind  tracker.Kind
	title string
}

func (m *matcher) titleWords() *titleWords {
	if m.words != nil {
		return m.words
	}
	m.words = &titleWords{whole: make(map[titleKey][]*observed), ids: make(map[itemKey][]*observed)}
	for _, x := range m.o.order {
		if x.deleted || x.body.marker == nil && x.body.former != nil || x.body.marker != nil && x.Trusted {
			continue
		}
		k := titleKey{x.Kind, foldTitle(x.Title)}
		m.words.whole[k] = append(m.words.whole[k], x)
		for _, key := range leadingIDs(x.Title) {
			m.words.ids[itemKey{x.Kind, key}] = append(m.words.ids[itemKey{x.Kind, key}], x)
		}
	}
	return m.words
}

// foldTitle makes titles equal that people take for the same.
func foldTitle(title string) string { return strings.ToLower(strings.Join(strings.Fields(title), " ")) }

// idSeparators stand between an ID and the words of a title.
const idSeparators = ":-|]—–"

// leadingIDs returns the keys of the IDs that a title may begin with: its
// first word, and its first two words ("Story 1.2").
func leadingIDs(title string) []idKey {
	var keys []idKey
	for id := range leads(title) {
		keys = append(keys, idKey(id.Key()))
	}
	return slices.Compact(keys)
}

// leads yields the IDs that a title may begin with, and what follows each.
func leads(title string) func(yield func(backlog.ID, string) bool) {
	return func(yield func(backlog.ID, string) bool) {
		words := strings.Fields(title)
		for n := range min(2, len(words)) {
			id := strings.Trim(strings.Join(words[:n+1], " "), idSeparators+"[")
			rest := strings.TrimLeft(strings.Join(words[n+1:], " "), idSeparators+" ")
			if strings.ContainsAny(id, "0123456789") && !yield(backlog.ID(id), rest) {
				return
			}
		}
	}
}

// says reports whether a title says what d's does: the same words, with the same
// ID or, if bare, without one.
func (d *desired) says(title string, bare bool) bool {
	if title == d.title || foldTitle(title) == foldTitle(d.title) {
		return true
	}
	if bare && foldTitle(title) == foldTitle(d.words) {
		return true
	}
	for id, rest := range leads(title) {
		if idKey(id.Key()) == d.key && foldTitle(rest) == foldTitle(d.words) {
			return true
		}
	}
	return false
}

// byTitle looks for items that nobody marked. sought counts the issues still to
// be found by the words of their titles.
func (m *matcher) byTitle(r *match, sought map[string]int) bool {
	if r.kind == tracker.KindMilestone && m.byMilestoneTitle(r) {
		return true
	}
	if m.recreate(r.id) {
		return false
	}
	same, bare := m.namesakes(r)
	create := m.create(r)
	if m.opts.Adopt && !create {
		switch {
		case len(unmarked(same)) == 0 && sought[foldTitle(r.words)] > 1 && len(unmarked(bare)) > 0:
			r.block(ActionConflict, reason.Ambiguous{URLs: urlsOf(unmarked(bare)), Words: true})
			return true
		case m.adopt(r, same) || m.adopt(r, bare) || m.adoptByID(r):
			return true
		}
	}
	if r.kind == tracker.KindMilestone {
		return false
	}
	alike := slices.Concat(same, slices.DeleteFunc(bare, func(x *observed) bool { return x.State != tracker.Open }))
	switch {
	case len(alike) == 0:
		return false
	case create:
		r.chosen = true
		return false
	default:
		r.block(ActionConflict, reason.LooksRegistered{URLs: urlsOf(alike), Marked: len(unmarked(alike)) == 0})
	}
	return true
}

// byMilestoneTitle takes the milestone with exactly the title. A title names one
// milestone in every service, so it is the one.
func (m *matcher) byMilestoneTitle(r *match) bool {
	for _, x := range m.titles[r.kind].all(r.title) {
		if m.claimed[x.index] == nil {
			r.item = x
			r.adopt = m.opts.Adopt && x.body.marker == nil
			r.bare = !r.adopt
			return true
		}
	}
	return false
}

// namesakes returns the items that have the title of r, with its ID if that is
// part of it, and those that have only the words.
func (m *matcher) namesakes(r *match) (same, bare []*observed) {
	w := m.titleWords()
	seen := slices.Concat(w.whole[titleKey{r.kind, foldTitle(r.title)}], w.ids[itemKey{r.kind, r.key}], w.whole[titleKey{r.kind, foldTitle(r.words)}])
	for i, x := range seen {
		switch {
		case m.claimed[x.index] != nil, slices.Contains(seen[:i], x):
		case r.says(x.Title, false):
			same = append(same, x)
		case r.says(x.Title, true) && (x.State == tracker.Open || r.state == tracker.Closed):
			bare = append(bare, x)
		}
	}
	return same, bare
}

// unmarked returns the items without any marker.
func unmarked(items []*observed) []*observed {
	return slices.DeleteFunc(slices.Clone(items), func(x *observed) bool { return x.body.marker != nil })
}

// adopt takes the one unmarked item of those that look like r; several are a
// conflict.
func (m *matcher) adopt(r *match, alike []*observed) bool {
	switch alike = unmarked(alike); len(alike) {
	case 0:
		return false
	case 1:
		r.item, r.adopt = alike[0], true
	default:
		r.block(ActionConflict, reason.Ambiguous{URLs: urlsOf(alike)})
	}
	return true
}

// adoptByID takes the one unmarked item whose title starts with the ID.
func (m *matcher) adoptByID(r *match) bool {
	found := unmarked(m.titleWords().ids[itemKey{r.kind, r.key}])
	if len(found) != 1 || m.claimed[found[0].index] != nil {
		return false
	}
	r.item, r.adopt = found[0], true
	return true
}
