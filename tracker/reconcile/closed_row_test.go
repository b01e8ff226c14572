package reconcile_test

import (
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

const threeStories = "# Backlog\n\n## Epic 1: Access\n\n- [ ] US-1.1 Login\n- [ ] US-1.2 Reset\n- [ ] US-1.3 Profile\n"

// TestClosedRow closes the issue of a story that is gone: its row says so, and
// nobody hears of it any more. When the story is back, the row is as before.
func TestClosedRow(t *testing.T) {
	t.Parallel()
	p := newProject(t, threeStories)
	p.MustApply(t)
	registered := p.Src
	gone := strings.Replace(registered, "- [ ] US-1.2 Reset\n", "", 1)
	p.Src = gone
	if _, r, err := p.Apply(t, &reconcile.Options{Prune: true}); err != nil || r.Closed != 1 {
		t.Fatalf("%v, %+v", err, r)
	}
	p.wantRow(t, "US-1.2", backlog.StatusClosed)
	if !strings.Contains(p.Src, "| ✖ ") {
		t.Error(p.Src)
	}
	p.WantNoChanges(t)

	p.Src = strings.Replace(p.Src, "- [ ] US-1.1 Login\n", "- [ ] US-1.1 Login\n- [ ] US-1.2 Reset\n", 1)
	if _, r, err := p.Apply(t, nil); err != nil || r.Recorded+r.Updated != 1 {
		t.Fatalf("%v, %+v", err, r)
	}
	p.wantRow(t, "US-1.2", backlog.StatusCreated)
	if p.Src != registered {
		t.Errorf("the file is another one:\n%s", p.Src)
	}
}

// A run that closed an issue and did not write the file leaves that to the next
// one, and says so in the plan.
func TestClosedRowLater(t *testing.T) {
	t.Parallel()
	p := newProject(t, threeStories)
	p.MustApply(t)
	gone := strings.Replace(p.Src, "- [ ] US-1.2 Reset\n", "", 1)
	p.Src = gone
	if _, r, err := p.Apply(t, &reconcile.Options{Prune: true}); err != nil || r.Closed != 1 {
		t.Fatalf("%v, %+v", err, r)
	}
	p.Src = gone
	if plan, err := p.planOnce(t, &reconcile.Options{NoWrite: true}); err != nil || plan.Summary.Pending() {
		t.Errorf("without writing: %v, %s", err, plan.Summary)
	}
	plan, r := p.MustApply(t)
	if c := change(t, plan, reconcile.ActionRecord, "US-1.2"); c.File != "b.md" || c.Line == 0 || r.Recorded != 1 || r.Closed != 0 {
		t.Errorf("%+v, %+v", c, r)
	}
	p.wantRow(t, "US-1.2", backlog.StatusClosed)
	p.WantNoChanges(t)
}

// wantRow makes sure of the status of a row, and that nothing is wrong with the
// file.
func (p *project) wantRow(t *testing.T, id backlog.ID, want backlog.Status) {
	t.Helper()
	f := p.Backlog().Files()[0]
	for _, e := range f.Evidence() {
		if e.ID == id && e.Status != want {
			t.Errorf("the row of %s says %q, want %q", id, e.Status, want)
		}
	}
	if findings := f.Check(); len(findings) > 0 {
		t.Errorf("findings: %v in\n%s", findings, p.Src)
	}
}
