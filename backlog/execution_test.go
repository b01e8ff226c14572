package backlog_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/google/go-cmp/cmp"
)

const (
	sourceName    = "docs/planning/BACKLOG_V2_EPICS_AND_STORIES.md"
	executionName = "docs/planning/BACKLOG_V2_GITHUB_EXECUTION.md"
)

var day = time.Date(2026, 2, 21, 9, 0, 0, 0, time.UTC)

// pairOf parses a source and, if there is one, its execution file.
func pairOf(source, execution []byte) (s, e *backlog.File) {
	fsys := fstest.MapFS{sourceName: {Data: source}, executionName: {Data: execution}}
	parse := func(name string, src []byte) *backlog.File {
		return backlog.Parse(name, src, &backlog.Options{Path: name, FS: fsys, Rooted: true})
	}
	return parse(sourceName, source), parse(executionName, execution)
}

func derive(t interface {
	Helper()
	Fatal(...any)
}, source []byte) []byte {
	t.Helper()
	s, _ := pairOf(source, nil)
	out, err := backlog.Derive(s, &backlog.DeriveOptions{Path: executionName, Date: day})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func bringUp(t interface {
	Helper()
	Fatal(...any)
	Errorf(string, ...any)
}, source, execution []byte) ([]byte, backlog.Findings) {
	t.Helper()
	s, e := pairOf(source, execution)
	out, gone, err := backlog.Update(e, s, &backlog.DeriveOptions{Path: executionName, Date: day.AddDate(0, 0, 9)})
	if err != nil {
		t.Fatal(err)
	}
	again, _, err := backlog.Update(parseExecution(source, out), s, &backlog.DeriveOptions{Path: executionName, Date: day.AddDate(0, 0, 99)})
	if err != nil || !bytes.Equal(again, out) {
		t.Errorf("a second update changes something: %v\n%s", err, cmp.Diff(string(out), string(again)))
	}
	return out, gone
}

func parseExecution(source, execution []byte) *backlog.File {
	_, e := pairOf(source, execution)
	return e
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// The founding pair was made by hand: what is derived differs from it in what
// its source titles differently, the owner, and the declared meaning of boxes.
func TestDeriveFounding(t *testing.T) {
	t.Parallel()
	source := read(t, "../examples/docs/planning/BACKLOG_V2_EPICS_AND_STORIES.md")
	founding := string(read(t, "../examples/BACKLOG_V2_GITHUB_EXECUTION.md"))
	got := string(derive(t, source))
	for _, r := range [][2]string{
		{"Owner:\n", "Owner: dunay2\n"}, {"checkbox: registered\n", ""},
		{"Execution Planning (sin ejecución)", "Execution Planning"}, {"Cost & Guardrails (plugin)", "Cost & Guardrails"},
		{"Plugin Runtime (crítica)", "Plugin Runtime"},
	} {
		if !strings.Contains(got, r[0]) {
			t.Errorf("%q is not in the derived file", r[0])
		}
		got = strings.ReplaceAll(got, r[0], r[1])
	}
	words := func(s string) []string {
		s = strings.NewReplacer("-", "", "|", " ").Replace(s) // widths of columns
		return strings.Fields(s)
	}
	if diff := cmp.Diff(words(founding), words(got)); diff != "" {
		t.Errorf("(-founding +derived):\n%s", diff)
	}
	f := parseExecution(source, derive(t, source))
	if f.Kind() != backlog.FileExecution || f.Language() != "es" || len(f.Epics()) != 10 || len(f.Stories()) != 26 || len(f.Evidence()) != 36 {
		t.Errorf("kind %s, language %s, %d epics, %d stories, %d rows", f.Kind(), f.Language(), len(f.Epics()), len(f.Stories()), len(f.Evidence()))
	}
	if findings := f.Check(); len(findings) > 0 {
		t.Errorf("findings %v", findings)
	}
}

// The founding file itself is brought up to date like a derived one.
func TestUpdateFounding(t *testing.T) {
	t.Parallel()
	source := read(t, "../examples/docs/planning/BACKLOG_V2_EPICS_AND_STORIES.md")
	founding := read(t, "../examples/BACKLOG_V2_GITHUB_EXECUTION.md")
	out, gone := bringUp(t, source, founding)
	if len(gone) > 0 {
		t.Errorf("gone: %v", gone)
	}
	for _, line := range []string{"### ÉPICA 2 — Execution Planning (sin ejecución)", "EPICA-6 Plugin Runtime (crítica)", "Last-updated: 2026-03-02"} {
		if !bytes.Contains(out, []byte(line)) {
			t.Errorf("%q is not in the file", line)
		}
	}
	if s := parseExecution(source, out).Check(); len(s) > 0 {
		t.Errorf("findings: %v", s)
	}
}

func TestDeriveRefuses(t *testing.T) {
	t.Parallel()
	refuse := func(want error, source, execution string) {
		t.Helper()
		s, e := pairOf([]byte(source), []byte(execution))
		_, _, err := backlog.Update(e, s, nil)
		if !errors.Is(err, want) {
			t.Errorf("update of %q: %v, want %v", execution, err, want)
		}
	}
	const source = "# B\n\n## Epic 1: Login\n\n### US-1.1: Sign in\n"
	execution := string(derive(t, []byte(source)))
	refuse(backlog.ErrNotExecution, source, "# Notes\n")
	refuse(backlog.ErrNotExecution, source, "")
	refuse(backlog.ErrOtherSource, source, strings.Replace(execution, sourceName, "docs/other.md", 1))
	refuse(backlog.ErrOtherSource, source, strings.Replace(execution, "Source-of-truth: "+sourceName+"\n", "", 1))
	refuse(backlog.ErrNoItems, "# Nothing\n", execution)
	s, _ := pairOf([]byte("# Nothing here\n\nText.\n"), nil)
	if _, err := backlog.Derive(s, nil); !errors.Is(err, backlog.ErrNoItems) {
		t.Errorf("derive of a file without items: %v", err)
	}
	s, _ = pairOf([]byte(source+"\n### US-1.1: Sign out\n"), nil)
	invalid := (*backlog.InvalidError)(nil)
	if _, err := backlog.Derive(s, nil); !errors.As(err, &invalid) {
		t.Errorf("derive of a file with an ID twice: %v", err)
	}
}

// What the source drops is not planned, and what it drops later is reported.
func TestDeriveDropped(t *testing.T) {
	t.Parallel()
	const source = "# B\n\n## Epic 1: Login\n\n- [ ] US-1.1 Sign in\n- [-] US-1.2 Sign by fax\n- [ ] US-1.3 Sign out\n"
	execution := derive(t, []byte(source))
	if f := parseExecution([]byte(source), execution); len(f.Stories()) != 2 || len(f.Evidence()) != 3 || len(f.Check()) > 0 {
		t.Errorf("%d stories, findings %v", len(f.Stories()), f.Check())
	}
	out, gone := bringUp(t, []byte(strings.Replace(source, "- [ ] US-1.3", "- [-] US-1.3", 1)), execution)
	if len(gone) != 1 || gone[0].ID != "US-1.3" || !bytes.Equal(out, execution) {
		t.Errorf("gone %v\n%s", gone, out)
	}
}

// A milestone whose title would be lost is an error.
func TestDeriveMilestone(t *testing.T) {
	t.Parallel()
	const src = "# B\n\n| Milestone | Epic | Status |\n| - | - | - |\n| First | %[1]s | Open |\n\n## Epic: %[1]s\n\n- [ ] US-1.1 One\n"
	for title, want := range map[string]string{"Billing": "", "EPIC-2": "would not read the same"} {
		s, _ := pairOf(fmt.Appendf(nil, src, title), nil)
		if got := s.Epics()[0].Milestone; got != "First" {
			t.Fatalf("%s: the milestone of the source is %q", title, got)
		}
		_, err := backlog.Derive(s, &backlog.DeriveOptions{Path: executionName, Date: day})
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", title, err, want)
		}
	}
}
