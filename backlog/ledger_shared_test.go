package backlog_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/backlogsync/backlogsync/backlog"
)

// sharing is a backlog that keeps its ledger in docs/EVIDENCE.md.
const sharing = `# Plan

<!--
checkbox: registered
ledger: docs/EVIDENCE.md
-->

## Epic 1: Access

- [ ] US-1.1 Login
- [ ] US-1.2 Logout
`

// inRepository parses a file of a repository.
func inRepository(t *testing.T, tree fstest.MapFS, name string) *backlog.File {
	t.Helper()
	f, err := backlog.Read(tree, name, "", &backlog.Options{Rooted: true})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// repository returns files by name.
func repository(files map[string]string) fstest.MapFS {
	tree := make(fstest.MapFS)
	for name, text := range files {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return tree
}

// recordBoth records what r says in a file and in the ledger that it shares, and
// returns the latter.
func recordBoth(t *testing.T, tree fstest.MapFS, name string, r backlog.Record) string {
	t.Helper()
	f := inRepository(t, tree, name)
	for path, record := range map[string]func(backlog.Record) ([]backlog.Edit, backlog.Findings){name: f.Record, f.Ledger(): f.RecordLedger} {
		var src []byte
		if old := tree[path]; old != nil {
			src = old.Data
		}
		edits, findings := record(r)
		if len(findings) > 0 {
			t.Errorf("%s: %v", path, findings)
		}
		out, err := backlog.Apply(src, edits...)
		if err != nil {
			t.Fatal(err)
		}
		checkOutside(t, src, out, edits)
		tree[path] = &fstest.MapFile{Data: out}
	}
	return string(tree[f.Ledger()].Data)
}

// A shared ledger gets a heading for each backlog, with the path from its own folder,
// and what stands under that is what the backlog has recorded.
func TestSharedLedger(t *testing.T) {
	t.Parallel()
	other := strings.NewReplacer("docs/EVIDENCE.md", "/docs/EVIDENCE.md", "US-", "AB-").Replace(sharing)
	tree := repository(map[string]string{"PLAN.md": sharing, "more/b.md": other})
	r := recordOf(inRepository(t, tree, "PLAN.md"))
	r.Relations = []backlog.Relation{{Milestone: "EPIC-1", Issues: []backlog.ID{"US-1.1", "US-1.2"}}}
	first := recordBoth(t, tree, "PLAN.md", r)
	for _, want := range []string{
		"# Evidence ledger\n\n## `../PLAN.md`\n\n| Type ", "| US-1.2 ",
		"\n\n### Relation Milestone ← Issues\n\n- EPIC-1 ← [US-1.1](",
	} {
		if !strings.Contains(first, want) {
			t.Errorf("%q is not in\n%s", want, first)
		}
	}
	if text := string(tree["PLAN.md"].Data); strings.Contains(text, "|") || strings.Count(text, "- [x] ") != 2 {
		t.Errorf("the file itself has become\n%s", text)
	}

	both := recordBoth(t, tree, "more/b.md", recordOf(inRepository(t, tree, "more/b.md")))
	if !strings.HasPrefix(both, first+"\n## `../more/b.md`\n\n| Type ") {
		t.Errorf("another file makes it\n%s", both)
	}
	f := inRepository(t, tree, "PLAN.md")
	if again, _ := f.RecordLedger(r); len(again) > 0 || len(f.Check()) > 0 {
		t.Errorf("recording again edits %v; findings %v", again, f.Check())
	}
	if n := len(f.Evidence()); n != 3 || len(f.Relations()) != 1 || f.Evidence()[0].Pos.String() != "docs/EVIDENCE.md:7:1" {
		t.Errorf("%d rows, the first at %s, relations %v", n, f.Evidence()[0].Pos, f.Relations())
	}

	// A new story gets its row where the others of its file are.
	tree["PLAN.md"].Data = append(tree["PLAN.md"].Data, "- [ ] US-1.3 Reset\n"...)
	grown := recordBoth(t, tree, "PLAN.md", recordOf(inRepository(t, tree, "PLAN.md")))
	_, below, _ := strings.Cut(both, "## `../more/b.md`")
	if head, found := strings.CutSuffix(grown, "## `../more/b.md`"+below); !found || !strings.Contains(head, "| US-1.3 ") {
		t.Errorf("a third story makes it\n%s", grown)
	}
}

// What is recorded in the shared ledger is an item, however the file changes.
func TestSharedLedgerIsMemory(t *testing.T) {
	t.Parallel()
	plain := strings.NewReplacer("US-1.1 ", "", "US-1.2 ", "").Replace(sharing)
	tree := repository(map[string]string{"PLAN.md": plain})
	recordBoth(t, tree, "PLAN.md", recordOf(inRepository(t, tree, "PLAN.md")))
	text := strings.Replace(string(tree["PLAN.md"].Data), "## Epic 1: Access", "## Definition of done", 1)
	tree["PLAN.md"].Data = []byte(text)
	f := inRepository(t, tree, "PLAN.md")
	if len(f.Stories()) != 2 {
		t.Errorf("stories %v", idsOf(f))
	}
	delete(tree, "docs/EVIDENCE.md")
	if f := inRepository(t, tree, "PLAN.md"); len(f.Stories()) != 0 {
		t.Errorf("without it: stories %v", idsOf(f))
	}
}

// Rows that a file has from before stay as they are, and what they say is taken over
// into the shared ledger.
func TestSharedLedgerTakesOver(t *testing.T) {
	t.Parallel()
	tree := repository(map[string]string{"PLAN.md": strings.Replace(sharing, "ledger: docs/EVIDENCE.md\n", "", 1)})
	f := inRepository(t, tree, "PLAN.md")
	r := recordOf(f)
	edits, _ := f.Record(r)
	old, err := backlog.Apply(f.Source(), edits...)
	if err != nil {
		t.Fatal(err)
	}
	tree["PLAN.md"].Data = bytes.Replace(old, []byte("checkbox: registered\n"), []byte("checkbox: registered\nledger: docs/EVIDENCE.md\n"), 1)
	before := string(tree["PLAN.md"].Data)
	f = inRepository(t, tree, "PLAN.md")
	if n := len(f.Evidence()); n != 3 || !f.Evidence()[0].Left() || f.HasLedger() {
		t.Errorf("%d rows", n)
	}
	r.Evidence[0].Responsible = "somebody"
	_, findings := f.RecordLedger(r)
	if len(findings) != 1 || findings[0].Code != backlog.CodeEvidenceDiffers || findings[0].Pos.File != "PLAN.md" {
		t.Errorf("what differs is reported as %v", findings)
	}
	r.Evidence[0].Responsible = f.Evidence()[0].Responsible
	if ledger := recordBoth(t, tree, "PLAN.md", r); strings.Count(ledger, "https://") < 3 {
		t.Errorf("the ledger has become\n%s", ledger)
	}
	if after := string(tree["PLAN.md"].Data); after != before {
		t.Errorf("the file has become\n%s", after)
	}
	if f := inRepository(t, tree, "PLAN.md"); len(f.Evidence()) != 3 || f.Evidence()[0].Left() || len(f.Check()) > 0 {
		t.Errorf("%d rows, findings %v", len(f.Evidence()), f.Check())
	}
}

// A new ledger has the line breaks of the backlog that needs it first, and keeps its
// own from then on.
func TestSharedLedgerLineBreaks(t *testing.T) {
	t.Parallel()
	crlf := strings.ReplaceAll(sharing, "\n", "\r\n")
	other := strings.NewReplacer("US-", "AB-").Replace(sharing)
	for _, test := range []struct{ first, second, want string }{{crlf, other, "\r\n"}, {other, crlf, "\n"}} {
		tree := repository(map[string]string{"a.md": test.first, "b.md": test.second})
		for _, name := range []string{"a.md", "b.md"} {
			r := recordOf(inRepository(t, tree, name))
			r.Relations = []backlog.Relation{{Milestone: "EPIC-1", Issues: []backlog.ID{r.Evidence[1].ID}}}
			ledger := recordBoth(t, tree, name, r)
			if n := strings.Count(ledger, test.want); n < 10 || strings.Count(ledger, "\n") != n || test.want == "\n" && strings.Contains(ledger, "\r") {
				t.Errorf("with %s: %q", name, ledger)
			}
		}
	}
}

// The row of an item that was closed before the shared ledger had one is added there
// as closed.
func TestSharedLedgerClosedRows(t *testing.T) {
	t.Parallel()
	for _, known := range []int{0, 1} { // rows that are there before
		tree := repository(map[string]string{"PLAN.md": sharing})
		if known > 0 {
			r := recordOf(inRepository(t, tree, "PLAN.md"))
			r.Evidence = r.Evidence[:known]
			recordBoth(t, tree, "PLAN.md", r)
		}
		f := inRepository(t, tree, "PLAN.md")
		r := recordOf(f)
		r.Evidence[2].Status = backlog.StatusClosed
		ledger := recordBoth(t, tree, "PLAN.md", r)
		if row := inRepository(t, tree, "PLAN.md").Evidence()[2]; row.ID != "US-1.2" || row.Status != backlog.StatusClosed || row.URL == "" {
			t.Errorf("the ledger is\n%s", ledger)
		}
	}
}

// What is wrong with a row, or with the whole, is told at its place in the shared
// ledger, and once.
func TestSharedLedgerFindings(t *testing.T) {
	t.Parallel()
	rows := "\n| Type | Identifier | URL | Created (UTC) |\n| - | - | - | - |\n| Issue | US-1.1 | no | yesterday |\n| Issue | US-9 | | |\n"
	ledger := "# Evidence\n\n## PLAN.md\n" + rows + "\n## other.md\n" + rows + "\n<<<<<<< a\n=======\n>>>>>>> b\n"
	tree := repository(map[string]string{
		"PLAN.md":   strings.Replace(sharing, "docs/EVIDENCE.md", "LEDGER.md", 1),
		"other.md":  strings.Replace(sharing, "docs/EVIDENCE.md", "LEDGER.md", 1),
		"LEDGER.md": ledger,
	})
	f, g := inRepository(t, tree, "PLAN.md"), inRepository(t, tree, "other.md")
	var got strings.Builder
	for _, x := range backlog.New(f, g, inRepository(t, tree, "LEDGER.md")).Check() {
		if x.Pos.File == "LEDGER.md" {
			fmt.Fprintln(&got, x.Pos, x.Code)
		}
	}
	if want := `LEDGER.md:7:20 bad-url
LEDGER.md:7:25 bad-timestamp
LEDGER.md:8:1 unknown-evidence
LEDGER.md:17:1 merge-conflict
LEDGER.md:14:20 bad-url
LEDGER.md:14:25 bad-timestamp
LEDGER.md:15:1 unknown-evidence
`; got.String() != want {
		t.Errorf("findings\n%s", got.String())
	}
}

// A ledger that cannot be read is an error at the line that names it.
func TestSharedLedgerUnreadable(t *testing.T) {
	t.Parallel()
	for place, want := range map[string]string{
		"../EVIDENCE.md": "outside the repository",
		"/../x.md":       "outside the repository",
		"docs":           "nor the path of a Markdown file",
		"docs/bin.md":    "not UTF-8",
		"docs/dir.md":    "cannot be read",
	} {
		tree := repository(map[string]string{
			"PLAN.md":          strings.Replace(sharing, "docs/EVIDENCE.md", place, 1),
			"docs/bin.md":      "\xff",
			"docs/dir.md/x.md": "",
		})
		f := inRepository(t, tree, "PLAN.md")
		found := false
		for _, x := range f.Check() {
			found = found || x.Severity == backlog.SeverityError && x.Pos.String() == "PLAN.md:5:9" && strings.Contains(x.Message, want)
		}
		if !found || f.Ledger() != backlog.LedgerFile {
			t.Errorf("%s: %v", place, f.Check())
		}
	}
	f := backlog.Parse("PLAN.md", []byte(sharing), nil)
	if f.Check().Err() == nil {
		t.Error("without a file system nothing is wrong")
	}
	own := inRepository(t, repository(map[string]string{"docs/EVIDENCE.md": strings.Replace(sharing, "docs/", "", 1)}), "docs/EVIDENCE.md")
	if own.Ledger() != backlog.LedgerFile || own.Check().Err() != nil {
		t.Errorf("a file that names itself: %s, %v", own.Ledger(), own.Check())
	}
}
