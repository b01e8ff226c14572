package backlog_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/backlog"
	"pgregory.net/rapid"
)

// ledgers are backlogs in whose ledgers US-1.1 and US-1.3 have no evidence yet:
// one row is to be filled, one to be added. Their forms differ.
var ledgers = []string{
	"# R\n\n## EPIC-1 A\n\n- [ ] US-1.1 x\n- [ ] US-1.2 y\n- [ ] US-1.3 z\n",
	"# R\n\n## EPIC-1 A\n\n- [ ] US-1.1 x\n- [ ] US-1.2 y\n- [ ] US-1.3 z\n\n## Evidence\n\n" +
		"| Type  | Identifier | URL                  | UTC date             | Responsible | Status |\n" +
		"| ----- | ---------- | -------------------- | -------------------- | ----------- | ------ |\n" +
		"| Issue | US-1.1     | _pending_            | _pending_            | _pending_   | ⬜     |\n" +
		"| Issue | US-1.2     | https://x.example/2  | 2026-02-15T19:53:36Z | ana         | ✅     |\n",
	"# R\n\n## EPIC-1 A\n\n- [ ] US-1.1 x\n- [ ] US-1.2 y\n- [ ] US-1.3 z\n\n## Evidence\n\n" +
		"|Type|Identifier|UTC date|Responsible|URL|\n|-|-|-|-|-|\n|Issue|US-1.1|-|-|-|\n|Issue|US-1.2|2026-02-15T19:53:36Z|ana|[US-1.2](https://x.example/2)|\n",
	"# R\r\n\r\n## EPIC-1 A\r\n\r\n- [ ] US-1.1 x\r\n- [ ] US-1.2 y\r\n- [ ] US-1.3 z\r\n\r\n## Evidence\r\n\r\n" +
		"Type | Identifier | URL | Responsible\r\n---|---|---|---\r\nIssue | US-1.1\r\nIssue | US-1.2 | [https://x.example/2](https://x.example/2) | ana\r\n",
}

// hostileText draws texts of what breaks cells, links, lines and terminals.
func hostileText(t *rapid.T, label string) string {
	parts := rapid.SliceOfN(rapid.OneOf(
		rapid.SampledFrom([]string{
			"|", `\`, `\|`, "`", "``", "*", "**", "_", "__", "~", "~~", "<", ">", "<!--", "-->", "<b>",
			"[", "]", "](", "[x](http://e.example)", "![", "(", ")", "&", "&amp;", "&#10;", "&copy;",
			"\n", "\r", "\r\n| evil | row |\n", "\t", " ", "\x00", "\x07", "\x1b", "\x1b]8;;http://e.example\x07",
			"\u0085", "\u009b", "\u202e", "\u2066", "\u200f", "\u061c", "\u2028", "\u2029",
			"\xff", "\u00a0", "«", "é", "漢", "👩‍👩‍👧", "-", "pending", "@", "#", "x", "ana", "http://e.example/", "1.", "+",
		}),
		rapid.String(),
	), 0, 6).Draw(t, label)
	return strings.Join(parts, "")
}

// TestHostileCells makes sure that whatever a server says of a person stands in
// one cell, is read back as it is compared, and is not written again.
func TestHostileCells(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		src := []byte(rapid.SampledFrom(ledgers).Draw(t, "ledger"))
		who := map[backlog.ID]string{"US-1.1": hostileText(t, "first"), "US-1.3": hostileText(t, "last")}
		rec := backlog.Record{Relations: []backlog.Relation{{Milestone: "EPIC-1", Issues: []backlog.ID{"US-1.1", "US-1.2", "US-1.3"}}}}
		for _, id := range []backlog.ID{"US-1.1", "US-1.3"} {
			rec.Evidence = append(rec.Evidence, backlog.Evidence{
				Kind: backlog.KindIssue, ID: id, URL: "https://x.example/" + string(id),
				CreatedAt: "2026-02-15T19:53:36Z", Responsible: who[id], Status: backlog.StatusCreated,
			})
		}
		file := backlog.Parse("b.md", src, nil)
		edits, findings := file.Record(rec)
		if len(findings) > 0 {
			t.Fatalf("findings %v", findings)
		}
		out, err := backlog.Apply(src, edits...)
		if err != nil {
			t.Fatal(err)
		}
		if !utf8.Valid(out) {
			t.Fatalf("%q is no UTF-8", out)
		}
		for _, r := range strings.NewReplacer("\r\n", "", "\n", "").Replace(string(out)) {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Fatalf("%U is written into\n%q", r, out)
			}
		}
		again := backlog.Parse("b.md", out, nil)
		if more, findings := again.Record(rec); len(more)+len(findings) > 0 {
			t.Fatalf("again: edits %v, findings %v, of\n%s", more, findings, out)
		}
		for _, e := range again.Evidence() {
			want, ok := who[e.ID]
			if !ok {
				continue
			}
			if want = backlog.CellText(want); strings.TrimPrefix(e.Responsible, "@") != strings.TrimPrefix(want, "@") {
				t.Fatalf("%s is read as %q, want %q, from\n%s", e.ID, e.Responsible, want, out)
			}
			if e.URL != "https://x.example/"+string(e.ID) {
				t.Fatalf("%s has the address %q in\n%s", e.ID, e.URL, out)
			}
		}
		if len(again.Stories()) != 3 || len(again.Epics()) != 1 || len(again.Relations()) != 1 || len(again.Relations()[0].Issues) != 3 {
			t.Fatalf("what is defined changes in\n%s", out)
		}
	})
}

// TestCellText compares texts with what ledgers hold of them.
func TestCellText(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, want string }{
		{"octocat", "octocat"},
		{"Ana María  López", "Ana María López"},
		{"a\nb\r\nc", "a b c"},
		{" a ", "a"},
		{"\x1b]8;;http://e.example\x07bob", "]8;;http://e.example bob"},
		{"a\u202eb\u2028c", "a b c"},
		{"a\xffb", "a\ufffdb"},
		{"", ""},
	} {
		got := backlog.CellText(test.text)
		if got != test.want {
			t.Errorf("CellText(%q) = %q, want %q", test.text, got, test.want)
		}
		if again := backlog.CellText(got); again != got {
			t.Errorf("CellText(%q) = %q", got, again)
		}
	}
}

// TestRecordAddress makes sure that an address is written so that it is read as
// the same one, or is refused.
func TestRecordAddress(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ address, want string }{
		{"https://x.example/a/7", "https://x.example/a/7"},
		{"../tracker/issues/7.md", "../tracker/issues/7.md"},
		{"http://[::1]:8080/a/7", "http://[::1]:8080/a/7"},
		{"https://x.example/_a_/~~b~~/7", "https://x.example/_a_/~~b~~/7"},
		{"https://x.example/a|b/(c)/`d`/*e*/<f>", "https://x.example/a%7Cb/%28c%29/%60d%60/%2Ae%2A/%3Cf%3E"},
		{"https://x.example/?a=1&b=2&copy;3", "https://x.example/?a=1&b=2&copy%3B3"},
		{"https://x.example/x](http://evil.example)[", "https://x.example/x]%28http://evil.example%29["},
		{"http://x.example/x\n| evil | row |", ""},
		{"http://x.example/\x1b[2J", ""},
		{"http://x.example/a b", ""},
		{"http://x.example/\u202e7", ""},
		{"http://x.example/\xff", ""},
		{"https://me:secret@x.example/a/7", ""},
		{`https://x.example\@evil.example/a/7`, ""},
		{"//evil.example/a/7", ""},
		{"javascript:alert(1)//7", ""},
		{"data:text/html,x", ""},
		{"x)](http://evil)[", ""},
	} {
		for _, src := range ledgers {
			file := backlog.Parse("b.md", []byte(src), nil)
			rec := backlog.Record{Relations: []backlog.Relation{{Milestone: "EPIC-1", Issues: []backlog.ID{"US-1.1", "US-1.3"}}}}
			for _, id := range []backlog.ID{"US-1.1", "US-1.3"} {
				rec.Evidence = append(rec.Evidence, backlog.Evidence{
					Kind: backlog.KindIssue, ID: id, URL: test.address, CreatedAt: "2026-02-15T19:53:36Z", Responsible: "ana", Status: backlog.StatusCreated,
				})
			}
			edits, findings := file.Record(rec)
			out, err := backlog.Apply([]byte(src), edits...)
			if err != nil {
				t.Fatal(err)
			}
			if test.want == "" {
				if len(findings) != 2 || findings[0].Code != backlog.CodeBadURL || findings.Err() == nil || bytes.Contains(out, []byte("evil")) {
					t.Errorf("%q: findings %v, file\n%s", test.address, findings, out)
				}
				continue
			}
			again := backlog.Parse("b.md", out, nil)
			if more, moreFindings := again.Record(rec); len(findings)+len(more)+len(moreFindings) > 0 {
				t.Errorf("%q: findings %v, again edits %v, findings %v of\n%s", test.address, findings, more, moreFindings, out)
			}
			n := 0
			for _, e := range again.Evidence() {
				if e.ID == "US-1.1" || e.ID == "US-1.3" {
					n++
					if e.URL != test.want {
						t.Errorf("%q is read as %q from\n%s", test.address, e.URL, out)
					}
				}
			}
			if n != 2 || again.Check().Err() != nil {
				t.Errorf("%d rows, findings %v in\n%s", n, again.Check(), out)
			}
		}
	}
}

// TestAliases makes sure that a row which leads to the item by another address
// is left alone, without a finding.
func TestAliases(t *testing.T) {
	t.Parallel()
	file := backlog.Parse("b.md", []byte(ledgers[1]), nil)
	rec := backlog.Record{
		Evidence: []backlog.Evidence{{
			Kind: backlog.KindIssue, ID: "US-1.2", URL: "https://x.example/-/work_items/2", CreatedAt: "2026-02-15T19:53:36Z", Responsible: "ana",
		}},
	}
	if _, findings := file.Record(rec); len(findings) != 1 || findings[0].Code != backlog.CodeEvidenceDiffers {
		t.Errorf("without an alias: findings %v", findings)
	}
	rec.Aliases = map[string]string{"https://x.example/2": "https://x.example/-/work_items/2"}
	if edits, findings := file.Record(rec); len(edits)+len(findings) > 0 {
		t.Errorf("edits %v, findings %v", edits, findings)
	}
	rec.Aliases = map[string]string{"https://x.example/2": "https://x.example/3"}
	if _, findings := file.Record(rec); len(findings) != 1 {
		t.Errorf("with the alias of another item: findings %v", findings)
	}
}
