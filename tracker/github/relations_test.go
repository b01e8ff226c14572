package github_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

var (
	both   = &reconcile.Options{Epics: reconcile.EpicsBoth}
	issues = &reconcile.Options{Epics: reconcile.EpicsIssue}
)

// dependent is small with a story that needs two others.
var dependent = strings.Replace(small, "- [ ] US-1.2 Logout\n", "- [ ] US-1.2 Logout\n\n  **Depends on:** US-1.1, US-2.1\n", 1)

func (w *shop) must(t *testing.T, opts *reconcile.Options) (*reconcile.Plan, *reconcile.Result) {
	t.Helper()
	plan, r, err := w.Apply(t, opts)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	return plan, r
}

// wantNothing makes sure that another run sends nothing but its three reads.
func (w *shop) wantNothing(t *testing.T, opts *reconcile.Options) {
	t.Helper()
	w.s.Fault = nil
	w.s.Forget()
	plan, _, err := w.Apply(t, opts)
	if err != nil {
		t.Fatal(err)
	}
	if plan.Summary.String() != "No changes. The tracker matches the backlog." || len(w.s.Requests) != 3 {
		t.Errorf("another run: %s, %d requests: %+v", plan.Summary, len(w.s.Requests), plan.Changes)
	}
}

// titled returns the one issue of a title.
func (w *shop) titled(t *testing.T, title string) *fakegithub.Issue {
	t.Helper()
	var found []*fakegithub.Issue
	for _, i := range w.s.Issues {
		if i.Title == title {
			found = append(found, i)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d issues %q", len(found), title)
	}
	return found[0]
}

// parent returns the title of the issue that one belongs to.
func (w *shop) parent(t *testing.T, title string) string {
	t.Helper()
	address := w.titled(t, title).ParentIssueURL
	for _, i := range w.s.Issues {
		if address == fmt.Sprintf("%s/issues/%d", w.s.Repo["url"], i.Number) {
			return i.Title
		}
	}
	return address
}

// An epic can be an issue to which its stories belong, beside or instead of the
// milestone; the ledger records it, and another run has nothing to do.
func TestSubIssues(t *testing.T) {
	t.Parallel()
	for _, opts := range []*reconcile.Options{both, issues} {
		t.Run(string(opts.Epics), func(t *testing.T) {
			t.Parallel()
			w := newShop(t, small)
			plan, r := w.must(t, opts)
			want := 6
			if opts == both {
				want = 8
			}
			if r.Created != want || plan.Summary.Create != want || plan.Cost.Requests != len(w.s.Requests) {
				t.Errorf("%s, %d created, %d requests, %d expected", plan.Summary, r.Created, len(w.s.Requests), plan.Cost.Requests)
			}
			for _, pair := range [][2]string{{"US-1.1 Login", "EPIC-1 Access"}, {"US-1.2 Logout", "EPIC-1 Access"}, {"US-2.2 Export", "EPIC-2 Data"},
				{"EPIC-1 Access", ""}} {
				if got := w.parent(t, pair[0]); got != pair[1] {
					t.Errorf("%s belongs to %q, want %q", pair[0], got, pair[1])
				}
			}
			if has := len(w.s.Milestones) > 0; has != (opts == both) || (w.titled(t, "US-1.1 Login").Milestone != nil) != has {
				t.Errorf("%d milestones", len(w.s.Milestones))
			}
			if !strings.Contains(w.Src, w.titled(t, "EPIC-2 Data").HTMLURL) {
				t.Errorf("the ledger lacks the issue of an epic:\n%s", w.Src)
			}
			w.wantNothing(t, opts)
		})
	}
}

// A story that moves to another epic is a change of both: --only has to name
// them.
func TestSubIssueMovesOnly(t *testing.T) {
	t.Parallel()
	w := newShop(t, strings.Replace(small, "US-1.2", "US-7", 1))
	w.must(t, issues)
	w.Src = strings.Replace(w.Src, "- [x] US-7 Logout\n", "", 1)
	w.Src = strings.Replace(w.Src, "- [x] US-2.1 Import\n", "- [x] US-7 Logout\n- [x] US-2.1 Import\n", 1)
	only := *issues
	only.Only = []backlog.ID{"EPIC-2"}
	_, _, err := w.Apply(t, &only)
	if r, ok := errors.AsType[*reconcile.Refusal](err); !ok || r.Reason != (reason.TakesStory{ID: "EPIC-2", Story: "US-7", From: "EPIC-1"}) {
		t.Fatalf("got %v", err)
	}
	only.Only = []backlog.ID{"EPIC-1", "EPIC-2"}
	w.must(t, &only)
	if got := w.parent(t, "US-7 Logout"); got != "EPIC-2 Data" {
		t.Errorf("it belongs to %q", got)
	}
	w.wantNothing(t, issues)
}

// Stories that come, move and go take their place; what people changed is
// reported and left alone.
func TestSubIssuesChange(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	w.must(t, both)
	w.Src = strings.Replace(w.Src, "- [x] US-2.2 Export\n", "", 1)
	w.Src = strings.Replace(w.Src, "- [x] US-1.2 Logout\n", "- [x] US-1.2 Logout\n- [ ] US-1.3 Sessions\n", 1)
	plan, _ := w.must(t, both)
	if s := plan.Summary; s.Create != 1 || s.Update != 2 {
		t.Errorf("%s: %+v", s, plan.Changes)
	}
	if w.parent(t, "US-1.3 Sessions") != "EPIC-1 Access" || w.parent(t, "US-2.2 Export") != "" {
		t.Errorf("US-1.3 belongs to %q, US-2.2 to %q", w.parent(t, "US-1.3 Sessions"), w.parent(t, "US-2.2 Export"))
	}
	w.wantNothing(t, both)

	// A person takes one away, and gives another to an issue of their own.
	w.titled(t, "US-1.1 Login").ParentIssueURL = ""
	w.titled(t, "US-2.1 Import").ParentIssueURL = "https://elsewhere.example/repos/a/b/issues/1"
	w.s.Forget()
	plan, _ = w.must(t, both)
	if plan.Summary.Pending() || plan.Summary.Drifted != 2 || w.s.Writes() > 0 {
		t.Errorf("%s, %d writes: %+v", plan.Summary, w.s.Writes(), plan.Changes)
	}
	w.must(t, &reconcile.Options{Epics: reconcile.EpicsBoth, Prefer: reconcile.SideTracker})
	w.wantNothing(t, both)
}

// A story that moves to another epic is taken away from the first.
func TestSubIssueMoves(t *testing.T) {
	t.Parallel()
	w := newShop(t, "# Plan\n\n## Epic 1: Access\n\n### US-1 Login\n\n### US-2 Logout\n\n## Epic 2: Data\n\n### US-3 Import\n")
	w.must(t, both)
	w.Src = strings.Replace(w.Src, "\n### US-2 Logout\n", "", 1)
	w.Src = strings.Replace(w.Src, "### US-3 Import\n", "### US-2 Logout\n\n### US-3 Import\n", 1)
	plan, _ := w.must(t, both)
	if got := w.parent(t, "US-2 Logout"); got != "EPIC-2 Data" || plan.Summary.Update != 3 {
		t.Errorf("it belongs to %q; %+v", got, plan.Changes)
	}
	w.wantNothing(t, both)
}

// Where the service has no sub-issues or no dependencies, or an issue is full,
// the text says it, once.
func TestRelationsInText(t *testing.T) {
	t.Parallel()
	w := newShop(t, dependent)
	w.s.NoRelations = true
	w.must(t, both)
	epic, story := *w.titled(t, "EPIC-1 Access").Body, *w.titled(t, "US-1.2 Logout").Body
	for _, title := range []string{"US-1.1 Login", "US-1.2 Logout"} {
		if id, _, _ := strings.Cut(title, " "); !strings.Contains(epic, "\n- ["+id+"]("+w.titled(t, title).HTMLURL+")\n") {
			t.Errorf("the text of the epic lacks %s: %s", title, epic)
		}
	}
	if want := "Blocked by: [US-1.1](" + w.titled(t, "US-1.1 Login").HTMLURL + "), [US-2.1]("; !strings.Contains(story, want) {
		t.Errorf("the text of the story is %s", story)
	}
	w.wantNothing(t, both)
	w.Src = strings.Replace(w.Src, "- [x] US-1.1 Login\n\n  People get in.\n", "", 1)
	w.must(t, both)
	if strings.Contains(*w.titled(t, "EPIC-1 Access").Body, "US-1.1") {
		t.Errorf("the text still has the story that is gone: %s", *w.titled(t, "EPIC-1 Access").Body)
	}
}

// Dependencies that the file declares are made, and taken back when it does not
// declare them any more.
func TestDependencies(t *testing.T) {
	t.Parallel()
	w := newShop(t, dependent)
	w.must(t, nil)
	story := w.titled(t, "US-1.2 Logout")
	if got := len(w.s.BlockedBy[story.Number]); got != 2 {
		t.Fatalf("%d blockers", got)
	}
	w.wantNothing(t, nil)
	w.Src = strings.Replace(w.Src, "US-1.1, US-2.1", "US-2.1, US-2.2", 1)
	plan, _ := w.must(t, nil)
	want := fmt.Sprint([]int64{w.titled(t, "US-2.1 Import").ID, w.titled(t, "US-2.2 Export").ID})
	if got := fmt.Sprint(w.s.BlockedBy[story.Number]); got != want || plan.Summary.Update != 1 {
		t.Errorf("blocked by %s, want %s; %+v", got, want, plan.Changes)
	}
	w.wantNothing(t, nil)
	w.Src = strings.Replace(w.Src, "  **Depends on:** US-2.1, US-2.2\n", "", 1)
	w.must(t, nil)
	if got := len(w.s.BlockedBy[story.Number]); got != 0 {
		t.Errorf("%d blockers are left", got)
	}
	w.wantNothing(t, nil)
}

// A relation may be lost, refused for now, or there already: in the end it is
// there once.
func TestRelationFaults(t *testing.T) {
	t.Parallel()
	relation := func(r *fakegithub.Request) bool {
		return r.Write() && (strings.Contains(r.Path, "/sub_issues") || strings.Contains(r.Path, "/blocked_by"))
	}
	for name, fault := range map[string]fakegithub.Fault{
		"stored, 502":     {Commit: true, Status: 502},
		"stored, closed":  {Commit: true},
		"not stored, 502": {Status: 502},
		"limit":           {Status: 403, Body: message(secondary)},
		"not known yet":   {Status: 404, Body: message("Not Found")},
	} {
		for _, n := range []int{1, 3, 6} {
			t.Run(fmt.Sprintf("%s, relation %d", name, n), func(t *testing.T) {
				t.Parallel()
				w := newShop(t, dependent)
				seen := 0
				w.s.Fault = func(r *fakegithub.Request) *fakegithub.Fault {
					if relation(r) {
						if seen++; seen == n {
							return &fault
						}
					}
					return nil
				}
				w.must(t, both)
				if w.parent(t, "US-2.2 Export") != "EPIC-2 Data" || w.parent(t, "US-1.1 Login") != "EPIC-1 Access" ||
					len(w.s.BlockedBy[w.titled(t, "US-1.2 Logout").Number]) != 2 {
					t.Errorf("relations are missing: %v", w.s.BlockedBy)
				}
				w.wantNothing(t, both)
			})
		}
	}
}

// An issue that the service goes on not to know is related by the next run, and
// the text does not say that the service has no relations.
func TestRelationNotKnownYet(t *testing.T) {
	t.Parallel()
	w := newShop(t, dependent)
	w.s.Fault = func(r *fakegithub.Request) *fakegithub.Fault {
		if r.Write() && strings.Contains(r.Path, "/blocked_by") {
			return &fakegithub.Fault{Status: 404, Body: message("Not Found")}
		}
		return nil
	}
	_, r, err := w.Apply(t, nil)
	if err != nil || len(r.Failed) != 1 || !reconcile.Passing(r.Failed[0].Err) || !errors.Is(r.Failed[0].Err, tracker.ErrUnavailable) {
		t.Fatalf("%v: %+v", err, r)
	}
	w.s.Fault = nil
	w.must(t, nil)
	if story := w.titled(t, "US-1.2 Logout"); len(w.s.BlockedBy[story.Number]) != 2 || strings.Contains(*story.Body, "Blocked by") {
		t.Errorf("%v, %s", w.s.BlockedBy, *story.Body)
	}
	w.wantNothing(t, nil)
}

// A run that ends between the relations and the note of them in the marker is
// taken up: nothing is related twice, nothing is left out.
func TestRelationsInterrupted(t *testing.T) {
	t.Parallel()
	for n := 9; n < 24; n++ {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			w := newShop(t, dependent)
			writes := 0
			w.s.Fault = func(r *fakegithub.Request) *fakegithub.Fault {
				if r.Write() {
					if writes++; writes >= n {
						return &fakegithub.Fault{Status: 401, Body: message("Bad credentials")}
					}
				}
				return nil
			}
			_, _, _ = w.Apply(t, both) // the token died
			w.s.Fault = nil
			w.must(t, both)
			if w.parent(t, "US-2.2 Export") != "EPIC-2 Data" || w.parent(t, "US-1.1 Login") != "EPIC-1 Access" ||
				len(w.s.BlockedBy[w.titled(t, "US-1.2 Logout").Number]) != 2 {
				t.Errorf("relations are missing: %v", w.s.BlockedBy)
			}
			w.wantNothing(t, both)
		})
	}
}

// An issue that is full lists the rest in its text.
func TestFullParent(t *testing.T) {
	t.Parallel()
	var src strings.Builder
	src.WriteString("# Plan\n\n<!--\ncheckbox: registered\n-->\n\n## Epic 1: Access\n\n")
	for n := range 103 {
		fmt.Fprintf(&src, "- [ ] US-1.%d Story\n", n+1)
	}
	w := newShop(t, src.String())
	w.must(t, both)
	n := 0
	for _, i := range w.s.Issues {
		if i.ParentIssueURL != "" {
			n++
		}
	}
	if body := *w.titled(t, "EPIC-1 Access").Body; n != 100 || strings.Count(body, "\n- [US-1.") != 3 {
		t.Errorf("%d sub-issues, text %s", n, body)
	}
	plan, _ := w.must(t, both)
	if plan.Summary.Pending() {
		t.Errorf("another run: %+v", plan.Changes)
	}
}

// A relation that was made to an issue before that lost to another one of its
// ID is made to the one that stays; it is not taken for what people removed.
func TestRelationsOfDuplicate(t *testing.T) {
	t.Parallel()
	w := newShop(t, dependent)
	w.must(t, both)
	lost := w.titled(t, "US-2.1 Import")
	stays := *lost
	stays.Number, stays.ID, stays.ParentIssueURL = 900, 900_000, ""
	stays.HTMLURL = strings.Replace(lost.HTMLURL, fmt.Sprintf("/%d", lost.Number), "/900", 1)
	_, rest, _ := strings.Cut(*lost.Body, " nonce=")
	nonce, _, _ := strings.Cut(rest, " ")
	body := strings.ReplaceAll(*lost.Body, nonce, "abcdefghijklmnop")
	stays.Body = &body
	w.s.Issues = append(w.s.Issues, &stays)
	retired := fmt.Sprintf("<!-- backlogsync:v1 id=US-2.1 scope=b.md nonce=%s of=900 -->\nDuplicate\n<!-- backlogsync:end %s -->\n", nonce, nonce)
	lost.Title, lost.Body, lost.State = "Import, a duplicate", &retired, "closed"

	plan, _ := w.must(t, both)
	if plan.Summary.Update != 2 || plan.Summary.Drifted != 0 {
		t.Errorf("%s: %+v", plan.Summary, plan.Changes)
	}
	if w.parent(t, "US-2.1 Import") != "EPIC-2 Data" || w.parent(t, lost.Title) != "" {
		t.Errorf("the one that stays belongs to %q, its duplicate to %q", w.parent(t, "US-2.1 Import"), w.parent(t, lost.Title))
	}
	blockers := w.s.BlockedBy[w.titled(t, "US-1.2 Logout").Number]
	if !slices.Contains(blockers, stays.ID) || slices.Contains(blockers, lost.ID) {
		t.Errorf("blocked by %d; %d stays, %d is its duplicate", blockers, stays.ID, lost.ID)
	}
	w.wantNothing(t, both)
}
