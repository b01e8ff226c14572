package evidence_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/evidence"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/google/go-cmp/cmp"
)

// progress prints a status: the counts of each epic, and its stories.
func progress(s *evidence.Status) string {
	var b strings.Builder
	count := func(name string, p evidence.Progress) {
		fmt.Fprintf(&b, "%s: %d stories, %d open, %d closed, %d missing, %d drifted, %d conflicts\n",
			name, p.Stories, p.Open, p.Closed, p.Missing, p.Drifted, p.Conflicts)
	}
	for _, e := range s.Epics {
		count(fmt.Sprintf("%q %s", e.ID, e.State), e.Progress)
		for _, x := range e.Stories {
			fmt.Fprintf(&b, "\t%d %s %q %s", x.Line, x.ID, x.URL, x.State)
			if x.Dropped {
				b.WriteString(" dropped")
			}
			for _, f := range x.Drift {
				fmt.Fprintf(&b, " drift of %s", f.Name)
			}
			if x.Conflict != "" {
				fmt.Fprintf(&b, " conflict of %d fields: %s", len(x.ConflictFields), x.Conflict)
			}
			b.WriteString("\n")
		}
	}
	count("total", s.Total)
	return b.String()
}

func wantProgress(t *testing.T, s *evidence.Status, want string) {
	t.Helper()
	if diff := cmp.Diff(strings.TrimLeft(want, "\n"), progress(s)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Of a tracker it is told what it holds: stories are open, closed or missing, and
// those that are dropped count for nothing.
func TestStatus(t *testing.T) {
	t.Parallel()
	w := world.InMemory(t, "# Plan\n\n## EPIC-1 Access\n\n- [ ] US-1 Log in\n- [ ] US-2 Log out\n- [ ] US-3 Register\n- [-] US-4 Fly\n\n"+
		"## EPIC-2 Pay\n\n- [ ] US-5 By card\n- [ ] US-6 By cash\n\n## Others\n\n- [ ] US-7 Alone\n")
	w.MustApply(t)
	world.Edit(t, w.Memory, tracker.KindIssue, "US-1", func(x *tracker.Item) { x.State = tracker.Closed })
	world.Edit(t, w.Memory, tracker.KindIssue, "US-2", func(x *tracker.Item) { x.Title = "US-2 Log off" })
	world.Edit(t, w.Memory, tracker.KindIssue, "US-5", func(x *tracker.Item) { x.Title = "US-5 Card" })
	w.Replace(t, "US-5 By card", "US-5 By any card")
	w.Replace(t, "US-7 Alone\n", "US-7 Alone\n- [ ] US-8 New\n")
	status := func() *evidence.Status {
		plan, err := w.Plan(t, w.Store(t), nil)
		if err != nil {
			t.Fatal(err)
		}
		return evidence.NewStatus(w.Backlog(), plan)
	}
	wantProgress(t, status(), `
"EPIC-1" open: 3 stories, 2 open, 1 closed, 0 missing, 2 drifted, 0 conflicts
	5 US-1 "https://memory.example/x/issue/1" closed drift of state
	6 US-2 "https://memory.example/x/issue/2" open drift of title
	7 US-3 "https://memory.example/x/issue/3" open
	8 US-4 ""  dropped
"EPIC-2" open: 2 stories, 2 open, 0 closed, 0 missing, 0 drifted, 1 conflicts
	12 US-5 "https://memory.example/x/issue/4" open conflict of 1 fields: changed in the file and in the tracker
	13 US-6 "https://memory.example/x/issue/5" open
"" : 2 stories, 1 open, 0 closed, 1 missing, 0 drifted, 0 conflicts
	17 US-7 "https://memory.example/x/issue/6" open
	18 US-8 "" 
total: 7 stories, 5 open, 1 closed, 1 missing, 2 drifted, 1 conflicts
`)
}

// Without a tracker the ledger tells what exists, and boxes what is closed. An
// address of a shared ledger leads from the file that it is about.
func TestStatusOffline(t *testing.T) {
	t.Parallel()
	tree := fstest.MapFS{
		"plans/b.md": {Data: []byte("# Plan\n\n<!--\ncheckbox: done\nledger: /docs/EVIDENCE.md\n-->\n\n## Epic 1: Access\n\n" +
			"- [ ] US-1 Log in\n- [x] US-2 Log out\n- [ ] US-3 Register\n- [ ] US-4 Ship\n")},
		"docs/EVIDENCE.md": {Data: []byte("# Evidence\n\n## `../plans/b.md`\n\n<!-- backlogsync:ledger -->\n\n" +
			"| Type | Identifier | URL | UTC date | Responsible | Registered |\n| - | - | - | - | - | - |\n" +
			"| Issue | US-1 | tracker/issues/1.md | 2026-02-15T19:53:36Z | ana | ✅ |\n| Issue | US-2 | https://x.example/2 | 2026-02-15T19:53:36Z | ana | ✅ |\n" +
			"| Issue | US-4 | /issues/4 | 2026-02-15T19:53:36Z | ana | ✅ |\n")},
	}
	f, err := backlog.Read(tree, "plans/b.md", "", &backlog.Options{Rooted: true})
	if err != nil {
		t.Fatal(err)
	}
	b := backlog.New(f)
	plan, err := reconcile.NewPlan(b, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	wantProgress(t, evidence.NewStatus(b, plan), `
"EPIC-1" : 4 stories, 3 open, 1 closed, 0 missing, 0 drifted, 0 conflicts
	10 US-1 "../docs/tracker/issues/1.md" open
	11 US-2 "https://x.example/2" closed
	12 US-3 "" open
	13 US-4 "/issues/4" open
total: 4 stories, 3 open, 1 closed, 0 missing, 0 drifted, 0 conflicts
`)
}

// Where a ticked box means registered, it says nothing of what is closed, and an
// address of the file's own ledger is told as it is written.
func TestStatusOfRegistered(t *testing.T) {
	t.Parallel()
	f := backlog.Parse("b.md", []byte("# Plan\n\n<!--\ncheckbox: registered\n-->\n\n## Epic 1: Access\n\n- [x] US-1 Log in\n- [ ] US-2 Log out\n\n"+
		"## Evidence\n\n<!-- backlogsync:ledger -->\n\n| Type | Identifier | URL | UTC date | Responsible | Registered |\n| - | - | - | - | - | - |\n"+
		"| Issue | US-1 | ./t/issues/1.md | 2026-02-15T19:53:36Z | ana | ✅ |\n"), nil)
	b := backlog.New(f)
	plan, err := reconcile.NewPlan(b, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	wantProgress(t, evidence.NewStatus(b, plan), `
"EPIC-1" : 2 stories, 1 open, 0 closed, 1 missing, 0 drifted, 0 conflicts
	9 US-1 "./t/issues/1.md" open
	10 US-2 "" 
total: 2 stories, 1 open, 0 closed, 1 missing, 0 drifted, 0 conflicts
`)
}
