package world

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/internal/testutil/fakeserver"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// Founding returns the founding backlog, of 10 epics and 26 stories. Tests find it
// from the folder of a package two below that of the repository.
func Founding(t *testing.T) string {
	t.Helper()
	src, err := os.ReadFile("../../examples/BACKLOG_V2_GITHUB_EXECUTION.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(src)
}

// WantSurvived ends the process before and after each of the 40 requests that the
// founding backlog takes.
func WantSurvived(t *testing.T, f trackertest.Factory) {
	t.Helper()
	if n := trackertest.KillEverywhere(t, f, []byte(Founding(t))); n != 80 {
		t.Errorf("%d kills, want one before and one after each of 40 requests", n)
	}
}

// WantFailure makes sure of the kind of a failure, of how it begins, and of what
// its hint holds; without a hint there is to be none.
func WantFailure(t *testing.T, what string, e *tracker.Error, kind error, begin, hint string) {
	t.Helper()
	if !errors.Is(e, kind) || !strings.HasPrefix(e.Error(), begin) || (e.Hint == "") != (hint == "") || !strings.Contains(e.Hint, hint) {
		t.Errorf("%s: %v, hint %q", what, e, e.Hint)
	}
}

// WantNoUser makes sure that these are failures and that none of them, nor its
// hint, says the user information of an address: u5er:passw0rd.
func WantNoUser(t *testing.T, failures ...error) {
	t.Helper()
	for n, err := range failures {
		text := fmt.Sprint(err)
		if e, ok := errors.AsType[*tracker.Error](err); ok {
			text += e.Hint
		}
		if err == nil || strings.Contains(text, "u5er") || strings.Contains(text, "passw0rd") {
			t.Errorf("failure %d: %s", n, text)
		}
	}
}

// WantNoWriteAfterFailedPage fails the pages of listings whose query says cursor:
// what was listed before them is worth nothing.
func (w *World) WantNoWriteAfterFailedPage(t *testing.T, cursor string) {
	t.Helper()
	failed := 0
	w.Server.Fault = func(r *fakeserver.Request) *fakeserver.Fault {
		if !strings.Contains(r.Query, cursor) {
			return nil
		}
		failed++
		return &fakeserver.Fault{Status: http.StatusBadGateway}
	}
	if _, _, err := w.Apply(t, nil); err == nil || failed == 0 || w.Server.Writes() > 0 {
		t.Errorf("%v, %d failures, %d writes", err, failed, w.Server.Writes())
	}
}

// WantTokenAtHome redirects a run to another server: at its first request, and in
// its middle. The token goes to the host of the API and nowhere else, and the run
// ends.
func (w *World) WantTokenAtHome(t *testing.T, other *fakeserver.Server) {
	t.Helper()
	from := 1
	w.Server.Fault = func(r *fakeserver.Request) *fakeserver.Fault {
		if r.N < from {
			return nil
		}
		return &fakeserver.Fault{Status: http.StatusTemporaryRedirect, Header: map[string]string{"Location": other.URL + r.Path}}
	}
	for ; from <= 4; from += 3 { // the project, the first milestone
		w.Server.Forget()
		if _, _, err := w.Apply(t, nil); !errors.Is(err, tracker.ErrUnauthorized) || len(w.Server.Requests) != from {
			t.Errorf("redirected at request %d: %v after %d", from, err, len(w.Server.Requests))
		}
	}
	if len(other.Requests) > 0 {
		t.Errorf("the other host gets %+v", other.Requests)
	}
}

// WantEndedByToken lets the token die before the last of the six writes of [Small],
// with this answer: the run ends, what was done is recorded, and the next run does
// the rest.
func (w *World) WantEndedByToken(t *testing.T, answer string) {
	t.Helper()
	w.Server.Fault = func(r *fakeserver.Request) *fakeserver.Fault {
		if r.N > 8 { // the project, two lists, and five writes
			return &fakeserver.Fault{Status: http.StatusUnauthorized, Body: answer}
		}
		return nil
	}
	_, r, err := w.Apply(t, nil)
	if !errors.Is(err, tracker.ErrUnauthorized) || r.Created != 5 {
		t.Fatalf("%v, %+v", err, r)
	}
	recorded := 0
	for _, e := range w.File().Evidence() {
		if e.URL != "" {
			recorded++
		}
	}
	if recorded != 5 {
		t.Errorf("%d rows have an address:\n%s", recorded, w.Src)
	}
	w.Server.Fault = nil
	w.MustApply(t)
	w.WantSettled(t)
}
