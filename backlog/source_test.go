package backlog_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/google/go-cmp/cmp"
)

// readTwo reads an execution file whose source stands beside it.
func readTwo(t *testing.T, execution, source string) *backlog.File {
	t.Helper()
	f, err := backlog.Read(fstest.MapFS{
		"docs/b.md":      {Data: []byte("<!--\nSource-of-truth: docs/source.md\n-->\n\n" + execution)},
		"docs/source.md": {Data: []byte(source)},
	}, "docs/b.md", "", &backlog.Options{Rooted: true})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestSource says which of the two files each field comes from: texts from the
// source, where it has one, all else from the file itself, where that has it.
func TestSource(t *testing.T) {
	t.Parallel()
	const own = "# Plan\n\n## Epic 1: Access\n\nOwn epic.\n\n### US-1.1 Login\n\n- Priority: high\n- Points: 3\n- Due: 2026-03-01\n- Labels: web\n" +
		"- Assignees: @ana\n- Depends on: US-1.2\n\nOwn text.\n\n#### Acceptance criteria\n\n- [ ] Own criterion\n\n### US-1.2 Logout\n"
	const bare = "# Plan\n\n## Epic 1: Access\n\n### US-1.1 Login\n\n### US-1.2 Logout\n"
	const other = "# Plan\n\n## Epic 1: Access\n\nTheir epic.\n\n### US-1.1 Login\n\n- Priority: low\n- Points: 5\n- Due: 2026-04-01\n- Labels: api\n" +
		"- Assignees: @bob\n- Depends on: US-1.3\n\nTheir text.\n\n#### Acceptance criteria\n\n- [ ] Their criterion\n\n### US-1.2 Logout\n"
	type fields struct {
		Epic, Text, Priority, Due            string
		Points                               *float64
		Labels, Assignees, DependsOn, Second []string
	}
	of := func(f *backlog.File) fields {
		s := f.Stories()[0]
		got := fields{
			Epic: f.Epics()[0].Text, Text: s.Text, Priority: s.Priority, Points: s.Points, Due: s.Due,
			Labels: s.Labels, Assignees: s.Assignees,
		}
		for _, id := range s.DependsOn {
			got.DependsOn = append(got.DependsOn, string(id))
		}
		for _, c := range s.Criteria {
			got.Second = append(got.Second, c.Text)
		}
		return got
	}
	mine, theirs := of(readTwo(t, own, bare)), of(readTwo(t, bare, other))
	for name, c := range map[string]fields{"own": mine, "theirs": theirs} {
		if c.Epic == "" || c.Text == "" || c.Priority == "" || c.Points == nil || c.Due == "" || slices.ContainsFunc(
			[][]string{c.Labels, c.Assignees, c.DependsOn, c.Second}, func(s []string) bool { return len(s) == 0 }) {
			t.Errorf("%s: a field is empty: %+v", name, c)
		}
	}
	want := mine
	want.Epic, want.Text = theirs.Epic, theirs.Text
	if diff := cmp.Diff(want, of(readTwo(t, own, other))); diff != "" {
		t.Errorf("where both have all (-want +got):\n%s", diff)
	}
}

// TestDeclaredSource says what is made of a source that a file declares.
func TestDeclaredSource(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{
		"docs/source.md": {Data: []byte("# Plan\n\n### US-1.1 Login\n\nTheirs.\n")},
		"docs/more.md":   {Data: []byte("# Plan\n\n### US-1.1 Sign in\n\n### US-1.2 Logout\n")},
		"docs/less.md":   {Data: []byte("# Plan\n\n### US-1.3 Profile\n")},
		"docs/drop.md":   {Data: []byte("# Plan\n\n### US-1.1 Login\n\nStatus: cancelled\n")},
		"docs/none.md":   {Data: []byte("Nothing.\n")},
		"docs/latin.md":  {Data: []byte("# Plan\n\n### US-1.1 Acci\xf3n\n")},
		"../outside.md":  {Data: []byte("# Plan\n\n### US-1.1 Login\n\nTheirs.\n")},
	}
	for declared, want := range map[string]struct {
		scope   string
		missing bool
		text    string
		said    []string // in the findings, in this order
	}{
		"docs/source.md":     {"docs/source.md", false, "Theirs.", nil},
		"/docs/source.md":    {"docs/source.md", false, "Theirs.", nil},
		"`docs/source.md`":   {"docs/source.md", false, "Theirs.", nil},
		"source.md":          {"docs/source.md", false, "Theirs.", nil},
		"docs/b.md":          {"docs/b.md", false, "", nil},
		"https://h/other.md": {"docs/b.md", false, "", nil},
		"../../outside.md":   {"../outside.md", true, "", []string{"it is outside the repository"}},
		"docs/nothing.md":    {"docs/nothing.md", true, "", []string{"cannot be read (file does not exist); texts in the tracker are left as they are"}},
		"docs/latin.md":      {"docs/latin.md", true, "", []string{"it is not UTF-8"}},
		"docs/none.md":       {"docs/none.md", false, "", []string{"has no epics or stories"}},
		"docs/more.md":       {"docs/more.md", false, "", []string{"US-1.2 is in the Source-of-truth", `titled "Login" here and "Sign in"`}},
		"docs/drop.md":       {"docs/drop.md", false, "Status: cancelled", []string{"US-1.1 \"Login\" is dropped in the Source-of-truth"}},
		"docs/less.md":       {"docs/less.md", false, "", []string{"US-1.3 is in the Source-of-truth", "US-1.1 \"Login\" is not in the Source-of-truth"}},
	} {
		fsys := maps.Clone(fsys)
		fsys["docs/b.md"] = &fstest.MapFile{Data: []byte("<!--\nSource-of-truth: " + declared + "\n-->\n\n# Plan\n\n- [ ] US-1.1 Login\n")}
		f, err := backlog.Read(fsys, "docs/b.md", "", &backlog.Options{Rooted: true})
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, x := range f.Check() {
			said = append(said, x.Message)
		}
		if f.Scope() != want.scope || f.SourceMissing() != want.missing || f.Stories()[0].Text != want.text || len(said) != len(want.said) {
			t.Errorf("%s: scope %s, missing %t, text %q, findings %q", declared, f.Scope(), f.SourceMissing(), f.Stories()[0].Text, said)
			continue
		}
		for i, text := range want.said {
			if !strings.Contains(said[i], text) {
				t.Errorf("%s: %q lacks %q", declared, said[i], text)
			}
		}
	}
}

// A source is read as is declared for its path, not as the file that names it; what
// fits a line of the source is used.
func TestSourceRead(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{
		"docs/b.md":      {Data: []byte("<!--\nSource-of-truth: docs/source.md\n-->\n\n## Epic 1: Access\n\n- [ ] Log in\n")},
		"docs/source.md": {Data: []byte("# Notes\n\n## Access\n\nThings people say.\n\n+ Log in\n\n  By name.\n")},
	}
	d := &backlog.Declaration{Stories: []string{"+ {title}"}}
	findings := func(opts *backlog.Options) string {
		opts.Rooted = true
		f, err := backlog.Read(fsys, "docs/b.md", "", opts)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, x := range backlog.New(f).Check() {
			all = append(all, x.String())
		}
		return strings.Join(all, "\n")
	}
	asked := ""
	declared := func(path string) (*backlog.Declaration, error) {
		asked = path
		return d, nil
	}
	if got := findings(&backlog.Options{SourceRead: declared}); strings.Contains(got, "log-in") || asked != "docs/source.md" {
		t.Errorf("declared for %q: %s", asked, got)
	}
	if got := findings(&backlog.Options{}); !strings.Contains(got, "has no epics or stories") {
		t.Errorf("not declared: %s", got)
	}
	if got := findings(&backlog.Options{SourceRead: declared, DefaultRead: d}); strings.Contains(got, string(backlog.CodeUnusedPattern)) {
		t.Errorf("the pattern fits in the source: %s", got)
	}
	broken := func(string) (*backlog.Declaration, error) { return nil, errors.New("line 3 is broken") }
	if got := findings(&backlog.Options{SourceRead: broken}); !strings.Contains(got, "docs/source.md cannot be read (line 3 is broken)") {
		t.Errorf("broken: %s", got)
	}
}
