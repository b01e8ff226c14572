package reconcile_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"pgregory.net/rapid"
)

// A sharer is a backlog of a [sharedWorld]: two epics with stories that have IDs, or
// none.
type sharer struct {
	number int
	path   string // from the root
	shared bool   // where its ledger is to be
	ids    bool
	epics  [2][]sharedStory

	gone  int             // stories that were deleted and are still open
	moved string          // the path that it was registered under, if that is another one
	rows  map[string]bool // IDs that the shared ledger has under its heading
}

// A sharedStory is told apart by its number, whatever its title.
type sharedStory struct{ n, title int }

func (s *sharer) id(x sharedStory) string {
	if s.ids {
		return fmt.Sprintf("AB-%d", x.n)
	}
	return spelled(x.n) + "-" + spelled(x.n) + "s"
}

func (s *sharer) line(x sharedStory) string {
	if s.ids {
		return fmt.Sprintf("- [ ] AB-%d %s of the title %s\n", x.n, spelled(x.n), spelled(x.title))
	}
	return fmt.Sprintf("- [ ] %s %ss\n", spelled(x.n), spelled(x.n))
}

// spelled returns a number as a word, which looks like no ID.
func spelled(n int) string {
	var word strings.Builder
	word.WriteString("z")
	for _, digit := range strconv.Itoa(n) {
		word.WriteString(string("bcdfghklmn"[digit-'0']) + "o")
	}
	return word.String()
}

// A sharedWorld is a repository in which backlogs may keep their ledgers in
// docs/EVIDENCE.md, and the project that they are registered in.
type sharedWorld struct {
	t       *rapid.T
	m       *memory
	root    string
	state   string
	preface string // what people wrote into the ledger
	files   []*sharer
	stories int
}

func (w *sharedWorld) name(s *sharer) string {
	return filepath.Join(w.root, filepath.FromSlash(s.path))
}

// read returns the text of a file, "" if there is none.
func (w *sharedWorld) read(name string) string {
	data, err := os.ReadFile(name)
	if err != nil && !os.IsNotExist(err) {
		w.t.Fatal(err)
	}
	return string(data)
}

func (w *sharedWorld) ledger() string { return w.read(filepath.Join(w.root, "docs", "EVIDENCE.md")) }

// write writes a backlog as a person edits it: what stands in it below the items stays.
func (w *sharedWorld) write(s *sharer) {
	place := "file"
	if s.shared {
		place = "/docs/EVIDENCE.md"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "---\nledger: %s\n---\n\n# Backlog of %d\n", place, s.number)
	for i, stories := range s.epics {
		fmt.Fprintf(&b, "\n## Epic %d: Part %d of %d\n\n", i+1, i+1, s.number)
		for _, x := range stories {
			b.WriteString(s.line(x))
		}
	}
	if _, own, ok := strings.Cut(w.read(w.name(s)), "\n## Evidence ledger"); ok {
		b.WriteString("\n## Evidence ledger" + own)
	}
	if err := os.WriteFile(w.name(s), []byte(b.String()), 0o666); err != nil {
		w.t.Fatal(err)
	}
}

func (w *sharedWorld) newStory() sharedStory {
	w.stories++
	return sharedStory{n: w.stories}
}

// edit is what a person does to one backlog.
func (w *sharedWorld) edit(s *sharer) {
	e := rapid.IntRange(0, 1).Draw(w.t, "epic")
	at := rapid.IntRange(0, len(s.epics[e])-1).Draw(w.t, "story")
	switch rapid.SampledFrom([]string{"add", "delete", "retitle", "reorder", "ledger", "move"}).Draw(w.t, "edit") {
	case "add":
		s.epics[e] = slices.Insert(s.epics[e], at, w.newStory())
	case "delete":
		if len(s.epics[e]) > 1 && s.gone < 3 {
			s.epics[e] = slices.Delete(s.epics[e], at, at+1)
			s.gone++
		}
	case "retitle":
		s.epics[e][at].title++
	case "reorder":
		s.epics[e] = append(s.epics[e][at:len(s.epics[e]):len(s.epics[e])], s.epics[e][:at]...)
	case "ledger":
		s.shared = !s.shared
		if !s.shared {
			s.rows = nil // they stay there, and nobody asks for them
		}
	case "move":
		if s.moved == "" {
			now := filepath.Join(w.root, fmt.Sprintf("moved-%d.md", w.stories))
			if _, err := os.Lstat(now); err == nil {
				return
			}
			if err := os.Rename(w.name(s), now); err != nil {
				w.t.Fatal(err)
			}
			s.moved, s.path = s.path, filepath.Base(now)
		}
	}
	w.write(s)
}

// sync registers backlogs in one run.
func (w *sharedWorld) sync(opts reconcile.Options, files ...*sharer) *reconcile.Synced {
	var names []string
	for _, s := range files {
		names = append(names, w.name(s))
	}
	s, err := reconcile.Sync(context.Background(), w.m, names, &reconcile.SyncOptions{State: w.state, Plan: opts, Now: w.m.clock.Now, Sleep: w.m.clock.Sleep})
	if err == nil {
		err = s.Err()
	}
	if err == nil && s.Plan.Summary.Conflicts > 0 {
		err = fmt.Errorf("conflicts: %+v", s.Plan.Changes)
	}
	if err != nil {
		w.t.Fatalf("%v: %v\n%s", names, err, w.all())
	}
	return s
}

// all is what all files hold.
func (w *sharedWorld) all() string {
	var text strings.Builder
	text.WriteString("EVIDENCE.md:\n" + w.ledger())
	for _, s := range w.files {
		text.WriteString("\n" + s.path + ":\n" + w.read(w.name(s)))
	}
	return text.String()
}

// apply registers everything: what was moved alone, the rest together.
func (w *sharedWorld) apply() {
	prune := rapid.Bool().Draw(w.t, "prune")
	var together []*sharer
	for _, s := range w.files {
		if s.moved == "" {
			together = append(together, s)
			continue
		}
		before := w.others(s.path, s.moved)
		w.sync(reconcile.Options{MovedFrom: s.moved, Prune: prune}, s)
		if after := w.others(s.path, s.moved); after != before {
			w.t.Fatalf("the sections of others were\n%s\nand are\n%s", before, after)
		}
		s.moved = ""
	}
	if len(together) > 0 {
		w.sync(reconcile.Options{Prune: prune}, together...)
	}
	if prune {
		for _, s := range w.files {
			s.gone = 0
		}
	}
	before := w.all()
	if s := w.sync(reconcile.Options{Prune: prune}, w.files...); !s.Plan.Summary.Idle() || w.all() != before {
		w.t.Fatalf("again: %s %+v\nfrom\n%s\nto\n%s", s.Plan.Summary, s.Plan.Changes, before, w.all())
	}
}

// sections returns the texts below the headings of the ledger, by path.
func (w *sharedWorld) sections() map[string]string {
	sections := make(map[string]string)
	ledger := w.ledger()
	if !strings.HasPrefix(ledger, w.preface) {
		w.t.Fatalf("the ledger lost what people wrote:\n%s", ledger)
	}
	for i, part := range strings.Split(ledger, "\n## `../") {
		path, text, _ := strings.Cut(part, "`\n")
		if _, twice := sections[path]; twice {
			w.t.Fatalf("%s has two sections:\n%s", path, ledger)
		}
		if i > 0 {
			sections[path] = text
		}
	}
	return sections
}

// others are the sections that are not of these paths.
func (w *sharedWorld) others(paths ...string) string {
	sections := w.sections()
	var text strings.Builder
	for _, path := range slices.Sorted(maps.Keys(sections)) {
		if !slices.Contains(paths, path) {
			text.WriteString(path + strings.TrimRight(sections[path], "\n"))
		}
	}
	return text.String()
}

// check makes sure that nothing is lost and nothing is there twice.
func (w *sharedWorld) check() {
	titles := make(map[string]int)
	for _, x := range w.m.all() {
		if x.Kind == tracker.KindIssue {
			for word := range strings.FieldsSeq(x.Title) {
				if strings.HasPrefix(word, "z") {
					titles[word]++
					break
				}
			}
		}
	}
	for title, n := range titles {
		if n != 1 {
			w.t.Fatalf("%d issues %q", n, title)
		}
	}
	sections := w.sections()
	for _, s := range w.files {
		rows := make(map[string]int)
		for line := range strings.Lines(sections[s.path]) {
			if cells := strings.Split(line, "|"); len(cells) > 2 && strings.TrimSpace(cells[1]) == "Issue" {
				rows[strings.TrimSpace(cells[2])]++
			}
		}
		if !s.shared {
			rows = make(map[string]int)
			f, _ := reconcile.NewDiskFile(w.name(s))
			if err := f.Read(); err != nil {
				w.t.Fatal(err)
			}
			for _, e := range f.File().Evidence() {
				if e.Kind == backlog.KindIssue {
					rows[string(e.ID)]++
				}
			}
		}
		for _, x := range slices.Concat(s.epics[0], s.epics[1]) {
			if id := s.id(x); rows[id] != 1 || titles[spelled(x.n)] != 1 {
				w.t.Fatalf("%s has %d rows in %s, and %d issues\n%s", id, rows[id], s.path, titles[spelled(x.n)], w.all())
			}
		}
		for id := range s.rows {
			if rows[id] != 1 {
				w.t.Fatalf("%s: the row of %s is lost\n%s", s.path, id, w.all())
			}
		}
		if s.rows = make(map[string]bool); s.shared {
			for id := range rows {
				s.rows[id] = true
			}
		}
	}
}

// TestSharedLedgerWorld edits backlogs by chance, some of which share a ledger, and
// registers them in between. Nothing is registered twice, no row is lost or there
// twice, each stands under the heading of its file, and registering again changes
// no byte.
func TestSharedLedgerWorld(t *testing.T) {
	outer := t
	outer.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := &sharedWorld{t: t, m: newMemory(), root: outer.TempDir(), state: outer.TempDir()}
		for _, dir := range []string{".git", "docs", "sub"} {
			if err := os.Mkdir(filepath.Join(w.root, dir), 0o777); err != nil {
				t.Fatal(err)
			}
		}
		if rapid.Bool().Draw(t, "preface") {
			w.preface = "# Audit\n\nBy people.\n"
			if err := os.WriteFile(filepath.Join(w.root, "docs", "EVIDENCE.md"), []byte(w.preface), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		for i, path := range []string{"a.md", "sub/b.md", "c.md"} {
			s := &sharer{number: i + 1, path: path, shared: rapid.Bool().Draw(t, "shared"), ids: rapid.Bool().Draw(t, "ids")}
			s.epics = [2][]sharedStory{{w.newStory(), w.newStory()}, {w.newStory()}}
			w.files = append(w.files, s)
			w.write(s)
		}
		for range rapid.IntRange(1, 3).Draw(t, "rounds") {
			w.apply()
			w.check()
			for range rapid.IntRange(1, 4).Draw(t, "edits") {
				w.edit(rapid.SampledFrom(w.files).Draw(t, "file"))
			}
		}
		w.apply()
		w.check()
	})
}
