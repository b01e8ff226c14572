package backlog_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"golang.org/x/tools/txtar"
)

// seeds adds the examples and all cases, each in several dresses: with CRLF,
// with a byte order mark, without a final newline, with tabs.
func seeds(f *testing.F) {
	var texts []string
	for _, pattern := range []string{"../examples/*.md", "../examples/docs/planning/*.md"} {
		names, _ := filepath.Glob(pattern)
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			texts = append(texts, string(data))
		}
	}
	names, _ := filepath.Glob("testdata/*/*.txtar")
	for _, name := range names {
		a, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range a.Files {
			if strings.HasSuffix(file.Name, ".md") {
				texts = append(texts, string(file.Data))
			}
		}
	}
	if len(texts) < 20 {
		f.Fatalf("only %d seeds", len(texts))
	}
	for _, s := range texts {
		f.Add([]byte(s))
		f.Add([]byte(strings.ReplaceAll(s, "\n", "\r\n")))
		f.Add([]byte("\ufeff" + s))
		f.Add([]byte(strings.TrimRight(s, "\n")))
		f.Add([]byte(strings.ReplaceAll(s, "- [ ]", "-\t[ ]")))
	}
	for _, s := range hard {
		f.Add([]byte(s))
	}
	f.Add([]byte("---\nscope: x\nLast-updated: \"2026-01-01\"\n---\n# EPIC-1 x\n"))
}

// hard are texts that write-back once got wrong.
var hard = []string{
	"# EpiC00\nTYp|Id|URL0\n-|-|-\n\n  0",
	"# EpiC00\nTYp|Id|URL0\n-|-|-\n* [X]US0",
	"# EpiC0\n# RelACion Milestone ← Issues",
	"# EpiC0\n# RelACion Milestone ← Issues\n0",
	"# EpiC1 \nTYp|Id|URL000000000\n   -|-|-|-| \n0|EPIC1||",
	"# EpiC1 \nTYp|Id|URL0|StAtus\n-|-|-|-\n0|EPIC1| |",
	"* [X]US1.1 \n\nTYp|Id|URL000000000\n   -|-|-|-| \n0|US1!1\\||",
	"* [X]US0\n\nTYp|Id|URL0\n-|-|-\n#| 0",
	"\ufeff```\n```\n# EPIC0\n```",
	"<!A00",
	"000\n # ÉPIC00\n*   !  EpiC0",
	"# BACklog0\n* [X]\n* [] *A0 !\n# 000",
	"<!--BACklogsYnC:stories-->\n# 00007 00\n* 7",
	"# A00<!--BACklogsYnC:stories-->",
}

// FuzzParse makes sure that no text makes parsing panic, and that places are in
// the file.
func FuzzParse(f *testing.F) {
	seeds(f)
	f.Fuzz(checkParse)
}

func checkParse(t *testing.T, src []byte) {
	t.Helper()
	before := bytes.Clone(src)
	file := backlog.Parse("b.md", src, nil)
	lines := bytes.Count(src, []byte{'\n'}) + 1
	for _, x := range file.Check() {
		if x.Span.Start < 0 || x.Span.End > len(src) || x.Span.Start > x.Span.End || x.Pos.Line < 1 || x.Pos.Line > lines || x.Pos.Column < 1 {
			t.Errorf("%v is at bytes %v of %d", x, x.Span, len(src))
		}
	}
	for _, s := range file.Stories() {
		if s.ID == "" || s.Pos.Line < 1 || s.Pos.Line > lines {
			t.Errorf("story %+v", s)
		}
	}
	if !bytes.Equal(src, before) {
		t.Error("parsing changed the source")
	}
}

// FuzzRecord proves what every write-back guarantees: bytes outside of the
// edits stay, what is recorded is read back, doing it again changes nothing,
// and what the file defines stays the same.
func FuzzRecord(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, src []byte) { checkRecord(t, src) })
}

// A checker is told what a check finds: a test, or a draw of rapid.
type checker interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func checkRecord(t checker, src []byte) {
	t.Helper()
	file := backlog.Parse("b.md", src, nil)
	if edits, _ := file.Record(backlog.Record{}); len(edits) > 0 {
		t.Fatalf("recording nothing edits %v", edits)
	}
	r := recordOf(file)
	edits, findings := file.Record(r)
	out, err := backlog.Apply(src, edits...)
	if err != nil {
		t.Fatal(err)
	}
	checkOutside(t, src, out, edits)
	if file.Check().Err() != nil || unplaced(findings) {
		return // what is defined twice cannot be recorded for both
	}
	longer := backlog.Parse("b.md", append(bytes.Clone(src), "\r\n\r\n<!-- end -->\r\n"...), nil)
	if !slices.Equal(idsOf(file), idsOf(longer)) {
		return // goldmark reads the last line by what follows it: "* a\n*\r\n"
	}
	again := backlog.Parse("b.md", out, nil)
	if more, _ := again.Record(r); len(more) > 0 {
		t.Errorf("recording again edits %v of\n%q", more, out)
	}
	if a, b := strings.Join(idsOf(file), "\n"), strings.Join(idsOf(again), "\n"); a != b {
		t.Errorf("what is defined changes from\n%s\nto\n%s\nin\n%s", a, b, out)
	}
	recorded := make(map[string]bool)
	for _, e := range again.Evidence() {
		if e.URL != "" {
			recorded[string(e.Kind)+e.ID.Key()] = true
		}
	}
	for _, e := range r.Evidence {
		if !recorded[string(e.Kind)+e.ID.Key()] && again.LedgerHas(backlog.LedgerURL) {
			t.Errorf("%s %s is not in the ledger of\n%s", e.Kind, e.ID, out)
		}
	}
}

func unplaced(findings backlog.Findings) bool {
	for _, x := range findings {
		if x.Code == backlog.CodeMissingEvidence && strings.Contains(x.Message, "cannot be added") {
			return true
		}
	}
	return false
}

// checkOutside makes sure that out is src but for the edits.
func checkOutside(t checker, src, out []byte, edits []backlog.Edit) {
	t.Helper()
	at := 0
	for _, e := range edits {
		kept := src[at:e.Start]
		if !bytes.HasPrefix(out, kept) {
			t.Fatalf("bytes %d to %d have changed", at, e.Start)
		}
		out = out[len(kept):]
		if !bytes.HasPrefix(out, []byte(e.New)) {
			t.Fatalf("edit %v was not made", e)
		}
		out, at = out[len(e.New):], e.End
	}
	if !bytes.Equal(out, src[at:]) {
		t.Fatalf("bytes from %d on have changed", at)
	}
}
