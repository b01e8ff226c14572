package markdown

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"pgregory.net/rapid"
)

// Tables are those of goldmark, and so are their rows.
func TestRows(t *testing.T) {
	t.Parallel()
	plain := goldmark.New(goldmark.WithExtensions(extension.Table, extension.TaskList, extension.Strikethrough)).Parser()
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.SampledFrom([]string{
			"", "text", "| a | b |", "| a |", "a | b", "| - | - |", "|:-|-:|", "| - |", "---", "--|--", "|", "::", "| : | - |", "\t| a | b |", "  | - | - |",
			"    | - | - |", "- | a | b |", "  | c | d |", "> | a | b |", "> | - | - |", "> | c | d |", "| `a \\| b` | c |", "| a | b | c |", "[x]: /y", "# H",
		})
		lines := rapid.SliceOfN(line, 1, 14).Draw(t, "lines")
		src := []byte(strings.Join(lines, rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "end")) + "\n")
		d, err := Parse(src, 0)
		if err != nil {
			t.Fatal(err)
		}
		var want, got [][]Span
		_ = ast.Walk(plain.Parse(text.NewReader(src)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if entering && n.Kind() == extast.KindTable {
				var rows []Span
				for row := n.FirstChild(); row != nil; row = row.NextSibling() {
					start := d.LineStart(row.Pos())
					rows = append(rows, Span{start, d.LineEnd(start)})
					if len(rows) == 1 {
						start = d.NextLine(start)
						rows = append(rows, Span{start, d.LineEnd(start)})
					}
				}
				want = append(want, rows)
			}
			return ast.WalkContinue, nil
		})
		_ = ast.Walk(d.Root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if entering && n.Kind() == extast.KindTable {
				got = append(got, d.Rows(n))
			}
			return ast.WalkContinue, nil
		})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-goldmark +got):\n%s", src, diff)
		}
	})
}
