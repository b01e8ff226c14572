package trackertest

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
)

// The first duty of a tracker is to know what it does not know: the engine hides
// an adapter that gets it wrong for a long time. These checks are about trackers
// that send HTTP requests.

// checkLostCreate loses the answer to a create in every way. What may have been
// carried out is [tracker.ErrUnknown] and is not sent again; an answer that
// speaks of something else is not taken for the item; what never left is
// [tracker.ErrUnavailable].
func checkLostCreate(t *testing.T, s *subject) {
	if !s.e.wired {
		return
	}
	draft := func(name string) tracker.Content {
		return tracker.Content{Title: name, Body: "The text of " + name + "."}
	}
	s.create(t, tracker.KindIssue, draft("first"))
	s.e.in.reset(0, nil, false)
	s.create(t, tracker.KindIssue, draft("second"))
	at := firstWrite(s.e.in.requests())
	for _, f := range faults() {
		stored := 0
		before := len(s.list(t, s.t, tracker.KindIssue))
		d := draft(f.name)
		s.e.in.reset(at, f, f.unsent)
		x, err := s.t.Create(t.Context(), tracker.KindIssue, d)
		s.e.in.reset(0, nil, false)
		if f.stored {
			stored = 1
		}
		if n := len(s.list(t, s.t, tracker.KindIssue)) - before; n != stored {
			t.Errorf("%s: the create made %d issues, want %d", f.name, n, stored)
		}
		switch want := lostKind(f); {
		case err == nil && f.answered():
			if x.Title == d.Title || x.Body == d.Body {
				t.Errorf("%s: the answer is not of the item, which is %+v all the same", f.name, x)
			}
		case !errors.Is(err, want):
			t.Errorf("%s: the create gives %v, want %v", f.name, err, want)
		}
	}
}

// checkLostUpdate loses every answer to an update, which may be repeated.
func checkLostUpdate(t *testing.T, s *subject) {
	if !s.e.wired {
		return
	}
	x := s.create(t, tracker.KindIssue, tracker.Content{Title: "first"})
	s.e.in.reset(0, nil, false)
	s.update(t, x.Ref, tracker.Patch{Title: new("second")})
	at := firstWrite(s.e.in.requests())
	for _, f := range faults() {
		if f.answered() {
			continue // the engine reads it again
		}
		s.e.in.reset(at, f, true)
		_, err := s.t.Update(t.Context(), x.Ref, tracker.Patch{Title: new(f.name)})
		s.e.in.reset(0, nil, false)
		if want := lostKind(f); !errors.Is(err, want) {
			t.Errorf("%s: the update gives %v, want %v", f.name, err, want)
		}
	}
}

// firstWrite returns the number of the first request that may change something.
func firstWrite(requests []request) int {
	for n, r := range requests {
		if r.write {
			return n + 1
		}
	}
	return 0
}

// answered reports whether the client gets an answer of success that is whole,
// though not the right one.
func (f *fault) answered() bool {
	return strings.HasPrefix(f.name, "empty object") || strings.HasPrefix(f.name, "foreign")
}

func lostKind(f *fault) error {
	if f.unsent {
		return tracker.ErrUnavailable
	}
	return tracker.ErrUnknown
}

// checkRefusals answers reads and writes with statuses that mean the same
// everywhere.
func checkRefusals(t *testing.T, s *subject) {
	if !s.e.wired {
		return
	}
	x := s.create(t, tracker.KindIssue, tracker.Content{Title: "first"})
	for _, test := range []struct {
		status int
		want   error
	}{
		{http.StatusUnauthorized, tracker.ErrUnauthorized},
		{http.StatusForbidden, tracker.ErrUnauthorized},
		{http.StatusTooManyRequests, tracker.ErrRateLimited},
	} {
		f := &fault{status: test.status, contentType: "application/json", body: `{"message":"No"}`}
		for op, do := range map[string]func() error{
			"list": func() error { _, err := list(t.Context(), s.t, tracker.KindIssue); return err },
			"create": func() error {
				_, err := s.t.Create(t.Context(), tracker.KindIssue, tracker.Content{Title: "x"})
				return err
			},
			"update": func() error { _, err := s.t.Update(t.Context(), x.Ref, tracker.Patch{Title: new("y")}); return err },
		} {
			s.e.in.reset(1, f, true)
			err := do()
			s.e.in.reset(0, nil, false)
			if !errors.Is(err, test.want) {
				t.Errorf("%s, answered %d: %v, want %v", op, test.status, err, test.want)
			}
		}
	}
	if items := s.list(t, s.t, tracker.KindIssue); len(items) != 1 || items[0].Title != "first" {
		t.Errorf("after refusals there are %d issues", len(items))
	}
}

// checkPartial breaks a listing at each of its requests, for good: what came
// before proves nothing.
func checkPartial(t *testing.T, s *subject) {
	rows := s.project.Limits.PageRows
	if !s.e.wired || rows == 0 || s.e.Hooks.Stranger == nil {
		return
	}
	c := newCrowd(s.e)
	c.fill(rows + 3)
	tr, _ := s.reopen(t)
	s.e.in.reset(0, nil, false)
	s.list(t, tr, tracker.KindIssue)
	for n, r := range s.e.in.requests() {
		for _, f := range disturbances(r, true, false) {
			if f.kill {
				continue
			}
			tr, _ := s.reopen(t)
			s.e.in.reset(n+1, f, true)
			items, err := list(t.Context(), tr, tracker.KindIssue)
			s.e.in.reset(0, nil, false)
			if err == nil && len(items) < rows+3 {
				t.Errorf("%d %s, %s: the listing yields %d of %d items and no error", n+1, r.name, f.name, len(items), rows+3)
			}
		}
	}
}

// checkShifting lets rows come and go before each request of a listing: what
// exists all the time is in it, or it ends with an error.
func checkShifting(t *testing.T, s *subject) {
	rows, h := s.project.Limits.PageRows, &s.e.Hooks
	if !s.e.wired || rows == 0 || h.Stranger == nil || h.Delete == nil {
		return
	}
	c := newCrowd(s.e)
	c.fill(2*rows + 3)
	tr, _ := s.reopen(t)
	s.e.in.reset(0, nil, false)
	s.list(t, tr, tracker.KindIssue)
	for n := range s.e.in.requests() {
		for _, f := range comings(request{}, true) {
			tr, _ := s.reopen(t)
			s.e.in.reset(n+1, &fault{before: func() { f.event(c) }}, false)
			items, err := list(t.Context(), tr, tracker.KindIssue)
			s.e.in.reset(0, nil, false)
			if err != nil {
				if !errors.Is(err, tracker.ErrChanged) {
					t.Errorf("%s before request %d: the listing gives %v, want %v", f.name, n+1, err, tracker.ErrChanged)
				}
				continue
			}
			listed := make(map[tracker.Ref]bool)
			for _, x := range items {
				listed[x.Ref] = true
			}
			for _, ref := range c.order[:len(c.order)-1] { // the last one may have come meanwhile
				if !listed[ref] {
					t.Errorf("%s before request %d: the listing lacks %s", f.name, n+1, ref)
				}
			}
		}
	}
}

// checkRedirected sends reads and writes to another host: the credentials do not
// go there.
func checkRedirected(t *testing.T, s *subject) {
	if !s.e.wired {
		return
	}
	x := s.create(t, tracker.KindIssue, tracker.Content{Title: "first"})
	for _, status := range []int{http.StatusMovedPermanently, http.StatusFound, http.StatusTemporaryRedirect, http.StatusPermanentRedirect} {
		f := &fault{status: status, location: "https://elsewhere.example/api"}
		for op, do := range map[string]func(tracker.Tracker) error{
			"read": func(tr tracker.Tracker) error { _, err := tr.Get(t.Context(), x.Ref); return err },
			"list": func(tr tracker.Tracker) error { _, err := list(t.Context(), tr, tracker.KindIssue); return err },
			"create": func(tr tracker.Tracker) error {
				_, err := tr.Create(t.Context(), tracker.KindIssue, tracker.Content{Title: "x"})
				return err
			},
			"update": func(tr tracker.Tracker) error {
				_, err := tr.Update(t.Context(), x.Ref, tracker.Patch{Title: new("y")})
				return err
			},
		} {
			tr, _ := s.reopen(t)
			s.e.in.reset(1, f, true)
			err := do(tr)
			elsewhere := s.e.in.strays()
			s.e.in.reset(0, nil, false)
			if err == nil {
				t.Errorf("%s, sent elsewhere with %d, gives no error", op, status)
			}
			for _, header := range elsewhere {
				for _, name := range []string{"Authorization", "Private-Token", "Job-Token", "Cookie"} {
					if header.Get(name) != "" {
						t.Errorf("%s, sent elsewhere with %d, takes the header %s there", op, status, name)
					}
				}
			}
		}
	}
}
