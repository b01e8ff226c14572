package reconcile_test

import (
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

const untitled = "# Backlog\n\n## Epic: Access\n\n- [ ] Login page\n- [ ] Password reset\n"

// TestRetitled gives an item without an ID another title: its issue, its marker and
// its row follow, and the file alone says so afterwards.
func TestRetitled(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string][2]string{
		"a story": {"Password reset", "Quick password reset"},
		"an epic": {"Epic: Access", "Epic: Access rights"},
	} {
		for _, ledger := range []string{"file", "none"} {
			p := newProject(t, "---\nledger: "+ledger+"\n---\n\n"+untitled)
			p.MustApply(t)
			p.Src = strings.Replace(p.Src, edit[0], edit[1], 1)
			if plan, err := reconcile.NewPlan(p.Backlog(), nil, nil); err != nil || ledger == "file" && plan.Summary.Create == 0 {
				t.Errorf("%s: offline it is not known that the old one is open: %v, %s", name, err, plan.Summary)
			}
			_, r, err := p.Apply(t, nil)
			if err != nil || r.Created+r.Closed > 0 || r.Updated == 0 {
				t.Errorf("%s, ledger %s: %v, %+v", name, ledger, err, r)
			}
			if findings := p.Backlog().Check(); len(findings) > 0 {
				t.Errorf("%s: %v in\n%s", name, findings, p.Src)
			}
			p.WantNoChanges(t)
			if plan, err := reconcile.NewPlan(p.Backlog(), nil, nil); err != nil || ledger == "file" && plan.Summary.Create > 0 {
				t.Errorf("%s: offline afterwards: %v, %s", name, err, plan.Summary)
			}
		}
	}
}

// A new story beside it that is like none of those that are gone makes no doubt of a
// retitled one: the next run would find it alone, and follow it.
func TestRetitledBesideNew(t *testing.T) {
	t.Parallel()
	p := newProject(t, untitled)
	p.MustApply(t)
	p.Src = strings.Replace(p.Src, "- [ ] Password reset\n", "- [ ] Quick password reset\n- [ ] Wishlist\n", 1)
	plan, r, err := p.Apply(t, nil)
	if err != nil || plan.Summary.Conflicts > 0 || r.Created != 1 || r.Updated != 1 {
		t.Errorf("%v, %s, %+v", err, plan.Summary, r)
	}
	p.WantNoChanges(t)
}

// A story that takes the place of a finished one is a new one, however alike their
// titles are.
func TestFinishedIsNotRetitled(t *testing.T) {
	t.Parallel()
	p := newProject(t, untitled)
	p.MustApply(t)
	p.m.edit(t, tracker.KindIssue, "Password reset", func(x *tracker.Item) { x.State = tracker.Closed })
	p.Src = strings.Replace(p.Src, "- [ ] Password reset", "- [ ] Password reset again", 1)
	if _, r, err := p.Apply(t, nil); err != nil || r.Created != 1 || r.Updated+r.Closed > 0 {
		t.Errorf("%v, %+v", err, r)
	}
}

// An item that only a row of the ledger names follows its title, too, and is not
// written to.
func TestUnmanagedIsRetitled(t *testing.T) {
	t.Parallel()
	p := newProject(t, untitled)
	p.MustApply(t)
	p.m.edit(t, tracker.KindIssue, "Password reset", func(x *tracker.Item) { x.Body = "Mine." })
	p.Dir = t.TempDir()
	p.Src = strings.Replace(p.Src, "- [ ] Password reset", "- [ ] Quick password reset", 1)
	plan, r, err := p.Apply(t, nil)
	if err != nil || r.Created+r.Updated+r.Closed > 0 || plan.Summary.Unmanaged != 1 {
		t.Errorf("%v, %s, %+v", err, plan.Summary, r)
	}
	if findings := p.Backlog().Check(); len(findings) > 0 {
		t.Errorf("%v in\n%s", findings, p.Src)
	}
}
