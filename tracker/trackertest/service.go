package trackertest

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// runService lets others do to the project what the hooks allow.
func runService(t *testing.T, f Factory) {
	h := &newSubject(t, f).e.Hooks
	for _, c := range []struct {
		name  string
		hook  bool
		check func(*testing.T, *world)
	}{
		{"a server of another kind", h.OtherKind != nil, checkOtherKind},
		{"archived", h.Archive != nil, checkArchived},
		{"without issues", h.NoIssues != nil, checkNoIssues},
		{"renamed", h.Rename != nil, checkRenamed},
		{"foreign", h.Foreign != nil, checkForeign},
		{"pull request", h.Request != nil, checkRequest},
		{"transferred", h.Transfer != nil, checkTransferred},
		{"deleted", h.Delete != nil, checkDeleted},
		{"hidden", h.Hide != nil, checkHidden},
		{"equal title", h.Stranger != nil, checkEqualTitle},
		{"forged", h.Stranger != nil, checkForged},
		{"copied", h.Stranger != nil, checkCopied},
	} {
		if !c.hook {
			continue // Run says so
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.check(t, newWorld(t, f, before))
		})
	}
}

// issue returns the issue whose title begins with an ID.
func (w *world) issue(t *testing.T, id string) *tracker.Item {
	t.Helper()
	items := slices.DeleteFunc(w.items(t), func(x *tracker.Item) bool { return !strings.HasPrefix(x.Title, id+" ") })
	if len(items) != 1 {
		t.Fatalf("there are %d items %s", len(items), id)
	}
	return items[0]
}

// wantNoLogin makes sure that nothing was made of US-1.1.
func (w *world) wantNoLogin(t *testing.T) {
	t.Helper()
	for _, x := range w.items(t) {
		if strings.HasPrefix(x.Title, "US-1.1 ") {
			t.Errorf("US-1.1 was made: %s", x.URL)
		}
	}
}

// wantNoCreate makes sure that a run makes nothing, nor would.
func (w *world) wantNoCreate(t *testing.T, when string) {
	t.Helper()
	n := len(w.items(t))
	r := w.run(t)
	if r.plan == nil || r.killed {
		t.Fatalf("%s: %v", when, r.failed())
	}
	if r.plan.Summary.Create > 0 || len(w.items(t)) != n {
		t.Errorf("%s: %s; %d items, then %d", when, r.plan.Summary, n, len(w.items(t)))
	}
}

// forgetful is another machine that has neither journal nor ledger.
func (w *world) forgetful(t *testing.T) *world {
	t.Helper()
	c := w.clone(t)
	c.src = before
	return c
}

func checkOtherKind(t *testing.T, w *world) {
	tr := w.e.disturbed(w.e.Hooks.OtherKind())
	w.e.in.reset(0, nil, false)
	p, err := tr.Project(t.Context())
	if _, ok := errors.AsType[*tracker.Error](err); !ok || w.e.in.writes() > 0 {
		t.Errorf("a server of another kind gives %+v, %v after %d writes", p, err, w.e.in.writes())
	}
}

func checkArchived(t *testing.T, w *world) {
	w.mustRun(t)
	w.edit()
	w.e.Hooks.Archive()
	w.e.in.reset(0, nil, false)
	r := w.run(t)
	if err := r.failed(); !errors.Is(err, tracker.ErrUnauthorized) || w.e.in.writes() > 0 {
		t.Errorf("%v after %d writes", err, w.e.in.writes())
	}
	if p, err := w.open().Project(t.Context()); err != nil || !p.Archived || p.ReadOnly == "" {
		t.Errorf("the project is %+v; %v", p, err)
	}
}

func checkNoIssues(t *testing.T, w *world) {
	w.e.Hooks.NoIssues()
	if r := w.run(t); !errors.Is(r.failed(), tracker.ErrUnauthorized) || w.e.in.writes() > 0 {
		t.Errorf("%v after %d writes", r.failed(), w.e.in.writes())
	}
}

// checkRenamed goes on under the old name, and with old addresses.
func checkRenamed(t *testing.T, w *world) {
	w.mustRun(t)
	w.e.Hooks.Rename()
	w.wantSilent(t)
	c := w.clone(t)
	c.wantSilent(t)
	w.forgetful(t).wantNoCreate(t, "without a ledger")
	c.edit()
	r := c.mustRun(t)
	if r.result.Created != 1 || r.result.Updated == 0 {
		t.Errorf("after an edit: %s", r.plan.Summary)
	}
	c.wantSilent(t)
}

func checkForeign(t *testing.T, w *world) {
	address := w.e.Hooks.Foreign()
	tr := w.open()
	if _, err := tr.Project(t.Context()); err != nil { // which says where addresses lead
		t.Fatal(err)
	}
	if ref, err := tr.Resolve(t.Context(), address, w.name); !errors.Is(err, tracker.ErrForeign) {
		t.Errorf("%s leads to %s; %v, want %v", address, ref, err, tracker.ErrForeign)
	}
}

// checkRequest makes sure that a pull request with the title and the marker of a
// story is not an issue, and in nobody's way.
func checkRequest(t *testing.T, w *world) {
	d := tracker.Content{Title: "US-1.1 Login", Body: texts["marker"]}
	ref := w.e.Hooks.Request(d)
	w.mustRun(t)
	if n := len(w.items(t)); n != 6 {
		t.Errorf("there are %d items, want 6", n)
	}
	if x, err := w.open().Get(t.Context(), ref); !errors.Is(err, tracker.ErrNotFound) {
		t.Errorf("it is read as %+v; %v", x, err)
	}
	w.issue(t, "US-1.1")
	w.wantSilent(t)
}

// checkTransferred moves an issue to another project, where it may have the same
// number: it is not there any more, nothing is written to it, and it is not made
// again, whether the ledger knows it or the journal.
func checkTransferred(t *testing.T, w *world) {
	w.mustRun(t)
	ref := w.issue(t, "US-1.1").Ref
	address := w.e.Hooks.Transfer(ref)
	tr := w.open()
	if _, err := tr.Project(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, readErr := tr.Get(t.Context(), ref)
	_, writeErr := tr.Update(t.Context(), ref, tracker.Patch{Title: new("Written elsewhere")})
	for what, err := range map[string]error{"read": readErr, "update": writeErr} {
		e, ok := errors.AsType[*tracker.Error](err)
		if !ok || !errors.Is(err, tracker.ErrNotFound) || e.MovedTo != address {
			t.Errorf("%s: %v; want %v, and that it is at %s now", what, err, tracker.ErrNotFound, address)
		}
	}
	w.edit()
	c := w.clone(t)
	for range 2 {
		w.run(t)
		w.wantNoLogin(t)
	}
	c.run(t)
	r := c.run(t)
	c.wantNoLogin(t)
	if r.plan == nil || !slices.ContainsFunc(r.plan.Changes, func(x reconcile.Change) bool {
		return x.ID == "US-1.1" && x.Reason != nil && strings.Contains(x.Reason.String(), address)
	}) {
		t.Errorf("the plan does not say where US-1.1 is now: %+v", r.plan)
	}
	w.src = after.Replace(before) // the ledger was not merged
	w.run(t)
	w.wantNoLogin(t)
}

// checkDeleted deletes an issue that the ledger names: nobody makes it again
// unasked.
func checkDeleted(t *testing.T, w *world) {
	w.mustRun(t)
	w.e.Hooks.Delete(w.issue(t, "US-1.1").Ref)
	w.wantNoCreate(t, "with its row in the ledger")
	w.clone(t).wantNoCreate(t, "elsewhere, with its row in the ledger")
	w.opts.Recreate = append(w.opts.Recreate, "US-1.1")
	w.mustRun(t)
	w.issue(t, "US-1.1")
	w.opts.Recreate = nil
	w.wantSilent(t)
}

// checkHidden takes one issue after the other out of the listings: what the
// ledger or the journal knows is not made again.
func checkHidden(t *testing.T, w *world) {
	w.mustRun(t)
	for _, id := range []string{"US-1.1", "US-2.2"} {
		ref := w.issue(t, id).Ref
		w.e.Hooks.Hide(ref, true)
		w.wantSilent(t)
		w.clone(t).wantSilent(t)
		recorded := w.src
		w.src = before
		w.wantNoCreate(t, id+" is known from the journal")
		w.src = recorded
		w.e.Hooks.Hide(ref, false)
		w.wantSilent(t)
	}
}
