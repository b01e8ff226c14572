package tracker_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/google/go-cmp/cmp"
)

const small = `# Plan

<!--
checkbox: registered
-->

## Epic 1: Access

- [ ] US-1.1 Login

  People get in.
- [ ] US-1.2 Logout

## Epic 2: Data

- [ ] US-2.1 Import
- [ ] US-2.2 Export

## Evidence

| Type  | Identifier | URL | UTC date | Responsible | Status |
| ----- | ---------- | --- | -------- | ----------- | ------ |
| Issue | US-1.1     |     |          |             | ⬜     |
`

func founding(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../examples/BACKLOG_V2_GITHUB_EXECUTION.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// The budgets of requests: project, two lists, 36 writes and one look at the
// end; three when there is nothing to do.
func TestRequests(t *testing.T) {
	t.Parallel()
	p := newProject(t, founding(t))
	plan, r := p.mustApply(t)
	if r.Created != 36 {
		t.Errorf("%d items were created, want 36", r.Created)
	}
	if got := len(p.m.calls); got != 40 || plan.Cost.Requests != 40 {
		t.Errorf("%d requests were sent and %d announced, want 40:\n%s", got, plan.Cost.Requests, strings.Join(p.m.calls, "\n"))
	}
	p.m.calls = nil
	p.wantNoChanges(t)
	if want := []string{"project", "list milestone", "list issue"}; !cmp.Equal(p.m.calls[len(p.m.calls)-3:], want) || len(p.m.calls) != 3 {
		t.Errorf("a run with nothing to do sends %q, want %q", p.m.calls, want)
	}
}

// undisturbed is what the tracker and the file hold after a run that nothing
// happens to.
func undisturbed(t *testing.T) (state, file string) {
	t.Helper()
	p := newProject(t, small)
	p.mustApply(t)
	return p.m.state(), p.relative()
}

// relative returns the file without times, which depend on the waits.
func (p *project) relative() string {
	lines := strings.Split(string(p.src), "\n")
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
					p.m.fault = func(c call) error {
						if c.n == n && c.done == done {
							panic(errKilled)
						}
						return nil
					}
					if _, _, err := p.apply(t, nil); !errors.Is(err, errKilled) {
						t.Fatalf("the run ends with %v", err)
					}
					p.m.fault = nil
					if fresh {
						p.dir = t.TempDir()
					}
					p.mustApply(t)
					if diff := cmp.Diff(wantState, p.m.state()); diff != "" {
						t.Errorf("the tracker (-undisturbed +killed):\n%s", diff)
					}
					if diff := cmp.Diff(wantFile, p.relative()); diff != "" {
						t.Errorf("the file (-undisturbed +killed):\n%s", diff)
					}
					p.wantNoChanges(t)
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
				p.m.lag = 20 * time.Second
				p.m.fault = func(c call) error {
					if c.n == n && c.done == done {
						return &tracker.Error{Target: "memory:x", Op: c.op, Kind: tracker.ErrUnknown}
					}
					return nil
				}
				start := p.m.clock.Now()
				p.mustApply(t)
				if diff := cmp.Diff(sorted(wantState), sorted(p.m.state())); diff != "" {
					t.Errorf("the tracker (-undisturbed +lost):\n%s", diff)
				}
				if !done && p.m.clock.Now().Sub(start) < time.Minute {
					t.Errorf("sent again after %s, within the settle window", p.m.clock.Now().Sub(start))
				}
				if done && n == 3 {
					if diff := cmp.Diff(wantFile, p.relative()); diff != "" {
						t.Errorf("the file (-undisturbed +lost):\n%s", diff)
					}
				}
				p.wantNoChanges(t)
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
	p.m.fault = func(c call) error {
		if c.ref.Kind == tracker.KindMilestone && !c.done {
			sent++
			return &tracker.Error{Target: "memory:x", Op: c.op, Kind: tracker.ErrUnknown}
		}
		return nil
	}
	_, r, err := p.apply(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Unknown) != 2 || sent != 4 || !errors.Is(r.Err(), tracker.ErrUnknown) {
		t.Errorf("%d unknown after %d requests: %v", len(r.Unknown), sent, r.Err())
	}
	if len(r.Failed) != 4 {
		t.Errorf("%d issues without their milestone have failed, want 4", len(r.Failed))
	}
	p.m.fault = nil
	plan, _ := p.mustApply(t)
	if c := find(plan, "unsettled"); len(c) != 2 || c[0].Action != tracker.ActionUnknown || plan.Summary.Create != 6 {
		t.Errorf("the next plan: %s %+v", plan.Summary, plan.Changes)
	}
	p.wantNoChanges(t)
}

// A failure of one item does not stop the others; one of the credentials stops
// everything.
func TestFailures(t *testing.T) {
	t.Parallel()
	fail := func(n int, kind error, retry time.Duration) func(call) error {
		return func(c call) error {
			if c.n == n && !c.done {
				return &tracker.Error{Target: "memory:x", Op: c.op, Ref: c.ref, Kind: kind, RetryAfter: retry}
			}
			return nil
		}
	}
	t.Run("rejected", func(t *testing.T) {
		t.Parallel()
		p := newProject(t, small)
		p.m.fault = fail(3, tracker.ErrRejected, 0)
		_, r, err := p.apply(t, nil)
		if err != nil || r.Created != 5 || len(r.Failed) != 1 || r.Failed[0].Change.ID != "US-1.1" {
			t.Errorf("err %v, created %d, failed %+v", err, r.Created, r.Failed)
		}
		p.mustApply(t)
		p.wantNoChanges(t)
	})
	t.Run("unauthorized", func(t *testing.T) {
		t.Parallel()
		p := newProject(t, small)
		p.m.fault = fail(3, tracker.ErrUnauthorized, 0)
		_, r, err := p.apply(t, nil)
		if !errors.Is(err, tracker.ErrUnauthorized) || r.Created != 2 || len(r.Skipped) != 3 {
			t.Errorf("err %v, created %d, skipped %d", err, r.Created, len(r.Skipped))
		}
		if !strings.Contains(string(p.src), "https://memory.example/x/milestone/2") {
			t.Errorf("what was done is not recorded:\n%s", p.src)
		}
	})
	t.Run("rate limited", func(t *testing.T) {
		t.Parallel()
		p := newProject(t, small)
		p.m.fault = fail(3, tracker.ErrRateLimited, 90*time.Second)
		start := p.m.clock.Now()
		p.mustApply(t)
		if d := p.m.clock.Now().Sub(start); d < 90*time.Second || d > 2*time.Minute {
			t.Errorf("waited %s, want the 90 s that the service asks for", d)
		}
		p.wantNoChanges(t)
	})
	t.Run("milestone exists", func(t *testing.T) {
		t.Parallel()
		p := newProject(t, small)
		p.m.fault = func(c call) error {
			if c.n == 1 && !c.done { // made by somebody after the plan
				p.m.put(&tracker.Item{Ref: tracker.Ref{Kind: tracker.KindMilestone, Key: "1"}, Title: "EPIC-1 Access", CreatedAt: p.m.clock.Now(), Trusted: true, State: tracker.Open})
			}
			return nil
		}
		_, r := p.mustApply(t)
		if r.Created != 5 || r.Recorded != 1 {
			t.Errorf("created %d, recorded %d", r.Created, r.Recorded)
		}
		p.m.fault = nil
		p.wantNoChanges(t)
	})
}

// TestWithinPlan makes sure that apply writes what the plan lists and nothing
// else, over many states of file and tracker.
func TestWithinPlan(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			p := newProject(t, small)
			p.mustApply(t)
			disturb(t, p, seed)
			opts := &tracker.Options{Prune: seed%2 == 0, Prefer: []tracker.Side{"", tracker.SideBacklog, tracker.SideTracker}[seed%3]}
			before := make(map[tracker.Ref]tracker.Item)
			for ref, x := range p.m.items {
				before[ref] = *x
			}
			p.m.calls = nil
			plan, _, err := p.apply(t, opts)
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]int{}
			allowed := map[string]bool{}
			for _, c := range plan.Changes {
				switch c.Action {
				case tracker.ActionCreate:
					want["create "+string(c.Kind)]++
				case tracker.ActionUpdate, tracker.ActionClose:
					want["update "+string(c.Kind)]++
					allowed[c.URL] = true
				default: // nothing is written
				}
			}
			got := map[string]int{}
			for _, c := range p.m.calls {
				if strings.HasPrefix(c, "create") || strings.HasPrefix(c, "update") {
					got[c]++
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("writes (-planned +sent):\n%s", diff)
			}
			for ref, x := range before {
				if now := p.m.items[ref]; !allowed[x.URL] && !cmp.Equal(&x, now) {
					t.Errorf("%s was changed, and the plan does not say so", ref)
				}
			}
		})
	}
}

// A journal that cannot be written any more stops the run before the next
// request; nothing that is known gets lost.
func TestJournalFails(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.m.lag = 10 * time.Second
	p.m.fault = func(c call) error {
		if c.done {
			return &tracker.Error{Target: "memory:x", Op: c.op, Kind: tracker.ErrUnknown}
		}
		return nil
	}
	store := p.open(t)
	plan, err := p.plan(t, store, nil)
	if err != nil {
		t.Fatal(err)
	}
	waits := 0
	r, err := tracker.Apply(t.Context(), p.m, plan, &tracker.ApplyOptions{
		Store: store, Save: p.save, Now: p.m.clock.Now,
		Sleep: func(ctx context.Context, d time.Duration) error {
			if waits++; waits == 2 {
				_ = store.Close() // as if the disk were gone
			}
			return p.m.clock.Sleep(ctx, d)
		},
	})
	if err == nil || p.m.writes() != 2 || len(r.Unknown) != 1 || r.Created != 1 || len(r.Skipped) != 4 {
		t.Errorf("%v after %d writes: %d created, %d unknown, %d skipped", err, p.m.writes(), r.Created, len(r.Unknown), len(r.Skipped))
	}
	if !strings.Contains(string(p.src), "https://memory.example/x/milestone/1") {
		t.Errorf("what is known is not recorded:\n%s", p.src)
	}
	p.m.fault = nil
	p.mustApply(t)
	p.wantNoChanges(t)
}

// What a person closed stays closed, also if that was agreed on in between.
func TestHumanCloseStays(t *testing.T) {
	t.Parallel()
	p := newProject(t, strings.Replace(small, "checkbox: registered", "checkbox: done", 1))
	p.mustApply(t)
	p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.State = tracker.Closed })
	for _, side := range []tracker.Side{tracker.SideBacklog, tracker.SideTracker, tracker.SideBacklog} {
		if _, r, err := p.apply(t, &tracker.Options{Prefer: side}); err != nil || r.Err() != nil {
			t.Fatal(err, r.Err())
		}
		if p.m.issue(1).State != tracker.Closed {
			t.Fatalf("--prefer %s opened it again", side)
		}
	}
	// A story that becomes open again in the file opens its issue.
	p.src = []byte(strings.Replace(string(p.src), "[ ] US-1.1", "[x] US-1.1", 1))
	p.mustApply(t)
	p.src = []byte(strings.Replace(string(p.src), "[x] US-1.1", "[ ] US-1.1", 1))
	p.mustApply(t)
	if p.m.issue(1).State != tracker.Open {
		t.Error("it is not opened again")
	}
}
