package reconcile

import (
	"fmt"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// A merge is the outcome of comparing the three sides of one item: what the
// file wants, what the tracker has, and what they last agreed on.
type merge struct {
	update   []Field       // changed in the file only
	drift    []Field       // changed in the tracker only: left alone
	conflict []Field       // changed on both sides
	agreed   []Field       // fields whose base was out of date
	why      reason.Reason // of a conflict that is not about two values

	patch     tracker.Patch // without the body
	milestone *idKey        // of the epic, to be resolved when the patch is made
	text      string        // managed text afterwards
	shape     shape         // how it gets into the body
	before    base          // what they last agreed on, with what was pulled since
	noted     []field       // that were pulled and are in no marker yet
	base      base          // afterwards
	rendered  *string       // managed text as it is written today, if that is all that differs
	differs   bool          // file and tracker differ in a field as agreed, also afterwards
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
	milestones map[string]idKey // by the milestone's key in the tracker: the epic
	former     map[string]idKey // likewise, of epics that are gone from the files
	titles     map[idKey]string // of milestones, by epic
	duplicates map[string]idKey // likewise, of milestones that lost to an older one
	observed   *Observed
	pulled     pullNotes
	graph      *relationGraph
}

// merge compares a matched item. The caller has made sure that the item is
// ours: it carries a marker, or is about to get one.
func (g *merger) merge(r *match) *merge {
	x, d := r.item, r.desired
	m := &merge{text: x.body.text}
	if x.body.marker != nil {
		m.base = g.lastAgreed(r)
	}
	m.noted = g.overlay(m, r)
	m.before = m.base
	if r.adopt && g.prefer != SideBacklog && d.says(x.Title, true) {
		m.base.agree(fieldTitle, digest(d.title), digest(x.Title)) // its author's way to write it
	} else {
		g.value(m, fieldTitle, d.title, x.Title, func() { m.patch.Title = new(d.titleFor()) })
	}
	if len(m.conflict) == 0 {
		m.base.agree(fieldName, d.nameDigest, d.nameDigest)
	}
	if d.text != nil {
		g.mergeText(m, r)
	}
	if d.milestone != "" {
		g.value(m, fieldMilestone, string(d.milestone), string(g.epicOf(x.Milestone)), func() { m.milestone = &d.milestone })
		if g.duplicates[x.Milestone] == d.milestone { // the marker agrees, and the milestone is the wrong one of two
			m.update = append(m.update, Field{fieldMilestone.String(), g.show(fieldMilestone, "#"+x.Milestone), g.show(fieldMilestone, string(d.milestone))})
			m.milestone = &d.milestone
		}
	} else if g.leaves(r, &m.base) {
		g.value(m, fieldMilestone, "", string(g.epicOf(x.Milestone)), func() { m.milestone = &d.milestone })
	}
	if d.due != "" || m.base.declared(fieldDue) && !d.keepsDue {
		g.value(m, fieldDue, d.due, x.Due, func() { m.patch.Due = &d.due })
	}
	if d.points != "" || m.base.declared(fieldPoints) && !d.keepsPoints {
		g.value(m, fieldPoints, d.points, x.Points, func() { m.patch.Points = &d.points })
	}
	g.mergeState(m, r)
	if d.kind == tracker.KindIssue {
		g.mergeSet(m, fieldLabels, d.labels, x.Labels, r, func(s []string) { m.patch.Labels = &s })
		g.mergeSet(m, fieldAssignees, d.assignees, x.Assignees, r, func(s []string) { m.patch.Assignees = &s })
	}
	if mk := x.body.marker; mk != nil && (mk.id != d.id || mk.scope != d.scope) {
		m.update = append(m.update, Field{"marker", mk.scope + " " + string(mk.id), d.scope + " " + string(d.id)})
	}
	m.sendRendered(d, x.body.text)
	m.agreeNoted(r)
	return m
}

// leaves reports whether the story of r stands under no epic any more while its issue
// is in the milestone of one as both sides agreed. An epic that is gone from the files
// leaves its milestone, with the issues in it.
func (g *merger) leaves(r *match, b *base) bool {
	epic := g.milestones[r.item.Milestone]
	return r.milestone == "" && epic != "" && b.value(fieldMilestone) == agreed{digest(string(epic)), digest(string(epic))}
}

// value compares a field that holds one value, and calls update if the file's
// value is to be written.
func (g *merger) value(m *merge, f field, want, have string, update func()) {
	change := Field{f.String(), g.show(f, have), g.show(f, want)}
	switch decide(want, have, m.base.value(f), g.prefer) {
	case verdictKeep:
		m.differs = m.differs || want != have
	case verdictAgree:
		m.base.agree(f, digest(want), digest(have))
		m.agreed = append(m.agreed, change)
		m.differs = m.differs || want != have
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

// mergeText compares the managed text. Adopting leaves the text of people as
// it is, unless it is the text already.
func (g *merger) mergeText(m *merge, r *match) {
	want, b := g.graph.listed(r, &m.base, func(m *match) *observed { return m.item }), &r.item.body
	switch {
	case r.adopt && normalise(b.above) == want:
		m.text, m.shape = want, shapeEnclose
		m.base.agreeText(r.sourceOf(want), want, want)
	case r.adopt && digest(normalise(b.above)) == r.wrote: // ours, but for the marker
		m.update = append(m.update, Field{fieldText.String(), normalise(b.above), want})
		m.text, m.shape = want, shapeEnclose
		m.base.agreeText(r.sourceOf(want), want, want)
	case r.adopt:
		m.base.agreeText(r.sourceOf(want), want, "")
	case b.broken && want != "" && strings.HasPrefix(normalise(b.below), want):
		m.update = append(m.update, Field{"marker", "", "closing line restored"})
		m.text, m.shape = want, shapeRepair
		m.base.agreeText(r.sourceOf(want), want, want)
	case b.broken && g.prefer == "":
		m.conflict = append(m.conflict, Field{"text", "", want})
		m.why = reason.OpenMarker{}
	default:
		g.textValue(m, r.desired, want, b.text)
	}
}

// mergeState compares open and closed. What a person closed is never opened
// again; what was closed for want of a story is, when the story is back.
func (g *merger) mergeState(m *merge, r *match) {
	want, have := r.state, r.item.State
	if m.base.pruned {
		m.base.pruned = false
		if want == "" {
			want = tracker.Open
		} else {
			m.base.agree(fieldState, digest(string(want)), digest(string(want)))
		}
		if have == want {
			m.agreed = append(m.agreed, Field{fieldState.String(), string(have), string(want)})
			return
		}
		m.update = append(m.update, Field{"state", string(have), string(want)})
		m.patch.State, m.patch.Reason = &want, r.whyClosed()
		return
	}
	if want == "" {
		return
	}
	b := m.base.value(fieldState)
	if b == (agreed{}) {
		if want == tracker.Open && have == tracker.Open {
			return // every item starts open: nothing to remember
		}
		b = agreed{digest(string(tracker.Open)), digest(string(tracker.Open))}
		m.base.agree(fieldState, b.file, b.tracker)
	}
	prefer := g.prefer
	byPeople := digest(string(have)) != b.tracker || b.file != b.tracker // the second: it was taken into the base since
	if want == tracker.Open && have == tracker.Closed && byPeople && prefer == SideBacklog {
		prefer = ""
	}
	(&merger{prefer: prefer}).value(m, fieldState, string(want), string(have), func() { m.patch.State, m.patch.Reason = &want, r.whyClosed() })
}

func join(set []string) string { return strings.Join(set, ", ") }

// epicOf translates the key of a milestone into the epic that it stands for,
// which is known before the milestone exists. One that stands for none is "#" and
// its key, which no ID is compared by.
func (g *merger) epicOf(milestone string) idKey {
	if milestone == "" {
		return ""
	}
	if epic, ok := g.milestones[milestone]; ok {
		return epic
	}
	if epic, ok := g.former[milestone]; ok {
		return epic
	}
	if epic, ok := g.duplicates[milestone]; ok {
		return epic
	}
	return idKey("#" + milestone)
}

// show makes a value fit for people.
func (g *merger) show(f field, value string) string {
	if f != fieldMilestone || value == "" {
		return value
	}
	if title, ok := g.titles[idKey(value)]; ok {
		return title
	}
	key := strings.TrimPrefix(value, "#")
	if x, ok := g.observed.items[tracker.Ref{Kind: tracker.KindMilestone, Key: key}]; ok {
		return x.Title
	}
	return fmt.Sprintf("milestone %s", key)
}
