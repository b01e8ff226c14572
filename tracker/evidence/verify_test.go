package evidence_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/evidence"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

const small = world.SmallWithLedger

// verify reads the tracker and returns the evidence.
func verify(t *testing.T, w *world.World, opts *reconcile.Options) *evidence.Bundle {
	t.Helper()
	b, tr := w.Backlog(), w.Open(t)
	p, err := tr.Project(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	o, err := reconcile.Observe(t.Context(), tr, p, b, nil, opts)
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := evidence.Verify(b, o, opts)
	if err != nil {
		t.Fatal(err)
	}
	return bundle
}

// facts prints the findings, each on a line.
func facts(diffs []evidence.Difference) string {
	var b strings.Builder
	for _, d := range diffs {
		fmt.Fprintf(&b, "%d %s %s %q %q\n", d.Line, d.ID, d.Fact, d.Recorded, d.Observed)
	}
	return b.String()
}

// Verifying costs what a run with nothing to do costs.
func TestVerifyRequests(t *testing.T) {
	t.Parallel()
	w := world.InMemory(t, world.Founding(t))
	w.MustApply(t)
	w.Memory.Forget()
	if bundle := verify(t, w, nil); len(bundle.Findings) != 0 || len(bundle.Items) != 36 {
		t.Errorf("%d items, findings: %s", len(bundle.Items), facts(bundle.Findings))
	}
	if want := []string{"project", "list milestone", "list issue"}; !cmp.Equal(w.Memory.Calls(), want) {
		t.Errorf("the requests are %q, want %q", w.Memory.Calls(), want)
	}
}

// What happens in the tracker or in the file after an apply, and what verify
// says of it.
var disturbances = []struct {
	name string
	do   func(t *testing.T, w *world.World)
	opts reconcile.Options
	want string
}{
	{name: "nothing", do: func(*testing.T, *world.World) {}},
	{
		name: "time of creation",
		do: func(t *testing.T, w *world.World) {
			world.Edit(t, w.Memory, tracker.KindMilestone, "EPIC-2", func(x *tracker.Item) { x.CreatedAt = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC) })
		},
		want: `24 EPIC-2 created "2026-02-15T19:53:36Z" "2020-01-01T00:00:00Z"`,
	},
	{
		name: "time of creation is not told any more",
		do: func(t *testing.T, w *world.World) {
			world.Edit(t, w.Memory, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.CreatedAt = time.Time{} })
		},
		want: `25 US-1.1 created "2026-02-15T19:53:36Z" ""`,
	},
	{
		name: "fraction of a second",
		do: func(t *testing.T, w *world.World) {
			world.Edit(t, w.Memory, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.CreatedAt = x.CreatedAt.Add(time.Millisecond) })
		},
	},
	{
		name: "author",
		do: func(t *testing.T, w *world.World) {
			world.Edit(t, w.Memory, tracker.KindIssue, "US-1.2", func(x *tracker.Item) { x.Creator = "eva" })
		},
		want: `26 US-1.2 responsible "ana" "eva"`,
	},
	{
		name: "author is not told: it cannot be verified",
		do: func(t *testing.T, w *world.World) {
			world.Edit(t, w.Memory, tracker.KindMilestone, "EPIC-1", func(x *tracker.Item) { x.Creator = "" })
		},
	},
	{
		name: "another milestone of the backlog",
		do: func(t *testing.T, w *world.World) {
			world.Edit(t, w.Memory, tracker.KindIssue, "US-2.1", func(x *tracker.Item) { x.Milestone = "1" })
		},
		want: `27 US-2.1 milestone "EPIC-2" "EPIC-1"`,
	},
	{
		name: "a milestone that is not one of ours, named like one",
		do: func(t *testing.T, w *world.World) {
			w.Memory.Put(tracker.Item{Ref: tracker.Ref{Kind: tracker.KindMilestone, Key: "7"}, Content: tracker.Content{Title: "EPIC-2 Data"}, State: tracker.Open})
			world.Edit(t, w.Memory, tracker.KindIssue, "US-2.1", func(x *tracker.Item) { x.Milestone = "7" })
		},
		want: `27 US-2.1 milestone "EPIC-2" "EPIC-2 Data"`,
	},
	{
		name: "no milestone",
		do: func(t *testing.T, w *world.World) {
			world.Edit(t, w.Memory, tracker.KindIssue, "US-2.1", func(x *tracker.Item) { x.Milestone = "" })
		},
		want: `27 US-2.1 milestone "EPIC-2" ""`,
	},
	{
		name: "closed and retitled",
		do: func(t *testing.T, w *world.World) {
			world.Edit(t, w.Memory, tracker.KindIssue, "US-2.1", func(x *tracker.Item) { x.State, x.Title = tracker.Closed, "Other" })
		},
	},
	{
		name: "issue deleted",
		do: func(_ *testing.T, w *world.World) {
			w.Memory.Delete(tracker.Ref{Kind: tracker.KindIssue, Key: "4"})
		},
		want: `28 US-2.2 existence "https://memory.example/x/issue/4" "gone"`,
	},
	{
		name: "milestone deleted",
		do: func(t *testing.T, w *world.World) {
			w.Memory.Delete(tracker.Ref{Kind: tracker.KindMilestone, Key: "1"})
			world.Edit(t, w.Memory, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.Milestone = "" })
		},
		want: `23 EPIC-1 existence "https://memory.example/x/milestone/1" "gone"
25 US-1.1 milestone "EPIC-1" ""
26 US-1.2 milestone "EPIC-1" "milestone 1"`,
	},
	{
		name: "two addresses swapped",
		do: func(t *testing.T, w *world.World) {
			w.Replace(t, "x/issue/1 ", "x/issue/0 ")
			w.Replace(t, "x/issue/2 ", "x/issue/1 ")
			w.Replace(t, "x/issue/0 ", "x/issue/2 ")
		},
		want: `25 US-1.1 identifier "US-1.1" "US-1.2"
26 US-1.2 identifier "US-1.2" "US-1.1"`,
	},
	{
		name: "the same address twice, without markers",
		do: func(t *testing.T, w *world.World) {
			world.Edit(t, w.Memory, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.Body = "" })
			w.Replace(t, "x/issue/2 ", "x/issue/1 ")
		},
		want: `26 US-1.2 url "https://memory.example/x/issue/1" "also US-1.1"`,
	},
	{
		name: "address of another project",
		do:   func(t *testing.T, w *world.World) { w.Replace(t, "example/x/issue/1 ", "example/y/issue/1 ") },
		want: `25 US-1.1 url "https://memory.example/y/issue/1" "foreign"`,
	},
	{
		name: "address of a milestone for an issue",
		do:   func(t *testing.T, w *world.World) { w.Replace(t, "x/issue/1 ", "x/milestone/1 ") },
		want: `25 US-1.1 url "https://memory.example/x/milestone/1" "foreign"`,
	},
	{
		name: "row removed",
		do: func(t *testing.T, w *world.World) {
			for line := range strings.Lines(w.Src) {
				if strings.HasPrefix(line, "| Issue     | US-1.1") {
					w.Replace(t, line, "")
				}
			}
		},
		want: `9 US-1.1 row "" "https://memory.example/x/issue/1"`,
	},
	{
		name: "cells emptied",
		do: func(t *testing.T, w *world.World) {
			w.Replace(t, "| Issue     | US-1.1     | https://memory.example/x/issue/1     | 2026-02-15T19:53:36Z | ana         |",
				"| Issue     | US-1.1     | https://memory.example/x/issue/1     | _pending_            |             |")
		},
		want: `25 US-1.1 created "" "2026-02-15T19:53:36Z"
25 US-1.1 responsible "" "ana"`,
	},
	{
		name: "line of the relation list changed",
		do:   func(t *testing.T, w *world.World) { w.Replace(t, "- EPIC-1 ← [US-1.1]", "- EPIC-1 ← [US-2.1]") },
		want: `25 US-1.1 milestone "" "EPIC-1"
27 US-2.1 milestone "EPIC-1, EPIC-2" "EPIC-2"`,
	},
	{
		name: "assignees",
		do: func(t *testing.T, w *world.World) {
			world.Edit(t, w.Memory, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.Assignees = []string{"bo", "cy"} })
			w.Replace(t, "| 2026-02-15T19:53:36Z | ana         | ✅     |\n| Issue     | US-1.2", "| 2026-02-15T19:53:36Z | @cy, @bo    | ✅     |\n| Issue     | US-1.2")
		},
		opts: reconcile.Options{Responsible: "assignee"},
	},
	{
		name: "who started the run cannot be verified",
		do: func(t *testing.T, w *world.World) {
			world.Edit(t, w.Memory, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.Creator = "eva" })
		},
		opts: reconcile.Options{Responsible: "actor"},
	},
	{
		name: "a retitled milestone keeps its issues",
		do: func(t *testing.T, w *world.World) {
			world.Edit(t, w.Memory, tracker.KindMilestone, "EPIC-1", func(x *tracker.Item) { x.Title = "Release 2" })
		},
	},
}

// Whatever an epic becomes, nothing differs after an apply.
func TestVerifyEpics(t *testing.T) {
	t.Parallel()
	for _, epics := range []reconcile.Epics{reconcile.EpicsMilestone, reconcile.EpicsIssue, reconcile.EpicsBoth} {
		w := world.InMemory(t, small)
		opts := &reconcile.Options{Epics: epics}
		if _, r, err := w.Apply(t, opts); err != nil || r.Err() != nil {
			t.Fatal(err, r.Err())
		}
		bundle := verify(t, w, opts)
		if len(bundle.Findings) > 0 {
			t.Errorf("%s: %s\n%s", epics, facts(bundle.Findings), w.Src)
		}
		checkBundle(t, w, bundle)
		world.Edit(t, w.Memory, tracker.KindIssue, "US-2.1", func(x *tracker.Item) { x.Creator = "eva" })
		if got := facts(verify(t, w, opts).Findings); strings.Count(got, "\n") != 1 || !strings.Contains(got, `US-2.1 responsible "ana" "eva"`) {
			t.Errorf("%s: %s", epics, got)
		}
	}
}

func TestVerify(t *testing.T) {
	t.Parallel()
	for _, d := range disturbances {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			w := world.InMemory(t, small)
			w.MustApply(t)
			d.do(t, w)
			bundle := verify(t, w, &d.opts)
			if got := strings.TrimSpace(facts(bundle.Findings)); got != d.want {
				t.Errorf("verify finds\n%s\nwant\n%s\n%s", got, d.want, w.Src)
			}
			checkBundle(t, w, bundle)
		})
	}
}

// checkBundle makes sure that a bundle says the same after it was stored.
func checkBundle(t *testing.T, w *world.World, bundle *evidence.Bundle) {
	t.Helper()
	data, err := json.Marshal(bundle)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := evidence.ReadBundle(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(bundle.Findings, stored.Check(w.Backlog())); diff != "" {
		t.Errorf("the stored bundle says something else: %s", diff)
	}
}

// An away is a project that an issue was moved out of, as the service tells it.
type away struct {
	*trackertest.Memory
	ref tracker.Ref
	to  string
}

func (a *away) Get(ctx context.Context, ref tracker.Ref) (*tracker.Item, error) {
	if ref == a.ref {
		return nil, &tracker.Error{Target: "memory:x", Op: "read", Ref: ref, Kind: tracker.ErrNotFound, MovedTo: a.to}
	}
	return a.Memory.Get(ctx, ref)
}

// An issue that was moved to another project exists: it is said where, also if
// the service goes on listing what the move left behind.
func TestVerifyMoved(t *testing.T) {
	t.Parallel()
	const to = "https://memory.example/other/issue/7"
	ref := tracker.Ref{Kind: tracker.KindIssue, Key: "1"}
	for name, test := range map[string]struct {
		move func(w *world.World)
		want string
	}{
		"not listed any more": {func(w *world.World) {
			w.Memory.Delete(ref)
			w.Open = func(*testing.T) tracker.Tracker { return &away{w.Memory, ref, to} }
		}, "was moved to " + to},
		"still listed": {func(w *world.World) {
			x := w.Memory.Item(ref)
			x.MovedTo, x.State = to, tracker.Closed
		}, "was moved to " + to},
		"nobody knows where": {func(w *world.World) {
			x := w.Memory.Item(ref)
			x.MovedTo, x.State = x.URL, tracker.Closed
		}, "was moved to another project, to which its page leads"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := world.InMemory(t, small)
			w.MustApply(t)
			test.move(w)
			diffs := verify(t, w, nil).Findings
			if len(diffs) != 1 || diffs[0].Code != evidence.CodeEvidenceGone || !strings.Contains(diffs[0].Message, test.want) {
				t.Errorf("verify: %+v", diffs)
			}
		})
	}
}

// A login that no cell can hold as it is reads back as what is compared.
func TestVerifyHostileLogin(t *testing.T) {
	t.Parallel()
	w := world.InMemory(t, small)
	w.Memory.Login = "mal\x1b]8;;http://e.example\x07lory\n| Issue | US-9.9 | x"
	w.MustApply(t)
	if bundle := verify(t, w, nil); len(bundle.Findings) > 0 {
		t.Errorf("verify: %s", facts(bundle.Findings))
	}
}
