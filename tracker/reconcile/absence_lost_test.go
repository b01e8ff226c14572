package reconcile_test

import (
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// withLost registers a backlog and then adds a story whose create is carried out
// and not answered.
func withLost(t *testing.T, src, last string) *project {
	t.Helper()
	p := newProject(t, src)
	p.MustApply(t)
	p.later()
	p.Src = strings.Replace(p.Src, last, last+"- [ ] US-1.99 Print\n", 1)
	p.m.Fault = func(c trackertest.Call) error {
		if c.Op == "create" && c.Done {
			return &tracker.Error{Target: "memory:x", Op: "create", Kind: tracker.ErrUnknown}
		}
		return nil
	}
	return p
}

// A create that got lost on its way is sent again in the same run, once what was
// sent would be seen.
func TestLostOnItsWay(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	var lost, again time.Time
	p.m.Fault = func(c trackertest.Call) error {
		switch {
		case c.Op != "create" || c.Done || c.Ref.Kind != tracker.KindIssue:
		case lost.IsZero():
			lost = p.Clock.Now()
			return &tracker.Error{Target: "memory:x", Op: "create", Kind: tracker.ErrUnknown}
		default:
			again = p.Clock.Now() // the last one
		}
		return nil
	}
	_, r, err := p.Apply(t, nil)
	if err != nil || r.Err() != nil || len(r.Unknown) > 0 || len(p.m.Items()) != 6 {
		t.Errorf("%v, %v, unknown %v, %d items", err, r.Err(), r.Unknown, len(p.m.Items()))
	}
	if d := again.Sub(lost); d < time.Minute || d > 2*time.Minute { // the service shows things within a minute
		t.Errorf("sent again after %v", d)
	}
	if n := len(p.m.Calls()); n > 60 {
		t.Errorf("%d requests, most of them to look for it", n)
	}
	p.WantNoChanges(t)
}

// A create whose answer was lost is not sent again on the strength of a listing
// from which rows have vanished.
func TestLostAnswerHiddenRows(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	p.later()
	p.Src = strings.Replace(p.Src, "- [x] US-2.2 Export\n", "- [x] US-2.2 Export\n- [ ] US-2.3 Print\n", 1)
	p.m.Fault = func(c trackertest.Call) error {
		if c.Op == "create" && c.Done {
			return &tracker.Error{Target: "memory:x", Op: "create", Kind: tracker.ErrUnknown}
		}
		return nil
	}
	p.look(func(kind tracker.Kind, pass int, items []*tracker.Item) []*tracker.Item {
		if pass > 1 {
			return without(items, "1", "5") // 5 is the lost one
		}
		return items
	})
	_, r, err := p.Apply(t, nil)
	if err != nil || len(r.Unknown) != 1 || len(p.m.Items()) != 7 {
		t.Fatalf("%v, %d items, %+v", err, len(p.m.Items()), r)
	}
	p.m.Fault = nil
	p.look(func(kind tracker.Kind, pass int, items []*tracker.Item) []*tracker.Item {
		if pass <= 3 { // while it is planned
			return without(items, "1", "5")
		}
		return items
	})
	if _, r, err = p.Apply(t, nil); err != nil || len(r.Unknown) > 0 || len(p.m.Items()) != 7 {
		t.Errorf("%v, %d items, %+v", err, len(p.m.Items()), r)
	}
	p.Sees = nil
	p.WantNoChanges(t)
}

// A row that is deleted while a listing runs moves another one out of sight: the
// create whose answer was lost is not sent again on the strength of that.
func TestDeletedWhileListing(t *testing.T) {
	t.Parallel()
	p := withLost(t, small, "- [x] US-1.2 Logout\n")
	end, shifted := p.Clock.Now().Add(time.Minute), false
	p.look(func(kind tracker.Kind, pass int, items []*tracker.Item) []*tracker.Item {
		switch {
		case kind == tracker.KindMilestone || pass == 1 || shifted:
			return items
		case p.Clock.Now().Before(end): // the listing lags
			return without(items, "5")
		}
		shifted = true
		p.m.Delete(tracker.Ref{Kind: tracker.KindIssue, Key: "1"})
		return without(items, "1", "5")
	})
	_, r, err := p.Apply(t, nil)
	if err != nil || r.Err() != nil || !shifted {
		t.Fatal(err, r.Err(), shifted)
	}
	if len(p.m.Items()) != 6 || p.count("create issue") != 5 {
		t.Errorf("%d items after %d creates", len(p.m.Items()), p.count("create issue"))
	}
}

// A create whose answer was lost may have lost to that of another run by the time
// it is looked for: what stays is taken, and nothing is sent again.
func TestLostIsDuplicate(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.m.Fault = func(c trackertest.Call) error {
		if c.N != 3 || !c.Done {
			return nil
		}
		x := p.m.issue(1)
		theirs := *x
		theirs.Key, theirs.Body = "0", strings.ReplaceAll(x.Body, nonceOf(x.Body), "othernonceothern")
		p.m.put(theirs)
		x.State = tracker.Closed
		x.Body = "<!-- backlogsync:v1 id=US-1.1 scope=b.md nonce=" + nonceOf(x.Body) + " of=0 -->\n"
		return &tracker.Error{Target: "memory:x", Op: "create", Kind: tracker.ErrUnknown}
	}
	p.MustApply(t)
	if p.count("create issue") != 4 || !strings.Contains(p.Src, "/x/issue/0 ") || strings.Contains(p.Src, "/x/issue/1 ") {
		t.Errorf("%d creates\n%s", p.count("create issue"), p.Src)
	}
	p.m.Fault = nil
	p.WantNoChanges(t)
}

// A listing that lacks all there was is refuted by the first item that is read.
func TestAllVanished(t *testing.T) {
	t.Parallel()
	p := withLost(t, manyStories(), "- [x] US-1.60 Story 60\n")
	p.look(func(kind tracker.Kind, pass int, items []*tracker.Item) []*tracker.Item {
		if kind == tracker.KindIssue && pass > 1 {
			return nil
		}
		return items
	})
	p.m.Forget()
	_, r, err := p.Apply(t, nil)
	if err != nil || len(r.Unknown) != 1 || p.count("create issue") != 1 {
		t.Fatalf("%v, %+v", err, r)
	}
	if n := p.count("get issue 2"); n > 0 {
		t.Errorf("the second one was read %d times", n)
	}
}

// What is read by its number, and listed again, is part of what a plan costs.
func TestCostOfProof(t *testing.T) {
	t.Parallel()
	cost := func(show func(tracker.Kind, int, []*tracker.Item) []*tracker.Item) int {
		p := newProject(t, small)
		p.MustApply(t)
		p.later()
		p.Src = strings.Replace(p.Src, "- [x] US-2.2 Export\n", "- [x] US-2.2 Export\n- [ ] US-2.3 Print\n", 1)
		p.look(show)
		plan, err := p.Plan(t, p.Store(t), nil)
		if err != nil {
			t.Fatal(err)
		}
		return plan.Cost.Requests
	}
	plain := cost(all)
	once := cost(func(_ tracker.Kind, pass int, items []*tracker.Item) []*tracker.Item {
		if pass == 1 {
			return without(items, "1")
		}
		return items
	})
	if once != plain+2 {
		t.Errorf("%d requests, %d where one item is read by its number and the issues are listed again", plain, once)
	}
}
