package github_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/github"
)

const small = `# Plan

<!--
checkbox: registered
-->

## Epic 1: Access

- [ ] US-1.1 Login

  People get in.
- [ ] US-1.2 Logout

## Epic 2: Data

- [ ] US-2.1 Import
- [ ] US-2.2 Export
`

// A clock stands still unless somebody sleeps.
type clock struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.slept = append(c.slept, d)
	return ctx.Err()
}

// A world is a backlog file and the server that it is registered on.
type world struct {
	s     *fakegithub.Server
	clock *clock
	src   string
	dir   string
	opts  github.Options

	client *http.Client
}

func newWorld(t *testing.T, src string) *world {
	t.Helper()
	w := &world{clock: &clock{now: time.Date(2026, 2, 15, 19, 53, 36, 0, time.UTC)}, src: src, dir: t.TempDir()}
	w.s = fakegithub.New(t, w.clock.Now)
	w.opts = github.Options{APIURL: w.s.URL, Token: fakegithub.Token, Now: w.clock.Now, Sleep: w.clock.Sleep}
	return w
}

func (w *world) tracker(t *testing.T) *github.Tracker {
	t.Helper()
	tr, err := github.New(w.client, "https://github.example/acme/shop", &w.opts)
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// apply runs once, from reading to writing the file.
func (w *world) apply(t *testing.T, opts *tracker.Options) (*tracker.Plan, *tracker.Result, error) {
	t.Helper()
	tr := w.tracker(t)
	p, err := tr.Project(t.Context())
	if err != nil {
		return nil, nil, err
	}
	store, err := tracker.OpenStore(t.Context(), w.dir, p, &tracker.StoreOptions{Now: w.clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close() }() // the journal is synced
	b := backlog.New(backlog.Parse("b.md", []byte(w.src), nil))
	o, err := tracker.Observe(t.Context(), tr, p, b, store, opts)
	if err != nil {
		return nil, nil, err
	}
	plan, err := tracker.NewPlan(b, o, opts)
	if err != nil {
		return nil, nil, err
	}
	r, err := tracker.Apply(t.Context(), tr, plan, &tracker.ApplyOptions{
		Store: store, Now: w.clock.Now, Sleep: w.clock.Sleep,
		Save: func(r *tracker.Result) error {
			f := backlog.Parse("b.md", []byte(w.src), nil)
			edits, _ := f.Record(r.Record(f))
			out, err := backlog.Apply(f.Source(), edits...)
			w.src = string(out)
			return err
		},
	})
	return plan, r, err
}

func (w *world) mustApply(t *testing.T) *tracker.Result {
	t.Helper()
	_, r, err := w.apply(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	return r
}

// wantSettled makes sure that every item exists once, that the ledger says what
// the server holds, and that another run sends no write.
func (w *world) wantSettled(t *testing.T) {
	t.Helper()
	w.s.Fault = nil
	titles := make(map[string]int)
	for _, m := range w.s.Milestones {
		titles[m.Title]++
	}
	for _, i := range w.s.Issues {
		if i.PullRequest == nil {
			titles[i.Title]++
		}
	}
	f := backlog.Parse("b.md", []byte(w.src), nil)
	for _, e := range f.Epics() {
		if titles[e.Milestone] != 1 {
			t.Errorf("%d milestones %q", titles[e.Milestone], e.Milestone)
		}
	}
	for _, s := range f.Stories() {
		if title := string(s.ID) + " " + s.Title; titles[title] != 1 {
			t.Errorf("%d issues %q", titles[title], title)
		}
	}
	for _, e := range f.Evidence() {
		if got := w.recorded(e); got != e.CreatedAt+" "+e.Responsible {
			t.Errorf("the ledger has %s for %s, the server %s", e.CreatedAt+" "+e.Responsible, e.ID, got)
		}
	}
	if len(f.Evidence()) != len(f.Epics())+len(f.Stories()) {
		t.Errorf("%d rows of evidence:\n%s", len(f.Evidence()), w.src)
	}
	w.s.Forget()
	plan, _, err := w.apply(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(plan.Summary.String(), "No changes.") || w.s.Writes() > 0 {
		t.Errorf("another run: %s, %d writes %+v", plan.Summary, w.s.Writes(), plan.Changes)
	}
}

func (w *world) recorded(e *backlog.Evidence) string {
	for _, m := range w.s.Milestones {
		if m.HTMLURL == e.URL {
			return m.CreatedAt + " " + m.Creator.Login
		}
	}
	for _, i := range w.s.Issues {
		if i.HTMLURL == e.URL {
			return i.CreatedAt + " " + i.User.Login
		}
	}
	return "nothing at " + e.URL
}

// onWrite misbehaves at the n-th write, once.
func onWrite(n int, f *fakegithub.Fault) func(*fakegithub.Request) *fakegithub.Fault {
	seen := 0
	return func(r *fakegithub.Request) *fakegithub.Fault {
		if !r.Write() {
			return nil
		}
		if seen++; seen == n {
			return f
		}
		return nil
	}
}

func message(text string) string {
	return fmt.Sprintf(`{"message":%q,"documentation_url":"https://docs.github.com/rest","status":"403"}`, text)
}
