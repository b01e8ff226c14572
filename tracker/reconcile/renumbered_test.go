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

// A story that gets the ID of one that was taken out is renumbered, too: its issue is not
// closed, and the other one's not overwritten.
func TestRenumberedUp(t *testing.T) {
	t.Parallel()
	p := newProject(t, renumberedAlone)
	p.MustApply(t)
	p.Src = strings.Replace(p.Src, "- [ ] US-1.1 Login\n", "", 1)
	p.Src = strings.Replace(p.Src, "- [ ] US-1.2 Reset", "- [ ] US-1.1 Reset", 1)
	plan, err := p.planOnce(t, &reconcile.Options{Prune: true})
	if err != nil || plan.Summary.Conflicts != 1 || plan.Summary.Close+plan.Summary.Update != 0 {
		t.Errorf("%v, %+v\n%s", err, plan.Changes, p.Src)
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

// TestRenumberedInWholeFile replaces IDs in the file and in its ledger: what the
// ledger names comes first, so a new story with an old ID takes no other's issue.
func TestRenumberedInWholeFile(t *testing.T) {
	t.Parallel()
	replaced := func(p *project) {
		p.Src = strings.NewReplacer("US-3", "US-4", "US-2", "US-3", "- [ ] US-2 Logout", "- [ ] US-2 New page\n- [ ] US-3 Logout").Replace(p.Src)
	}
	for name, c := range map[string]struct {
		replace   func(*project)
		conflicts int
		titles    string // of the issues afterwards, each with its title
		ids       string // likewise, each with its ID
	}{
		"shifted": {
			replaced, 3,
			"US-1 Login page, US-3 Logout page, US-4 Reset page, US-2 New page",
			"US-1 Login page, US-2 New page, US-3 Logout page, US-4 Reset page",
		},
		"one alone": {
			func(p *project) { p.Src = strings.ReplaceAll(p.Src, "US-3", "US-4") }, 1,
			"US-1 Login page, US-2 Logout page, US-4 Reset page",
			"US-1 Login page, US-2 Logout page, US-3 Reset page, US-4 Reset page",
		},
		"one, and a new one": {
			func(p *project) {
				p.Src = strings.NewReplacer("US-3", "US-4", "- [ ] US-3 Reset", "- [ ] US-3 New page\n- [ ] US-4 Reset").Replace(p.Src)
			}, 2,
			"US-1 Login page, US-2 Logout page, US-4 Reset page, US-3 New page",
			"US-1 Login page, US-2 Logout page, US-3 New page, US-4 Reset page",
		},
	} {
		for _, follow := range []reconcile.Renumbering{reconcile.FollowTitles, reconcile.FollowIDs} {
			for _, clone := range []bool{false, true} {
				p := newProject(t, "# Backlog\n\n- [ ] US-1 Login page\n- [ ] US-2 Logout page\n- [ ] US-3 Reset page\n")
				p.MustApply(t)
				before := p.m.state()
				c.replace(p)
				if clone {
					p.Dir = t.TempDir()
				}
				plan, r, err := p.Apply(t, &reconcile.Options{Prune: true})
				if err != nil || r.Err() != nil || plan.Summary.Conflicts != c.conflicts || p.m.state() != before {
					t.Fatalf("%s: %v, %v, %s, %+v", name, err, r.Err(), plan.Summary, plan.Changes)
				}
				if c := change(t, plan, reconcile.ActionConflict, "US-4"); c.Code() != "renumbered" {
					t.Errorf("%s: %+v", name, c)
				}
				want := c.titles
				if follow == reconcile.FollowIDs {
					want = c.ids
				}
				if _, r, err := p.Apply(t, &reconcile.Options{Renumbered: follow}); err != nil || r.Err() != nil {
					t.Fatalf("%s, %s: %v, %v", name, follow, err, r.Err())
				}
				var titles []string
				for _, x := range p.m.all() {
					titles = append(titles, x.Title)
				}
				if got := strings.Join(titles, ", "); got != want {
					t.Errorf("%s, %s: %s, want %s", name, follow, got, want)
				}
				if findings := p.Backlog().Check(); len(findings) > 0 {
					t.Errorf("%s, %s: %v in\n%s", name, follow, findings, p.Src)
				}
				p.WantNoChanges(t)
			}
		}
	}
}
