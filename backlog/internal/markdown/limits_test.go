package markdown

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
	"pgregory.net/rapid"
)

// nested returns a list in which each item holds the next one.
func nested(marker string, depth int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString(strings.Repeat(" ", i*len(marker)) + marker + "x\n")
	}
	return b.String()
}

// What would take too long is refused, with its place, and what is just below is
// read.
func TestLimits(t *testing.T) {
	t.Parallel()
	lines := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	const deep, costly = "too deep", "too costly"
	tests := []struct {
		name string
		text string
		want string // how it is refused; "" if it is read
		line int
	}{
		{"500 lists in each other", nested("- ", 500), "", 0},
		{"501 lists", nested("- ", 501), deep, 503},
		{"501 numbered lists", strings.Repeat("1. ", 501) + "x\n", deep, 3},
		{"lists on one line", strings.Repeat("- ", 501) + "x\n", deep, 3},
		{"500 quotes", strings.Repeat(">", 500) + " x\n", "", 0},
		{"501 quotes", strings.Repeat(">", 501) + " x\n", deep, 3},
		{"lists in quotes", strings.Repeat("> - ", 251) + "x\n", deep, 3},
		{"deep lists that follow each other", strings.Repeat(nested("- ", 100)+"\nText.\n\n", 3), "", 0},
		{"blank lines in several deep lists", strings.Repeat(strings.Repeat("- ", 400)+"x\n"+strings.Repeat("\n", 1000)+"Text.\n\n", 5), "", 0},
		{"many blank lines in a deep list", strings.Repeat("- ", 499) + "x\n" + strings.Repeat("\n", 5000), deep, -1},
		{"images", strings.Repeat("![a](", 30_000), costly, 3},
		{"images in a heading", "# " + strings.Repeat("![a](", 30_000), costly, 3},
		{"images, few", strings.Repeat("![a](", 500), "", 0},
		{"images in code", "```\n" + strings.Repeat("![a](", 30_000) + "\n```\n", "", 0},
		{"emphasis", strings.Repeat("*a_", 30_000), costly, 3},
		{"code", strings.Repeat("`a ``", 30_000), costly, 3},
		{"a long text", strings.Repeat("Long text with *one* word [or](two) in a line.\n", 2000), "", 0},
		{"a long table", "| A | B |\n| - | - |\n" + strings.Repeat("| [a](b) *c* | `d` |\n", 20_000), "", 0},
		{"definitions", lines(30_001, "[%d]: https://x.example\n"), costly, 30_003},
		{"definitions, fewer", lines(20_000, "[%d]: https://x.example\n"), "", 0},
		{"columns", strings.Repeat("a|", 3000) + "\n" + strings.Repeat("-|", 3000) + "\n" + strings.Repeat("a|\n", 2000), costly, -1},
		{"columns that are there", strings.Repeat("a|", 500) + "\n" + strings.Repeat("-|", 500) + "\n" + strings.Repeat(strings.Repeat("a|", 500)+"\n", 300), "", 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			src := []byte("- Above\n\n" + test.text)
			_, err := Parse(src, 0)
			limit, ok := errors.AsType[*LimitError](err)
			if test.want == "" || !ok {
				if err != nil || test.want != "" {
					t.Errorf("error %v", err)
				}
				return
			}
			line := 1 + bytes.Count(src[:limit.At], []byte("\n"))
			if limit.TooDeep != (test.want == deep) || limit.Error() == "" || test.line > 0 && line != test.line || line < 3 {
				t.Errorf("in line %d, too deep: %t: %v", line, limit.TooDeep, err)
			}
		})
	}
}

// The limit counts the levels that goldmark finds, no others.
func TestDepthAsGoldmark(t *testing.T) {
	t.Parallel()
	plain := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser()
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		indent := ""
		for range rapid.IntRange(1, 8).Draw(t, "parts") {
			marker := rapid.SampledFrom([]string{"- ", "1. ", "> ", "* ", "+   ", "10) ", ">", "-\t"}).Draw(t, "marker")
			n := rapid.IntRange(0, 260).Draw(t, "n")
			how := rapid.IntRange(0, 3).Draw(t, "how")
			if how == 1 {
				n %= 40 // goldmark takes long for these
			}
			switch how {
			case 0: // on one line
				b.WriteString(indent + strings.Repeat(marker, n) + "x\n")
			case 1: // each below the other
				for range n {
					b.WriteString(indent + marker + "x\n")
					if strings.HasPrefix(marker, ">") {
						indent += marker
					} else {
						indent += strings.Repeat(" ", len(marker))
					}
				}
			case 2:
				b.WriteString(indent + "text\n\n")
			default:
				indent = ""
				b.WriteString("\nText.\n\n")
			}
		}
		src := []byte(b.String())
		deepest := 0
		depth := 0
		_ = ast.Walk(plain.Parse(text.NewReader(src)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if k := n.Kind(); k == ast.KindListItem || k == ast.KindBlockquote {
				if entering {
					depth++
				} else {
					depth--
				}
				deepest = max(deepest, depth)
			}
			return ast.WalkContinue, nil
		})
		_, err := Parse(src, 0)
		if limit, _ := errors.AsType[*LimitError](err); (limit != nil && limit.TooDeep) != (deepest > maxLevels) {
			t.Fatalf("%d levels, refused: %v", deepest, err)
		}
	})
}
