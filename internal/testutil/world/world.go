// Package world is what the tests of the engine, of evidence and of the adapters
// share: a backlog file, a project that it is registered in, and a clock.
package world

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/testutil/clock"
	"github.com/backlogsync/backlogsync/internal/testutil/fakeserver"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// Small is a backlog of two epics and four stories: six writes.
const Small = `# Plan

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

// SmallWithLedger is the same with a ledger that has one row so far.
const SmallWithLedger = Small + `
## Evidence

| Type  | Identifier | URL | UTC date | Responsible | Status |
| ----- | ---------- | --- | -------- | ----------- | ------ |
| Issue | US-1.1     |     |          |             | ⬜     |
`

// A World is a backlog file, b.md, and where it is registered.
type World struct {
	Clock  *clock.Clock
	Src    string
	Dir    string // of the store
	Files  fs.FS  // what is beside the file, such as its source; nil: nothing
	Server *fakeserver.Server
	Memory *trackertest.Memory // see [InMemory]

	// Accepted is how many items are to differ from the file as agreed once all
	// is done.
	Accepted int

	// Open opens the tracker, as another process would each time. Held lists
	// what the server holds, of everybody.
	Open func(t *testing.T) tracker.Tracker
	Held func() []Item

	Sees    tracker.Tracker  // what the engine works on in place of what Open returns; nil: that
	Project *tracker.Project // as the last run saw it
}

// An Item is what the server holds of a milestone or an issue, with what the
// ledger is to say of it.
type Item struct {
	Title, URL, CreatedAt, Responsible string
}

// New makes a world with an empty store. The caller sets Server, Open and Held.
func New(t *testing.T, src string) *World {
	t.Helper()
	return &World{Clock: clock.New(), Src: src, Dir: t.TempDir()}
}

// WantSettled makes sure that every item exists once, that the ledger says what
// the server holds, and that another run sends no write.
func (w *World) WantSettled(t *testing.T) {
	t.Helper()
	w.Server.Fault = nil
	titles, rows := make(map[string]int), make(map[string]string)
	for _, x := range w.Held() {
		titles[x.Title]++
		rows[x.URL] = x.CreatedAt + " " + x.Responsible
	}
	f := backlog.Parse("b.md", []byte(w.Src), nil)
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
		if got := e.CreatedAt + " " + e.Responsible; got != rows[e.URL] {
			t.Errorf("the ledger has %q for %s, the server %q at %q", got, e.ID, rows[e.URL], e.URL)
		}
	}
	if len(f.Evidence()) != len(f.Epics())+len(f.Stories()) {
		t.Errorf("%d rows of evidence:\n%s", len(f.Evidence()), w.Src)
	}
	w.Server.Forget()
	plan, _, err := w.Apply(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s := plan.Summary; !s.Idle() || !strings.HasPrefix(s.String(), "No changes") || s.Accepted != w.Accepted || w.Server.Writes() > 0 {
		t.Errorf("another run: %s, %d writes %+v", plan.Summary, w.Server.Writes(), plan.Changes)
	}
}

// OnWrite misbehaves at the n-th write, once.
func OnWrite(n int, f *fakeserver.Fault) func(*fakeserver.Request) *fakeserver.Fault {
	seen := 0
	return func(r *fakeserver.Request) *fakeserver.Fault {
		if !r.Write() {
			return nil
		}
		if seen++; seen == n {
			return f
		}
		return nil
	}
}
