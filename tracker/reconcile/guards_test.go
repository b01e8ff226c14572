package reconcile_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// refused plans and wants a refusal.
func refused(t *testing.T, p *project, opts *reconcile.Options, code string) {
	t.Helper()
	_, _, err := p.Apply(t, opts)
	r, ok := errors.AsType[*reconcile.Refusal](err)
	if !ok || r.Reason.Code() != code || !errors.Is(err, tracker.ErrConflict) {
		t.Errorf("%v, want the refusal %q", err, code)
	}
}

// change returns the one change of an item with an action.
func change(t *testing.T, plan *reconcile.Plan, action reconcile.Action, id backlog.ID) reconcile.Change {
	t.Helper()
	for _, c := range plan.Changes {
		if c.Action == action && c.ID == id {
			return c
		}
	}
	t.Fatalf("the plan has no %s of %s: %+v", action, id, plan.Changes)
	return reconcile.Change{}
}

func TestMovedScope(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	created := len(p.m.Items())
	p.Src = strings.Replace(small, "checkbox: registered", "checkbox: registered\nscope: docs/new.md", 1)
	refused(t, p, nil, "moved-scope")
	plan, _, err := p.Apply(t, &reconcile.Options{MovedFrom: "b.md"})
	if err != nil || len(p.m.Items()) != created {
		t.Fatalf("%v, %d items", err, len(p.m.Items()))
	}
	if c := change(t, plan, reconcile.ActionUpdate, "US-1.1"); c.Fields[0].Name != "marker" {
		t.Errorf("got %+v", c)
	}
	p.WantNoChanges(t)

	// With the ledger filled it is the same.
	p.Src = strings.Replace(p.Src, "scope: docs/new.md", "scope: docs/newer.md", 1)
	refused(t, p, nil, "moved-scope")
}

// Where nothing is registered yet, a former name is no mistake: the first of several
// targets says the same as the others.
func TestMovedFromToNothing(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	if _, _, err := p.Apply(t, &reconcile.Options{MovedFrom: "docs/old.md"}); err != nil || len(p.m.Items()) == 0 {
		t.Errorf("%v, %d items", err, len(p.m.Items()))
	}
	p.WantNoChanges(t)
	for _, from := range []string{"docs/old.md", "b.md"} { // nor where all that is registered goes by the new name
		if plan, _, err := p.Apply(t, &reconcile.Options{MovedFrom: from}); err != nil || !plan.Summary.Idle() {
			t.Errorf("again from %s: %v", from, err)
		}
	}

	p = newProject(t, small)
	p.MustApply(t)
	p.Src = strings.Replace(small, "checkbox: registered", "checkbox: registered\nscope: docs/new.md", 1)
	refused(t, p, &reconcile.Options{MovedFrom: "docs/old.md"}, "moved-from")
}

func TestForeignLedger(t *testing.T) {
	t.Parallel()
	p := newProject(t, strings.Replace(small, "| Issue | US-1.1     |     |", "| Issue | US-1.1     | https://other.example/1 |", 1))
	refused(t, p, nil, "foreign-ledger")
	if _, _, err := p.Apply(t, &reconcile.Options{Retarget: true}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(p.Src, "other.example") {
		t.Errorf("the row still names the other project:\n%s", p.Src)
	}
	p.WantNoChanges(t)
}

func TestGone(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	p.m.Delete(tracker.Ref{Kind: tracker.KindIssue, Key: "1"})
	p.Dir = t.TempDir()
	plan, _, err := p.Apply(t, nil)
	if err != nil || plan.Summary.Create+plan.Summary.Update > 0 {
		t.Fatalf("%v %+v", err, plan)
	}
	if c := change(t, plan, reconcile.ActionDrift, "US-1.1"); c.Code() != "gone" || plan.Summary.Drifted != 1 {
		t.Errorf("got %+v", c)
	}
	if _, _, err := p.Apply(t, &reconcile.Options{Recreate: []backlog.ID{"us-1.1"}}); err != nil {
		t.Fatal(err)
	}
	p.WantNoChanges(t)
}

func TestOnly(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	if _, _, err := p.Apply(t, &reconcile.Options{Only: []backlog.ID{"US-9.9"}}); err == nil || errors.Is(err, tracker.ErrConflict) {
		t.Errorf("an ID that the backlog lacks: %v", err)
	}
	refused(t, p, &reconcile.Options{Only: []backlog.ID{"US-2.1"}}, "only")
	if _, _, err := p.Apply(t, &reconcile.Options{Only: []backlog.ID{"Epic 2", "US-2.1"}}); err != nil || len(p.m.Items()) != 2 {
		t.Errorf("%v, %d items", err, len(p.m.Items()))
	}
	p.MustApply(t)
	p.WantNoChanges(t)
}

// Issues that nobody marked are not taken, and not made a second time.
func TestUnmarked(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.m.put(tracker.Item{
		Ref: tracker.Ref{Kind: tracker.KindIssue, Key: "1"}, Content: tracker.Content{Title: "US-1.1 Login", Body: "Theirs."},
		State: tracker.Open, CreatedAt: p.Clock.Now(), Trusted: true,
	})
	p.m.put(tracker.Item{
		Ref: tracker.Ref{Kind: tracker.KindMilestone, Key: "1"}, Content: tracker.Content{Title: "EPIC-1 Access"},
		State: tracker.Closed, CreatedAt: p.Clock.Now(), Trusted: true,
	})
	plan, _, err := p.Apply(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c := change(t, plan, reconcile.ActionConflict, "US-1.1"); c.Code() != "looks-registered" {
		t.Errorf("got %+v", c)
	}
	change(t, plan, reconcile.ActionRecord, "EPIC-1")
	if _, _, err := p.Apply(t, &reconcile.Options{Adopt: true}); err != nil {
		t.Fatal(err)
	}
	body := p.m.Item(tracker.Ref{Kind: tracker.KindIssue, Key: "1"}).Body
	if !strings.HasPrefix(body, "Theirs.\n\n<!-- backlogsync:v1 id=US-1.1 ") || len(p.m.Items()) != 6 {
		t.Errorf("adopted: %q, %d items", body, len(p.m.Items()))
	}
	// The text stays theirs, so the tracker does not match the backlog.
	if plan, _ := p.MustApply(t); plan.Summary.String() != "No changes; 1 different as agreed." {
		t.Errorf("another run: %s %+v", plan.Summary, plan.Changes)
	}
}

// A marker that a stranger wrote proves nothing.
func TestUntrusted(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.Trusted = false; x.Creator = "stranger" })
	p.Src, p.Dir = small, t.TempDir() // a fresh clone, without ledger and journal
	plan, _, err := p.Apply(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	c := change(t, plan, reconcile.ActionUnknown, "US-1.1")
	if c.Code() != "untrusted" || !strings.Contains(c.Reason.String(), "nothing says that stranger may write") {
		t.Errorf("got %+v", c)
	}
	if plan.Summary.Create > 0 {
		t.Errorf("the plan creates: %+v", plan.Changes)
	}
}

// Three stories that moved up by one number, and one that is new.
func TestShifted(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	shifted := strings.NewReplacer("US-2.1 Import", "US-2.1 Scan", "US-2.2 Export", "US-2.2 Import\n- [ ] US-2.3 Export")
	p.Src = shifted.Replace(p.Src)
	plan, _, err := p.Apply(t, nil)
	if err != nil || plan.Summary.Conflicts != 3 || plan.Summary.Pending() {
		t.Fatalf("%v %+v", err, plan.Changes)
	}
	if _, _, err := p.Apply(t, &reconcile.Options{Renumbered: reconcile.FollowTitles}); err != nil {
		t.Fatal(err)
	}
	p.m.edit(t, tracker.KindIssue, "US-2.2 Import", func(x *tracker.Item) {
		if x.Key != "3" {
			t.Errorf("Import is issue %s now, want 3", x.Key)
		}
	})
	p.WantNoChanges(t)
}

func TestOffline(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	plan, err := reconcile.NewPlan(p.Backlog(), nil, nil)
	if err != nil || !plan.Offline() || plan.Summary.Create != 6 {
		t.Fatalf("%v %+v", err, plan)
	}
	if _, err := reconcile.Apply(t.Context(), p.m, plan, &reconcile.ApplyOptions{Store: p.Store(t)}); err == nil {
		t.Error("an offline plan is applied")
	}
	p = newProject(t, small)
	p.MustApply(t)
	if plan, err = reconcile.NewPlan(p.Backlog(), nil, nil); err != nil || plan.Summary.Pending() {
		t.Errorf("%v %+v", err, plan.Changes)
	}
}

func TestInvalid(t *testing.T) {
	t.Parallel()
	p := newProject(t, small+"\n## Epic 3: More\n\n- [ ] US-1.1 Again\n")
	_, _, err := p.Apply(t, nil)
	if _, ok := errors.AsType[*backlog.InvalidError](err); !ok || len(p.m.Items()) > 0 {
		t.Errorf("%v, %d items", err, len(p.m.Items()))
	}
}

// Two backlogs with a milestone of the same title share it: it is recorded by
// both, and is the item of the first.
func TestSharedMilestone(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	other := strings.Replace(small, "checkbox: registered", "checkbox: registered\nscope: docs/other.md", 1)
	for _, name := range []string{"Login", "Logout", "Import", "Export"} {
		other = strings.ReplaceAll(other, name, "New "+name)
	}
	p.Src = other
	if plan, r := p.MustApply(t); r.Created != 4 || plan.Summary.Record != 2 {
		t.Errorf("%s %+v", plan.Summary, r)
	}
	p.WantNoChanges(t)

	// Its title tells that it is meant; another one is a wrong address.
	p.m.edit(t, tracker.KindMilestone, "EPIC-1", func(x *tracker.Item) { x.Title = "EPIC-1 Other" })
	plan, _, err := p.Apply(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c := change(t, plan, reconcile.ActionConflict, "EPIC-1"); c.Code() != "marker-of-another" {
		t.Errorf("got %+v", c)
	}
}

// Of an item that is gone from the file and its copy nobody can tell which one
// is a person's: neither is closed.
func TestPruneCopied(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	x := *p.m.issue(2)
	x.Key = "9"
	p.m.put(x)
	var src strings.Builder
	for line := range strings.Lines(p.Src) {
		if !strings.Contains(line, "US-1.2") {
			src.WriteString(line)
		}
	}
	p.Src = src.String()
	plan, _, err := p.Apply(t, &reconcile.Options{Prune: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := find(plan, "copied"); len(got) != 2 || plan.Summary.Close != 0 || plan.Summary.Conflicts != 2 {
		t.Errorf("%s %+v", plan.Summary, got)
	}
	if p.m.issue(2).State != tracker.Open || p.m.issue(9).State != tracker.Open {
		t.Error("it was closed")
	}
}
