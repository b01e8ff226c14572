package tracker

import (
	"fmt"
	"maps"
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

// A linker compares the relations between the issues of a scope.
type linker struct {
	sp      *scopePlan
	issues  map[string]*match // by key of the ID
	keys    map[string]string // digest of a key → key, of issues whose stories are gone, too
	gone    map[string]*observed
	parents map[string]*match // epics by the key of their issue in the tracker
	twins   map[string]bool   // keys of issues that lost to an older one, or will
}

func newLinker(sp *scopePlan) *linker {
	l := &linker{
		sp: sp, issues: make(map[string]*match), keys: make(map[string]string),
		gone: make(map[string]*observed), parents: make(map[string]*match), twins: make(map[string]bool),
	}
	for i := range sp.matches {
		m := &sp.matches[i]
		if m.kind != KindIssue {
			continue
		}
		l.issues[m.key] = m
		l.keys[digest(m.key)] = m.key
		if m.item != nil && len(m.stories) > 0 {
			l.parents[m.item.Key] = m
		}
		for _, x := range m.twins {
			l.twins[x.Key] = true
		}
	}
	for _, x := range sp.o.order {
		if mk := x.body.former; x.Kind == KindIssue && x.body.marker == nil && mk != nil && sp.matcher.ours(mk) {
			l.twins[x.Key] = true
		}
	}
	for _, x := range sp.gone {
		if key := x.body.marker.key; x.Kind == KindIssue && l.issues[key] == nil {
			l.gone[key], l.keys[digest(key)] = x, key
		}
	}
	return l
}

// links are the relations of one issue that are to change.
type links struct {
	fields []Field
	drift  []Field
	agreed bool // only what the base says is to change

	sets [2]linkSet // fieldStories, fieldBlockers
}

var noLinks = &links{}

// A linkSet is one set of relations that is to change.
type linkSet struct {
	add, remove []string  // keys of IDs
	next        agreedSet // nil: the set stays as it is
}

// names returns the sets of which only the base is to change.
func (l *links) names() []string {
	var names []string
	for i, set := range l.sets {
		if set.next != nil {
			names = append(names, (fieldStories + field(i)).String())
		}
	}
	return names
}

// hasLinks reports whether any issue of the scope is or was related to another.
func (sp *scopePlan) hasLinks() bool {
	for i := range sp.matches {
		m := &sp.matches[i]
		if len(m.stories)+len(m.blockers) > 0 {
			return true
		}
		if m.item != nil && m.item.body.marker != nil {
			b := &m.item.body.marker.base
			if len(b.set(fieldStories))+len(b.set(fieldBlockers)) > 0 {
				return true
			}
		}
	}
	return false
}

// pending reports whether there is anything to do.
func (l *links) pending() bool { return l != nil && (len(l.fields) > 0 || l.agreed) }

// of compares the relations of m with what both sides last agreed on. A nil
// linker knows of none.
func (l *linker) of(m *match) *links {
	if l == nil || m.kind != KindIssue || m.blocked != nil || m.bare {
		return noLinks
	}
	var old base
	if m.item != nil && m.item.body.marker != nil && !m.adopt {
		old = m.item.body.marker.base
	}
	r := &links{}
	l.merge(r, fieldStories, m.stories, l.children(m, old.set(fieldStories)), old.set(fieldStories))
	if !l.sp.o.blocks {
		return r // the text of the story says it
	}
	// Which issues block another is not in any listing: the base knows.
	l.merge(r, fieldBlockers, m.blockers, l.known(old.set(fieldBlockers)), old.set(fieldBlockers))
	return r
}

// children returns the keys of the issues that belong to the issue of m now.
// One that belongs to a stranger's issue and was never ours counts, too: it is
// left where it is.
func (l *linker) children(m *match, old agreedSet) []string {
	var keys []string
	for _, key := range slices.Sorted(maps.Keys(l.issues)) {
		child := l.issues[key]
		if child.item != nil && m.item != nil && child.item.Parent == m.item.Key {
			keys = append(keys, key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(l.gone)) {
		if m.item != nil && l.gone[key].Parent == m.item.Key && old[digest(key)] {
			keys = append(keys, key)
		}
	}
	return keys
}

// known returns the keys of the members of a base that the tracker has.
func (l *linker) known(old agreedSet) []string {
	var keys []string
	for d, has := range old {
		if key := l.keys[d]; has && key != "" {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// elsewhere reports whether a story belongs to an issue that the file does not
// take it away from.
func (l *linker) elsewhere(f field, key string) bool {
	x := l.issues[key].item
	if f != fieldStories || x == nil || x.Parent == "" || l.twins[x.Parent] {
		return false
	}
	other := l.parents[x.Parent]
	if other == nil || other.item.body.marker == nil {
		return true
	}
	return !other.item.body.marker.base.set(fieldStories)[digest(key)]
}

func (l *linker) merge(r *links, f field, want, have []string, old agreedSet) {
	if len(want)+len(old) == 0 {
		return
	}
	s := setMerge{prefer: l.sp.opts.Prefer, next: make(agreedSet, len(want)), result: slices.Clone(have)}
	wanted := make(map[string]bool, len(want))
	for _, key := range want {
		wanted[digest(key)] = true
		switch m := l.issues[key]; {
		case m.bare || m.blocked != nil: // not ours to relate
		case f == fieldStories && m.item != nil && l.twins[m.item.Parent]: // it belongs to the wrong one of two
			s.next[digest(key)] = true
			s.add(key)
		case !slices.Contains(have, key) && l.elsewhere(f, key):
			if _, known := old[digest(key)]; known {
				s.next[digest(key)] = true
			}
			s.removed = append(s.removed, key)
		default:
			s.member(key, digest(key), old)
		}
	}
	for d := range old {
		if !wanted[d] {
			s.gone(d)
		}
	}
	set := linkSet{
		add:    slices.DeleteFunc(slices.Clone(s.result), func(key string) bool { return slices.Contains(have, key) }),
		remove: slices.DeleteFunc(slices.Clone(have), func(key string) bool { return slices.Contains(s.result, key) }),
		next:   s.next,
	}
	switch {
	case s.changed:
		r.fields = append(r.fields, Field{f.String(), l.show(have), l.show(s.result)})
	case !maps.Equal(s.next, old):
		r.agreed = true
	default:
		set.next = nil
	}
	if len(s.removed) > 0 {
		r.drift = append(r.drift, Field{f.String(), l.show(have), l.show(slices.Concat(have, s.removed))})
	}
	r.sets[f-fieldStories] = set
}

// show makes keys fit for people.
func (l *linker) show(keys []string) string {
	ids := make([]backlog.ID, 0, len(keys))
	for _, key := range keys {
		if m := l.issues[key]; m != nil {
			ids = append(ids, m.id)
		} else if x := l.gone[key]; x != nil {
			ids = append(ids, x.body.marker.id)
		}
	}
	slices.SortStableFunc(ids, backlog.ID.Compare)
	return joinIDs(ids)
}

// requests returns how many requests the changes take: the relations, one read
// and one write of what both sides agreed on.
func (l *links) requests() (reads, writes int) {
	if !l.pending() {
		return 0, 0
	}
	for _, set := range l.sets {
		writes += len(set.add) + len(set.remove)
	}
	return 1, writes + 1
}

// listed returns the managed text of an issue: that of the file and, where the
// tracker has no such relations, a list of them. item finds the item of an ID.
func (l *linker) listed(m *match, b *base, item func(*match) *observed) string {
	text := *m.text
	if l == nil {
		return text
	}
	absent := func(f field, keys []string) (lines []string) {
		for _, key := range keys {
			other := l.issues[key]
			if has, known := b.set(f)[digest(key)]; !known || has || other == nil {
				continue
			}
			if x := item(other); x != nil && !l.sp.o.linked {
				lines = append(lines, fmt.Sprintf("[%s](%s)", other.id, x.URL))
			} else if x != nil {
				lines = append(lines, string(other.id))
			}
		}
		return lines
	}
	if stories := absent(fieldStories, m.stories); len(stories) > 0 {
		text += "\n\n- " + strings.Join(stories, "\n- ")
	}
	if blockers := absent(fieldBlockers, m.blockers); len(blockers) > 0 {
		text += "\n\nBlocked by: " + strings.Join(blockers, ", ")
	}
	return normalise(text)
}
