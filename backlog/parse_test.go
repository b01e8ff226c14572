package backlog_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/backlogsync/backlogsync/backlog"
)

func TestParse(t *testing.T) {
	runCases(t, "testdata/parse/*.txtar", func(t *testing.T, fsys fstest.MapFS) string {
		f, err := backlog.Read(fsys, "backlog.md", "", &backlog.Options{Rooted: true})
		if err != nil {
			t.Fatal(err)
		}
		return dump(f)
	})
}

// dump prints everything that is read from a file.
func dump(f *backlog.File) string {
	var b strings.Builder
	fmt.Fprintf(&b, "kind %s, language %s, checkbox %s, scope %s\n", f.Kind(), f.Language(), f.Checkbox(), f.Scope())
	for _, e := range f.Epics() {
		fmt.Fprintf(&b, "%d:%d epic %q title %q milestone %q status %q", e.Pos.Line, e.Pos.Column, e.ID, e.Title, e.Milestone, e.Status)
		if e.Due != "" {
			fmt.Fprintf(&b, " due %q", e.Due)
		}
		fmt.Fprintf(&b, " text %q\n", e.Text)
	}
	for _, s := range f.Stories() {
		fmt.Fprintf(&b, "%d:%d story %q of %q title %q checked %s", s.Pos.Line, s.Pos.Column, s.ID, s.Epic, s.Title, truth(s.Checked))
		if s.Dropped {
			fmt.Fprint(&b, " dropped")
		}
		for _, list := range [][]string{s.Labels, s.Assignees} {
			if len(list) > 0 {
				fmt.Fprintf(&b, " %q", list)
			}
		}
		if s.Points != nil {
			fmt.Fprintf(&b, " points %v", *s.Points)
		}
		if s.Priority+s.Due != "" || len(s.DependsOn) > 0 {
			fmt.Fprintf(&b, " priority %q due %q depends %q", s.Priority, s.Due, s.DependsOn)
		}
		fmt.Fprintln(&b)
		for _, c := range s.Criteria {
			fmt.Fprintf(&b, "\tcriterion %s %q\n", truth(c.Done), c.Text)
		}
		for line := range strings.Lines(s.Text) {
			fmt.Fprintf(&b, "\t| %s\n", strings.TrimRight(line, "\n"))
		}
	}
	for _, e := range f.Evidence() {
		fmt.Fprintf(&b, "%d:%d evidence %s %q url %q at %q by %q status %q\n", e.Pos.Line, e.Pos.Column, e.Kind, e.ID, e.URL, e.CreatedAt, e.Responsible, e.Status)
	}
	for _, r := range f.Relations() {
		fmt.Fprintf(&b, "relation %q %q\n", r.Milestone, r.Issues)
	}
	return b.String()
}

func truth(b *bool) string {
	if b == nil {
		return "-"
	}
	return fmt.Sprint(*b)
}

// A line of 1 MB is one like any other.
func TestLongLine(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 1<<20)
	f := backlog.Parse("b.md", []byte("## EPIC-1 "+long+"\n\n- [ ] US-1.1 Login\n\n  "+long+"\n\n| Type | ID | URL |\n| - | - | - |\n"+
		"| Issue | US-1.1 | "+long+" |\n"), nil)
	if len(f.Epics()) != 1 || len(f.Stories()) != 1 || f.Stories()[0].Text != long || len(f.Evidence()) != 1 {
		t.Errorf("%d epics, %d stories, %d rows", len(f.Epics()), len(f.Stories()), len(f.Evidence()))
	}
	var codes []backlog.Code
	for _, x := range f.Check() {
		codes = append(codes, x.Code)
	}
	if len(codes) != 3 { // the epic has no row
		t.Errorf("findings %v", codes)
	}
	record(t, f)
}
