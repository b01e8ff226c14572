package markdown

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// FuzzSplitRow makes sure that rows are split where goldmark splits them.
func FuzzSplitRow(f *testing.F) {
	for _, s := range []string{
		"| a | b |", "a | b", "|a|b", "| a \\| b | c |", "| `a | b` | c |", "||", "|  |  |", "| a", "\ta | b\t|", "| \\\\| b |", "a \\|", "|",
	} {
		f.Add(s)
	}
	md := goldmark.New(goldmark.WithExtensions(extension.Table))
	f.Fuzz(func(t *testing.T, row string) {
		if strings.ContainsAny(row, "\r\n\x00") || strings.TrimSpace(row) == "" {
			return
		}
		src := []byte("| a | b | c |\n| - | - | - |\n" + row + "\n")
		table := md.Parser().Parse(text.NewReader(src)).FirstChild()
		if table == nil || table.Kind() != extast.KindTable || table.ChildCount() != 2 {
			return // not a row of this table
		}
		var want []string
		for c := table.LastChild().FirstChild(); c != nil; c = c.NextSibling() {
			cell := ""
			if c.Lines().Len() > 0 {
				at := c.Lines().At(0)
				cell = string(at.Value(src))
			}
			want = append(want, cell)
		}
		got := []string{"", "", ""}
		for i, s := range SplitRow([]byte(row), nil) {
			if i < len(got) {
				got[i] = row[s.Start:s.End]
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("splitRow(%q) (-goldmark +got):\n%s", row, diff)
		}
	})
}

// The widths are those of getStringWidth of Prettier 3.10.1.
func TestDisplayWidth(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]int{
		"": 0, "abc": 3, "é": 1, "e\u0301": 1, "日本語": 6, "ｱ": 1, "한국": 4, "…": 1, "—": 1, "↔": 1,
		"✅": 2, "⬜": 2, "☑": 1, "☑️": 2, "✔️": 2, "⚠": 1, "⚠️": 2, "🟡 Parcial": 10, "👨‍👩‍👧‍👦": 2, "🇪🇸": 2, "🇪": 1, "1️⃣": 2, "#️⃣": 2,
		"👍🏽": 2, "🏳️‍🌈": 2, "🏴󠁧󠁢󠁥󠁮󠁧󠁿": 2, "a\u200bb": 3, "a\u200db": 3, "a\u00adb": 3, "©️": 2, "©": 1, "ก็": 1, "नि": 2, "☝": 2, "\t": 0,
	} {
		if got := Width(s); got != want {
			t.Errorf("displayWidth(%q) = %d, want %d", s, got, want)
		}
	}
}
