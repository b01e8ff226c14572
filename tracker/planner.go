package tracker

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog"
)

// NewPlan compares a backlog with what was observed of a tracker. It reads and
// writes nothing and is a pure function of its arguments. A nil o makes the
// plan offline, from the backlog alone. The error is an
// [*backlog.InvalidError] if the backlog has errors, or a [*Refusal].
func NewPlan(b *backlog.Backlog, o *Observed, opts *Options) (*Plan, error) {
	if err := b.Check().Err(); err != nil {
		return nil, err
	}
	if opts == nil {
		opts = &Options{}
	}
	p := &Plan{FormatVersion: 1, Options: *opts, Files: []PlanFile{}, Changes: []Change{}, observed: o}
	for _, f := range b.Files() {
		p.Files = append(p.Files, PlanFile{f.Name(), f.Digest(), f.Checkbox(), f.Level()})
	}
	if o == nil {
		planOffline(p, b)
		return p, nil
	}
	p.Target = o.project.Target
	if err := checkForeign(o, opts); err != nil {
		return nil, err
	}
	if err := checkOnly(b, opts); err != nil {
		return nil, err
	}
	if err := checkLabels(b, o, opts); err != nil {
		return nil, err
	}
	if !opts.Dedupe {
		p.planLabels()
	}
	seen := sha256.New()
	for _, s := range b.Scopes() {
		sp := newScopePlan(s, o, opts)
		if err := sp.checkMoved(); err != nil {
			return nil, err
		}
		if err := sp.compare(); err != nil {
			return nil, err
		}
		sp.digest(seen)
		p.scopes = append(p.scopes, sp)
		p.Changes = append(p.Changes, sp.changes...)
		p.Summary = p.Summary.plus(sp.summary)
	}
	sum := hex.EncodeToString(seen.Sum(nil))
	p.Observed = &sum
	p.Cost = p.cost()
	return p, nil
}

// A scopePlan is the part of a plan that is about one scope.
type scopePlan struct {
	scope   *backlog.Scope
	o       *Observed
	opts    *Options
	items   []desired
	matcher *matcher
	matches []match
	gone    []*observed // items of the scope whose stories are gone from the files
	merger  *merger
	linker  *linker // nil if there are no relations to compare

	// contested are those of gone that may only have got another number.
	contested map[*observed]bool

	changes []Change
	steps   []step
	summary Summary
}

// A step is a change that Apply has to make.
type step struct {
	Change
	match *match
	merge *merge    // for an update
	label *Label    // for a label
	links *links    // for a create or an update
	close *observed // for a close
	twin  *twin     // for a close as a duplicate
}

func newScopePlan(s *backlog.Scope, o *Observed, opts *Options) *scopePlan {
	sp := &scopePlan{scope: s, o: o, opts: opts, items: desiredItems(s, &o.project, opts)}
	sp.matcher = newMatcher(o, s.Name, opts)
	return sp
}

// compare fills in the changes.
func (sp *scopePlan) compare() error {
	sp.matches = make([]match, len(sp.items))
	for i := range sp.items {
		sp.matches[i] = sp.matcher.match(&sp.items[i])
	}
	sp.gone = sp.findGone()
	if sp.opts.Dedupe {
		sp.merger = sp.newMerger()
		sp.compareTwins()
		return nil
	}
	sp.checkRenumbered()
	sp.merger = sp.newMerger()
	sp.checkRetitled()
	if sp.hasLinks() {
		sp.linker = newLinker(sp)
		sp.merger.linker = sp.linker
	}
	records := sp.newRecorder()
	epics := make(map[string]*match)
	for i := range sp.matches {
		m := &sp.matches[i]
		if m.kind == KindMilestone {
			epics[m.key] = m
		}
		if !sp.wanted(m.id) || sp.opts.leavesOut(m) {
			continue
		}
		if err := sp.checkMilestone(m, epics[m.milestone]); err != nil {
			return err
		}
		if err := sp.checkMoves(m); err != nil {
			return err
		}
		sp.plan(m, records)
	}
	if err := sp.planGone(); err != nil {
		return err
	}
	sp.announceLedgers()
	sp.announceLacks()
	return nil
}

// newMerger collects which milestone stands for which epic.
func (sp *scopePlan) newMerger() *merger {
	g := &merger{
		prefer: sp.opts.Prefer, observed: sp.o,
		milestones: make(map[string]string), titles: make(map[string]string), duplicates: make(map[string]string),
	}
	for i := range sp.matches {
		if m := &sp.matches[i]; m.kind == KindMilestone {
			g.titles[m.key] = m.title
			if m.item != nil {
				g.milestones[m.item.Key] = m.key
			}
			for _, twin := range m.twins { // its issues are to move
				g.milestones[twin.Key] = m.key
			}
		}
	}
	for _, x := range sp.o.order {
		if mk := x.body.former; x.Kind == KindMilestone && x.body.marker == nil && mk != nil && sp.matcher.ours(mk) && sp.o.winner(x) != nil {
			g.duplicates[x.Key] = mk.key
		}
	}
	return g
}

// wanted reports whether changes of an item are asked for.
func (sp *scopePlan) wanted(id backlog.ID) bool {
	return len(sp.opts.Only) == 0 || containsID(sp.opts.Only, id)
}

func containsID(ids []backlog.ID, id backlog.ID) bool {
	return slices.ContainsFunc(ids, func(x backlog.ID) bool { return x.Key() == id.Key() })
}

// plan adds the changes of one item.
func (sp *scopePlan) plan(m *match, records *recorder) {
	for _, c := range m.notices {
		sp.report(c)
	}
	switch {
	case m.blocked != nil:
		sp.report(*m.blocked)
	case m.item == nil:
		sp.planCreate(m)
	case m.bare:
		sp.planRecord(m, records)
		if m.item.Title != m.title {
			sp.report(m.change(ActionNotice, "unmarked", fmt.Sprintf(
				"it carries no marker and is titled %q, so it is recorded and not written to; --adopt takes it over", m.item.Title)))
		}
	default:
		sp.planMerge(m, records)
		sp.planTwins(m)
	}
}

func (sp *scopePlan) planCreate(m *match) {
	c := m.change(ActionCreate, "", "")
	links := sp.linker.of(m)
	c.Fields = append(sp.merger.draftFields(m.desired), links.fields...)
	sp.steps = append(sp.steps, step{Change: c, match: m, links: links})
	sp.summary.Create++
	if m.intent != nil { // it is created unless it turns out to exist
		c.Action, c.Code, c.Reason = ActionUnknown, "unsettled", "an earlier run may have created it; that is looked into first"
	}
	sp.changes = append(sp.changes, c)
}

func (sp *scopePlan) planRecord(m *match, records *recorder) {
	fields := records.missing(m)
	if len(fields) == 0 {
		sp.summary.Unchanged++
		return
	}
	c := m.change(ActionRecord, "", "")
	c.Fields = fields
	sp.steps = append(sp.steps, step{Change: c, match: m})
	sp.summary.Record++
	sp.changes = append(sp.changes, c)
}

// planMerge adds what comparing the three sides shows: at most one change of
// each action.
func (sp *scopePlan) planMerge(m *match, records *recorder) {
	g, links := sp.merger.merge(m), sp.linker.of(m)
	g.drift = append(g.drift, links.drift...)
	switch {
	case m.adopt:
		c := m.change(ActionUpdate, "adopted", "an item without a marker is taken over; its text stays as it is")
		c.Fields = slices.Concat([]Field{{"marker", "", string(m.id)}}, g.update, links.fields)
		sp.addUpdate(c, m, g, links)
	case len(g.update)+len(links.fields) > 0:
		c := m.change(ActionUpdate, "", "")
		c.Fields = slices.Concat(g.update, links.fields)
		sp.addUpdate(c, m, g, links)
	case len(g.agreed) > 0 || links.agreed:
		reason := "both sides are as wanted; what they agree on is noted in the marker"
		if sp.opts.Prefer == SideTracker {
			reason = "what the tracker holds stays; that this is agreed is noted in the marker"
		}
		c := m.change(ActionUpdate, "agreed", reason)
		c.Fields = []Field{{"base", "", strings.Join(append(g.agreed, links.names()...), ", ")}}
		sp.addUpdate(c, m, g, links)
	case len(g.conflict)+len(g.drift) == 0 || len(records.missing(m)) > 0:
		sp.planRecord(m, records)
	}
	if len(g.conflict) > 0 {
		reason := g.reason
		if reason == "" {
			reason = "changed in the file and in the tracker; --prefer backlog or --prefer tracker decides"
		}
		c := m.change(ActionConflict, "changed-on-both-sides", reason)
		c.Fields = g.conflict
		sp.report(c)
	}
	if len(g.drift) > 0 {
		c := m.change(ActionDrift, "", "changed in the tracker only; left alone")
		c.Fields = g.drift
		sp.report(c)
	}
}

func (sp *scopePlan) addUpdate(c Change, m *match, g *merge, l *links) {
	sp.steps = append(sp.steps, step{Change: c, match: m, merge: g, links: l})
	sp.summary.Update++
	sp.changes = append(sp.changes, c)
}

// report adds a change that does nothing.
func (sp *scopePlan) report(c Change) {
	switch c.Action {
	case ActionConflict:
		sp.summary.Conflicts++
	case ActionUnknown:
		sp.summary.Unknown++
	case ActionDrift:
		sp.summary.Drifted++
	default: // not counted
	}
	sp.changes = append(sp.changes, c)
}

// announceLedgers says where a file gets a new last section.
func (sp *scopePlan) announceLedgers() {
	if sp.opts.NoWrite {
		return
	}
	for _, f := range sp.scope.Files {
		adds := slices.ContainsFunc(sp.steps, func(s step) bool { return s.match != nil && s.match.file == f })
		if adds && !f.HasLedger() {
			sp.changes = append(sp.changes, Change{
				Action: ActionNotice, Fields: []Field{}, File: f.Name(), Code: "new-ledger",
				Reason: "the file has no ledger: one is added as its last section (--no-write leaves the file alone)",
			})
		}
	}
}

// draftFields lists what a new item is given.
func (g *merger) draftFields(d *desired) []Field {
	fields := []Field{{fieldTitle.String(), "", d.title}}
	add := func(f field, value string) {
		if value != "" {
			fields = append(fields, Field{f.String(), "", value})
		}
	}
	if d.text != nil {
		add(fieldText, *d.text)
	}
	add(fieldMilestone, g.show(fieldMilestone, d.milestone))
	add(fieldLabels, join(d.labels))
	add(fieldAssignees, join(d.assignees))
	add(fieldDue, d.due)
	add(fieldPoints, d.points)
	if d.state == Closed {
		add(fieldState, string(Closed))
	}
	return fields
}

func (s Summary) plus(t Summary) Summary {
	s.Create += t.Create
	s.Update += t.Update
	s.Record += t.Record
	s.Close += t.Close
	s.Unchanged += t.Unchanged
	s.Drifted += t.Drifted
	s.Conflicts += t.Conflicts
	s.Unknown += t.Unknown
	return s
}
