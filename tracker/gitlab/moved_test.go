package gitlab_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegitlab"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
)

// An issue that was moved to another project is not written to any more, nor
// made again; it is said where it is.
func TestMovedIssue(t *testing.T) {
	t.Parallel()
	for reference, address := range map[string]string{
		"acme/other#9":       "https://gitlab.example/acme/other/-/issues/9",
		"other#9":            "https://gitlab.example/acme/tools/other/-/issues/9",
		"a <b> of nothing#9": "https://gitlab.example/acme/tools/shop/-/issues/1",
	} {
		for _, known := range []string{"the ledger", "the journal", "the marker"} {
			w := newShop(t, world.Small)
			w.MustApply(t)
			w.s.Move(w.s.Issues[0], reference)
			if known != "the ledger" {
				w.Src = world.Small
			}
			if known != "the journal" {
				w.Dir = t.TempDir()
			}
			w.Src = strings.Replace(w.Src, "People get in.", "People get in fast.", 1)
			w.Clock.Set(w.Clock.Now().Add(1e12))
			updated := w.s.Issues[0].UpdatedAt
			plan, r, err := w.Apply(t, nil)
			if err != nil || r.Err() != nil || plan.Summary.Create > 0 || len(w.s.Issues) != 4 || w.s.Issues[0].UpdatedAt != updated {
				t.Errorf("%s, known by %s: %v, %s", reference, known, err, plan.Summary)
			}
			found := false
			for _, c := range plan.Changes {
				found = found || c.Code() == "moved" && c.ID == "US-1.1" && strings.Contains(c.Reason.String(), address)
			}
			if !found {
				t.Errorf("%s, known by %s: %+v", reference, known, plan.Changes)
			}
			_, err = w.tracker(t).Get(t.Context(), tracker.Ref{Kind: tracker.KindIssue, Key: "1"})
			if e, ok := errors.AsType[*tracker.Error](err); !ok || !errors.Is(err, tracker.ErrNotFound) || e.MovedTo != address {
				t.Errorf("%s: %v", reference, err)
			}
		}
	}
}

// Redirects of what is asked of the project lead to no other one.
func TestRedirectToOtherProject(t *testing.T) {
	t.Parallel()
	ours := fmt.Sprintf("/projects/%d/", int64(fakegitlab.ProjectID))
	for _, test := range []struct {
		to   string
		want error
	}{
		{"/api/v4/projects/82/issues/1", tracker.ErrNotFound},
		{"/api/v4/projects/acme%2Fother/issues/1", tracker.ErrNotFound},
		{"/api/v4/issues/1", tracker.ErrNotFound},
		{"/api/v4" + ours + "issues/1?x", nil},
	} {
		w := newShop(t, world.Small)
		fill(w.s, 1)
		tr := w.tracker(t)
		ref := tracker.Ref{Kind: tracker.KindIssue, Key: "1"}
		w.s.Fault = func(r *fakegitlab.Request) *fakegitlab.Fault {
			if !strings.HasSuffix(r.Path, "/issues/1") || r.Query != "" {
				return nil
			}
			return &fakegitlab.Fault{Status: http.StatusTemporaryRedirect, Header: map[string]string{"Location": test.to}}
		}
		_, got := tr.Get(t.Context(), ref)
		_, put := tr.Update(t.Context(), ref, tracker.Patch{Title: new("x")})
		if !errors.Is(got, test.want) || !errors.Is(put, test.want) || test.want == nil && w.s.Issues[0].Title != "x" {
			t.Errorf("%s: %v, %v", test.to, got, put)
		}
		for _, r := range w.s.Requests {
			if r.Path != "/user" && !strings.HasPrefix(r.Path, "/projects/acme/tools/shop") && !strings.HasPrefix(r.Path, ours) {
				t.Errorf("%s: %s is asked for", test.to, r.Path)
			}
		}
	}
}
