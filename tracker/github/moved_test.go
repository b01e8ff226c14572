package github_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
	"github.com/backlogsync/backlogsync/tracker"
)

// statuses are those that a redirect can have.
var statuses = []int{301, 302, 307, 308}

// opened returns the tracker of a shop after Project.
func opened(t *testing.T, w *shop) tracker.Tracker {
	t.Helper()
	tr := w.tracker(t)
	if _, err := tr.Project(t.Context()); err != nil {
		t.Fatal(err)
	}
	return tr
}

func issueRef(number int) tracker.Ref {
	return tracker.Ref{Kind: tracker.KindIssue, Key: fmt.Sprint(number)}
}

func wantMoved(t *testing.T, err error, address string) {
	t.Helper()
	e, ok := errors.AsType[*tracker.Error](err)
	if !ok || !errors.Is(err, tracker.ErrNotFound) || e.MovedTo != address || !strings.Contains(err.Error(), address) {
		t.Errorf("%v; want that it is at %s", err, address)
	}
}

// An issue that another repository has now is not taken for one of this one,
// although its number is the same, and nothing is written to it. The stand-in
// makes a write to the other repository an error.
func TestTransferred(t *testing.T) {
	t.Parallel()
	for _, status := range statuses {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			w := newShop(t, small)
			w.MustApply(t)
			address := w.s.Transfer(1)
			w.s.MovedWrites = status
			tr := opened(t, w)
			w.s.Fault = onPath(false, "/repos/acme/shop/issues/1", -1, &fakegithub.Fault{
				Status: status, Header: map[string]string{"Location": w.s.URL + "/repositories/3000000002/issues/1"}, Body: message("Moved"),
			})
			_, err := tr.Get(t.Context(), issueRef(1))
			wantMoved(t, err, address)
			_, err = tr.Update(t.Context(), issueRef(1), tracker.Patch{Title: new("US-1.1 Sign in")})
			wantMoved(t, err, address)
			if err := tr.(tracker.Blocker).AddBlocker(t.Context(), issueRef(2), issueRef(1)); !errors.Is(err, tracker.ErrNotFound) {
				t.Errorf("a moved issue blocks: %v", err)
			}
			if _, err := w.tracker(t).Get(t.Context(), issueRef(1)); !errors.Is(err, tracker.ErrNotFound) {
				t.Errorf("before Project: %v", err)
			}
			w.Src = strings.Replace(w.Src, "People get in.", "Members get in.", 1)
			w.s.Forget()
			plan, _, err := w.Apply(t, nil)
			if err != nil || plan.Summary.Create > 0 || w.s.Writes() > 0 {
				t.Errorf("%v, %s, %d writes", err, plan.Summary, w.s.Writes())
			}
		})
	}
}

// An issue that came back has another number in the repository. A write to the
// old one is not one to the new one.
func TestTransferredBack(t *testing.T) {
	t.Parallel()
	for _, status := range statuses {
		w := newShop(t, small)
		w.MustApply(t)
		tr := opened(t, w)
		w.s.Fault = func(r *fakegithub.Request) *fakegithub.Fault {
			if !strings.HasSuffix(r.Path, "/issues/1") {
				return nil
			}
			location := fmt.Sprintf("%s/repositories/%v/issues/2", w.s.URL, w.s.Repo["id"])
			return &fakegithub.Fault{Status: status, Header: map[string]string{"Location": location}, Body: message("Moved")}
		}
		_, err := tr.Update(t.Context(), issueRef(1), tracker.Patch{Title: new("US-1.1 Sign in")})
		wantMoved(t, err, w.s.Issues[1].HTMLURL)
		if w.s.Issues[1].Title != "US-1.2 Logout" {
			t.Errorf("%d: the other issue is %q now", status, w.s.Issues[1].Title)
		}
	}
}

// A repository that is renamed is written to under its new name, however the
// service says so.
func TestRenamedWrites(t *testing.T) {
	t.Parallel()
	for _, status := range statuses {
		for _, location := range []string{"/repositories/3000000001", "/repos/acme/store"} {
			t.Run(fmt.Sprint(status, location), func(t *testing.T) {
				t.Parallel()
				w := newShop(t, small)
				w.MustApply(t)
				tr := opened(t, w)
				w.s.Rename("acme/store")
				w.s.Fault = func(r *fakegithub.Request) *fakegithub.Fault {
					rest, old := strings.CutPrefix(r.Path, "/repos/acme/shop")
					if !old || !r.Write() {
						return nil
					}
					return &fakegithub.Fault{Status: status, Header: map[string]string{"Location": w.s.URL + location + rest}, Body: message("Moved")}
				}
				item, err := tr.Update(t.Context(), issueRef(1), tracker.Patch{Title: new("US-1.1 Sign in")})
				if err != nil || item.Title != "US-1.1 Sign in" || !strings.Contains(item.URL, "/acme/store/") {
					t.Errorf("%+v, %v", item, err)
				}
				if err := tr.(tracker.Blocker).AddBlocker(t.Context(), issueRef(2), issueRef(1)); err != nil || len(w.s.BlockedBy[2]) != 1 {
					t.Errorf("%v, %v", w.s.BlockedBy, err)
				}
				if err := tr.(tracker.Parenter).SetParent(t.Context(), issueRef(2), issueRef(1)); err != nil || w.s.Issues[1].ParentIssueURL == "" {
					t.Error(err)
				}
				if item, err := tr.Get(t.Context(), issueRef(2)); err != nil || item.Parent != "1" {
					t.Errorf("%+v, %v", item, err)
				}
			})
		}
	}
}

// A create is sent on to the new name of the repository, and to no other one.
func TestRedirectedCreate(t *testing.T) {
	t.Parallel()
	draft := tracker.Content{Title: "US-3.1 New"}
	for _, status := range []int{http.StatusTemporaryRedirect, http.StatusPermanentRedirect} {
		w := newShop(t, small)
		tr := opened(t, w)
		w.s.Fault = onPath(true, "/issues", -1, &fakegithub.Fault{
			Status: status, Header: map[string]string{"Location": w.s.URL + "/repositories/3000000002/issues"}, Body: message("Moved"),
		})
		if _, err := tr.Create(t.Context(), tracker.KindIssue, draft); !errors.Is(err, tracker.ErrUnauthorized) || w.s.Writes() != 1 {
			t.Errorf("%d: %v after %d writes", status, err, w.s.Writes())
		}

		// The name leads to another repository by now.
		tr = opened(t, w)
		w.s.Forget()
		w.s.Fault = onPath(false, "/repos/acme/shop", -1, &fakegithub.Fault{
			Status: 301, Header: map[string]string{"Location": w.s.URL + "/repos/acme/other"}, Body: message("Moved"),
		})
		elsewhere := onPath(true, "/issues", -1, &fakegithub.Fault{
			Status: status, Header: map[string]string{"Location": w.s.URL + "/repos/acme/other/issues"}, Body: message("Moved"),
		})
		project := w.s.Fault
		w.s.Fault = func(r *fakegithub.Request) *fakegithub.Fault {
			if r.Path == "/repos/acme/shop/issues" {
				return elsewhere(r)
			}
			return project(r)
		}
		if _, err := tr.Create(t.Context(), tracker.KindIssue, draft); !errors.Is(err, tracker.ErrUnauthorized) || w.s.Writes() != 1 {
			t.Errorf("%d: %v after %d writes", status, err, w.s.Writes())
		}

		w.s.Rename("acme/store")
		w.s.Forget()
		w.s.Fault = onPath(true, "/repos/acme/shop/issues", -1, &fakegithub.Fault{
			Status: status, Header: map[string]string{"Location": w.s.URL + "/repos/acme/store/issues"}, Body: message("Moved"),
		})
		if _, err := tr.Create(t.Context(), tracker.KindIssue, draft); err != nil || len(w.s.Issues) != 1 || w.s.Writes() != 2 {
			t.Errorf("%d: %v, %d issues after %d writes", status, err, len(w.s.Issues), w.s.Writes())
		}
	}
}

// An answer that speaks of another item says nothing about this one.
func TestAnswerOfAnother(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	w.MustApply(t)
	body := `{"number":2,"html_url":"https://github.example/acme/shop/issues/2","title":"x","created_at":"2026-01-01T00:00:00Z"}`
	w.s.Fault = onPath(true, "/issues/1", -1, &fakegithub.Fault{Status: 200, Body: body})
	if item, err := opened(t, w).Update(t.Context(), issueRef(1), tracker.Patch{Title: new("x")}); !errors.Is(err, tracker.ErrUnknown) {
		t.Errorf("%+v, %v", item, err)
	}
}

// Nor does one to a create that does not say that something was created, such as
// that to a read.
func TestAnswerOfRead(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	w.MustApply(t)
	body := `{"number":2,"html_url":"https://github.example/acme/shop/issues/2","title":"x","created_at":"2026-01-01T00:00:00Z"}`
	for _, status := range []int{http.StatusOK, http.StatusNonAuthoritativeInfo} {
		w.s.Fault = onPath(true, "/issues", -1, &fakegithub.Fault{Status: status, Body: body})
		item, err := opened(t, w).Create(t.Context(), tracker.KindIssue, tracker.Content{Title: "x"})
		if !errors.Is(err, tracker.ErrUnknown) || !strings.Contains(err.Error(), fmt.Sprintf("the answer is %d", status)) {
			t.Errorf("%+v, %v", item, err)
		}
	}
}
