package backlog_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/backlogsync/backlogsync/backlog"
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

// TestLimits makes sure that what would take too long is refused, with its
// place, and that what is just below is read.
func TestLimits(t *testing.T) {
	t.Parallel()
	lines := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	tests := []struct {
		name string
		text string
		code backlog.Code // "" if it is read
		line int
	}{
		{"500 lists in each other", nested("- ", 500), "", 0},
		{"501 lists", nested("- ", 501), backlog.CodeTooDeep, 503},
		{"501 numbered lists", strings.Repeat("1. ", 501) + "x\n", backlog.CodeTooDeep, 3},
		{"lists on one line", strings.Repeat("- ", 501) + "x\n", backlog.CodeTooDeep, 3},
		{"500 quotes", strings.Repeat(">", 500) + " x\n", "", 0},
		{"501 quotes", strings.Repeat(">", 501) + " x\n", backlog.CodeTooDeep, 3},
		{"lists in quotes", strings.Repeat("> - ", 251) + "x\n", backlog.CodeTooDeep, 3},
		{"deep lists that follow each other", strings.Repeat(nested("- ", 100)+"\nText.\n\n", 3), "", 0},
		{"blank lines in several deep lists", strings.Repeat(strings.Repeat("- ", 400)+"x\n"+strings.Repeat("\n", 1000)+"Text.\n\n", 5), "", 0},
		{"many blank lines in a deep list", strings.Repeat("- ", 499) + "x\n" + strings.Repeat("\n", 5000), backlog.CodeTooDeep, -1},
		{"images", strings.Repeat("![a](", 30_000), backlog.CodeTooComplex, 3},
		{"images in a heading", "# " + strings.Repeat("![a](", 30_000), backlog.CodeTooComplex, 3},
		{"images, few", strings.Repeat("![a](", 500), "", 0},
		{"images in code", "```\n" + strings.Repeat("![a](", 30_000) + "\n```\n", "", 0},
		{"emphasis", strings.Repeat("*a_", 30_000), backlog.CodeTooComplex, 3},
		{"code", strings.Repeat("`a ``", 30_000), backlog.CodeTooComplex, 3},
		{"a long text", strings.Repeat("Long text with *one* word [or](two) in a line.\n", 2000), "", 0},
		{"a long table", "| A | B |\n| - | - |\n" + strings.Repeat("| [a](b) *c* | `d` |\n", 20_000), "", 0},
		{"definitions", lines(30_001, "[%d]: https://x.example\n"), backlog.CodeTooComplex, 30_003},
		{"definitions, fewer", lines(20_000, "[%d]: https://x.example\n"), "", 0},
		{"columns", strings.Repeat("a|", 3000) + "\n" + strings.Repeat("-|", 3000) + "\n" + strings.Repeat("a|\n", 2000), backlog.CodeTooComplex, -1},
		{"columns that are there", strings.Repeat("a|", 500) + "\n" + strings.Repeat("-|", 500) + "\n" + strings.Repeat(strings.Repeat("a|", 500)+"\n", 300), "", 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := backlog.Parse("b.md", []byte("- [ ] US-1 Above\n\n"+test.text), nil)
			var limits backlog.Findings
			for _, x := range f.Check() {
				if x.Code == backlog.CodeTooDeep || x.Code == backlog.CodeTooComplex {
					limits = append(limits, x)
				}
			}
			switch {
			case test.code == "" && (len(limits) > 0 || len(f.Stories()) == 0):
				t.Errorf("findings %v, %d stories", limits, len(f.Stories()))
			case test.code == "":
			case len(limits) != 1 || limits[0].Code != test.code || limits[0].Severity != backlog.SeverityError,
				test.line > 0 && limits[0].Pos.Line != test.line, limits[0].Pos.Line < 3:
				t.Errorf("findings %v", limits)
			}
		})
	}
}

// TestDepthAsGoldmark makes sure that the limit counts the levels that goldmark
// finds, no others.
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
		refused := false
		for _, x := range backlog.Parse("b.md", src, nil).Check() {
			refused = refused || x.Code == backlog.CodeTooDeep
		}
		if refused != (deepest > 500) {
			t.Fatalf("%d levels, refused: %v", deepest, refused)
		}
	})
}

// TestDerivedIDs makes sure that equal titles are numbered as ever, and in a
// time that grows with their number.
func TestDerivedIDs(t *testing.T) {
	t.Parallel()
	const n = 20_000
	f := backlog.Parse("b.md", []byte("# Backlog\n\n## EPIC-1 A\n\n"+strings.Repeat("- [ ] Do it\n", n)+"\n## EPIC-2 B\n\n- [ ] Do it\n- [ ] Do it\n"), nil)
	stories := f.Stories()
	if len(stories) != n+2 {
		t.Fatalf("%d stories", len(stories))
	}
	for i, want := range map[int]string{
		0: "do-it", 1: "do-it~2", 2: "do-it~3", n - 1: fmt.Sprintf("do-it~%d", n), n: "EPIC-2/do-it", n + 1: fmt.Sprintf("do-it~%d", n+1),
	} {
		if string(stories[i].ID) != want {
			t.Errorf("story %d is %s, want %s", i, stories[i].ID, want)
		}
	}
}

// TestSourceBeyondLimits makes sure that texts are left alone if their source
// cannot be read.
func TestSourceBeyondLimits(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{
		"b.md":      {Data: []byte("<!--\nSource-of-truth: source.md\n-->\n\n- [ ] US-1.1 Login\n")},
		"source.md": {Data: []byte("### US-1.1 Login\n\nText.\n\n" + strings.Repeat(">", 501) + " x\n")},
	}
	f, err := backlog.Read(fsys, "b.md", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	findings := f.Check()
	if !f.SourceMissing() || len(findings) != 1 || findings[0].Code != backlog.CodeSourceMissing || !strings.Contains(findings[0].Message, "source.md:5:501") {
		t.Errorf("findings %v", findings)
	}
}
