package reconcile

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
)

// ImportOptions says which items of a project to import. A nil *ImportOptions
// means the zero ImportOptions.
type ImportOptions struct {
	File     string // the name of the backlog file, for addresses relative to it
	Language backlog.Language
	Title    string

	Label     string        // only issues with this label
	Milestone string        // only issues of the milestone with this title
	State     tracker.State // only issues in this state
	Scope     string        // scope of the markers to use, if the project has several

	Responsible, Actor string // as in [Options]
	Date               time.Time
}

// ErrScopes says that a project holds the items of several backlogs, and that
// it is not known which of them is meant.
var ErrScopes = errors.New("the project holds the items of several backlogs")

// ErrNothing says that there is nothing to import.
var ErrNothing = errors.New("nothing to import")

// Import returns a backlog with the items of an observed project: its
// milestones become epics, its issues become stories. Items keep the ID in
// their marker or at the beginning of their title; other items get numbers that
// are still free. From an item with a marker, only the managed text is taken.
func Import(o *Observed, opts *ImportOptions) (*backlog.Composition, error) {
	m := &importer{
		o: o, taken: make(map[itemKey]bool), epics: make(map[string]*backlog.Epic),
		counts: make(map[string]int), numbers: make(map[string]bool), above: make(map[string]bool),
	}
	if opts != nil {
		m.opts = *opts
	}
	if err := m.chooseScope(); err != nil {
		return nil, err
	}
	m.choose()
	if len(m.milestones)+len(m.issues) == 0 {
		return nil, ErrNothing
	}
	m.c = &backlog.Composition{
		Title: m.opts.Title, Language: cmp.Or(m.opts.Language, "en"), Scope: m.opts.Scope,
		Managed: make(map[backlog.ItemRef]bool), Record: backlog.Record{Date: m.opts.Date},
	}
	m.importMilestones()
	m.importIssues()
	m.relate()
	return m.c, nil
}

// An importer is the work on one import.
type importer struct {
	o    *Observed
	opts ImportOptions
	c    *backlog.Composition

	milestones, issues []*observed // what is taken, the oldest first

	taken  map[itemKey]bool
	epics  map[string]*backlog.Epic // by the key of the milestone
	counts map[string]int           // how far the stories of each number are numbered

	numbers map[string]bool // of epics
	above   map[string]bool // keys that stories are numbered below
}

// chooseScope finds the scope of the markers that count. Where markers are of
// people who may write to the project, those of others say nothing.
func (m *importer) chooseScope() error {
	trusted, any := make(map[string]bool), make(map[string]bool)
	for _, x := range m.o.order {
		if mk := x.body.marker; mk != nil && !x.deleted {
			any[mk.scope] = true
			if m.o.trusts(x) {
				trusted[mk.scope] = true
			}
		}
	}
	scopes := trusted
	if len(scopes) == 0 {
		scopes = any
	}
	if m.opts.Scope != "" || len(scopes) == 0 {
		return nil
	}
	names := slices.Sorted(maps.Keys(scopes))
	if len(names) > 1 {
		return fmt.Errorf("%w: %s", ErrScopes, strings.Join(names, ", "))
	}
	m.opts.Scope = names[0]
	return nil
}

// trusts reports whether the marker of an item counts for certain.
func (o *Observed) trusts(x *observed) bool {
	return x.Trusted || x.Creator != "" && x.Creator == o.identity.login
}

// choose collects the items that are asked for.
func (m *importer) choose() {
	filtered := m.opts.Label != "" || m.opts.Milestone != "" || m.opts.State != ""
	titles, held := make(map[string]string), make(map[string]bool)
	for _, x := range m.o.order {
		if x.Kind == tracker.KindMilestone {
			titles[x.Key] = x.Title
		}
	}
	for _, x := range m.o.order {
		if x.Kind == tracker.KindIssue && m.ours(x) && m.asked(x, titles[x.Milestone]) {
			m.issues = append(m.issues, x)
			held[x.Milestone] = true
		}
	}
	for _, x := range m.o.order {
		if x.Kind == tracker.KindMilestone && m.ours(x) && (!filtered || held[x.Key]) {
			m.milestones = append(m.milestones, x)
		}
	}
	byAge := func(a, b *observed) int { return compareAge(a.Ref, b.Ref) }
	slices.SortFunc(m.milestones, byAge)
	slices.SortFunc(m.issues, byAge)
}

// ours reports whether an item belongs to no other backlog, and stands for itself.
func (m *importer) ours(x *observed) bool {
	mk := x.body.marker
	return !x.deleted && x.MovedTo == "" && x.body.former == nil && (mk == nil || mk.scope == m.opts.Scope || !m.o.trusts(x))
}

func (m *importer) asked(x *observed, milestone string) bool {
	return (m.opts.Label == "" || containsFold(x.Labels, m.opts.Label)) && (m.opts.State == "" || x.State == m.opts.State) &&
		(m.opts.Milestone == "" || strings.EqualFold(milestone, m.opts.Milestone))
}

func (m *importer) importMilestones() {
	ids := m.idsOf(m.milestones)
	next := 0
	for _, x := range m.milestones {
		id, title := ids[x].id, ids[x].title
		for id == "" {
			next++
			if n := backlog.ID(fmt.Sprintf("%s-%d", backlog.EpicWord(m.c.Language), next)); m.claim(x.Kind, n) {
				id = n
			}
		}
		e := backlog.Epic{ID: id, Title: title, Milestone: x.Title, Text: m.textOf(x), Due: x.Due, Status: backlog.StatusTodo}
		if x.State == tracker.Closed {
			e.Status = backlog.StatusDone
		}
		m.c.Epics = append(m.c.Epics, e)
		m.epics[x.Key] = &e
		m.numbers[numberOf(id)] = true
		m.note(x, id)
	}
}

func (m *importer) importIssues() {
	ids := m.idsOf(m.issues)
	for _, n := range ids {
		m.noteAbove(n.id)
	}
	for _, x := range m.issues {
		id, title := ids[x].id, ids[x].title
		epic := m.epics[x.Milestone]
		if epic == nil && !m.marks(x) && m.namesEpic(id) {
			id, title = "", x.Title
		}
		if id == "" {
			id = m.number(epic)
		}
		s := backlog.Story{
			ID: id, Title: title, Text: m.textOf(x), Labels: sortedSet(x.Labels, nil), Assignees: sortedSet(x.Assignees, nil), Due: x.Due,
			Dropped: x.State == tracker.Closed && x.Reason != "",
		}
		if !s.Dropped {
			s.Checked = new(x.State == tracker.Closed)
		}
		if epic != nil {
			s.Epic = epic.ID
		}
		if points, err := strconv.ParseFloat(x.Points, 64); err == nil {
			s.Points = &points
		}
		m.c.Stories = append(m.c.Stories, s)
		m.note(x, id)
	}
}

// note adds the ledger row of an item.
func (m *importer) note(x *observed, id backlog.ID) {
	if m.marks(x) {
		m.c.Managed[backlog.ItemRef{Kind: x.Kind, ID: id}] = true
	}
	opts := &Options{Responsible: m.opts.Responsible, Actor: m.opts.Actor}
	m.c.Record.Evidence = append(m.c.Record.Evidence, backlog.Evidence{
		Kind: x.Kind, ID: id, URL: m.o.link(&x.Item, m.opts.File), CreatedAt: backlog.Timestamp(x.CreatedAt),
		Responsible: responsible(&x.Item, m.o, opts), Status: backlog.StatusCreated,
	})
}

// marks reports whether the marker of an item counts.
func (m *importer) marks(x *observed) bool {
	return x.body.marker != nil && x.body.marker.scope == m.opts.Scope
}

// textOf returns the text of an item: the managed text, else what people wrote.
func (m *importer) textOf(x *observed) string {
	if m.marks(x) {
		return x.body.text
	}
	return normalise(x.body.above + x.body.text + x.body.below)
}

// relate lists the issues of each milestone.
func (m *importer) relate() {
	issues := make(map[backlog.ID][]backlog.ID)
	for _, s := range m.c.Stories {
		issues[s.Epic] = append(issues[s.Epic], s.ID)
	}
	for _, e := range m.c.Epics {
		m.c.Record.Relations = append(m.c.Record.Relations, backlog.Relation{Milestone: e.ID, Issues: issues[e.ID]})
	}
}

// ObserveProject is [Observe] without a backlog, for [Import].
func ObserveProject(ctx context.Context, r tracker.Reader, p *tracker.Project, st *Store) (*Observed, error) {
	o, err := Observe(ctx, r, p, backlog.New(), st, nil)
	if err != nil {
		return nil, err
	}
	for _, x := range o.order {
		if x.Creator == "" {
			o.identity.needed = true
		}
	}
	if o.identity.needed {
		_ = o.by(r).identify(ctx) // the rows stay without a responsible person, which the next plan says
	}
	return o, nil
}
