package evidence

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// Verify compares the facts that the ledgers of a backlog record with the
// observed items of a tracker. It does no I/O. Of opts it uses only Responsible
// and Epics; nil means the zero Options. The error is not nil if the bundle
// cannot be encoded.
func Verify(b *backlog.Backlog, o *reconcile.Observed, opts *reconcile.Options) (*Bundle, error) {
	if opts == nil {
		opts = &reconcile.Options{}
	}
	bundle := newLedgerReader(b, opts.Epics).bundle()
	p := o.Project()
	bundle.Target = p.Target
	bundle.Project = BundleProject{ID: p.ID, URL: p.URL, API: cmp.Or(p.API, p.URL)}
	at, date := o.Times()
	bundle.RequestedAt = at.UTC().Format(time.RFC3339Nano)
	bundle.ServerDate = backlog.Timestamp(date)
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
	o      *reconcile.Observed
	opts   *reconcile.Options
	scopes map[string]*scopeIndex
}

// A factKey names an item of a scope: by its kind and the key of its ID.
type factKey struct {
	kind tracker.Kind
	id   string
}

// A scopeIndex is what the tracker holds of one scope.
type scopeIndex struct {
	marked map[factKey]*reconcile.Seen // by a marker that counts, the oldest first
	epics  map[string]backlog.ID       // key of a milestone → the epic it stands for
}

// index finds the items of a scope. Which milestone stands for which epic the
// ledger says; a marker counts where it does not.
func (v *verifier) index(s *backlog.Scope) *scopeIndex {
	x := &scopeIndex{marked: make(map[factKey]*reconcile.Seen), epics: make(map[string]backlog.ID)}
	for item := range v.o.All() {
		if item.ID == "" || item.Scope != s.Name || !item.Trusted {
			continue
		}
		k := factKey{item.Kind, item.ID.Key()}
		if first := x.marked[k]; first == nil || item.Before(first) {
			x.marked[k] = item
		}
		if item.Kind == tracker.KindMilestone {
			x.epics[item.Key] = item.ID
		}
	}
	for _, f := range s.Files {
		for _, e := range f.Evidence() {
			if l := v.o.Lead(e); e.Kind == tracker.KindMilestone && l.Item != nil {
				x.epics[l.Item.Key] = e.ID
			}
		}
	}
	return x
}

// observe adds what the tracker says. row is nil if the ledger has none.
func (v *verifier) observe(item *BundleItem, row *backlog.Evidence) {
	x := v.scopes[item.Scope].marked[factKey{item.Kind, item.ID.Key()}]
	if row != nil && row.URL != "" {
		l := v.o.Lead(row)
		x, item.Presence = l.Item, Present
		switch {
		case l.Foreign:
			item.Presence = Foreign
		case l.MovedTo != "":
			item.Presence, item.MovedTo = Moved, l.MovedTo
		case l.Gone:
			item.Presence = Gone
		}
	}
	if x == nil {
		return
	}
	item.Observed = &Observation{
		URL: v.o.Address(x.Item, item.File), Title: x.Title, State: x.State,
		CreatedAt: backlog.Timestamp(x.CreatedAt), Creator: x.Creator,
	}
	item.Observed.Milestone, item.Observed.MilestoneTitle = v.milestone(item.Scope, x)
	if x.Trusted {
		item.Observed.Marker = x.ID
	}
	var ok bool
	if item.Observed.Responsible, ok = reconcile.Responsible(x.Item, v.opts.Responsible); !ok {
		item.Unverifiable = append(item.Unverifiable, FactResponsible)
	}
}

// milestone returns the epic of an issue's milestone, and the milestone's title.
func (v *verifier) milestone(scope string, x *reconcile.Seen) (backlog.ID, string) {
	if x.Milestone == "" {
		return "", ""
	}
	ref := tracker.Ref{Kind: tracker.KindMilestone, Key: x.Milestone}
	title := ref.String()
	if m := v.o.Item(ref); m != nil {
		title = m.Title
	}
	return v.scopes[scope].epics[x.Milestone], title
}

// A ledgerReader reads what files record.
type ledgerReader struct {
	b         *backlog.Backlog
	epics     reconcile.Epics
	listed    map[string]bool                    // scopes that have a relation list
	relations map[string]map[string]*relationsOf // by scope and key of the issue's ID
}

// relationsOf is what the relation lists say of one issue.
type relationsOf struct {
	milestones []string
	line       int
}

func newLedgerReader(b *backlog.Backlog, epics reconcile.Epics) *ledgerReader {
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
		for _, x := range r.files(f) {
			b.add(x)
		}
		stories := make(map[string]*backlog.Story, len(f.Stories()))
		for _, s := range f.Stories() {
			stories[s.Key()] = s
		}
		for _, e := range f.Evidence() {
			item := newBundleItem(f, e.Kind, e.ID, e.Pos)
			item.Listed = r.listed[item.Scope]
			item.Recorded = &Facts{URL: e.URL, CreatedAt: e.CreatedAt, Responsible: e.Responsible}
			if e.Kind == tracker.KindIssue {
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
		if s != nil && r.epics.Milestones() {
			item.Recorded.Milestone = string(s.Epic)
		}
		return
	}
	if at := r.relations[item.Scope][item.ID.Key()]; at != nil {
		item.Recorded.Milestone, item.RelationLine = strings.Join(at.milestones, ", "), at.line
	}
}

func newBundleItem(f *backlog.File, kind tracker.Kind, id backlog.ID, pos backlog.Position) BundleItem {
	return BundleItem{
		Kind: kind, ID: id, File: pos.File, Scope: f.Scope(), Line: pos.Line, Column: pos.Column,
		Presence: Unrecorded, Unverifiable: []Fact{},
	}
}

// files returns what a bundle says of a file, and of the ledger that it shares.
func (r *ledgerReader) files(f *backlog.File) []BundleFile {
	files := []BundleFile{{Name: f.Name(), Scope: f.Scope(), SHA256: f.Digest(), Lacks: []Fact{}}}
	if l := f.SharedLedger(); l != nil {
		files = append(files, BundleFile{Name: l.Name(), Scope: f.Ledger(), SHA256: l.Digest(), Lacks: []Fact{}})
	}
	x := &files[len(files)-1] // that keeps the ledger
	for _, e := range f.Evidence() {
		if !e.Left() {
			x.Ledger = e.Pos.Line
			break
		}
	}
	if f.HasLedger() {
		if !f.LedgerHas(backlog.LedgerCreatedAt) {
			x.Lacks = append(x.Lacks, FactCreated)
		}
		if !f.LedgerHas(backlog.LedgerResponsible) {
			x.Lacks = append(x.Lacks, FactResponsible)
		}
	}
	registered := slices.ContainsFunc(f.Evidence(), func(e *backlog.Evidence) bool { return e.Kind == tracker.KindMilestone && e.URL != "" })
	if registered && !r.listed[f.Scope()] {
		x.Lacks = append(x.Lacks, FactMilestone)
	}
	return files
}

// add adds a file. Of a ledger that others have added, too, it is told what none of
// them has there, and where the first of them begins.
func (b *Bundle) add(x BundleFile) {
	i := slices.IndexFunc(b.Files, func(y BundleFile) bool { return y.Name == x.Name })
	if i < 0 {
		b.Files = append(b.Files, x)
		return
	}
	y := &b.Files[i]
	y.Lacks = slices.DeleteFunc(y.Lacks, func(f Fact) bool { return !slices.Contains(x.Lacks, f) })
	if y.Ledger == 0 || x.Ledger > 0 && x.Ledger < y.Ledger {
		y.Ledger = x.Ledger
	}
}

// An unrecorded item has no row in any ledger of its scope.
type unrecordedItem struct {
	kind tracker.Kind
	id   backlog.ID
	pos  backlog.Position
}

func withoutRow(b *backlog.Backlog, f *backlog.File, epics reconcile.Epics) []unrecordedItem {
	has := make(map[factKey]bool)
	for _, s := range b.Scopes() {
		if s.Name != f.Scope() {
			continue
		}
		for _, g := range s.Files {
			for _, e := range g.Evidence() {
				has[factKey{e.Kind, e.Key()}] = true
			}
		}
	}
	var items []unrecordedItem
	add := func(kind tracker.Kind, id backlog.ID, key string, pos backlog.Position) {
		if !has[factKey{kind, key}] {
			items = append(items, unrecordedItem{kind, id, pos})
		}
	}
	for _, e := range f.Epics() {
		if epics.Milestones() {
			add(tracker.KindMilestone, e.ID, e.Key(), e.Pos)
		}
		if epics.Issues() {
			add(tracker.KindIssue, e.ID, e.Key(), e.Pos)
		}
	}
	for _, s := range f.Stories() {
		if !s.Dropped { // was perhaps never made
			add(tracker.KindIssue, s.ID, s.Key(), s.Pos)
		}
	}
	return items
}

// rowsOf returns the ledger row of each item of a bundle, nil where there is
// none.
func rowsOf(b *backlog.Backlog, epics reconcile.Epics) []*backlog.Evidence {
	var rows []*backlog.Evidence
	for _, f := range b.Files() {
		rows = append(rows, f.Evidence()...)
		rows = append(rows, make([]*backlog.Evidence, len(withoutRow(b, f, epics)))...)
	}
	return rows
}
