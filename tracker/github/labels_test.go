package github_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// odd are names that an address has to escape.
var odd = []tracker.Label{
	{Name: "kind/bug", Color: "d73a4a", Description: "Something is broken"},
	{Name: "what?", Color: "0e8a16"},
	{Name: "c#", Color: "123456"},
	{Name: "50% done", Color: "abcdef"},
	{Name: "..", Color: "abcdef"},
}

// Labels with looks cost one list and one request each, and nothing later.
// Without looks they are not even listed.
func TestLabelStyles(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	opts := &reconcile.Options{Labels: []string{"kind/bug", "plain"}, LabelStyles: odd}
	plan, r, err := w.Apply(t, opts)
	if err != nil || r.Err() != nil || r.Created != 6+len(odd) {
		t.Fatalf("%v, %v, %+v", err, r.Err(), r)
	}
	if n := len(w.s.Requests); n != 10+1+len(odd) || plan.Cost.Requests != n {
		t.Errorf("%d requests, %d expected", n, plan.Cost.Requests)
	}
	for _, want := range odd {
		if l := w.s.Label(want.Name); l == nil || l.Color != want.Color || want.Description != "" && *l.Description != want.Description {
			t.Errorf("label %q is %+v", want.Name, l)
		}
	}
	w.s.Forget()
	if plan, _, err := w.Apply(t, opts); err != nil || len(plan.Changes) > 0 || len(w.s.Requests) != 4 {
		t.Errorf("again: %v, %+v, %d requests", err, plan.Changes, len(w.s.Requests))
	}
	w.s.Forget()
	plain := &reconcile.Options{Labels: []string{"kind/bug", "plain"}}
	if plan, _, err := w.Apply(t, plain); err != nil || len(plan.Changes) > 0 || len(w.s.Requests) != 3 {
		t.Errorf("without looks: %v, %+v, %d requests", err, plan.Changes, len(w.s.Requests))
	}
}

// A label that exists is used under any case; what nobody chose is filled in,
// what people chose is left alone.
func TestLabelExists(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name                string
		exists              tracker.Label
		prefer              reconcile.Side
		color, description  string
		writes, driftedWith int
	}{
		{"same", tracker.Label{Name: "Kind/Bug", Color: "D73A4A", Description: "Something is broken"}, "", "D73A4A", "Something is broken", 0, 0},
		{"made by an issue", tracker.Label{Name: "KIND/BUG", Color: "ededed"}, "", "d73a4a", "Something is broken", 1, 0},
		{"changed by people", tracker.Label{Name: "kind/bug", Color: "ffffff", Description: "Ours"}, "", "ffffff", "Ours", 0, 1},
		{"half of it", tracker.Label{Name: "kind/bug", Color: "ffffff"}, "", "ffffff", "Something is broken", 1, 1},
		{"overwritten", tracker.Label{Name: "kind/bug", Color: "ffffff", Description: "Ours"}, reconcile.SideBacklog, "d73a4a", "Something is broken", 1, 0},
		{"accepted", tracker.Label{Name: "kind/bug", Color: "ffffff", Description: "Ours"}, reconcile.SideTracker, "ffffff", "Ours", 0, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newShop(t, "# Plan\n\n## Epic 1: Access\n")
			w.s.AddLabel(test.exists.Name, test.exists.Color, test.exists.Description)
			opts := &reconcile.Options{LabelStyles: odd[:1], Prefer: test.prefer}
			plan, r, err := w.Apply(t, opts)
			if err != nil || r.Err() != nil {
				t.Fatal(err, r.Err())
			}
			l := w.s.Labels[0]
			if l.Color != test.color || *l.Description != test.description || l.Name != test.exists.Name || len(w.s.Labels) != 1 {
				t.Errorf("the label is %+v of %d", l, len(w.s.Labels))
			}
			if w.s.Writes() != 1+test.writes || plan.Summary.Drifted != test.driftedWith {
				t.Errorf("%d writes, %s", w.s.Writes(), plan.Summary)
			}
			if again, _, err := w.Apply(t, opts); err != nil || again.Summary.Pending() {
				t.Errorf("again: %v, %+v", err, again.Changes)
			}
		})
	}
}

// A label that somebody makes at the same moment is used, and one whose answer
// is lost is looked for.
func TestLabelFaults(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]fakegithub.Fault{
		"stored, 502":        {Commit: true, Status: 502},
		"stored, closed":     {Commit: true},
		"stored, empty":      {Commit: true, Status: 201},
		"not stored, 502":    {Status: 502},
		"not stored, closed": {},
		"made by somebody": {Commit: true, Status: 422,
			Body: `{"message":"Validation Failed","errors":[{"resource":"Label","code":"already_exists","field":"name"}]}`},
		"limit": {Status: 403, Body: message(secondary), Header: map[string]string{"Retry-After": "60"}},
	} {
		for _, n := range []int{1, 2} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				w := newShop(t, small)
				w.s.Fault = world.OnWrite(n, &fault)
				opts := &reconcile.Options{LabelStyles: odd[:2]}
				_, r, err := w.Apply(t, opts)
				if err != nil || r.Err() != nil {
					t.Fatal(err, r.Err())
				}
				if len(w.s.Labels) != 2 || w.s.Labels[0].Color != "d73a4a" || w.s.Labels[1].Color != "0e8a16" {
					t.Errorf("labels %+v", w.s.Labels)
				}
				w.s.Fault = nil
				if plan, _, err := w.Apply(t, opts); err != nil || plan.Summary.Pending() {
					t.Errorf("again: %v, %+v", err, plan.Changes)
				}
			})
		}
	}
}

// Names that the service refuses are errors of the plan, and nothing is sent.
func TestLongLabel(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 51)
	w := newShop(t, strings.Replace(small, "  People get in.\n", "  **Labels:** "+long+"\n", 1))
	_, _, err := w.Apply(t, &reconcile.Options{LabelStyles: []tracker.Label{{Name: long + "x", Color: "d73a4a", Description: strings.Repeat("é", 101)}}})
	invalid, ok := errors.AsType[*backlog.InvalidError](err)
	if !ok || len(invalid.Findings) != 3 || w.s.Writes() > 0 {
		t.Fatalf("%v, %d writes", err, w.s.Writes())
	}
}

// A large project is listed by its managed label once everything is recorded;
// before, and while anything is looked for, it is read in full.
func TestNarrowed(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	fill(w.s, 250, 0)
	opts := &reconcile.Options{ManagedLabel: "backlogsync"}
	run := func(opts *reconcile.Options) (narrowed, full int) {
		t.Helper()
		w.s.Forget()
		if _, r, err := w.Apply(t, opts); err != nil || r.Err() != nil {
			t.Fatal(err, r.Err())
		}
		for _, r := range w.s.Requests {
			switch {
			case strings.Contains(r.Query, "labels=backlogsync"):
				narrowed++
			case strings.HasSuffix(r.Path, "/issues") && !r.Write():
				full++
			}
		}
		return narrowed, full
	}
	if narrowed, full := run(opts); narrowed > 0 || full != 6 {
		t.Errorf("cold: %d narrowed, %d in full", narrowed, full)
	}
	if narrowed, full := run(opts); narrowed != 1 || full > 0 || len(w.s.Requests) != 3 {
		t.Errorf("no-op: %d narrowed, %d in full", narrowed, full)
	}
	if _, full := run(&reconcile.Options{ManagedLabel: "backlogsync", Adopt: true}); full != 3 {
		t.Errorf("adopting: %d in full", full)
	}
	// One that lost the label is read on its own.
	w.s.Issue(251).Labels = nil
	if narrowed, full := run(opts); narrowed != 1 || full > 0 {
		t.Errorf("label lost: %d narrowed, %d in full", narrowed, full)
	}
	w.Src = strings.Replace(w.Src, "- [x] US-2.2 Export\n", "- [x] US-2.2 Export\n- [ ] US-2.3 Archive\n", 1)
	if narrowed, full := run(opts); narrowed > 0 || full != 6 {
		t.Errorf("a new story: %d narrowed, %d in full", narrowed, full)
	}
	if n := len(w.s.Issues); n != 255 {
		t.Errorf("%d issues", n)
	}
}

// Closing says why: the story is done, gone, or dropped.
func TestStateReason(t *testing.T) {
	t.Parallel()
	w := newShop(t, "# Plan\n\n- [x] US-1 Login\n- [ ] US-2 Logout\n- [ ] US-3 Search\n- [ ] US-4 Print\n")
	w.MustApply(t)
	w.Clock.Set(w.Clock.Now().Add(time.Hour))
	w.Src = strings.Replace(w.Src, "- [ ] US-2", "- [x] US-2", 1)
	w.Src = strings.Replace(w.Src, "- [ ] US-3 Search\n", "", 1)
	w.Src = strings.Replace(w.Src, "- [ ] US-4", "- [-] US-4", 1)
	if _, r, err := w.Apply(t, &reconcile.Options{Prune: true}); err != nil || r.Err() != nil {
		t.Fatal(err, r.Err())
	}
	for n, want := range []string{"completed", "completed", "not_planned", "not_planned"} {
		if i := w.s.Issues[n]; i.State != "closed" || i.StateReason == nil || *i.StateReason != want {
			t.Errorf("%s is %s, %v", i.Title, i.State, i.StateReason)
		}
	}
	w.s.Issues[1].StateReason = new("duplicate")
	w.s.Issues[2].State, w.s.Issues[2].StateReason = "open", new("reopened")
	why := make(map[string]tracker.Reason)
	for item, err := range w.tracker(t).List(t.Context(), tracker.KindIssue) {
		if err != nil {
			t.Fatal(err)
		}
		why[item.Key] = item.Reason
	}
	want := map[string]tracker.Reason{"1": "", "2": tracker.Duplicate, "3": "", "4": tracker.NotPlanned}
	if diff := cmp.Diff(want, why); diff != "" {
		t.Errorf("why issues are closed (-want +got):\n%s", diff)
	}
}
