package reconcile

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
)

// A relationGraph compares the relations between the issues of a scope.
//
// A relation is between two issues, not between two IDs: a base names the other
// issue by its nonce. So one that was made to a duplicate, or to an issue that
// exists no more, is never taken for one to the issue that stands for the ID
// today.
type relationGraph struct {
	sp      *scopePlan
	nodes   map[string]*node    // by name
	names   map[idKey]string    // of the issue of an ID
	under   map[string][]string // key of an issue in the tracker → names of those that belong to it
	parents map[string]*match   // by the key of the issue in the tracker
	twins   map[string]bool     // keys of issues that lost to an older one, or will
}

// A node is an issue that may be related to others.
type node struct {
	id backlog.ID
	m  *match    // nil if its story is gone from the files, or if it is a duplicate
	x  *observed // nil if it is to be made
}

func newRelationGraph(sp *scopePlan) *relationGraph {
	graph := &relationGraph{
		sp: sp, nodes: make(map[string]*node), names: make(map[idKey]string), under: make(map[string][]string),
		parents: make(map[string]*match),
	}
	for i := range sp.matches {
		m := &sp.matches[i]
		if m.kind != tracker.KindIssue {
			continue
		}
		name := nodeName(m.item)
		if name == "" {
			name = "new " + string(m.key)
		}
		graph.nodes[name], graph.names[m.key] = &node{m.id, m, m.item}, name
		if m.item != nil {
			graph.parents[m.item.Key] = m
		}
	}
	for _, x := range sp.o.order {
		if name := nodeName(x); x.Kind == tracker.KindIssue && name != "" && graph.nodes[name] == nil && sp.matcher.ours(markerOf(x)) {
			graph.nodes[name] = &node{id: markerOf(x).id, x: x}
		}
	}
	for name, n := range graph.nodes {
		if n.x != nil && n.x.Parent != "" {
			graph.under[n.x.Parent] = append(graph.under[n.x.Parent], name)
		}
	}
	graph.noteTwins()
	return graph
}

// noteTwins looks for the issues that lost to an older one, or will.
func (g *relationGraph) noteTwins() {
	g.twins = make(map[string]bool)
	for _, x := range g.sp.o.order {
		if mk := x.body.former; x.Kind == tracker.KindIssue && x.body.marker == nil && mk != nil && g.sp.matcher.ours(mk) {
			g.twins[x.Key] = true
		}
	}
	for i := range g.sp.matches {
		for _, x := range g.sp.matches[i].twins {
			if x.Kind == tracker.KindIssue {
				g.twins[x.Key] = true
			}
		}
	}
}

// markerOf returns the marker of an item, or the one it had before it was
// closed as a duplicate; nil if there is neither.
func markerOf(x *observed) *marker {
	if x == nil || x.body.marker == nil && x.body.former == nil {
		return nil
	}
	if x.body.marker != nil {
		return x.body.marker
	}
	return x.body.former
}

// nodeName is what a base calls an issue, "" if it was never marked.
func nodeName(x *observed) string {
	mk := markerOf(x)
	if mk == nil {
		return ""
	}
	return digest(mk.nonce)
}

// relationChanges are the relations of one issue that are to change.
type relationChanges struct {
	fields []Field
	drift  []Field
	agreed []Field // only what the base says is to change

	sets [2]relationSet // fieldStories, fieldBlockers
}

var noRelations = &relationChanges{}

// A relationSet is one set of relations that is to change.
type relationSet struct {
	add, remove []string  // names
	next        agreedSet // nil: the set stays as it is
}

// hasRelations reports whether any issue of the scope is or was related to another.
func (sp *scopePlan) hasRelations() bool {
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
func (c *relationChanges) pending() bool { return c != nil && len(c.fields)+len(c.agreed) > 0 }

// of compares the relations of m with what both sides last agreed on. A nil
// graph knows of none.
func (g *relationGraph) of(m *match) *relationChanges {
	if g == nil || m.kind != tracker.KindIssue || m.blocked != nil || m.bare {
		return noRelations
	}
	var old base
	if m.item != nil && m.item.body.marker != nil && !m.adopt {
		old = m.item.body.marker.base
	}
	changes := &relationChanges{}
	g.merge(changes, fieldStories, m.stories, g.children(m, old.set(fieldStories)), old.set(fieldStories), false)
	if !g.sp.o.blocks {
		return changes // the text of the story says it
	}
	// Which issues block another is not in any listing: the base knows.
	g.merge(changes, fieldBlockers, m.blockers, g.known(old.set(fieldBlockers)), old.set(fieldBlockers), m.unsourced)
	return changes
}

// children returns the names of the issues that belong to the issue of m now.
// One that no story stands behind counts only if it was made to belong there.
func (g *relationGraph) children(m *match, old agreedSet) []string {
	if m.item == nil {
		return nil
	}
	var names []string
	for _, name := range g.under[m.item.Key] {
		if g.nodes[name].m != nil || old.has(name) {
			names = append(names, name)
		}
	}
	return g.sort(names)
}

// known returns the names of the members of a base that the tracker has.
func (g *relationGraph) known(old agreedSet) []string {
	var names []string
	for name := range old {
		if old.has(name) && g.nodes[name] != nil {
			names = append(names, name)
		}
	}
	return g.sort(names)
}

func (g *relationGraph) sort(names []string) []string {
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(g.nodes[a].id.Compare(g.nodes[b].id), strings.Compare(a, b))
	})
	return names
}

// elsewhere reports whether a story belongs to an issue that the file does not
// take it away from.
func (g *relationGraph) elsewhere(f field, name string) bool {
	x := g.nodes[name].x
	if f != fieldStories || x == nil || x.Parent == "" || g.twins[x.Parent] {
		return false
	}
	other := g.parents[x.Parent]
	if other == nil || other.item.body.marker == nil {
		return true
	}
	return !other.item.body.marker.base.set(fieldStories).has(name)
}

// holder returns the epic whose issue a story, given by the key of its ID, belongs
// to so far, if that is another one than m, and the file takes it away there.
func (g *relationGraph) holder(m *match, key idKey) *match {
	name := g.names[key]
	x := g.nodes[name].x
	if x == nil || x.Parent == "" || g.elsewhere(fieldStories, name) {
		return nil
	}
	if from := g.parents[x.Parent]; from != nil && from.key != m.key {
		return from
	}
	return nil
}

// merge compares one set: want are keys of IDs, have and old names. keep says that what
// the file does not declare any more stays.
func (g *relationGraph) merge(changes *relationChanges, f field, want []idKey, have []string, old agreedSet, keep bool) {
	if len(want)+len(old) == 0 {
		return
	}
	s := setMerge{prefer: g.sp.opts.Prefer, keep: keep, next: make(agreedSet, len(want)), result: slices.Clone(have)}
	wanted := make(map[string]bool, len(want))
	for _, key := range want {
		wanted[g.names[key]] = true
	}
	s.same = old.of(wanted)
	for _, key := range want {
		name := g.names[key]
		was, known := old[name]
		switch n := g.nodes[name]; {
		case n.m.bare || n.m.blocked != nil: // not ours to relate
			if known {
				s.next[name] = was
			}
		case f == fieldStories && n.x != nil && g.twins[n.x.Parent]: // it belongs to the wrong one of two
			s.next[name] = present
			s.add(name)
		case !slices.Contains(have, name) && g.elsewhere(f, name):
			if known {
				s.next[name] = present
			}
			s.removed = append(s.removed, name)
		default:
			s.member(name, name, old)
		}
	}
	for name, was := range old {
		switch n := g.nodes[name]; {
		case wanted[name]:
		case n != nil && slices.Contains(g.sp.departed, n.x): // another file says what becomes of it
			s.next[name] = was
		default:
			s.gone(name, old, func(n string) bool { return n == name })
		}
	}
	set := relationSet{
		add:    slices.DeleteFunc(slices.Clone(s.result), func(name string) bool { return slices.Contains(have, name) }),
		remove: slices.DeleteFunc(slices.Clone(have), func(name string) bool { return slices.Contains(s.result, name) }),
		next:   s.next,
	}
	switch {
	case s.changed:
		changes.fields = append(changes.fields, Field{f.String(), g.show(have), g.show(s.result)})
	case !maps.Equal(s.next, old):
		changes.agreed = append(changes.agreed, Field{f.String(), g.show(have), g.show(slices.Concat(have, g.lacking(want, have)))})
	default:
		set.next = nil
	}
	if len(s.removed) > 0 {
		changes.drift = append(changes.drift, Field{f.String(), g.show(have), g.show(slices.Concat(have, s.removed))})
	}
	changes.sets[f-fieldStories] = set
}

// lacking returns the names of those, given by the keys of their IDs, that are
// not in have.
func (g *relationGraph) lacking(want []idKey, have []string) []string {
	var names []string
	for _, key := range want {
		if name := g.names[key]; !slices.Contains(have, name) {
			names = append(names, name)
		}
	}
	return names
}

// show makes names fit for people.
func (g *relationGraph) show(names []string) string {
	var ids []backlog.ID
	for _, name := range g.sort(slices.Clone(names)) {
		ids = append(ids, g.nodes[name].id)
	}
	return joinIDs(slices.Compact(ids))
}

// requests returns how many requests the changes take: the relations, one read
// and one write of what both sides agreed on.
func (c *relationChanges) requests() (reads, writes int) {
	if !c.pending() {
		return 0, 0
	}
	for _, set := range c.sets {
		writes += len(set.add) + len(set.remove)
	}
	return 1, writes + 1
}

// listed returns the managed text of an issue: that of the file and, where the
// tracker has no such relations, a list of them. item finds the item of an ID.
func (g *relationGraph) listed(m *match, b *base, item func(*match) *observed) string {
	text := *m.text
	if g == nil {
		return text
	}
	absent := func(f field, keys []idKey) (lines []string) {
		for _, key := range keys {
			n := g.nodes[g.names[key]]
			x := item(n.m)
			if p, known := b.set(f)[nodeName(x)]; !known || p == present {
				continue
			}
			if g.sp.o.linked {
				lines = append(lines, string(n.id))
			} else {
				lines = append(lines, fmt.Sprintf("[%s](%s)", n.id, x.URL))
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
