package reconcile_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// Where two files take one item for theirs, one gets it, and the other one says so. They
// share milestones of one title.
func TestTakenOnce(t *testing.T) {
	t.Parallel()
	const b, c = "# B\n\n- [ ] US-1 Login page\n- [ ] US-4 Pay\n", "# C\n\n- [ ] US-1 Login page\n- [ ] US-2 Search\n"
	const epic = "## EPIC-1 Users\n\n"
	for what, test := range map[string]struct {
		b, c     string // "" if there is no such file
		stays    bool   // a.md is in the run, too
		unmark   bool   // a person took the markers out
		opts     reconcile.Options
		conflict string // the file of the story that does not get its issue
		create   int
		update   int
		record   int // relation lists, and milestones that are shared
	}{
		"both moved":   {b: b, c: c, opts: reconcile.Options{MovedFrom: "a.md"}, conflict: "c.md", create: 1, update: 3},
		"from a third": {b: b, stays: true, opts: reconcile.Options{MovedFrom: "a.md"}, conflict: "b.md", create: 1},
		"both adopt":   {b: b, c: c, unmark: true, opts: reconcile.Options{Adopt: true}, conflict: "c.md", create: 1, update: 2},
		"an epic": {
			b: "# B\n\n" + epic + "- [ ] US-1 Login page\n", c: "# C\n\n" + epic + "- [ ] US-2 Search\n",
			opts: reconcile.Options{MovedFrom: "a.md"}, update: 3, record: 2,
		},
		"an epic adopted": {
			b: "# B\n\n" + epic + "- [ ] US-1 Login page\n", c: "# C\n\n" + epic + "- [ ] US-2 Search\n",
			unmark: true, opts: reconcile.Options{Adopt: true}, update: 3, record: 1,
		},
		"an epic retitled": {
			b: "# B\n\n" + epic + "- [ ] US-1 Login page\n", c: "# C\n\n## EPIC-1 People\n\n- [ ] US-2 Search\n",
			opts: reconcile.Options{MovedFrom: "a.md"}, conflict: "c.md", update: 3, record: 1,
		},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			m, root := newMemory(), t.TempDir()
			write, sync := filesOf(t, m, root)
			a := write("a.md", "# A\n\n"+epic+"- [ ] US-1 Login page\n- [ ] US-2 Search\n")
			sync(reconcile.Options{}, a...)
			if test.unmark {
				for _, title := range []string{"US-1 ", "US-2 "} {
					m.edit(t, tracker.KindIssue, title, func(x *tracker.Item) { x.Body = "" })
				}
				m.edit(t, tracker.KindMilestone, "EPIC-1", func(x *tracker.Item) { x.Body = "" })
			}
			names := append(write("b.md", test.b), write("c.md", test.c)...)
			if test.stays {
				names = append(names, a...)
			} else if err := os.Remove(a[0]); err != nil {
				t.Fatal(err)
			}
			p := sync(test.opts, names...)
			conflicts := 0
			if test.conflict != "" {
				conflicts = 1
			}
			if s := p.Summary; s.Conflicts != conflicts || s.Create != test.create || s.Update != test.update || s.Record != test.record {
				t.Errorf("%s %+v", s, p.Changes)
			}
			if next := sync(reconcile.Options{}, names...).Summary; conflicts == 0 && (next.Conflicts+next.Create+next.Update+next.Record > 0) {
				t.Errorf("the next run: %s", next)
			}
			for _, c := range p.Changes {
				if c.Action == reconcile.ActionConflict && (c.Code() != "taken-twice" || filepath.Base(c.File) != test.conflict) {
					t.Errorf("%s of %s: %s", c.Code(), c.File, c.Reason)
				}
			}
		})
	}
}

// Files of one run that name one issue and write nothing to it, and those that name one of
// another's, are told as they are without each other.
func TestNamedByTwo(t *testing.T) {
	t.Parallel()
	m, root := newMemory(), t.TempDir()
	write, sync := filesOf(t, m, root)
	names := append(write("b.md", "# B\n\n- [ ] US-1 Login page\n"), write("c.md", "# C\n\n- [ ] US-7 Search\n")...)
	sync(reconcile.Options{}, names...)
	b, err := os.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	write("b.md", strings.ReplaceAll(string(b), "/issue/1", "/issue/2"))
	p := sync(reconcile.Options{}, names...)
	if c := change(t, p, reconcile.ActionConflict, "US-1"); c.Code() != "marker-of-another" || p.Summary.Conflicts != 1 {
		t.Errorf("%s %+v", p.Summary, c)
	}
	m.edit(t, tracker.KindIssue, "US-7 ", func(x *tracker.Item) { x.Body = "" })
	if p := sync(reconcile.Options{}, names...); p.Summary.Conflicts != 0 || len(p.Changes) == 0 {
		t.Errorf("%s %+v", p.Summary, p.Changes)
	}
}

// filesOf returns what writes a file and tells its name, and what carries out the plan of
// some.
func filesOf(t *testing.T, m *memory, root string) (write func(name, src string) []string, sync func(reconcile.Options, ...string) *reconcile.Plan) {
	write = func(name, src string) []string {
		if src == "" {
			return nil
		}
		name = filepath.Join(root, name)
		if err := os.WriteFile(name, []byte(src), 0o666); err != nil {
			t.Fatal(err)
		}
		return []string{name}
	}
	sync = func(opts reconcile.Options, names ...string) *reconcile.Plan {
		s, err := reconcile.Sync(t.Context(), m, names, &reconcile.SyncOptions{
			State: filepath.Join(root, "state"), Now: m.clock.Now, Sleep: m.clock.Sleep, Plan: opts,
		})
		if err != nil {
			t.Fatal(err)
		}
		return s.Plan
	}
	return write, sync
}
