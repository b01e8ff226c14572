package reconcile

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// NewPlan compares a backlog with the observed items of a tracker. It sends and
// writes nothing, and is a pure function of its arguments. A nil o makes the
// plan offline, from the backlog alone. A file without a ledger is parsed again
// with the recorded items that were observed; see [Plan.Backlog]. The error is
// a [*backlog.InvalidError] if the backlog has errors, or a [*Refusal].
func NewPlan(b *backlog.Backlog, o *Observed, opts *Options) (*Plan, error) {
	if opts == nil {
		opts = &Options{}
	}
	if o != nil {
		b = o.reading(b)
	}
	if !opts.LookOnly {
		if err := b.Check().Err(); err != nil {
			return nil, err
		}
	}
	return newPlan(b, o, new(*opts))
}

func planFile(f *backlog.File) PlanFile {
	p := PlanFile{Name: f.Name(), SHA256: f.Digest(), Checkbox: f.Checkbox(), Level: f.Level()}
	if l := f.SharedLedger(); l != nil {
		p.Ledger, p.LedgerSHA256 = l.Name(), l.Digest()
	}
	return p
}

// newPlan plans a backlog that has no errors.
func newPlan(b *backlog.Backlog, o *Observed, opts *Options) (*Plan, error) {
	p := &Plan{FormatVersion: 1, Options: *opts, Files: []PlanFile{}, Changes: []Change{}, backlog: b, observed: o, opts: opts}
	for _, f := range b.Files() {
		p.Files = append(p.Files, planFile(f))
	}
	if o == nil {
		if err := planOffline(p, b); err != nil {
			return nil, err
		}
		p.announceTwofold()
		return p, nil
	}
	p.Target = o.project.Target
	if err := checkForeign(b, o, opts); err != nil {
		return nil, err
	}
	if err := checkOnly(b, opts); err != nil {
		return nil, err
	}
	limits := limiter{target: p.Target}
	if !opts.LookOnly && !opts.Dedupe && len(opts.Pull) == 0 {
		limits.limits = o.project.Limits
	}
	limits.labels(b, opts)
	if !opts.Dedupe {
		p.planLabels()
	}
	seen, made := sha256.New(), make(madeMilestones)
	for _, s := range b.Scopes() {
		sp := newScopePlan(s, o, opts)
		sp.made = made
		sp.find()
		p.scopes = append(p.scopes, sp)
	}
	(&arrivals{opts: opts, scopes: p.scopes}).find()
	for _, sp := range p.scopes {
		sp.run = p.scopes
		if err := (guard{sp}).checkMoved(); err != nil {
			return nil, err
		}
		if err := sp.compare(); err != nil {
			return nil, err
		}
		limits.items(sp)
		sp.digest(seen)
		p.Changes = append(p.Changes, sp.changes...)
		p.Summary = p.Summary.plus(sp.summary)
	}
	p.announceTwofold()
	p.announceUnmanaged()
	p.announceNameless(o)
	limits.findings.Sort()
	if err := limits.findings.Err(); err != nil {
		return nil, err
	}
	sum := hex.EncodeToString(seen.Sum(nil))
	p.Observed = &sum
	p.Cost = p.cost()
	return p, nil
}

// A scopePlan is the part of a plan that is about one scope.
type scopePlan struct {
	scope    *backlog.Scope
	o        *Observed
	opts     *Options
	run      []*scopePlan // all that the plan is about
	items    []desired
	matcher  *matcher
	matches  []match
	gone     []*observed // items of the scope whose stories are gone from the files
	departed []*observed // likewise, to those of another scope of the run
	merger   *merger
	graph    *relationGraph // nil if there are no relations to compare
	lists    *relationLists

	// contested are those of gone that may only have got another number or title.
	contested map[*observed]bool

	made madeMilestones // of all scopes

	leftOut   []leftOut   // of gone
	displaced []*observed // without a story, and their IDs go on to others

	leftRows map[*observed]*backlog.Evidence // rows of IDs that the files do not define; nil until used

	unmanaged []*match // recorded and without a marker; there is nothing else to say of them

	changes []Change
	steps   []step
	pulls   []pulled // what is taken into the files
	summary Summary
}

// A step is a change that Apply has to make.
type step struct {
	Change
	match     *match
	merge     *merge           // for an update
	label     *tracker.Label   // for a label
	relations *relationChanges // for a create or an update
	close     *observed        // for a close, or to record one
	gone      *observed        // for an update of an item without a story, see [goneMover]
	scope     string           // that the marker of an item without a story gets
	displaces bool             // the marker of an item without a story is to say that
	twin      *twin            // for a close as a duplicate
	shared    *match           // to record a milestone that another scope makes
}

func newScopePlan(s *backlog.Scope, o *Observed, opts *Options) *scopePlan {
	sp := &scopePlan{scope: s, o: o, opts: opts, items: desiredItems(s, &o.project, opts), contested: make(map[*observed]bool)}
	sp.lists = newRelationLists(sp)
	sp.matcher = newMatcher(o, s.Name, sp.items, opts)
	return sp
}

// find looks for the items of the scope.
func (sp *scopePlan) find() {
	sp.matches = sp.matcher.matchAll(sp.items)
	for i := range sp.matches {
		sp.matches[i].in = sp
	}
	sp.gone = sp.findGone()
}

// compare fills in the changes.
func (sp *scopePlan) compare() error {
	if sp.opts.Dedupe {
		sp.merger = sp.newMerger()
		twinCloser{sp}.compare()
		return nil
	}
	ids, guard, notices := renumberer{sp}, guard{sp}, announcer{sp}
	ids.checkRenumbered()
	ids.checkRetitled(tracker.KindMilestone)
	sp.merger = sp.newMerger()
	ids.checkRetitled(tracker.KindIssue)
	if len(sp.opts.Pull) > 0 {
		puller{sp}.comparePull()
		return nil
	}
	if sp.hasRelations() {
		sp.graph = newRelationGraph(sp)
		sp.merger.graph = sp.graph
	}
	epics := make(map[idKey]*match)
	for i := range sp.matches {
		m := &sp.matches[i]
		if m.kind == tracker.KindMilestone {
			epics[m.key] = m
		}
		sp.checkProven(m)
	}
	guard.checkElsewhere()
	if err := guard.checkMilestones(epics); err != nil {
		return err
	}
	guard.planDisplaced()
	gaps := sp.lists.compare()
	var left []*desired
	for i := range sp.matches {
		m := &sp.matches[i]
		if !sp.wanted(m.id) {
			continue
		}
		if sp.opts.leavesOut(m) {
			left = append(left, m.desired)
			continue
		}
		if err := guard.checkMoves(m); err != nil {
			return err
		}
		sp.plan(m, gaps)
	}
	if c := droppedStories(left); c != nil {
		sp.report(*c)
	}
	if err := guard.planGone(); err != nil {
		return err
	}
	goneMover{sp}.plan()
	sp.orderCloses()
	notices.announceLedgers()
	notices.announceLacks()
	notices.announceAssignees()
	notices.announceClosed(epics)
	return nil
}

// newMerger collects which milestone stands for which epic.
func (sp *scopePlan) newMerger() *merger {
	g := &merger{
		prefer: sp.opts.Prefer, observed: sp.o, pulled: sp.o.pulled,
		milestones: make(map[string]idKey), former: make(map[string]idKey), titles: make(map[idKey]string), duplicates: make(map[string]idKey),
	}
	for i := range sp.matches {
		if m := &sp.matches[i]; m.kind == tracker.KindMilestone {
			g.titles[m.key] = m.title
			if m.item != nil {
				g.milestones[m.item.Key] = m.key
			}
			for _, twin := range m.twins { // its issues are to move
				g.milestones[twin.Key] = m.key
			}
		}
	}
	for _, x := range slices.Concat(sp.gone, sp.departed) {
		if mk := x.body.marker; x.Kind == tracker.KindMilestone {
			g.former[x.Key], g.titles[mk.key] = mk.key, x.Title
		}
	}
	for _, x := range sp.o.order {
		if mk := x.body.former; x.Kind == tracker.KindMilestone && x.body.marker == nil && mk != nil && sp.matcher.ours(mk) && sp.o.winner(x) != nil {
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
	return slices.ContainsFunc(ids, func(x backlog.ID) bool { return idKey(x.Key()) == idKey(id.Key()) })
}

// plan adds the changes of one item.
func (sp *scopePlan) plan(m *match, gaps *fileGaps) {
	for _, c := range m.notices {
		sp.report(c)
	}
	switch {
	case m.blocked != nil:
		sp.report(*m.blocked)
	case m.item == nil:
		sp.planCreate(m)
	case m.bare:
		sp.planUnmanaged(m, gaps)
	default:
		twinCloser{sp}.planCloses(m) // first: twins are told by the title that they were written for
		sp.planMerge(m, gaps)
	}
}

func (sp *scopePlan) planCreate(m *match) {
	if first := sp.made.sharedWith(m); first != nil {
		sp.planShared(m, first)
		return
	}
	c := m.change(ActionCreate, nil)
	relations := sp.graph.of(m)
	c.Fields = append(sp.merger.draftFields(m.desired), relations.fields...)
	sp.steps = append(sp.steps, step{Change: c, match: m, relations: relations})
	sp.summary.Create++
	sp.lists.anew[m] = m.kind == tracker.KindMilestone
	if m.intent != nil { // it is created unless it turns out to exist
		c.Action, c.Reason = ActionUnknown, reason.Unsettled{}
	}
	sp.changes = append(sp.changes, c)
}

func (sp *scopePlan) planRecord(m *match, gaps *fileGaps) {
	fields := gaps.missing(m)
	if len(fields) == 0 {
		sp.summary.Unchanged++
		return
	}
	c := m.change(ActionRecord, nil)
	c.Fields = fields
	if m.kind == tracker.KindMilestone && m.bare && (m.evidence == nil || m.evidence.URL == "") {
		used := reason.MilestoneUsed{}
		if mk := m.item.body.marker; mk != nil && m.item.Trusted {
			used.Scope = mk.scope
		}
		c.Reason = used
	}
	if _, ok := gaps.relations[m]; ok {
		sp.lists.anew[m] = true
	}
	sp.steps = append(sp.steps, step{Change: c, match: m})
	sp.summary.Record++
	sp.changes = append(sp.changes, c)
}

// reportFields adds a change of an item that does nothing, if there are fields.
func (sp *scopePlan) reportFields(m *match, action Action, why reason.Reason, fields []Field) {
	if len(fields) > 0 {
		c := m.change(action, why)
		c.Fields = fields
		sp.report(c)
	}
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
	case ActionAgree:
		sp.summary.Agreed++
	default: // not counted
	}
	sp.changes = append(sp.changes, c)
}

// announceLedgers says where a file gets a new last section.
func (sp announcer) announceLedgers() {
	if sp.opts.NoWrite {
		return
	}
	for _, f := range sp.scope.Files {
		adds := slices.ContainsFunc(sp.steps, func(s step) bool { return s.match != nil && s.match.file == f })
		if adds && !f.HasLedger() && f.Ledger() != backlog.LedgerNone {
			sp.changes = append(sp.changes, Change{
				Action: ActionNotice, Fields: []Field{}, File: f.Name(), Reason: reason.NewLedger{In: newLedgerIn(f)},
			})
		}
	}
}

// newLedgerIn returns the name of the file that a new ledger goes to, "" for that of
// the backlog.
func newLedgerIn(f *backlog.File) string {
	if f.SharedLedger() == nil {
		return ""
	}
	return f.LedgerName()
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
	add(fieldMilestone, g.show(fieldMilestone, string(d.milestone)))
	add(fieldLabels, join(d.labels))
	add(fieldAssignees, join(d.assignees))
	add(fieldDue, d.due)
	add(fieldPoints, d.points)
	if d.state == tracker.Closed {
		add(fieldState, string(tracker.Closed))
	}
	return fields
}
