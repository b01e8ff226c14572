package reconcile_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

func observe(t *testing.T, p *project, b *backlog.Backlog) *reconcile.Observed {
	t.Helper()
	o, err := reconcile.Observe(t.Context(), p.m, p.Project, b, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// What was observed says of each row of a ledger where its address leads.
func TestLeads(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	p.m.Delete(tracker.Ref{Kind: tracker.KindIssue, Key: "2"})
	p.Src = strings.Replace(p.Src, "| https://memory.example/x/issue/3 ", "| https://memory.example/y/issue/3 ", 1)
	p.Src = strings.Replace(p.Src, "| https://memory.example/x/issue/4 ", "| ", 1)
	b := p.Backlog()
	o := observe(t, p, b)
	got := make(map[backlog.ID]string)
	for _, row := range b.Files()[0].Evidence() {
		lead := o.Lead(row)
		switch {
		case lead.Gone:
			got[row.ID] = "gone"
		case lead.Foreign:
			got[row.ID] = "foreign"
		case lead.Item == nil:
			got[row.ID] = "nowhere"
		default:
			got[row.ID] = string(lead.Item.ID) + " of " + lead.Item.Scope + " at " + o.Address(lead.Item.Item, "b.md")
		}
	}
	for id, want := range map[backlog.ID]string{
		"EPIC-1": "EPIC-1 of b.md at https://memory.example/x/milestone/1", "US-1.1": "US-1.1 of b.md at https://memory.example/x/issue/1",
		"US-1.2": "gone", "US-2.1": "foreign", "US-2.2": "nowhere",
	} {
		if got[id] != want {
			t.Errorf("the row of %s leads to %q, want %q", id, got[id], want)
		}
	}
	if here, server := o.Times(); here.IsZero() || !server.IsZero() {
		t.Errorf("observed at %s, by the server's clock at %s", here, server)
	}
	if o.Project().ID != p.Project.ID || o.Item(tracker.Ref{Kind: tracker.KindIssue, Key: "99"}) != nil {
		t.Error("it is of another project, or holds what nobody made")
	}
}

// What a run made of stories that the file has lost meanwhile is told, with where it
// is; what the file has is not.
func TestUnplaced(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	_, r := p.MustApply(t)
	if left := r.Unplaced(p.File()); len(left) != 0 {
		t.Errorf("nothing was lost, and told is %+v", left)
	}
	p.Src = strings.Replace(p.Src, "- [x] US-1.2 Logout\n", "", 1)
	left := r.Unplaced(p.File())
	want := reconcile.Unplaced{
		ItemRef: backlog.ItemRef{Kind: tracker.KindIssue, ID: "US-1.2"}, File: "b.md", URL: "https://memory.example/x/issue/2",
	}
	if !slices.Equal(left, []reconcile.Unplaced{want}) {
		t.Errorf("told is %+v, want %+v", left, want)
	}
	other := backlog.Parse("other.md", []byte(p.Src), nil)
	if left := r.Unplaced(other); len(left) != 6 {
		t.Errorf("the file of another scope has a place for all but %+v", left)
	}
}

// The last line of a plan says what there is to do, and claims no more.
func TestLastLine(t *testing.T) {
	t.Parallel()
	p := newProject(t, "# Plan\n\n<!-- checkbox: done -->\n\n- [x] US-1 Log in\n- [ ] US-2 Log out\n")
	line := func(opts *reconcile.Options) (string, *reconcile.Plan) {
		t.Helper()
		plan, err := p.Plan(t, p.Store(t), opts)
		if err != nil {
			t.Fatal(err)
		}
		return plan.LastLine(), plan
	}
	pull := &reconcile.Options{Pull: []backlog.PullField{backlog.PullState, backlog.PullTitle}}
	want := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	got, plan := line(nil)
	want("nothing is registered", got, "Plan: 2 to create, 0 to update, 0 to record, 0 to close, 0 unchanged.")
	if plan.Finished() != 1 {
		t.Errorf("%d of the issues are of finished stories", plan.Finished())
	}
	p.Dir = t.TempDir()
	p.MustApply(t)
	p.Dir = t.TempDir()
	got, plan = line(nil)
	want("all is", got, "No changes. The tracker matches the backlog.")
	if plan.Finished() != 0 {
		t.Errorf("%d of no issues are of finished stories", plan.Finished())
	}
	p.Dir = t.TempDir()
	got, _ = line(pull)
	want("nothing to pull", got, "No changes: nothing to pull.")
	p.m.edit(t, tracker.KindIssue, "US-2", func(x *tracker.Item) { x.Title = "US-2 Sign out" })
	p.Dir = t.TempDir()
	got, _ = line(pull)
	want("a title to pull", got, "Plan: 1 to pull, 1 unchanged.")
	p.Dir, p.Src = t.TempDir(), "# Notes\n"
	got, _ = line(pull)
	want("no items", got, "No changes: there is no epic or story to compare with the tracker.")
}

// Anchors are written beside items that have no ID, once.
func TestSaveAnchors(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "b.md")
	if err := os.WriteFile(name, []byte("# Plan\n\n## Epic 1: Money\n\n- [ ] Pay by card\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := reconcile.NewDiskFile(name)
	if err == nil {
		err = d.Read()
	}
	if err != nil {
		t.Fatal(err)
	}
	s := &reconcile.Saver{Files: []*reconcile.DiskFile{d}, Now: func() time.Time { return time.Unix(0, 0) }}
	for range 2 {
		if err := s.SaveAnchors(); err != nil {
			t.Fatal(err)
		}
		if data, err := os.ReadFile(name); err != nil || strings.Count(string(data), "<!-- id: pay-by-card -->") != 1 {
			t.Errorf("%v\n%s", err, data)
		}
	}
}

// An epic that is an issue lists its stories in its text where the tracker has no
// parents, and nothing is left to do.
func TestEpicsInText(t *testing.T) {
	t.Parallel()
	for _, epics := range []reconcile.Epics{reconcile.EpicsIssue, reconcile.EpicsBoth} {
		p := newProject(t, small)
		opts := &reconcile.Options{Epics: epics}
		if _, r, err := p.Apply(t, opts); err != nil || r.Err() != nil {
			t.Fatal(err, r)
		}
		text := func() string {
			body := ""
			p.m.edit(t, tracker.KindIssue, "EPIC-1", func(x *tracker.Item) { body = x.Body })
			return body
		}
		if body := text(); !strings.Contains(body, "[US-1.1](") || !strings.Contains(body, "[US-1.2](") || strings.Contains(body, "US-2") {
			t.Errorf("%s: the text of EPIC-1 is\n%s", epics, body)
		}
		p.Src = strings.Replace(p.Src, "- [x] US-1.2 Logout\n", "", 1)
		if _, r, err := p.Apply(t, opts); err != nil || r.Err() != nil {
			t.Fatal(err, r)
		}
		if body := text(); strings.Contains(body, "[US-1.2](") {
			t.Errorf("%s: a story is gone, and the text of EPIC-1 is\n%s", epics, body)
		}
		if plan, r, err := p.Apply(t, opts); err != nil || r.Err() != nil || !plan.Summary.Idle() {
			t.Errorf("%s: %v, %s", epics, err, plan.Summary)
		}
	}
}

// Errors say what they are about, and what they come from.
func TestErrorWords(t *testing.T) {
	t.Parallel()
	cause := errors.New("it is read-only")
	for want, err := range map[string]error{
		"nothing was sent, because the ledger in b.md cannot be written: it is read-only": &reconcile.UnwritableError{Name: "b.md", Err: cause},
		"the backlog has no item US-9": &reconcile.UnknownIDError{ID: "US-9", Option: "Only"},
	} {
		if err.Error() != want {
			t.Errorf("it says %q, want %q", err, want)
		}
	}
	if !errors.Is(&reconcile.UnwritableError{Err: cause}, cause) {
		t.Error("the cause is lost")
	}
}
