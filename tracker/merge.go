package tracker

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A merge is the outcome of comparing the three sides of one item: what the
// file wants, what the tracker has, and what they last agreed on.
type merge struct {
	update   []Field  // changed in the file only
	drift    []Field  // changed in the tracker only: left alone
	conflict []Field  // changed on both sides
	agreed   []string // fields whose base was out of date
	reason   string   // of a conflict that is not about two values

	patch     Patch   // without the body
	milestone *string // key of the epic's ID, to be resolved when the patch is made
	text      string  // managed text afterwards
	shape     shape   // how it gets into the body
	base      base    // afterwards
}

// A shape says how managed text gets into a body.
type shape uint8

const (
	shapeKeep    shape = iota // between the lines of the marker, or after all other text
	shapeEnclose              // all text there is becomes managed text
	shapeRepair               // the text stands already; only the closing line is missing
)

// A verdict is what to do with one field.
type verdict uint8

const (
	verdictKeep     verdict = iota // nothing changed
	verdictAgree                   // take both sides into the base
	verdictUpdate                  // write the file's value
	verdictDrift                   // report
	verdictConflict                // report; a person decides
)

// decide compares one value on its three sides; a field that nobody has set is
// empty.
func decide(want, have string, b agreed, prefer Side) verdict {
	w := digest(want)
	if want == have {
		if b.file == w && b.tracker == w {
			return verdictKeep
		}
		return verdictAgree
	}
	h := digest(have)
	var here, there bool
	if b == (agreed{}) {
		// Newly mentioned in the file: it may fill what is empty.
		here, there = true, have != ""
	} else {
		here, there = w != b.file, h != b.tracker
	}
	switch {
	case there && prefer == SideTracker:
		return verdictAgree
	case there && prefer == SideBacklog:
		return verdictUpdate
	case here && there:
		return verdictConflict
	case here:
		return verdictUpdate
	case there:
		return verdictDrift
	case prefer == SideBacklog: // both sides agreed to differ, which is taken back
		return verdictUpdate
	default:
		return verdictKeep
	}
}

// A merger compares items. It knows which milestone stands for which epic.
type merger struct {
	prefer     Side
	milestones map[string]string // key of a milestone in the tracker → key of the epic's ID
	titles     map[string]string // key of the epic's ID → title of its milestone
	duplicates map[string]string // key of a milestone that lost to an older one → key of the epic's ID
	observed   *Observed
	linker     *linker
}

// merge compares a matched item. The caller has made sure that the item is
// ours: it carries a marker, or is about to get one.
func (g *merger) merge(r *match) *merge {
	x, d := r.item, r.desired
	m := &merge{text: x.body.text}
	if mk := x.body.marker; mk != nil {
		m.base = mk.base
	}
	g.value(m, fieldTitle, d.title, x.Title, func() { m.patch.Title = &d.title })
	if len(m.conflict) == 0 {
		m.base.agree(fieldName, d.nameDigest, d.nameDigest)
	}
	if d.text != nil {
		g.mergeText(m, r)
	}
	if d.milestone != "" {
		g.value(m, fieldMilestone, d.milestone, g.epicOf(x.Milestone), func() { m.milestone = &d.milestone })
		if g.duplicates[x.Milestone] == d.milestone { // the marker agrees, and the milestone is the wrong one of two
			m.update = append(m.update, Field{fieldMilestone.String(), g.show(fieldMilestone, "#"+x.Milestone), g.show(fieldMilestone, d.milestone)})
			m.milestone = &d.milestone
		}
	}
	if d.due != "" {
		g.value(m, fieldDue, d.due, x.Due, func() { m.patch.Due = &d.due })
	}
	if d.points != "" {
		g.value(m, fieldPoints, d.points, x.Points, func() { m.patch.Points = &d.points })
	}
	g.mergeState(m, r)
	if d.kind == KindIssue {
		g.mergeSet(m, fieldLabels, d.labels, x.Labels, r.adopt, func(s []string) { m.patch.Labels = &s })
		g.mergeSet(m, fieldAssignees, d.assignees, x.Assignees, r.adopt, func(s []string) { m.patch.Assignees = &s })
	}
	if mk := x.body.marker; mk != nil && (mk.id != d.id || mk.scope != d.scope) {
		m.update = append(m.update, Field{"marker", mk.scope + " " + string(mk.id), d.scope + " " + string(d.id)})
	}
	return m
}

// value compares a field that holds one value, and calls update if the file's
// value is to be written.
func (g *merger) value(m *merge, f field, want, have string, update func()) {
	change := Field{f.String(), g.show(f, have), g.show(f, want)}
	switch decide(want, have, m.base.value(f), g.prefer) {
	case verdictKeep:
	case verdictAgree:
		m.agree(f, want, have)
	case verdictUpdate:
		m.update = append(m.update, change)
		m.base.agree(f, digest(want), digest(want))
		update()
	case verdictDrift:
		m.drift = append(m.drift, change)
	case verdictConflict:
		m.conflict = append(m.conflict, change)
	default:
		panic("unreachable verdict")
	}
}

// agree takes both sides into the base.
func (m *merge) agree(f field, want, have string) {
	m.base.agree(f, digest(want), digest(have))
	m.agreed = append(m.agreed, f.String())
}

// mergeText compares the managed text. Adopting leaves the text of people as
// it is, unless it is the text already.
func (g *merger) mergeText(m *merge, r *match) {
	want, b := g.linker.listed(r, &m.base, func(m *match) *observed { return m.item }), &r.item.body
	set := func() { m.text = want }
	switch {
	case r.adopt && normalise(b.above) == want:
		m.text, m.shape = want, shapeEnclose
		m.base.agree(fieldText, digest(want), digest(want))
	case r.adopt:
		m.base.agree(fieldText, digest(want), digest(""))
	case b.broken && want != "" && strings.HasPrefix(normalise(b.below), want):
		m.update = append(m.update, Field{"marker", "", "closing line restored"})
		m.text, m.shape = want, shapeRepair
		m.base.agree(fieldText, digest(want), digest(want))
	case b.broken && g.prefer == "":
		m.conflict = append(m.conflict, Field{"text", "", want})
		m.reason = "the closing line of the marker is gone, so it cannot be told which text is whose; " +
			"--prefer backlog writes the text anew above it, --prefer tracker leaves it to people"
	default:
		g.value(m, fieldText, want, b.text, set)
	}
}

// mergeState compares open and closed. What a person closed is never opened
// again; what was closed for want of a story is, when the story is back.
func (g *merger) mergeState(m *merge, r *match) {
	want, have := r.state, r.item.State
	if m.base.pruned {
		m.base.pruned = false
		if want == "" {
			want = Open
		} else {
			m.base.agree(fieldState, digest(string(want)), digest(string(want)))
		}
		if have == want {
			m.agreed = append(m.agreed, fieldState.String())
			return
		}
		m.update = append(m.update, Field{"state", string(have), string(want)})
		m.patch.State = &want
		return
	}
	if want == "" {
		return
	}
	b := m.base.value(fieldState)
	if b == (agreed{}) {
		if want == Open && have == Open {
			return // every item starts open: nothing to remember
		}
		b = agreed{digest(string(Open)), digest(string(Open))}
		m.base.agree(fieldState, b.file, b.tracker)
	}
	prefer := g.prefer
	byPeople := digest(string(have)) != b.tracker || b.file != b.tracker // the second: it was taken into the base since
	if want == Open && have == Closed && byPeople && prefer == SideBacklog {
		prefer = ""
	}
	(&merger{prefer: prefer}).value(m, fieldState, string(want), string(have), func() { m.patch.State = &want })
}

// mergeSet compares labels or assignees: only members that the file declares
// or once declared are looked at. An adopted item that has members of its own
// but lacks some of ours is a conflict, since nobody knows why.
func (g *merger) mergeSet(m *merge, f field, want, have []string, adopt bool, update func([]string)) {
	old := m.base.set(f)
	if len(want) == 0 && len(old) == 0 {
		return
	}
	s := setMerge{prefer: g.prefer, next: make(agreedSet, len(want)), result: slices.Clone(have)}
	wanted := make(map[string]bool, len(want))
	for _, name := range want {
		key := digest(strings.ToLower(name))
		wanted[key] = true
		s.member(name, key, old)
	}
	for key := range old {
		if !wanted[key] {
			s.gone(func(name string) bool { return digest(strings.ToLower(name)) == key })
		}
	}
	change := Field{f.String(), join(have), join(s.result)}
	switch {
	case adopt && s.changed && len(have) > 0 && g.prefer != SideBacklog:
		if g.prefer == "" {
			m.conflict = append(m.conflict, change)
		}
		for key := range s.next {
			s.next[key] = slices.ContainsFunc(have, func(n string) bool { return digest(strings.ToLower(n)) == key })
		}
	case s.changed:
		m.update = append(m.update, change)
		update(s.result)
	case !maps.Equal(s.next, old):
		m.agreed = append(m.agreed, f.String())
	}
	if len(s.removed) > 0 {
		m.drift = append(m.drift, Field{f.String(), join(have), join(sortedSet(have, s.removed))})
	}
	m.base.agreeSet(f, s.next)
}

// setMerge works out one set.
type setMerge struct {
	prefer  Side
	next    agreedSet
	result  []string
	removed []string // by people
	changed bool
}

// member decides about a member that the file declares.
func (s *setMerge) member(name, key string, old agreedSet) {
	was, known := old[key]
	switch {
	case slices.ContainsFunc(s.result, func(n string) bool { return strings.EqualFold(n, name) }):
		s.next[key] = true
	case known && !was: // agreed to be absent
		s.next[key] = s.prefer == SideBacklog
		if s.prefer == SideBacklog {
			s.add(name)
		}
	case known && s.prefer == SideTracker:
		s.next[key] = false
	case known && s.prefer == "":
		s.next[key] = true
		s.removed = append(s.removed, name)
	default:
		s.next[key] = true
		s.add(name)
	}
}

func (s *setMerge) add(name string) {
	s.result = append(s.result, name)
	s.changed = true
}

// gone takes out a member that the file declared once.
func (s *setMerge) gone(is func(name string) bool) {
	n := len(s.result)
	s.result = slices.DeleteFunc(s.result, is)
	s.changed = s.changed || len(s.result) < n
}

func join(set []string) string { return strings.Join(set, ", ") }

// epicOf translates the key of a milestone into that of the epic's ID, which
// is known before the milestone exists.
func (g *merger) epicOf(milestone string) string {
	if milestone == "" {
		return ""
	}
	if epic, ok := g.milestones[milestone]; ok {
		return epic
	}
	if epic, ok := g.duplicates[milestone]; ok {
		return epic
	}
	return "#" + milestone
}

// show makes a value fit for people.
func (g *merger) show(f field, value string) string {
	if f != fieldMilestone || value == "" {
		return value
	}
	if title, ok := g.titles[value]; ok {
		return title
	}
	key := strings.TrimPrefix(value, "#")
	if x, ok := g.observed.items[Ref{KindMilestone, key}]; ok {
		return x.Title
	}
	return fmt.Sprintf("milestone %s", key)
}
