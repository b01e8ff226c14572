package github_test

import (
	"bytes"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
	"github.com/backlogsync/backlogsync/tracker"
)

const versionGone = "API version 2022-11-28 is no longer supported. Please use a supported version."

// The end of the version of the API that is spoken is not that of a project or of
// an item: only another version of the program helps.
func TestVersionGone(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	w.MustApply(t)
	tr := opened(t, w)
	gone := &fakegithub.Fault{Status: 410, Body: message(versionGone)}
	w.s.Fault = func(*fakegithub.Request) *fakegithub.Fault { return gone }
	calls := map[string]func() error{
		"project": func() error { _, err := tr.Project(t.Context()); return err },
		"get":     func() error { _, err := tr.Get(t.Context(), issueRef(1)); return err },
		"update": func() error {
			_, err := tr.Update(t.Context(), issueRef(1), tracker.Patch{Title: new("x")})
			return err
		},
		"link": func() error { return tr.(tracker.Blocker).AddBlocker(t.Context(), issueRef(1), issueRef(1)) },
	}
	for name, call := range calls {
		err := call()
		e, ok := errors.AsType[*tracker.Error](err)
		if !ok || errors.Is(err, tracker.ErrNotFound) || !errors.Is(err, tracker.ErrRejected) || !strings.Contains(e.Hint, "update backlogsync") {
			t.Errorf("%s: %v", name, err)
		}
	}
	gone = &fakegithub.Fault{Status: 410, Body: message("Gone")} // of a project, which is never gone
	if err := calls["project"](); !errors.Is(err, tracker.ErrRejected) {
		t.Error(err)
	}
	gone = &fakegithub.Fault{Status: 410, Body: message("This issue was deleted")}
	if err := calls["get"](); !errors.Is(err, tracker.ErrNotFound) {
		t.Error(err)
	}
}

// That the version ends is told some time before, once.
func TestSunset(t *testing.T) {
	t.Parallel()
	for header, times := range map[string]int{"Sunset": 1, "Deprecation": 1, "X-Other": 0} {
		w := newShop(t, small)
		var log bytes.Buffer
		w.opts.Logger = slog.New(slog.NewTextHandler(&log, nil))
		w.s.Fault = func(*fakegithub.Request) *fakegithub.Fault {
			return &fakegithub.Fault{Pass: true, Header: map[string]string{header: "Fri, 10 Mar 2028 00:00:00 GMT"}}
		}
		tr := w.tracker(t)
		for _, r := range []tracker.Reader{tr, tr, tr.Uncached()} {
			if _, err := r.Project(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if n := strings.Count(log.String(), "10 Mar 2028"); n != times {
			t.Errorf("%s is told %d times: %s", header, n, &log)
		}
	}
}

// A server that is too old to know the reason of a duplicate closes it without one.
func TestOldReasons(t *testing.T) {
	t.Parallel()
	for _, reason := range []tracker.Reason{tracker.Duplicate, tracker.NotPlanned, ""} {
		w := newShop(t, small)
		w.MustApply(t)
		w.s.Forget()
		w.s.Fault = func(r *fakegithub.Request) *fakegithub.Fault {
			if !strings.Contains(r.Body, `"state_reason":"duplicate"`) && !strings.Contains(r.Body, "not_planned") {
				return nil
			}
			return &fakegithub.Fault{Status: 422, Body: message("Validation Failed")}
		}
		item, err := w.tracker(t).Update(t.Context(), issueRef(1), tracker.Patch{State: new(tracker.Closed), Reason: reason, Title: new("Twin")})
		refused := reason == tracker.NotPlanned // to close it as done would say something else
		if (err != nil) != refused || !refused && (item.State != tracker.Closed || item.Title != "Twin") {
			t.Errorf("%q: %+v, %v", reason, item, err)
		}
		if want := map[tracker.Reason]int{tracker.Duplicate: 2}[reason]; w.s.Writes() != max(1, want) {
			t.Errorf("%q: %d writes", reason, w.s.Writes())
		}
	}
}

// Rows without a number, as other services give them under the same address, end
// a list. One that is met twice is passed on: the engine takes it for a sign that
// others were not met.
func TestOddRows(t *testing.T) {
	t.Parallel()
	const row = `{"number":%N,"title":"A","html_url":"https://github.example/acme/shop/%K/1","created_at":"2026-01-01T00:00:00Z"}`
	for kind, path := range map[tracker.Kind]string{tracker.KindMilestone: "milestone", tracker.KindIssue: "issues"} {
		list := func(rows ...string) ([]string, error) {
			w := newShop(t, small)
			body := strings.NewReplacer("%K", path).Replace("[" + strings.Join(rows, ",") + "]")
			tr := opened(t, w)
			w.s.Fault = func(*fakegithub.Request) *fakegithub.Fault { return &fakegithub.Fault{Status: 200, Body: body} }
			var keys []string
			for item, err := range tr.List(t.Context(), kind) {
				if err != nil {
					return keys, err
				}
				keys = append(keys, item.Key)
			}
			return keys, nil
		}
		one := strings.ReplaceAll(row, "%N", "1")
		for _, bad := range []string{
			strings.ReplaceAll(row, "%N", "0"), strings.ReplaceAll(row, "%N", "null"), `{"id":1,"title":"A"}`, "null", strings.ReplaceAll(row, "%N", "-1"),
		} {
			if keys, err := list(one, bad); !errors.Is(err, tracker.ErrUnavailable) || slices.Contains(keys, "") {
				t.Errorf("%s: %v, %v", bad, keys, err)
			}
		}
		if keys, err := list(one, one); err != nil || !slices.Equal(keys, []string{"1", "1"}) {
			t.Errorf("twice: %v, %v", keys, err)
		}
	}
}

// Lists are sorted, so that what changes while they are read moves nothing.
func TestSorted(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	w.MustApply(t)
	for _, r := range w.s.Requests {
		if !r.Write() && (strings.HasSuffix(r.Path, "/issues") || strings.HasSuffix(r.Path, "/milestones")) {
			if !strings.Contains(r.Query, "sort=") || !strings.Contains(r.Query, "direction=asc") {
				t.Errorf("%s?%s", r.Path, r.Query)
			}
		}
	}
}
