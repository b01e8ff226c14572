package trackertest

import (
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// checkEqualTitle lets a stranger make an issue with the title of a story: who
// runs this has to say whether it is the story.
func checkEqualTitle(t *testing.T, w *world) {
	w.others.make("US-1.1 Login", "I cannot log in.")
	for range 2 {
		r := w.run(t)
		if r.plan == nil || !slices.ContainsFunc(r.plan.Changes, func(c reconcile.Change) bool { return c.ID == "US-1.1" && c.Code() == "looks-registered" }) {
			t.Fatalf("the plan does not say that US-1.1 looks registered: %v %+v", r.failed(), r.plan)
		}
		w.wantNoLogin(t)
	}
	if n := len(w.items(t)); n != 5 {
		t.Errorf("%d items were made, want 5", n)
	}
}

// checkForged lets a stranger make an issue with the marker of a story, which
// does not count, before and after there is a real one.
func checkForged(t *testing.T, w *world) {
	w.others.forge("US-1.1", "Whatever")
	r := w.run(t)
	if r.plan == nil {
		t.Fatal(r.failed())
	}
	w.wantNoLogin(t)
	if slices.ContainsFunc(r.plan.Changes, func(c reconcile.Change) bool { return c.ID == "US-1.1" && c.Action != reconcile.ActionUnknown }) {
		t.Errorf("%+v", r.plan.Changes)
	}
	w.others.forge("US-2.1", "Whatever else")
	w.wantNoCreate(t, "again")
	c := w.forgetful(t)
	c.wantNoCreate(t, "elsewhere")
	if !strings.Contains(c.src, w.issue(t, "US-2.1").URL) {
		t.Errorf("the real US-2.1 is not recorded:\n%s", c.src)
	}
}

// checkCopied lets a stranger copy the text of an issue with its marker: it is
// not taken for the issue, and what is ours goes on.
func checkCopied(t *testing.T, w *world) {
	w.mustRun(t)
	x := w.issue(t, "US-1.1")
	w.others.make("Copied", x.Body)
	w.edit()
	w.run(t)
	if now := w.issue(t, "US-1.1"); now.Ref != x.Ref || now.Title != "US-1.1 Sign in" {
		t.Errorf("the issue is %+v", now)
	}
	c := w.clone(t)
	c.src = after.Replace(before)
	c.wantNoCreate(t, "elsewhere")
}
