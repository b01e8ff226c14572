package reconcile_test

import (
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// transfer moves an issue to another project, as the service tells it.
func (p *project) transfer(key, to string) {
	moved := tracker.Ref{Kind: tracker.KindIssue, Key: key}
	p.m.Delete(moved)
	w := p.look(all)
	w.get = func(ref tracker.Ref) error {
		if ref == moved {
			return &tracker.Error{Target: "memory:x", Op: "read", Ref: ref, Kind: tracker.ErrNotFound, MovedTo: to}
		}
		return nil
	}
}

// An item that was moved exists: it is said where, and it is not made
// again unless somebody asks for that.
func TestMoved(t *testing.T) {
	t.Parallel()
	const to = "https://memory.example/other/issue/7"
	for _, known := range []string{"the ledger", "the journal"} {
		t.Run(known, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, small)
			p.MustApply(t)
			p.later()
			p.transfer("1", to)
			if known == "the journal" {
				p.unregister()
			} else {
				p.Dir = t.TempDir()
			}
			plan, _ := p.MustApply(t)
			c := change(t, plan, reconcile.ActionDrift, "US-1.1")
			why := c.Reason.String()
			if c.Code() != "moved" || !strings.Contains(why, "was moved to "+to) || strings.Contains(why, "not exist") || c.URL != "https://memory.example/x/issue/1" {
				t.Errorf("got %+v", c)
			}
			if plan.Summary.Create > 0 || len(p.m.Items()) != 5 {
				t.Errorf("%s", plan.Summary)
			}
			if _, _, err := p.Apply(t, &reconcile.Options{Recreate: []backlog.ID{"US-1.1"}}); err != nil || len(p.m.Items()) != 6 {
				t.Errorf("--recreate: %v, %d items", err, len(p.m.Items()))
			}
			p.WantNoChanges(t)
		})
	}
}

// A service may go on listing what a move left behind. It is nobody's item: it
// names where the issue is now, also to a clone that knows nothing else, and a
// new one that was asked for is not a twin of it.
func TestMovedStillListed(t *testing.T) {
	t.Parallel()
	const to = "https://memory.example/other/issue/7"
	for _, known := range []string{"the ledger", "the journal", "the marker"} {
		t.Run(known, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, small)
			p.MustApply(t)
			p.later()
			x := p.m.Item(tracker.Ref{Kind: tracker.KindIssue, Key: "1"})
			x.MovedTo, x.State = to, tracker.Closed
			if known != "the ledger" {
				p.unregister()
			}
			if known != "the journal" {
				p.Dir = t.TempDir()
			}
			plan, _ := p.MustApply(t)
			c := change(t, plan, reconcile.ActionDrift, "US-1.1")
			if c.Code() != "moved" || !strings.Contains(c.Reason.String(), "was moved to "+to) || c.URL != "https://memory.example/x/issue/1" ||
				plan.Summary.Create > 0 || len(p.m.Items()) != 6 {
				t.Errorf("%s, got %+v", plan.Summary, c)
			}
			if _, r, err := p.Apply(t, &reconcile.Options{Recreate: []backlog.ID{"US-1.1"}}); err != nil || r.Err() != nil || len(p.m.Items()) != 7 {
				t.Errorf("--recreate: %v, %v, %d items", err, r.Err(), len(p.m.Items()))
			}
			p.WantNoChanges(t)
			if x.MovedTo != to || len(p.m.Items()) != 7 {
				t.Errorf("%d items, the old one is %+v", len(p.m.Items()), x)
			}
		})
	}
}

// What a stranger moved away with a copied marker, or another backlog's, says
// nothing of ours.
func TestMovedOfOthers(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*tracker.Item){
		"a stranger's":      func(x *tracker.Item) { x.Trusted, x.Creator = false, "mallory" },
		"another backlog's": func(x *tracker.Item) { x.Body = strings.ReplaceAll(x.Body, "scope=b.md", "scope=c.md") },
	} {
		p := newProject(t, small)
		p.MustApply(t)
		p.later()
		x := p.m.Item(tracker.Ref{Kind: tracker.KindIssue, Key: "1"})
		x.MovedTo, x.State = "https://memory.example/other/issue/7", tracker.Closed
		before := x.Body
		change(x)
		if name != "a stranger's" && x.Body == before {
			t.Fatalf("the marker is not as expected: %s", before)
		}
		p.unregister()
		p.Dir = t.TempDir()
		if plan, _ := p.MustApply(t); plan.Summary.Create != 1 {
			t.Errorf("%s: %s, %+v", name, plan.Summary, plan.Changes)
		}
	}
}

// What an earlier run made and a person deleted is not made again by itself.
func TestGoneByJournal(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	p.later()
	p.m.Delete(tracker.Ref{Kind: tracker.KindIssue, Key: "1"})
	p.unregister()
	plan, _ := p.MustApply(t)
	if c := change(t, plan, reconcile.ActionDrift, "US-1.1"); c.Code() != "gone" || plan.Summary.Create > 0 {
		t.Errorf("%s %+v", plan.Summary, c)
	}
}

// That an issue was moved is said for certain, however young it is.
func TestMovedAtOnce(t *testing.T) {
	t.Parallel()
	const to = "https://memory.example/other/issue/7"
	p := newProject(t, small)
	p.MustApply(t)
	p.transfer("1", to)
	plan, _ := p.MustApply(t)
	if c := change(t, plan, reconcile.ActionDrift, "US-1.1"); c.Code() != "moved" || !strings.Contains(c.Reason.String(), "was moved to "+to) {
		t.Errorf("%s %+v", plan.Summary, c)
	}
}

// What an issue left behind may be all that is known of where it went.
func TestMovedSomewhere(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	x := p.m.Item(tracker.Ref{Kind: tracker.KindIssue, Key: "1"})
	x.MovedTo, x.State = x.URL, tracker.Closed
	const want = "https://memory.example/x/issue/1 was moved to another project, to which its page leads"
	plan, _ := p.MustApply(t)
	if c := change(t, plan, reconcile.ActionDrift, "US-1.1"); !strings.Contains(c.Reason.String(), want) {
		t.Errorf("%+v", c)
	}
}

// What a person can do about an item that was moved depends on whether it is in
// this project under another number, and on whether there is a row to correct.
func TestMovedAdvice(t *testing.T) {
	t.Parallel()
	const row, out = "correct the row", "take the story out of this file"
	for _, test := range []struct {
		to    string
		known bool // by a row
		want  string
		not   []string
	}{
		{"https://memory.example/other/issue/7", true, row + " if it came back, or " + out, []string{"in this project"}},
		{"https://memory.example/other/issue/7", false, "; " + out, []string{"row", "in this project"}},
		{"https://memory.example/x/issue/77", true, "that is in this project: " + row, []string{out}},
		{"https://memory.example/X/issue/77", false, "that is in this project: add a row with that address", []string{out, row}},
		{"https://memory.example/x-ray/issue/77", false, "; " + out, []string{"in this project"}},
		{"https://memory.example/x/issue/1", true, "another project", []string{"in this project"}},
	} {
		p := newProject(t, small)
		p.MustApply(t)
		p.later()
		p.transfer("1", test.to)
		if !test.known {
			p.unregister()
		}
		plan, _ := p.MustApply(t)
		c := change(t, plan, reconcile.ActionDrift, "US-1.1")
		if c.Code() != "moved" || !strings.Contains(c.Reason.String(), test.want) {
			t.Errorf("%s: %s", test.to, c.Reason.String())
		}
		for _, not := range test.not {
			if strings.Contains(c.Reason.String(), not) {
				t.Errorf("%s: %s", test.to, c.Reason.String())
			}
		}
	}
}

// What cannot be told to be there or not keeps its place in the relation list.
func TestRelationOfNotShownYet(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	before := p.Src
	late := tracker.Ref{Kind: tracker.KindIssue, Key: "1"}
	w := p.look(func(_ tracker.Kind, _ int, items []*tracker.Item) []*tracker.Item { return without(items, "1") })
	w.get = func(ref tracker.Ref) error {
		if ref == late {
			return &tracker.Error{Target: "memory:x", Op: "read", Ref: ref, Kind: tracker.ErrNotFound}
		}
		return nil
	}
	plan, _, err := p.Apply(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c := change(t, plan, reconcile.ActionUnknown, "US-1.1"); c.Code() != "unsettled" || plan.Summary.Record > 0 || p.Src != before {
		t.Errorf("%s %+v\n%s", plan.Summary, plan.Changes, p.Src)
	}
}

// A service may not show at once what it has made.
func TestNotShownYet(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	p.unregister()
	late := tracker.Ref{Kind: tracker.KindIssue, Key: "1"}
	w := p.look(func(_ tracker.Kind, _ int, items []*tracker.Item) []*tracker.Item { return without(items, "1") })
	w.get = func(ref tracker.Ref) error {
		if ref == late {
			return &tracker.Error{Target: "memory:x", Op: "read", Ref: ref, Kind: tracker.ErrNotFound}
		}
		return nil
	}
	plan, _, err := p.Apply(t, &reconcile.Options{Recreate: []backlog.ID{"US-1.1"}})
	if err != nil {
		t.Fatal(err)
	}
	if c := change(t, plan, reconcile.ActionUnknown, "US-1.1"); c.Code() != "unsettled" || plan.Summary.Create > 0 {
		t.Errorf("%s %+v", plan.Summary, c)
	}
	p.Sees = nil
	p.MustApply(t)
	p.WantNoChanges(t)
}
