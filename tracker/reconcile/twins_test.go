package reconcile_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// issue returns the issue of a number.
func (m *memory) issue(n int) *tracker.Item {
	return m.Item(tracker.Ref{Kind: tracker.KindIssue, Key: fmt.Sprint(n)})
}

// twin registers issue 2 a second time, as a run would that did not see the
// first.
func (p *project) twin(t *testing.T) *tracker.Item {
	t.Helper()
	x := *p.m.issue(2)
	nonce := nonceOf(x.Body)
	x.Key = fmt.Sprint(p.m.last(x.Kind) + 1)
	x.Body = strings.ReplaceAll(x.Body, nonce, "othernonce"+x.Key)
	return p.m.issue(must(t, p.m.put(x)))
}

func nonceOf(body string) string {
	_, rest, _ := strings.Cut(body, "nonce=")
	nonce, _, _ := strings.Cut(rest, " ")
	return nonce
}

func must(t *testing.T, x *tracker.Item) int {
	t.Helper()
	var n int
	if _, err := fmt.Sscan(x.Key, &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// find returns the changes with a code.
func find(p *reconcile.Plan, code string) []reconcile.Change {
	var found []reconcile.Change
	for _, c := range p.Changes {
		if c.Code() == code {
			found = append(found, c)
		}
	}
	return found
}

// The older of two twins stays, whichever of them the ledger names; what people
// wrote into the other stays there.
func TestTwins(t *testing.T) {
	t.Parallel()
	for _, recorded := range []string{"older", "younger"} {
		t.Run(recorded, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, small)
			p.MustApply(t)
			older := p.m.issue(2)
			younger := p.twin(t)
			younger.Body = "Above.\n\n" + younger.Body + "\n\nBelow."
			if recorded == "younger" {
				p.Src = strings.ReplaceAll(p.Src, older.URL, younger.URL)
				p.Dir = t.TempDir() // the journal names the older one
			}
			plan, r := p.MustApply(t)
			twins := find(plan, "twin")
			if len(twins) != 1 || twins[0].URL != younger.URL || twins[0].Action != reconcile.ActionClose || r.Closed != 1 || plan.Summary.Close != 1 {
				t.Errorf("planned %+v, closed %d", plan.Changes, r.Closed)
			}
			older, younger = p.m.issue(2), p.m.issue(must(t, younger))
			if older.State != tracker.Open || younger.State != tracker.Closed {
				t.Errorf("the older one is %s, the younger one %s", older.State, younger.State)
			}
			for _, part := range []string{"Above.\n\n", "\n\nBelow.", "Duplicate of " + older.URL} {
				if !strings.Contains(younger.Body, part) {
					t.Errorf("the younger one lacks %q:\n%s", part, younger.Body)
				}
			}
			if strings.Contains(p.Src, younger.URL) || !strings.Contains(p.Src, older.URL) {
				t.Errorf("the ledger does not follow:\n%s", p.Src)
			}
			p.WantNoChanges(t)
			// A working copy whose ledger still holds the loser follows, too.
			p.Src = strings.ReplaceAll(p.Src, older.URL, younger.URL)
			plan, _ = p.MustApply(t)
			if plan.Summary.Record != 1 || strings.Contains(p.Src, younger.URL) {
				t.Errorf("the ledger does not follow: %+v\n%s", plan.Changes, p.Src)
			}
			p.WantNoChanges(t)
		})
	}
}

// A run that only closes duplicates closes them, too, where the ledger names the
// younger one, and has the row follow.
func TestDedupeFollows(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	older, younger := p.m.issue(2), p.twin(t)
	p.Src = strings.ReplaceAll(p.Src, older.URL, younger.URL)
	p.Dir = t.TempDir() // the journal names the older one
	plan, r, err := p.Apply(t, &reconcile.Options{Dedupe: true})
	if err != nil || r.Closed != 1 || plan.Summary.Close != 1 || plan.Summary.Record != 1 || p.m.issue(must(t, younger)).State != tracker.Closed {
		t.Errorf("%v, closed %d, %+v", err, r.Closed, plan.Changes)
	}
	if strings.Contains(p.Src, younger.URL) || !strings.Contains(p.Src, older.URL) {
		t.Errorf("the ledger does not follow:\n%s", p.Src)
	}
	p.WantNoChanges(t)
}

// An open item without a marker that has the title of one with it is named, and no
// other is.
func TestDedupeNames(t *testing.T) {
	t.Parallel()
	for state, want := range map[tracker.State]int{tracker.Open: 1, tracker.Closed: 0} {
		p := newProject(t, small)
		p.MustApply(t)
		alike := p.m.put(tracker.Item{
			Ref: tracker.Ref{Kind: tracker.KindIssue, Key: "9"}, Content: tracker.Content{Title: p.m.issue(1).Title}, State: state, Creator: "bo", Trusted: true,
		})
		plan, err := p.Plan(t, p.Store(t), &reconcile.Options{Dedupe: true})
		if err != nil {
			t.Fatal(err)
		}
		why := reason.Reason(reason.SameTitle{URL: p.m.issue(1).URL})
		if n := len(plan.Changes); n != want || n > 0 && (plan.Changes[0].URL != alike.URL || plan.Changes[0].Reason != why) {
			t.Errorf("%s: %+v", state, plan.Changes)
		}
	}
}

// An untrusted author cannot have an item of ours closed, nor pass for one.
func TestTwinOfStranger(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	x := p.twin(t)
	stranger := func(x *tracker.Item) { x.Trusted, x.Creator = false, "mallory" }
	stranger(x)
	p.WantNoChanges(t)
	stranger(p.m.issue(2))
	x.Trusted, x.Creator = true, "ana" // nor is the age of an untrusted one worth anything
	p.Src = small
	p.Dir = t.TempDir()
	plan, _ := p.MustApply(t)
	if s := plan.Summary; s.Create+s.Close+s.Unknown > 0 || !strings.Contains(p.Src, x.URL) {
		t.Errorf("%+v", plan.Changes)
	}
}

// A copy that a person made is reported, and never closed; nor is anything done
// where a person has closed the older twin.
func TestCopies(t *testing.T) {
	t.Parallel()
	t.Run("same nonce", func(t *testing.T) {
		t.Parallel()
		p := newProject(t, small)
		p.MustApply(t)
		x := *p.m.issue(2)
		x.Key = "9"
		p.m.put(x)
		plan, r := p.MustApply(t)
		if len(find(plan, "copied")) != 1 || r.Closed > 0 || p.m.issue(9).State != tracker.Open {
			t.Errorf("%+v", plan.Changes)
		}
	})
	t.Run("by a stranger", func(t *testing.T) {
		t.Parallel()
		p := newProject(t, small)
		p.MustApply(t)
		for key, nonce := range map[string]string{"0": nonceOf(p.m.issue(2).Body), "9": nonceOf(p.twin(t).Body)} { // 0 is an older issue of theirs
			x := *p.m.issue(2)
			x.Body = strings.ReplaceAll(x.Body, nonceOf(x.Body), nonce)
			x.Key, x.Creator, x.Trusted = key, "mallory", false
			p.m.put(x)
		}
		plan, r := p.MustApply(t)
		if len(find(plan, "copied")) > 0 || len(find(plan, "twin")) != 1 || r.Closed != 1 {
			t.Errorf("what does not count is in the way: %+v", plan.Changes)
		}
		p.WantNoChanges(t)
		p.m.issue(2).Trusted = false // as for everybody but members, if its author is a private one
		p.Src = strings.Replace(p.Src, "US-1.2 Logout", "US-1.2 Sign out", 1)
		if plan, _ := p.MustApply(t); plan.Summary.Conflicts > 0 || p.m.issue(2).Title != "US-1.2 Sign out" {
			t.Errorf("what the ledger names counts no more: %s %+v", plan.Summary, plan.Changes)
		}
	})
	t.Run("copy of a twin", func(t *testing.T) {
		t.Parallel()
		p := newProject(t, small)
		p.MustApply(t)
		x := *p.twin(t)
		x.Key = "9"
		p.m.put(x)
		plan, r := p.MustApply(t)
		if len(find(plan, "copied")) != 1 || r.Closed > 0 {
			t.Errorf("%+v", plan.Changes)
		}
	})
	t.Run("older one closed, as the story is done", func(t *testing.T) {
		t.Parallel()
		p := newProject(t, strings.NewReplacer("checkbox: registered", "checkbox: done", "- [ ] US-1.2", "- [x] US-1.2").Replace(small))
		p.MustApply(t)
		x := p.twin(t)
		x.State = tracker.Open
		plan, r := p.MustApply(t)
		if c := find(plan, "twin"); len(c) != 1 || c[0].Action != reconcile.ActionClose || r.Closed != 1 || p.m.issue(must(t, x)).State != tracker.Closed {
			t.Errorf("%+v", plan.Changes)
		}
		p.WantNoChanges(t)
	})
	t.Run("of two strangers, with --adopt", func(t *testing.T) {
		t.Parallel()
		p := newProject(t, small)
		p.MustApply(t)
		x := p.twin(t)
		for _, x := range []*tracker.Item{p.m.issue(2), x} {
			x.Trusted, x.Creator = false, "mallory"
		}
		p.Src, p.Dir = small, t.TempDir()
		plan, r, err := p.Apply(t, &reconcile.Options{Adopt: true})
		if err != nil || r.Closed > 0 || x.State != tracker.Open {
			t.Errorf("%v, %+v", err, plan.Changes)
		}
	})
	t.Run("older one closed", func(t *testing.T) {
		t.Parallel()
		p := newProject(t, small)
		p.MustApply(t)
		p.twin(t)
		p.m.issue(2).State = tracker.Closed
		plan, r := p.MustApply(t)
		if c := find(plan, "twin"); len(c) != 1 || c[0].Action != reconcile.ActionConflict || r.Closed > 0 {
			t.Errorf("%+v", plan.Changes)
		}
	})
}

// What strangers write keeps nobody waiting, nor do items of other backlogs.
func TestYoungMarkersOfOthers(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*tracker.Item){
		"stranger":        func(x *tracker.Item) { x.Creator, x.Trusted = "eve", false },
		"another backlog": func(x *tracker.Item) { x.Body = strings.ReplaceAll(x.Body, "scope=b.md", "scope=other.md") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, small)
			p.MustApply(t)
			p.later()
			x := p.twin(t)
			x.CreatedAt = p.Clock.Now()
			change(x)
			p.Src = strings.Replace(p.Src, "- [x] US-2.2 Export\n", "- [x] US-2.2 Export\n- [ ] US-2.3 Print\n", 1)
			start := p.Clock.Now()
			if _, r := p.MustApply(t); r.Created != 1 || p.Clock.Now().Sub(start) > 5*time.Second {
				t.Errorf("created %d, waited %s", r.Created, p.Clock.Now().Sub(start))
			}
		})
	}
}

// A run in a fresh clone that finds items younger than the settle window waits
// before its first create: the run that made them may have made more.
func TestYoungMarkers(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.m.Lag = 30 * time.Second
	p.m.Fault = func(c trackertest.Call) error {
		if c.N == 6 && c.Done {
			panic(world.ErrKilled)
		}
		return nil
	}
	if _, _, err := p.Apply(t, nil); !errors.Is(err, world.ErrKilled) {
		t.Fatal(err)
	}
	p.m.Fault = nil
	p.m.Put(*p.m.Item(tracker.Ref{Kind: tracker.KindMilestone, Key: "1"})) // of the six items only this one is listed
	if err := p.Clock.Sleep(t.Context(), 10*time.Second); err != nil {
		t.Fatal(err)
	}
	p.Src, p.Dir = small, t.TempDir()
	start := p.Clock.Now()
	_, r := p.MustApply(t)
	if waited := p.Clock.Now().Sub(start); waited != 50*time.Second || r.Created != 0 || r.Recorded != 6 {
		t.Errorf("waited %s, created %d, recorded %d", waited, r.Created, r.Recorded)
	}
	p.WantNoChanges(t)
}
