package reconcile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// A pulled is a field that is taken into the file, with what both sides hold then.
type pulled struct {
	backlog.Pull
	match *match
	field field
	shown Field
	fresh bool // the file said nothing of it

	members []string // of a set: what both sides agree on afterwards, as in the base
	final   string   // of a text: the whole of it in the file, with the fields in it that are pulled
}

// pullFields gives the field that each name stands for.
var pullFields = map[backlog.PullField]field{
	backlog.PullState: fieldState, backlog.PullTitle: fieldTitle, backlog.PullLabels: fieldLabels,
	backlog.PullAssignees: fieldAssignees, backlog.PullDue: fieldDue, backlog.PullPoints: fieldPoints, backlog.PullText: fieldText,
}

// A puller plans what is taken into the files of one scope.
type puller struct{ *scopePlan }

// comparePull fills in what changed in the tracker only and is asked for. What
// changed on both sides is a conflict, and all else stays for apply.
func (sp puller) comparePull() {
	if sp.hasRelations() { // they stand in texts where a service has none
		sp.graph = newRelationGraph(sp.scopePlan)
		sp.merger.graph = sp.graph
	}
	changes := make(map[*match]*pullChange)
	var order []*pullChange
	byFile := make(map[*backlog.File][]*pullChange)
	for i := range sp.matches {
		m := &sp.matches[i]
		if !sp.wanted(m.id) {
			continue
		}
		switch {
		case m.blocked != nil:
			sp.report(*m.blocked)
		case m.item == nil || m.adopt:
		case m.bare && m.item.body.marker != nil: // a milestone that another backlog manages
			sp.summary.Unchanged++
		case m.bare:
			sp.summary.Unmanaged++
			sp.unmanaged = append(sp.unmanaged, m)
		default:
			c := sp.pull(m)
			changes[m] = c
			order = append(order, c)
			byFile[m.file] = append(byFile[m.file], c)
		}
	}
	for f, all := range byFile {
		sp.tryPull(f, all)
	}
	for _, c := range order {
		sp.addPull(c)
	}
	sp.announcePlaceless(order)
}

// tryPull gives up what a file cannot say, and notes what becomes of texts.
func (sp puller) tryPull(f *backlog.File, all []*pullChange) {
	byRef := make(map[backlog.ItemRef]*pullChange)
	var pulls []backlog.Pull
	texts := false
	for _, c := range all {
		byRef[backlog.ItemRef{Kind: c.match.kind, ID: c.match.id}] = c
		for _, p := range c.taken {
			pulls = append(pulls, p.Pull)
			texts = texts || p.field == fieldText
		}
	}
	if len(pulls) == 0 {
		return
	}
	edits, left := f.Pull(pulls)
	for _, l := range left {
		byRef[l.ItemRef].leave(l.Field)
	}
	if !texts {
		return
	}
	src, err := backlog.Apply(f.Source(), edits...)
	if err != nil {
		panic("unreachable: edits of a pull do not overlap: " + err.Error())
	}
	after := f.With(src)
	for _, c := range all {
		for i := range c.taken {
			if p := &c.taken[i]; p.field == fieldText {
				p.final = c.match.sourceIn(after)
			}
		}
	}
}

// A pullChange is what a pull finds of one item.
type pullChange struct {
	match     *match
	merge     *merge
	taken     []pulled
	drift     []Field // not asked for
	left      []Field // that the file has no place for
	elsewhere []Field // the milestone, which people move
	placeless []field // what the file says nothing of, and has no place for
}

// leave gives up a field that the file cannot say.
func (c *pullChange) leave(f backlog.PullField) {
	c.taken = slices.DeleteFunc(c.taken, func(p pulled) bool {
		switch {
		case p.Field != f:
			return false
		case p.fresh:
			c.placeless = append(c.placeless, p.field)
		default:
			c.left = append(c.left, Field{p.shown.Name, p.shown.After, p.shown.Before}) // as in drift
		}
		return true
	})
}

// pull compares one item.
func (sp puller) pull(m *match) *pullChange {
	c := &pullChange{match: m, merge: sp.merger.merge(m)}
	for _, f := range c.merge.drift {
		i := slices.IndexFunc(sp.opts.Pull, func(name backlog.PullField) bool { return string(name) == f.Name })
		switch {
		case f.Name == fieldMilestone.String():
			c.elsewhere = append(c.elsewhere, f)
		case i < 0:
			c.drift = append(c.drift, f)
		case pullFields[sp.opts.Pull[i]] >= fieldLabels: // below, with what was added
		default:
			p := sp.pulled(m, sp.opts.Pull[i])
			p.shown = Field{f.Name, f.After, f.Before}
			if sp.take(&p) {
				c.taken = append(c.taken, p)
			} else {
				c.left = append(c.left, f)
			}
		}
	}
	for _, name := range sp.opts.Pull {
		switch p := sp.pulled(m, name); {
		case p.field >= fieldLabels:
			sp.pullSet(c, p)
		case p.field != fieldTitle && p.field != fieldText:
			sp.pullFresh(c, p)
		}
	}
	slices.SortFunc(c.taken, func(a, b pulled) int { return int(a.field) - int(b.field) })
	return c
}

func (sp puller) pulled(m *match, name backlog.PullField) pulled {
	return pulled{match: m, field: pullFields[name], Pull: backlog.Pull{ItemRef: backlog.ItemRef{Kind: m.kind, ID: m.id}, Field: name}}
}

// take fills in what the file is to say. It is not ok if that is not the file's to
// say, such as the links that stand in a text.
func (sp puller) take(p *pulled) (ok bool) {
	x := p.match.item
	switch p.Field {
	case backlog.PullState:
		status := backlog.StatusTodo
		switch {
		case x.State == tracker.Closed && x.Reason != "":
			status, p.shown.After = backlog.StatusDropped, "closed as "+string(x.Reason)
		case x.State == tracker.Closed:
			status = backlog.StatusDone
		}
		p.Value = string(status)
	case backlog.PullTitle:
		p.Value = x.Title
		if lead, rest, ok := backlog.LeadingID(x.Title); ok && p.Kind == tracker.KindIssue && idKey(lead.ID.Key()) == p.match.key && !p.match.derived {
			p.Value = rest
		}
	case backlog.PullText:
		p.Value, ok = p.match.unwritten(sp.merger.graph)
		return ok
	case backlog.PullDue:
		p.Value = x.Due
	case backlog.PullPoints:
		p.Value = x.Points
	default: // a set, see pullSet
	}
	return true
}

// story returns the story of a match, nil if it is that of an epic.
func (m *match) story() *backlog.Story {
	if m.kind != tracker.KindIssue {
		return nil
	}
	return storyOf(m.file, m.key)
}

func storyOf(f *backlog.File, key idKey) *backlog.Story {
	for _, s := range f.Stories() {
		if idKey(s.Key()) == key {
			return s
		}
	}
	return nil
}

func epicOf(f *backlog.File, key idKey) *backlog.Epic {
	for _, e := range f.Epics() {
		if idKey(e.Key()) == key {
			return e
		}
	}
	return nil
}

// addPull adds the changes of one item.
func (sp puller) addPull(c *pullChange) {
	m := c.match
	if len(c.taken) > 0 {
		change := m.change(ActionPull, nil)
		for _, p := range c.taken {
			change.Fields = append(change.Fields, p.shown)
		}
		sp.pulls = append(sp.pulls, c.taken...)
		sp.summary.Pull++
		sp.changes = append(sp.changes, change)
	}
	sp.reportFields(m, ActionConflict, cmp.Or[reason.Reason](c.merge.why, reason.BothChanged{}), c.merge.conflict)
	for _, f := range c.elsewhere {
		sp.reportFields(m, ActionNotice, reason.MovedInTracker{File: f.After, Tracker: f.Before}, []Field{f})
	}
	text := slices.ContainsFunc(c.left, func(f Field) bool { return f.Name == fieldText.String() })
	sp.reportFields(m, ActionDrift, reason.Unsayable{Text: text}, c.left)
	sp.reportFields(m, ActionDrift, reason.NotAsked{}, c.drift)
	if len(c.taken)+len(c.merge.conflict)+len(c.left)+len(c.drift) == 0 {
		sp.summary.Unchanged++
	}
}

// Pulls reports whether the plan takes changes from the tracker into the files,
// and does nothing else.
func (p *Plan) Pulls() bool { return len(p.Options.Pull) > 0 }

// PullInto returns the values that the plan takes into a file, for
// [backlog.File.Pull]. f may be a newer version of a file of the plan; what
// people changed in it in the meantime is left alone.
func (p *Plan) PullInto(f *backlog.File) []backlog.Pull {
	var pulls []backlog.Pull
	for _, sp := range p.scopes {
		if sp.scope.Name != f.Scope() {
			continue
		}
		for _, x := range sp.pulls {
			if x.match.file.Name() == f.Name() && x.valueIn(f) == x.valueIn(x.match.file) {
				pulls = append(pulls, x.Pull)
			}
		}
	}
	return pulls
}

// valueIn returns what a file says of the field.
func (p *pulled) valueIn(f *backlog.File) string {
	if p.Kind == tracker.KindMilestone {
		e := epicOf(f, p.match.key)
		switch {
		case e == nil:
			return ""
		case p.Field == backlog.PullTitle:
			return "title " + e.Milestone
		case p.Field == backlog.PullText:
			return "text " + e.Text
		default:
			return "due " + e.Due
		}
	}
	s := storyOf(f, p.match.key)
	if s == nil {
		return ""
	}
	switch p.Field {
	case backlog.PullState:
		switch {
		case s.Dropped:
			return "dropped"
		case s.Checked == nil:
			return "?"
		case *s.Checked:
			return "done"
		}
		return "open"
	case backlog.PullTitle:
		return "title " + s.Title
	case backlog.PullText:
		return "text " + s.Text
	case backlog.PullLabels:
		return "labels " + strings.Join(s.Labels, "\n")
	case backlog.PullAssignees:
		return "assignees " + strings.Join(s.Assignees, "\n")
	case backlog.PullDue:
		return "due " + s.Due
	default:
		return "points " + wholePoints(s.Points)
	}
}

// LastLine returns the summary of the plan as a line of text. It does not say
// that the tracker matches if the backlog has no items or the plan was made
// offline.
func (p *Plan) LastLine() string {
	s := p.Summary
	switch {
	case s == Summary{} && p.empty():
		return "No changes: there is no epic or story to compare with the tracker."
	case p.Offline() && !s.Pending():
		return "No changes. By the files there is nothing to create; the tracker was not looked at."
	case !p.Pulls():
		return s.String()
	}
	line := fmt.Sprintf("Plan: %d to pull, %d unchanged", s.Pull, s.Unchanged)
	if s.Pull+s.Drifted+s.Conflicts == 0 {
		line = "No changes: nothing to pull"
	}
	for _, e := range []struct {
		n    int
		what string
	}{{s.Drifted, "drifted"}, {s.Conflicts, "in conflict"}, {s.Unmanaged, "unmanaged"}} {
		if e.n > 0 {
			line += fmt.Sprintf("; %d %s", e.n, e.what)
		}
	}
	return line + "."
}

// empty reports whether the files have no items.
func (p *Plan) empty() bool {
	return p.backlog != nil && !slices.ContainsFunc(p.backlog.Files(), func(f *backlog.File) bool { return len(f.Epics())+len(f.Stories()) > 0 })
}
