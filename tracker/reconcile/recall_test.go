package reconcile_test

import (
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

const unkept = "---\nledger: none\n---\n\n# Backlog\n\n## Epic 1: Access\n\n- [ ] US-1.1 Login\n- [ ] US-1.2 Reset\n- [ ] US-1.3 Profile\n"

// TestNoLedger registers a file that keeps no ledger: nothing is written, and the
// next run, on another machine, finds everything.
func TestNoLedger(t *testing.T) {
	t.Parallel()
	p := newProject(t, unkept)
	p.MustApply(t)
	if p.Src != unkept {
		t.Errorf("the file is written:\n%s", p.Src)
	}
	p.Dir = t.TempDir()
	p.WantNoChanges(t)
	p.Src = strings.Replace(unkept, "- [ ] US-1.2 Reset\n", "", 1)
	if _, r, err := p.Apply(t, &reconcile.Options{Prune: true}); err != nil || r.Closed != 1 || strings.Contains(p.Src, "US-1.2") {
		t.Errorf("%v, %+v", err, r)
	}
	p.WantNoChanges(t)
}

// Nothing but the ticks is written where a tick means that an item is registered.
func TestNoLedgerTicks(t *testing.T) {
	t.Parallel()
	src := strings.Replace(unkept, "ledger: none", "ledger: none\ncheckbox: registered", 1)
	p := newProject(t, src)
	p.MustApply(t)
	if want := strings.ReplaceAll(src, "[ ]", "[x]"); p.Src != want {
		t.Errorf("got\n%s", p.Src)
	}
	p.WantNoChanges(t)
}

// A ledger that is there already is read, and left as it is.
func TestLedgerLeftAlone(t *testing.T) {
	t.Parallel()
	p := newProject(t, strings.Replace(unkept, "ledger: none", "status: new", 1))
	p.MustApply(t)
	p.Src = strings.Replace(p.Src, "status: new", "ledger: none", 1)
	p.Src = strings.Replace(p.Src, "- [ ] US-1.3 Profile\n", "- [ ] US-1.3 Profile\n- [ ] US-1.4 Photo\n", 1)
	before := p.Src
	if _, r, err := p.Apply(t, nil); err != nil || r.Created != 1 || p.Src != before {
		t.Errorf("%v, %+v:\n%s", err, r, p.Src)
	}
	for ref, x := range p.m.all() { // the address in the row is enough
		if x.Title == "US-1.1 Login" {
			p.m.Item(ref).Body = "Lost."
		}
	}
	if findings := p.Backlog().Check(); len(findings) > 0 {
		t.Errorf("findings: %v", findings)
	}
	p.WantNoChanges(t)
}

// TestMemoryOfMarkers registers lines that are items because of what stands around
// them. Without that they stay items, since the tracker shows that they are recorded:
// by markers where no ledger is kept, else by the journal of this machine.
func TestMemoryOfMarkers(t *testing.T) {
	t.Parallel()
	const before = "# Backlog\n\n## Stories\n\n- [ ] Login\n- [ ] Reset\n"
	const after = "# Notes\n\n## Definition of done\n\n- [ ] Login\n- [ ] Reset\n"
	for name, c := range map[string]struct {
		head    string
		journal bool // is kept
		opts    *reconcile.Options
	}{
		"markers": {"---\nledger: none\n---\n\n", false, nil},
		"journal": {"", true, &reconcile.Options{NoWrite: true}},
	} {
		p := newProject(t, c.head+before)
		if _, r, err := p.Apply(t, c.opts); err != nil || r.Created != 2 {
			t.Fatalf("%s: %v, %+v", name, err, r)
		}
		p.Src = c.head + after
		if n := len(p.Backlog().Files()[0].Stories()); n > 0 {
			t.Fatalf("%s: the test is none: %d stories without memory", name, n)
		}
		if !c.journal {
			p.Dir = t.TempDir()
		}
		plan, err := p.planOnce(t, c.opts)
		if err != nil || plan.Summary.Unchanged != 2 || plan.Summary.Pending() {
			t.Errorf("%s: %v, %+v", name, err, plan)
			continue
		}
		if f := plan.Backlog().Files()[0]; len(f.Stories()) != 2 || f.Stories()[0].ID != "login" {
			t.Errorf("%s: %v", name, f.Stories())
		}
	}
}

// An offline plan of a file without a ledger never says that something is gone.
func TestNoLedgerOffline(t *testing.T) {
	t.Parallel()
	p := newProject(t, strings.Replace(unkept, "ledger: none", "status: new", 1))
	p.MustApply(t)
	src := strings.Replace(p.Src, "status: new", "ledger: none", 1)
	_, ledger, _ := strings.Cut(src, "- [ ] US-1.3 Profile\n")
	p.Src = "---\nledger: none\n---\n\n# Backlog\n\n- [ ] US-7 Shelf\n" + ledger
	if plan, err := reconcile.NewPlan(p.Backlog(), nil, nil); err != nil || plan.Summary.Create != 1 {
		t.Errorf("%v, %+v", err, plan)
	}
}

// A marker whose author may not write is not memory.
func TestMemoryOfStrangers(t *testing.T) {
	t.Parallel()
	p := newProject(t, "---\nledger: none\n---\n\n# Notes\n\n## Definition of done\n\n- [ ] Login\n")
	other := newProject(t, "# Backlog\n\n## Stories\n\n- [ ] Login\n")
	other.MustApply(t)
	for _, x := range other.m.all() {
		stranger := *x
		stranger.Creator, stranger.Trusted = "mallory", false
		p.m.put(stranger)
	}
	if plan, err := p.planOnce(t, nil); err != nil || len(plan.Backlog().Files()[0].Stories()) > 0 {
		t.Errorf("%v, %+v", err, plan)
	}
}
