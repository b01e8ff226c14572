package reconcile_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

const small = world.SmallWithLedger

// The budgets of requests: project, two lists, 36 writes and one look at the
// end; three when there is nothing to do.
func TestRequests(t *testing.T) {
	t.Parallel()
	p := newProject(t, world.Founding(t))
	plan, r := p.MustApply(t)
	if r.Created != 36 {
		t.Errorf("%d items were created, want 36", r.Created)
	}
	if got := len(p.m.Calls()); got != 40 || plan.Cost.Requests != 40 {
		t.Errorf("%d requests were sent and %d announced, want 40:\n%s", got, plan.Cost.Requests, strings.Join(p.m.Calls(), "\n"))
	}
	p.m.Forget()
	p.WantNoChanges(t)
	if want := []string{"project", "list milestone", "list issue"}; !cmp.Equal(p.m.Calls()[len(p.m.Calls())-3:], want) || len(p.m.Calls()) != 3 {
		t.Errorf("a run with nothing to do sends %q, want %q", p.m.Calls(), want)
	}
}

// undisturbed is what the tracker and the file hold after a run that nothing
// happens to.
func undisturbed(t *testing.T) (state, file string) {
	t.Helper()
	p := newProject(t, small)
	p.MustApply(t)
	return p.m.state(), relative(p.Src)
}

// relative returns the file without times, which depend on the waits.
func relative(file string) string {
	lines := strings.Split(file, "\n")
	for i, l := range lines {
		if at := strings.Index(l, "2026-02-15T"); at >= 0 {
			lines[i] = l[:at] + l[at+len("2026-02-15T19:53:36Z"):]
		}
	}
	return strings.Join(lines, "\n")
}

// TestKill kills the run before and after each write, and runs again: the end
// is that of an undisturbed run, with and without the journal.
func TestKill(t *testing.T) {
	t.Parallel()
	wantState, wantFile := undisturbed(t)
	for n := 1; n <= 6; n++ {
		for _, done := range []bool{false, true} {
			for _, fresh := range []bool{false, true} {
				t.Run(fmt.Sprintf("write %d done %t fresh clone %t", n, done, fresh), func(t *testing.T) {
					t.Parallel()
					p := newProject(t, small)
					p.m.Fault = func(c trackertest.Call) error {
						if c.N == n && c.Done == done {
							panic(world.ErrKilled)
						}
						return nil
					}
					if _, _, err := p.Apply(t, nil); !errors.Is(err, world.ErrKilled) {
						t.Fatalf("the run ends with %v", err)
					}
					p.m.Fault = nil
					if fresh {
						p.Dir = t.TempDir()
					}
					p.MustApply(t)
					if diff := cmp.Diff(wantState, p.m.state()); diff != "" {
						t.Errorf("the tracker (-undisturbed +killed):\n%s", diff)
					}
					if diff := cmp.Diff(wantFile, relative(p.Src)); diff != "" {
						t.Errorf("the file (-undisturbed +killed):\n%s", diff)
					}
					p.WantNoChanges(t)
				})
			}
		}
	}
}

// TestLostAnswers loses the answer to each create, carried out or not, while
// listings lag: it is looked for, and sent again only after the settle window.
func TestLostAnswers(t *testing.T) {
	t.Parallel()
	wantState, wantFile := undisturbed(t)
	for n := 1; n <= 6; n++ {
		for _, done := range []bool{false, true} {
			t.Run(fmt.Sprintf("write %d done %t", n, done), func(t *testing.T) {
				t.Parallel()
				p := newProject(t, small)
				p.m.Lag = 20 * time.Second
				p.m.Fault = func(c trackertest.Call) error {
					if c.N == n && c.Done == done {
						return &tracker.Error{Target: "memory:x", Op: c.Op, Kind: tracker.ErrUnknown}
					}
					return nil
				}
				start := p.Clock.Now()
				p.MustApply(t)
				if diff := cmp.Diff(sorted(wantState), sorted(p.m.state())); diff != "" {
					t.Errorf("the tracker (-undisturbed +lost):\n%s", diff)
				}
				if !done && p.Clock.Now().Sub(start) < time.Minute {
					t.Errorf("sent again after %s, within the settle window", p.Clock.Now().Sub(start))
				}
				if done && n == 3 {
					if diff := cmp.Diff(wantFile, relative(p.Src)); diff != "" {
						t.Errorf("the file (-undisturbed +lost):\n%s", diff)
					}
				}
				p.WantNoChanges(t)
			})
		}
	}
}

func sorted(s string) []string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		for j := i + 1; j < len(lines); j++ {
			if lines[j] < lines[i] {
				lines[i], lines[j] = lines[j], lines[i]
			}
		}
	}
	return lines
}

// A create whose every answer is lost is unknown, never sent a third time.
func TestAlwaysLost(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	sent := 0
	p.m.Fault = func(c trackertest.Call) error {
		if c.Ref.Kind == tracker.KindMilestone && !c.Done {
			sent++
			return &tracker.Error{Target: "memory:x", Op: c.Op, Kind: tracker.ErrUnknown}
		}
		return nil
	}
	_, r, err := p.Apply(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Unknown) != 2 || sent != 4 || !errors.Is(r.Err(), tracker.ErrUnknown) {
		t.Errorf("%d unknown after %d requests: %v", len(r.Unknown), sent, r.Err())
	}
	if len(r.Failed) != 4 {
		t.Errorf("%d issues without their milestone have failed, want 4", len(r.Failed))
	}
	p.m.Fault = nil
	plan, _ := p.MustApply(t)
	if c := find(plan, "unsettled"); len(c) != 2 || c[0].Action != reconcile.ActionUnknown || plan.Summary.Create != 6 {
		t.Errorf("the next plan: %s %+v", plan.Summary, plan.Changes)
	}
	p.WantNoChanges(t)
}

// What was sent again is known by the second request: with the ledger lost, the
// marker deleted and the title changed, the journal still leads to the issue.
func TestSentAgain(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	lost := false
	p.m.Fault = func(c trackertest.Call) error {
		if c.Ref.Kind == tracker.KindIssue && !c.Done && !lost {
			lost = true
			return &tracker.Error{Target: "memory:x", Op: c.Op, Kind: tracker.ErrUnknown}
		}
		return nil
	}
	if _, r := p.MustApply(t); r.Created != 6 || !lost {
		t.Fatalf("created %d", r.Created)
	}
	p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.Title, x.Body = "Sign in", "Theirs." })
	p.unregister()
	if plan, _ := p.MustApply(t); plan.Summary.Create > 0 || plan.Summary.Unmanaged != 1 || len(p.m.Items()) != 6 {
		t.Errorf("%s %+v", plan.Summary, plan.Changes)
	}
}

// A failure of one item does not stop the others; one of the credentials stops
// everything.
func TestFailures(t *testing.T) {
	t.Parallel()
	fail := func(n int, kind error, retry time.Duration) func(trackertest.Call) error {
		return func(c trackertest.Call) error {
			if c.N == n && !c.Done {
				return &tracker.Error{Target: "memory:x", Op: c.Op, Ref: c.Ref, Kind: kind, RetryAfter: retry}
			}
			return nil
		}
	}
	t.Run("rejected", func(t *testing.T) {
		t.Parallel()
		p := newProject(t, small)
		p.m.Fault = fail(3, tracker.ErrRejected, 0)
		_, r, err := p.Apply(t, nil)
		if err != nil || r.Created != 5 || len(r.Failed) != 1 || r.Failed[0].Change.ID != "US-1.1" {
			t.Errorf("err %v, created %d, failed %+v", err, r.Created, r.Failed)
		}
		if plan, _ := p.MustApply(t); len(find(plan, "unsettled")) > 0 {
			t.Errorf("a refused create is taken for one that may have been carried out: %+v", plan.Changes)
		}
		p.WantNoChanges(t)
	})
	t.Run("unauthorized", func(t *testing.T) {
		t.Parallel()
		p := newProject(t, small)
		p.m.Fault = fail(3, tracker.ErrUnauthorized, 0)
		_, r, err := p.Apply(t, nil)
		if !errors.Is(err, tracker.ErrUnauthorized) || r.Created != 2 || len(r.Skipped) != 3 {
			t.Errorf("err %v, created %d, skipped %d", err, r.Created, len(r.Skipped))
		}
		if !strings.Contains(p.Src, "https://memory.example/x/milestone/2") {
			t.Errorf("what was done is not recorded:\n%s", p.Src)
		}
	})
	t.Run("rate limited", func(t *testing.T) {
		t.Parallel()
		p := newProject(t, small)
		p.m.Fault = fail(3, tracker.ErrRateLimited, 90*time.Second)
		start := p.Clock.Now()
		p.MustApply(t)
		if d := p.Clock.Now().Sub(start); d < 90*time.Second || d > 2*time.Minute {
			t.Errorf("waited %s, want the 90 s that the service asks for", d)
		}
		p.WantNoChanges(t)
	})
	t.Run("milestone exists", func(t *testing.T) {
		t.Parallel()
		p := newProject(t, small)
		p.m.Fault = func(c trackertest.Call) error {
			if c.N == 1 && !c.Done { // made by somebody after the plan
				p.m.put(tracker.Item{
					Ref: tracker.Ref{Kind: tracker.KindMilestone, Key: "1"}, Content: tracker.Content{Title: "EPIC-1 Access"},
					CreatedAt: p.Clock.Now(), Trusted: true, State: tracker.Open,
				})
			}
			return nil
		}
		_, r := p.MustApply(t)
		if r.Created != 5 || r.Recorded != 1 {
			t.Errorf("created %d, recorded %d", r.Created, r.Recorded)
		}
		p.m.Fault = nil
		p.WantNoChanges(t)
	})
}

// A journal that cannot be written any more stops the run before the next
// request; nothing that is known gets lost.
func TestJournalFails(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.m.Lag = 10 * time.Second
	p.m.Fault = func(c trackertest.Call) error {
		if c.Done {
			return &tracker.Error{Target: "memory:x", Op: c.Op, Kind: tracker.ErrUnknown}
		}
		return nil
	}
	store := p.Store(t)
	plan, err := p.Plan(t, store, nil)
	if err != nil {
		t.Fatal(err)
	}
	waits := 0
	r, err := reconcile.Apply(t.Context(), p.m, plan, &reconcile.ApplyOptions{
		Store: store, Save: p.Save, Now: p.Clock.Now,
		Sleep: func(ctx context.Context, d time.Duration) error {
			if waits++; waits == 2 {
				_ = store.Close() // as if the disk were gone
			}
			return p.Clock.Sleep(ctx, d)
		},
	})
	if err == nil || p.m.writes() != 2 || len(r.Unknown) != 1 || r.Created != 1 || len(r.Skipped) != 4 {
		t.Errorf("%v after %d writes: %d created, %d unknown, %d skipped", err, p.m.writes(), r.Created, len(r.Unknown), len(r.Skipped))
	}
	if !strings.Contains(p.Src, "https://memory.example/x/milestone/1") {
		t.Errorf("what is known is not recorded:\n%s", p.Src)
	}
	p.m.Fault = nil
	p.MustApply(t)
	p.WantNoChanges(t)
}

// What a person closed stays closed, also if that was agreed on in between.
func TestHumanCloseStays(t *testing.T) {
	t.Parallel()
	p := newProject(t, strings.Replace(small, "checkbox: registered", "checkbox: done", 1))
	p.MustApply(t)
	p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.State = tracker.Closed })
	for _, side := range []reconcile.Side{reconcile.SideBacklog, reconcile.SideTracker, reconcile.SideBacklog} {
		if _, r, err := p.Apply(t, &reconcile.Options{Prefer: side}); err != nil || r.Err() != nil {
			t.Fatal(err, r.Err())
		}
		if p.m.issue(1).State != tracker.Closed {
			t.Fatalf("--prefer %s opened it again", side)
		}
	}
	// A story that becomes open again in the file opens its issue.
	p.Src = strings.Replace(p.Src, "[ ] US-1.1", "[x] US-1.1", 1)
	p.MustApply(t)
	p.Src = strings.Replace(p.Src, "[x] US-1.1", "[ ] US-1.1", 1)
	p.MustApply(t)
	if p.m.issue(1).State != tracker.Open {
		t.Error("it is not opened again")
	}
}
