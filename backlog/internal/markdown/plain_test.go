package markdown

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"pgregory.net/rapid"
)

// The nodes of text without markup are those that goldmark makes.
func TestPlainText(t *testing.T) {
	t.Parallel()
	piece := rapid.SampledFrom([]string{
		"word", "two words", "日本", " ", "  ", "   ", "\t", "\n", "\n\n", "\r\n", "- ", "1. ", "> ", "# ", "## ", "[ ] ", "[x] ", "[x]", "[ ]\n", "[x](", ")",
		"    ", "===\n", "---\n", "\\", "\\\n", "`", "*", "**", "_", "~~", "[a]", "[a]: /b\n", "<b>", "<", "&amp;", "&", "!", "!!", "]", "\v", "\f", "\u00a0",
		"[^1]: ", "```\n", " #\n", "\x00",
	})
	rapid.Check(t, func(t *rapid.T) {
		src := strings.Join(rapid.SliceOfN(piece, 0, 40).Draw(t, "src"), "") + "\n"
		checkTree(t, src)
	})
}

func TestPlainTextOfFiles(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../../docs/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		checkTree(t, strings.ReplaceAll(string(src), "|", "/")) // tables are read otherwise
	}
}

func checkTree(t interface{ Fatalf(string, ...any) }, src string) {
	if want, have := dumped(goldmarkTree(src)), dumped(parseGuarded([]byte(src))); want != have {
		t.Fatalf("%q: read as\n%s\nby goldmark as\n%s", src, have, want)
	}
}

// goldmarkTree is what goldmark makes of a text without tables.
func goldmarkTree(src string) ast.Node {
	return parser.NewParser(
		parser.WithBlockParsers(append(parser.DefaultBlockParsers(), footnotes)...),
		parser.WithInlineParsers(inlineParsers()...),
		parser.WithParagraphTransformers(util.Prioritized(parser.LinkReferenceParagraphTransformer, 100)),
	).Parse(text.NewReader([]byte(src)))
}

// dumped returns the structure of a text: its nodes with where they stand. Whether a
// list is loose makes no difference, nor into how many nodes goldmark parts a text.
func dumped(root ast.Node) string {
	var out strings.Builder
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			if t, ok := n.(*ast.Text); !ok || !followsText(t) {
				out.WriteByte(')')
			}
			return ast.WalkContinue, nil
		}
		if t, ok := n.(*ast.Text); ok && followsText(t) {
			return ast.WalkContinue, nil
		}
		kind := n.Kind()
		if kind == ast.KindTextBlock {
			kind = ast.KindParagraph
		}
		fmt.Fprintf(&out, "(%v %d", kind, n.Pos())
		if n.Type() == ast.TypeBlock {
			fmt.Fprint(&out, " ", n.Lines().Sliced(0, n.Lines().Len()))
		}
		count, last := 0, ast.Node(nil)
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			count, last = count+1, c
		}
		if n.ChildCount() != count || n.LastChild() != last || n.HasChildren() != (count > 0) {
			out.WriteString(" has other children from behind")
		}
		switch n := n.(type) {
		case *ast.Heading:
			fmt.Fprint(&out, " level ", n.Level)
		case *plainText:
			if n.kind == ast.KindHeading {
				fmt.Fprint(&out, " level ", n.level)
			}
		case *TaskCheckBox:
			fmt.Fprint(&out, n.IsChecked)
		case *ast.Text:
			s := n.Segment
			end := n
			for next, ok := n, true; ok && (next == n || followsText(next)); next, ok = next.NextSibling().(*ast.Text) {
				end = next
			}
			s.Stop = end.Segment.Stop
			fmt.Fprint(&out, s, end.SoftLineBreak(), end.HardLineBreak(), n.IsRaw())
		}
		return ast.WalkContinue, nil
	})
	return out.String()
}

// followsText reports whether a text goes on where another one ends.
func followsText(t *ast.Text) bool {
	p, ok := t.PreviousSibling().(*ast.Text)
	return ok && p.Segment.Stop == t.Segment.Start && !p.SoftLineBreak() && !p.HardLineBreak()
}
