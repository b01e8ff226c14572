package reconcile_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

const peoplesText = "# Summary\n\nIt **fails** for @ana, see #1.\n\n## Epic 9: Not an epic\n\n### US-9.1 Not a story\n\n" +
	"| ID | Title | Status |\n| -- | ----- | ------ |\n| US-9.2 | Row | Done |\n\n- [ ] US-9.3 A box\n\nDepends on: US-1.1\n" +
	"Labels: wrong\n\n<details>\n\nMore\n\n</details>\n\n```\n## Epic 8\n"

// peoples is a project that people made by hand.
func peoples(t *testing.T, milestones, issues int) *project {
	p := newProject(t, "")
	add := func(item *tracker.Item) {
		item.CreatedAt, item.Creator, item.Trusted = p.m.Now(), "bob", true
		p.m.put(*item)
	}
	for i := range milestones {
		x := &tracker.Item{Ref: tracker.Ref{Kind: tracker.KindMilestone, Key: fmt.Sprint(i + 1)}, State: tracker.Open}
		x.Title = []string{"v1.%d Launch", "EPIC-%d Access", "Sprint %d", "**Bold** release %d"}[i%4]
		x.Title = fmt.Sprintf(x.Title, i)
		if i%3 == 0 {
			x.Due, x.State, x.Body = "2026-03-01", tracker.Closed, peoplesText
		}
		add(x)
	}
	for i := range issues {
		x := &tracker.Item{Ref: tracker.Ref{Kind: tracker.KindIssue, Key: fmt.Sprint(i + 1)}, State: tracker.Open}
		x.Title = fmt.Sprintf([]string{"Login fails (%d)", "US-7.%d Sign in", "[bug] crash in `f_%d`", "US-7.1 Twice %d", "Done | or not <%d>"}[i%5], i)
		if milestones > 0 && i%4 > 0 {
			x.Milestone = fmt.Sprint(i%milestones + 1)
		}
		if i%2 == 0 {
			x.Labels, x.Assignees, x.Due, x.Body = []string{"bug", "good first issue"}, []string{"ana", "bob"}, "2026-04-30", peoplesText
		}
		if i%3 == 0 {
			x.State, x.Body = tracker.Closed, "Plain text.\n"
			if i%2 == 0 {
				x.Reason = tracker.NotPlanned
			}
		}
		add(x)
	}
	return p
}

// imported takes the project into the file, and makes sure that nothing is sent.
func (p *project) imported(t *testing.T, opts reconcile.ImportOptions) []backlog.ItemRef {
	t.Helper()
	store, writes := p.Store(t), p.m.writes()
	defer func() { _ = store.Close() }() // the journal is synced line by line
	o, err := reconcile.ObserveProject(t.Context(), p.Tracker(t), p.Project, store)
	if err != nil {
		t.Fatal(err)
	}
	opts.Date, opts.File, opts.Title = p.m.Now(), "b.md", "Shop"
	c, err := reconcile.Import(o, &opts)
	if err != nil {
		t.Fatal(err)
	}
	src, altered := backlog.Compose(c)
	p.Src = string(src)
	if p.m.writes() != writes {
		t.Errorf("an import writes: %v", p.m.Calls())
	}
	return altered
}

// contents returns what people see of the items.
func (m *memory) contents() map[tracker.Ref]tracker.Item {
	all := make(map[tracker.Ref]tracker.Item)
	for ref, x := range m.all() {
		all[ref] = *x
	}
	return all
}

func TestImport(t *testing.T) {
	t.Parallel()
	for _, l := range []backlog.Language{"en", "es", "pt", "fr", "de", "it"} {
		p := peoples(t, 10, 26)
		if altered := p.imported(t, reconcile.ImportOptions{Language: l}); len(altered) > 0 {
			t.Errorf("%s: altered %v", l, altered)
		}
		f := p.File()
		if len(f.Epics()) != 10 || len(f.Stories()) != 26 || len(f.Evidence()) != 36 || f.Check().Err() != nil {
			t.Fatalf("%s: %d epics, %d stories, %d rows, %v", l, len(f.Epics()), len(f.Stories()), len(f.Evidence()), f.Check())
		}
		if s := f.Stories(); !slices.ContainsFunc(s, func(s *backlog.Story) bool { return s.Dropped }) {
			t.Errorf("%s: nothing is dropped", l)
		}
		before := p.m.contents()
		store := p.Store(t)
		plan, err := p.Plan(t, store, nil)
		if err != nil {
			t.Fatal(err)
		}
		_ = store.Close() // the journal is synced line by line
		if plan.Summary != (reconcile.Summary{Unmanaged: 36}) {
			t.Errorf("%s: the plan of what was imported: %+v", l, plan.Summary)
		}
		_, r, err := p.Apply(t, &reconcile.Options{Adopt: true})
		if err != nil || r.Err() != nil {
			t.Fatal(err, r.Err())
		}
		p.wantUntouched(t, before)
		p.WantNoChanges(t)
	}
}

// wantUntouched makes sure that items got markers and nothing else.
func (p *project) wantUntouched(t *testing.T, before map[tracker.Ref]tracker.Item) {
	t.Helper()
	for ref, old := range before {
		now := p.m.Item(ref)
		if now == nil || now.Title != old.Title || now.State != old.State || now.Milestone != old.Milestone || now.Due != old.Due ||
			fmt.Sprint(now.Labels, now.Assignees) != fmt.Sprint(old.Labels, old.Assignees) || !strings.Contains(now.Body, strings.TrimSpace(old.Body)) {
			t.Errorf("%s was %+v\nand is %+v", ref, old, now)
		} else if !tracker.Marked(now.Body) {
			t.Errorf("%s has no marker", ref)
		}
	}
	if len(p.m.Items()) != len(before) {
		t.Errorf("%d items of %d", len(p.m.Items()), len(before))
	}
}

func TestImportWithoutMilestones(t *testing.T) {
	t.Parallel()
	p := peoples(t, 0, 12)
	if altered := p.imported(t, reconcile.ImportOptions{}); len(altered) > 0 {
		t.Errorf("altered %v\n%s", altered, p.Src)
	}
	f := p.File()
	if len(f.Epics()) != 0 || len(f.Stories()) != 12 {
		t.Errorf("%d epics, %d stories\n%s", len(f.Epics()), len(f.Stories()), p.Src)
	}
	before := p.m.contents()
	if _, r, err := p.Apply(t, &reconcile.Options{Adopt: true}); err != nil || r.Err() != nil {
		t.Fatal(err)
	}
	p.wantUntouched(t, before)
	p.WantNoChanges(t)
}

func TestImportMany(t *testing.T) {
	t.Parallel()
	p := peoples(t, 30, 3000)
	if altered := p.imported(t, reconcile.ImportOptions{}); len(altered) > 0 {
		t.Errorf("%d altered, such as %v", len(altered), altered[0])
	}
	f := p.File()
	if len(f.Epics()) != 30 || len(f.Stories()) != 3000 || len(f.Evidence()) != 3030 {
		t.Errorf("%d epics, %d stories, %d rows", len(f.Epics()), len(f.Stories()), len(f.Evidence()))
	}
}

// What apply made comes back as it was.
func TestImportOfOurs(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	was := p.File()
	p.imported(t, reconcile.ImportOptions{})
	f := p.File()
	if f.Scope() != was.Scope() || len(f.Stories()) != len(was.Stories()) {
		t.Errorf("scope %q, was %q; %d stories, were %d", f.Scope(), was.Scope(), len(f.Stories()), len(was.Stories()))
	}
	for i, s := range f.Stories() {
		if w := was.Stories()[i]; s.ID != w.ID || s.Title != w.Title || s.Epic != w.Epic || s.Text != w.Text {
			t.Errorf("%+v was %+v", s, w)
		}
	}
	before := p.m.contents()
	p.WantNoChanges(t)
	if !maps.EqualFunc(before, p.m.contents(), func(a, b tracker.Item) bool { return a.Body == b.Body && a.Title == b.Title }) {
		t.Error("applying what was imported changes items")
	}
}

func TestImportChooses(t *testing.T) {
	t.Parallel()
	p := peoples(t, 10, 26)
	p.imported(t, reconcile.ImportOptions{State: tracker.Open, Label: "BUG", Milestone: "sprint 2"})
	f := p.File()
	if len(f.Epics()) != 1 || len(f.Stories()) == 0 {
		t.Errorf("%d epics, %d stories", len(f.Epics()), len(f.Stories()))
	}
	for _, s := range f.Stories() {
		if *s.Checked || s.Epic != f.Epics()[0].ID || len(s.Labels) == 0 {
			t.Errorf("%+v was not asked for", s)
		}
	}
}

func TestImportScopes(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	p.Src = "<!--\nscope: other\n-->\n\n## EPIC-7 Other things\n\n- [ ] US-7.1 Another thing\n"
	p.MustApply(t)
	store := p.Store(t)
	defer func() { _ = store.Close() }() // the journal is synced line by line
	o, err := reconcile.ObserveProject(t.Context(), p.Tracker(t), p.Project, store)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := reconcile.Import(o, nil); !errors.Is(err, reconcile.ErrScopes) || !strings.Contains(err.Error(), "other") {
		t.Errorf("import of two scopes: %v", err)
	}
	c, err := reconcile.Import(o, &reconcile.ImportOptions{Scope: "other"})
	if err != nil || len(c.Epics) != 1 || len(c.Stories) != 1 || c.Stories[0].ID != "US-7.1" {
		t.Errorf("import of one scope: %v, %+v", err, c)
	}
	if _, err := reconcile.Import(o, &reconcile.ImportOptions{Scope: "other", Label: "none"}); !errors.Is(err, reconcile.ErrNothing) {
		t.Errorf("import of nothing: %v", err)
	}
}

// Of a marked item the managed text is taken, and a stranger's copy of a marker takes
// no ID away.
func TestImportBesideOthers(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	text := p.File().Stories()[0].Text
	var copied tracker.Item
	p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) {
		copied = *x
		x.Body = "A note by a person.\n\n" + x.Body
	})
	copied.Key, copied.Creator, copied.Trusted, copied.Title = "0", "eve", false, "Something else"
	p.m.Put(copied)
	p.imported(t, reconcile.ImportOptions{})
	for _, s := range p.File().Stories() {
		if s.ID == "US-1.1" && (s.Title == "Something else" || s.Text != text) {
			t.Errorf("%+v", s)
		}
	}
}

// Where the service names no creator, the row names who the credentials belong to.
func TestImportNameless(t *testing.T) {
	t.Parallel()
	p := peoples(t, 1, 2)
	for ref := range p.m.all() {
		p.m.Edit(ref, func(x *tracker.Item) { x.Creator = "" })
	}
	p.Sees = &nameless{memory: p.m, login: "zoe"}
	p.imported(t, reconcile.ImportOptions{})
	for _, e := range p.File().Evidence() {
		if e.Responsible != "zoe" {
			t.Errorf("%+v", e)
		}
	}
}
