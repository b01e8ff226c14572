package tracker

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
)

// Verify compares what the ledgers of a backlog record with what was observed
// of a tracker. It reads and writes nothing. Of opts only Responsible and
// Epics count; nil means the zero Options. The error is one of encoding the bundle.
func Verify(b *backlog.Backlog, o *Observed, opts *Options) (*Bundle, error) {
	if opts == nil {
		opts = &Options{}
	}
	bundle := newLedgerReader(b, opts.Epics).bundle()
	bundle.Target = o.project.Target
	bundle.Project = BundleProject{ID: o.project.ID, URL: o.project.URL, API: cmp.Or(o.project.API, o.project.URL)}
	bundle.RequestedAt = o.at.UTC().Format(time.RFC3339Nano)
	bundle.ServerDate = timestamp(o.date)
	bundle.Responsible = cmp.Or(opts.Responsible, "creator")
	v := &verifier{o: o, opts: opts, scopes: make(map[string]*scopeIndex)}
	for _, s := range b.Scopes() {
		v.scopes[s.Name] = v.index(s)
	}
	rows := rowsOf(b, opts.Epics)
	for i := range bundle.Items {
		v.observe(&bundle.Items[i], rows[i])
	}
	return bundle, bundle.Seal()
}

// A verifier looks items up.
type verifier struct {
	o      *Observed
	opts   *Options
	scopes map[string]*scopeIndex
}

// A scopeIndex is what the tracker holds of one scope.
type scopeIndex struct {
	marked map[itemKey]*observed // by a marker that counts, the oldest first
	epics  map[string]backlog.ID // key of a milestone → the epic it stands for
}

// index finds the items of a scope. Which milestone stands for which epic the
// ledger says; a marker counts where it does not.
func (v *verifier) index(s *backlog.Scope) *scopeIndex {
	x := &scopeIndex{marked: make(map[itemKey]*observed), epics: make(map[string]backlog.ID)}
	for _, item := range v.o.order {
		mk := item.body.marker
		if mk == nil || mk.scope != s.Name || !item.Trusted {
			continue
		}
		k := itemKey{item.Kind, mk.key}
		if first := x.marked[k]; first == nil || compareKeys(item.Key, first.Key) < 0 {
			x.marked[k] = item
		}
		if item.Kind == KindMilestone {
			x.epics[item.Key] = mk.id
		}
	}
	for _, f := range s.Files {
		for _, e := range f.Evidence() {
			if l := v.o.links[e]; e.Kind == KindMilestone && l.item != nil {
				x.epics[l.item.Key] = e.ID
			}
		}
	}
	return x
}

// observe adds what the tracker says. row is nil if the ledger has none.
func (v *verifier) observe(item *BundleItem, row *backlog.Evidence) {
	x := v.scopes[item.Scope].marked[itemKey{item.Kind, item.ID.Key()}]
	if row != nil && row.URL != "" {
		l := v.o.links[row]
		x, item.Presence = l.item, Present
		switch {
		case l.foreign:
			item.Presence = Foreign
		case l.gone:
			item.Presence = Gone
		}
	}
	if x == nil {
		return
	}
	item.Observed = &Observation{
		URL: v.o.link(&x.Item, item.File), Title: x.Title, State: x.State,
		CreatedAt: timestamp(x.CreatedAt), Creator: x.Creator,
	}
	item.Observed.Milestone, item.Observed.MilestoneTitle = v.milestone(item.Scope, x)
	if mk := x.body.marker; mk != nil && x.Trusted {
		item.Observed.Marker = mk.id
	}
	var ok bool
	if item.Observed.Responsible, ok = v.responsible(x); !ok {
		item.Unverifiable = append(item.Unverifiable, FactResponsible)
	}
}

// milestone returns the epic of an issue's milestone, and the milestone's title.
func (v *verifier) milestone(scope string, x *observed) (backlog.ID, string) {
	if x.Milestone == "" {
		return "", ""
	}
	ref := Ref{KindMilestone, x.Milestone}
	title := ref.String()
	if m := v.o.items[ref]; m != nil {
		title = m.Title
	}
	return v.scopes[scope].epics[x.Milestone], title
}

// responsible returns who a ledger is to name, and whether the server can tell:
// it cannot where a service keeps no author, as GitLab of milestones, nor who
// started a run.
func (v *verifier) responsible(x *observed) (string, bool) {
	switch v.opts.Responsible {
	case "", "creator":
		return x.Creator, x.Creator != ""
	case "assignee":
		who := cmp.Or(strings.Join(sortedSet(x.Assignees, nil), ", "), x.Creator)
		return who, who != ""
	case "actor":
		return "", false
	default:
		return v.opts.Responsible, true
	}
}

// A ledgerReader reads what files record.
type ledgerReader struct {
	b         *backlog.Backlog
	epics     Epics
	listed    map[string]bool                    // scopes that have a relation list
	relations map[string]map[string]*relationsOf // by scope and key of the issue's ID
}

// relationsOf is what the relation lists say of one issue.
type relationsOf struct {
	milestones []string
	line       int
}

func newLedgerReader(b *backlog.Backlog, epics Epics) *ledgerReader {
	r := &ledgerReader{b: b, epics: epics, listed: make(map[string]bool), relations: make(map[string]map[string]*relationsOf)}
	for _, s := range b.Scopes() {
		byIssue := make(map[string]*relationsOf)
		r.relations[s.Name] = byIssue
		for _, f := range s.Files {
			if f.Relations() != nil {
				r.listed[s.Name] = true
			}
			for _, rel := range f.Relations() {
				for _, id := range rel.Issues {
					at := byIssue[id.Key()]
					if at == nil {
						at = &relationsOf{line: rel.Pos.Line}
						byIssue[id.Key()] = at
					}
					at.milestones = append(at.milestones, string(rel.Milestone))
				}
			}
		}
	}
	return r
}

// bundle returns a bundle in which nothing is observed. Its items correspond to
// what rowsOf returns.
func (r *ledgerReader) bundle() *Bundle {
	b := &Bundle{FormatVersion: 1, Files: []BundleFile{}, Items: []BundleItem{}}
	for _, f := range r.b.Files() {
		b.Files = append(b.Files, r.file(f))
		stories := make(map[string]*backlog.Story, len(f.Stories()))
		for _, s := range f.Stories() {
			stories[s.Key()] = s
		}
		for _, e := range f.Evidence() {
			item := newBundleItem(f, e.Kind, e.ID, e.Pos)
			item.Listed = r.listed[item.Scope]
			item.Recorded = &Facts{URL: e.URL, CreatedAt: e.CreatedAt, Responsible: e.Responsible}
			if e.Kind == KindIssue {
				r.relate(&item, stories[e.Key()])
			}
			b.Items = append(b.Items, item)
		}
		for _, x := range withoutRow(r.b, f, r.epics) {
			b.Items = append(b.Items, newBundleItem(f, x.kind, x.id, x.pos))
		}
	}
	return b
}

// relate adds the milestone that is recorded for an issue. Without a relation
// list it is the epic that the story stands under.
func (r *ledgerReader) relate(item *BundleItem, s *backlog.Story) {
	if !item.Listed {
		if s != nil && r.epics.milestones() {
			item.Recorded.Milestone = string(s.Epic)
		}
		return
	}
	if at := r.relations[item.Scope][item.ID.Key()]; at != nil {
		item.Recorded.Milestone, item.RelationLine = strings.Join(at.milestones, ", "), at.line
	}
}

func newBundleItem(f *backlog.File, kind Kind, id backlog.ID, pos backlog.Position) BundleItem {
	return BundleItem{
		Kind: kind, ID: id, File: f.Name(), Scope: f.Scope(), Line: pos.Line, Column: pos.Column,
		Presence: Unrecorded, Unverifiable: []Fact{},
	}
}

func (r *ledgerReader) file(f *backlog.File) BundleFile {
	x := BundleFile{Name: f.Name(), Scope: f.Scope(), SHA256: f.Digest(), Lacks: []Fact{}}
	if rows := f.Evidence(); len(rows) > 0 {
		x.Ledger = rows[0].Pos.Line
	}
	if f.HasLedger() {
		if !f.LedgerHas(backlog.LedgerCreatedAt) {
			x.Lacks = append(x.Lacks, FactCreated)
		}
		if !f.LedgerHas(backlog.LedgerResponsible) {
			x.Lacks = append(x.Lacks, FactResponsible)
		}
	}
	registered := slices.ContainsFunc(f.Evidence(), func(e *backlog.Evidence) bool { return e.Kind == KindMilestone && e.URL != "" })
	if registered && !r.listed[f.Scope()] {
		x.Lacks = append(x.Lacks, FactMilestone)
	}
	return x
}

// An unrecorded item has no row in any ledger of its scope.
type unrecordedItem struct {
	kind Kind
	id   backlog.ID
	pos  backlog.Position
}

func withoutRow(b *backlog.Backlog, f *backlog.File, epics Epics) []unrecordedItem {
	has := make(map[itemKey]bool)
	for _, s := range b.Scopes() {
		if s.Name != f.Scope() {
			continue
		}
		for _, g := range s.Files {
			for _, e := range g.Evidence() {
				has[itemKey{e.Kind, e.Key()}] = true
			}
		}
	}
	var items []unrecordedItem
	add := func(kind Kind, id backlog.ID, key string, pos backlog.Position) {
		if !has[itemKey{kind, key}] {
			items = append(items, unrecordedItem{kind, id, pos})
		}
	}
	for _, e := range f.Epics() {
		if epics.milestones() {
			add(KindMilestone, e.ID, e.Key(), e.Pos)
		}
		if epics.issues() {
			add(KindIssue, e.ID, e.Key(), e.Pos)
		}
	}
	for _, s := range f.Stories() {
		add(KindIssue, s.ID, s.Key(), s.Pos)
	}
	return items
}

// rowsOf returns the ledger row of each item of a bundle, nil where there is
// none.
func rowsOf(b *backlog.Backlog, epics Epics) []*backlog.Evidence {
	var rows []*backlog.Evidence
	for _, f := range b.Files() {
		rows = append(rows, f.Evidence()...)
		rows = append(rows, make([]*backlog.Evidence, len(withoutRow(b, f, epics)))...)
	}
	return rows
}
