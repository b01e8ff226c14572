package backlog_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/google/go-cmp/cmp"
)

// TestRecord registers everything a file defines and compares what becomes of
// the file. Findings follow it.
func TestRecord(t *testing.T) {
	runCases(t, "testdata/record/*.txtar", func(t *testing.T, fsys fstest.MapFS) string {
		f, err := backlog.Read(fsys, "backlog.md", "", nil)
		if err != nil {
			t.Fatal(err)
		}
		out, findings := record(t, f)
		var b strings.Builder
		b.Write(out)
		for _, x := range findings {
			fmt.Fprintf(&b, "%s\n", x)
		}
		return b.String()
	})
}

// record applies recordOf and makes sure that doing so again changes nothing.
func record(t *testing.T, f *backlog.File) ([]byte, backlog.Findings) {
	t.Helper()
	r := recordOf(f)
	edits, findings := f.Record(r)
	out, err := backlog.Apply(f.Source(), edits...)
	if err != nil {
		t.Fatal(err)
	}
	again := backlog.Parse("backlog.md", out, nil)
	edits, _ = again.Record(r)
	if len(edits) > 0 {
		t.Errorf("recording again edits %v of\n%s", edits, out)
	}
	if diff := cmp.Diff(idsOf(f), idsOf(again)); diff != "" {
		t.Errorf("recording changes what is defined (-before +after):\n%s", diff)
	}
	if f.Kind() != again.Kind() || f.Checkbox() != again.Checkbox() {
		t.Errorf("recording makes a %s file, %q, of a %s file, %q", again.Kind(), again.Checkbox(), f.Kind(), f.Checkbox())
	}
	return out, findings
}

func idsOf(f *backlog.File) []string {
	var ids []string
	for _, e := range f.Epics() {
		ids = append(ids, string(e.ID)+" "+e.Title)
	}
	for _, s := range f.Stories() {
		ids = append(ids, string(s.Epic)+" "+string(s.ID)+" "+s.Title)
	}
	return ids
}

// An epic may have a milestone and an issue under one ID: what is let go of one
// row is not let go of the other.
func TestFollowKind(t *testing.T) {
	t.Parallel()
	const src = `# Plan

## Epic 1: Access

| Type      | Identifier | URL                  | UTC date             | Responsible | Status |
| --------- | ---------- | -------------------- | -------------------- | ----------- | ------ |
| Milestone | EPIC-1     | https://x.example/m1 | 2026-02-15T19:53:36Z | ana         | ✅     |
| Issue     | EPIC-1     | https://x.example/i1 | 2026-02-15T19:53:36Z | bob         | ✅     |
`
	f := backlog.Parse("b.md", []byte(src), nil)
	row := func(kind backlog.Kind, url string) backlog.Evidence {
		return backlog.Evidence{Kind: kind, ID: "EPIC-1", URL: url, CreatedAt: "2026-03-01T12:00:00Z", Responsible: "eve", Status: backlog.StatusCreated}
	}
	edits, findings := f.Record(backlog.Record{
		Evidence: []backlog.Evidence{row(backlog.KindMilestone, "https://x.example/m2"), row(backlog.KindIssue, "https://x.example/i2")},
		Follow:   []backlog.ItemRef{{Kind: backlog.KindMilestone, ID: "EPIC-1"}},
	})
	out, err := backlog.Apply(f.Source(), edits...)
	if err != nil {
		t.Fatal(err)
	}
	if s := string(out); !strings.Contains(s, "x.example/m2") || !strings.Contains(s, "x.example/i1") || !strings.Contains(s, "bob") || len(findings) == 0 {
		t.Errorf("findings %v, file\n%s", findings, s)
	}
}

// Items below the ledger stay under its heading when a relation list is added.
func TestRelationsBelowItems(t *testing.T) {
	t.Parallel()
	const src = "# Plan\n\n## Backlog\n\n| Type | ID | URL |\n| ---- | -- | --- |\n| Issue | US-1 | |\n\n- [ ] US-1 One\n- [ ] US-2 Two\n%s"
	for end, want := range map[string]string{
		"":                      "- [ ] US-2 Two\n\n### Relation Milestone ← Issues\n\n- EPIC-1 ← US-1\n",
		"\n## Notes\n\nText.\n": "- [ ] US-2 Two\n\n### Relation Milestone ← Issues\n\n- EPIC-1 ← US-1\n\n## Notes\n\nText.\n",
		"## Notes\n":            "- [ ] US-2 Two\n\n### Relation Milestone ← Issues\n\n- EPIC-1 ← US-1\n\n## Notes\n",
		"\n```\nopen":           "\n```\nopen\n```\n\n### Relation Milestone ← Issues\n\n- EPIC-1 ← US-1\n",
	} {
		f := backlog.Parse("b.md", fmt.Appendf(nil, src, end), nil)
		edits, _ := f.Record(backlog.Record{Relations: []backlog.Relation{{Milestone: "EPIC-1", Issues: []backlog.ID{"US-1"}}}})
		out, err := backlog.Apply(f.Source(), edits...)
		if err != nil || !strings.HasSuffix(string(out), want) {
			t.Errorf("%v:\n%s", err, out)
		}
	}
}
