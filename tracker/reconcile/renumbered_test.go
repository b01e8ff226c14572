package reconcile_test

import (
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

const renumberedAlone = "# Backlog\n\n## Epic 1: Access\n\n- [ ] US-1.1 Login\n- [ ] US-1.2 Reset\n"

// TestRenumberedAlone gives one story another number: whether it is the old one
// only a person can say. Where it is, its row and its marker get the new number.
func TestRenumberedAlone(t *testing.T) {
	t.Parallel()
	p := newProject(t, renumberedAlone)
	p.MustApply(t)
	p.Src = strings.Replace(p.Src, "- [ ] US-1.2 Reset", "- [ ] US-1.9 Reset", 1)
	plan, r, err := p.Apply(t, nil)
	if err != nil || plan.Summary.Conflicts != 1 || r.Created+r.Updated+r.Closed > 0 {
		t.Fatalf("%v, %s, %+v", err, plan.Summary, plan.Changes)
	}
	if c := change(t, plan, reconcile.ActionConflict, "US-1.9"); c.Code() != "renumbered" || !strings.Contains(c.Reason.String(), "has the title of US-1.2") {
		t.Errorf("%+v", c)
	}
	registered := p.Src

	if _, r, err := p.Apply(t, &reconcile.Options{Renumbered: reconcile.FollowTitles}); err != nil || r.Created != 0 || r.Updated != 1 {
		t.Fatalf("follow titles: %v, %+v", err, r)
	}
	if f := p.Backlog().Files()[0]; len(f.Evidence()) != 3 || f.Evidence()[2].ID != "US-1.9" || len(f.Check()) > 0 {
		t.Errorf("the ledger is not renumbered: %v in\n%s", f.Check(), p.Src)
	}
	p.WantNoChanges(t)

	p = newProject(t, renumberedAlone)
	p.MustApply(t)
	p.Src = registered
	if _, r, err := p.Apply(t, &reconcile.Options{Renumbered: reconcile.FollowIDs}); err != nil || r.Created != 1 {
		t.Fatalf("follow IDs: %v, %+v", err, r)
	}
	if plan, err := p.planOnce(t, nil); err != nil || plan.Summary.Conflicts > 0 || plan.Summary.Create > 0 {
		t.Errorf("afterwards: %v, %s", err, plan.Summary)
	}
}

// A title that is copied, that another story has already, or of an item that was
// closed by a prune, is not a renumbering.
func TestNotRenumbered(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string][2]string{
		"a copy":        {"- [ ] US-1.2 Reset", "- [ ] US-1.2 Reset\n- [ ] US-1.9 Reset"},
		"a new title":   {"- [ ] US-1.2 Reset", "- [ ] US-1.2 Photo\n- [ ] US-1.9 Reset"},
		"another title": {"- [ ] US-1.2 Reset", "- [ ] US-1.9 Reset it"},
	} {
		p := newProject(t, renumberedAlone)
		p.MustApply(t)
		p.Src = strings.Replace(p.Src, edit[0], edit[1], 1)
		if plan, err := p.planOnce(t, nil); err != nil || plan.Summary.Conflicts > 0 || plan.Summary.Create != 1 {
			t.Errorf("%s: %v, %+v", name, err, plan.Changes)
		}
	}
	p := newProject(t, renumberedAlone)
	p.MustApply(t)
	before := p.Src
	p.Src = strings.Replace(before, "- [ ] US-1.2 Reset\n", "", 1)
	if _, r, err := p.Apply(t, &reconcile.Options{Prune: true}); err != nil || r.Closed != 1 {
		t.Fatalf("%v, %+v", err, r)
	}
	p.Src = strings.Replace(before, "US-1.2 Reset", "US-1.9 Reset", 1)
	if plan, err := p.planOnce(t, &reconcile.Options{Only: []backlog.ID{"US-1.9"}}); err != nil || plan.Summary.Conflicts > 0 {
		t.Errorf("after a prune: %v, %+v", err, plan.Changes)
	}
}
