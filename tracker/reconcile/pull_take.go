package reconcile

import (
	"maps"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// pullSet takes in which members people added and removed in the tracker. What the
// file added or removed since both sides agreed stays for apply, and so do the
// labels that all issues get.
func (sp puller) pullSet(c *pullChange, p pulled) {
	own := p.own()
	if own == nil {
		return
	}
	m, base := p.match, c.merge.before.set(p.field)
	key := func(name string) string { return digest(strings.ToLower(name)) }
	as := func(name string) string {
		if p.field == fieldLabels {
			return stored(&sp.o.project, tracker.KindLabel, name)
		}
		return name
	}
	agreed := maps.Clone(base)
	if agreed == nil {
		agreed = make(agreedSet)
	}
	have, want := m.item.members(p.field), m.members(p.field)
	for _, name := range *own {
		k := key(as(name))
		if base.has(k) && !containsFold(have, as(name)) {
			delete(agreed, k)
		} else {
			p.Set = append(p.Set, name)
		}
	}
	removed := len(*own) - len(p.Set)
	for _, name := range have {
		if _, known := base[key(name)]; !known && !containsFold(want, name) {
			p.Set, agreed[key(name)] = append(p.Set, name), present
		}
	}
	added := len(p.Set) > len(*own)-removed
	slices.SortFunc(p.Set, compareFold)
	p.fresh = removed == 0
	p.shown = Field{p.field.String(), join(sortedSet(*own, nil)), join(p.Set)}
	p.members = agreed.marked()
	drift := slices.IndexFunc(c.merge.drift, func(f Field) bool { return f.Name == p.field.String() })
	switch {
	case added || removed > 0:
		c.taken = append(c.taken, p)
	case drift >= 0: // of a label that all issues get
		c.left = append(c.left, c.merge.drift[drift])
	}
}

// own returns the members of a set that the file itself names, nil if the item has
// no such field.
func (p *pulled) own() *[]string {
	s := p.match.story()
	switch {
	case s == nil:
		return nil
	case p.field == fieldLabels:
		return &s.Labels
	default:
		return &s.Assignees
	}
}

// marked returns the members as the base encodes them.
func (s agreedSet) marked() []string {
	all := make([]string, 0, len(s))
	for key, p := range s {
		all = append(all, presenceMarks[p]+key)
	}
	slices.Sort(all)
	return all
}

// setOfMarked is the way back of marked.
func setOfMarked(members []string) agreedSet {
	set := make(agreedSet, len(members))
	for _, member := range members {
		name := strings.TrimLeft(member, "!?")
		set[name] = presence(max(0, slices.Index(presenceMarks[:], member[:len(member)-len(name)])))
	}
	return set
}

// pullFresh takes what people set in the tracker where the file says nothing, as an
// empty cell does. What the file took back since both sides agreed is left to
// it.
func (sp puller) pullFresh(c *pullChange, p pulled) {
	m := p.match
	have, want := m.item.value(p.field), m.value(p.field)
	switch p.field {
	case fieldState:
		if s := m.story(); s == nil || s.Dropped || have != string(tracker.Closed) || m.file.Checkbox() == backlog.CheckboxRegistered ||
			m.file.Kind() == backlog.FileExecution || c.merge.before.pruned {
			return
		}
	case fieldDue:
		if m.kind == tracker.KindIssue && !sp.o.project.DueDates {
			return
		}
	case fieldPoints:
		if m.kind != tracker.KindIssue || !sp.o.project.Points {
			return
		}
	default:
		return
	}
	if want != "" || have == "" || digest(have) == c.merge.before.value(p.field).tracker {
		return
	}
	p.fresh, p.shown = true, Field{p.field.String(), "", have}
	sp.take(&p)
	c.taken = append(c.taken, p)
}

// announcePlaceless says once for each file what it has no place for.
func (sp puller) announcePlaceless(all []*pullChange) {
	for _, f := range sp.scope.Files {
		var fields []field
		items := 0
		for _, c := range all {
			if c.match.file == f && len(c.placeless) > 0 {
				items++
				fields = append(fields, c.placeless...)
			}
		}
		if items == 0 {
			continue
		}
		slices.Sort(fields)
		var names []string
		for _, x := range slices.Compact(fields) {
			names = append(names, x.String())
		}
		sp.report(Change{Action: ActionNotice, Fields: []Field{}, File: f.Name(), Reason: reason.NoPlace{Items: items, Fields: names}})
	}
}

// unwritten returns the text that a person left in the tracker as the file has it:
// without what the engine added to it, and with the lines of the file where it was
// only written for the service. It is not ok where people changed what was added.
func (m *match) unwritten(graph *relationGraph) (text string, ok bool) {
	have, source := m.item.body.text, m.source
	var old base
	if mk := m.item.body.marker; mk != nil {
		old = mk.base
	}
	added := strings.TrimPrefix(graph.listed(m, &old, func(m *match) *observed { return m.item }), *m.text)
	if have, ok = strings.CutSuffix(have, added); !ok {
		return "", false
	}
	if points := m.pointsLine(); points != "" {
		if have, ok = strings.CutSuffix(have, points); !ok {
			return "", false
		}
		have, source = normalise(have), normalise(strings.TrimSuffix(source, points))
	}
	written := strings.Split(managed(m.rules.Rewrite(source)), "\n")
	lines := strings.Split(source, "\n")
	if len(written) != len(lines) {
		return have, true
	}
	back := make(map[string]string)
	for i, line := range written {
		back[line] = lines[i]
	}
	got := strings.Split(have, "\n")
	for i, line := range got {
		if as, ok := back[line]; ok {
			got[i] = as
		}
	}
	return strings.Join(got, "\n"), true
}

// pointsLine returns the line with the points that is added to a text, "" if none
// is.
func (m *match) pointsLine() string {
	if s := m.story(); s != nil && m.points == "" {
		return s.PointsLine()
	}
	return ""
}

// sourceIn returns the text that a file has for the item, as it is compared.
func (m *match) sourceIn(f *backlog.File) string {
	if m.kind == tracker.KindMilestone {
		if e := epicOf(f, m.key); e != nil {
			return normalise(e.Text)
		}
		return ""
	}
	s := storyOf(f, m.key)
	if s == nil {
		return ""
	}
	text := s.Text
	if line := s.PointsLine(); line != "" && m.points == "" {
		text += "\n\n" + line
	}
	return normalise(text)
}
