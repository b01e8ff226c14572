package reading

import (
	"path/filepath"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
	"golang.org/x/tools/txtar"
)

// TestPlain holds the text of a paragraph that is taken from its lines against that which
// is put together from its nodes, in all documents of the tests of this package.
func TestPlain(t *testing.T) {
	names, _ := filepath.Glob("testdata/read/*.txtar")
	paragraphs := 0
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range archive.Files {
			paragraphs += checkPlain(t, file.Data)
		}
	}
	for _, text := range []string{
		"**As a** user", "**Bold**text", "a **b** c", "`code` and\ntext", "| **A:** b | **C:** d", "[x](y) **z**", "\\* a &amp; b", "a\\\nb",
	} {
		paragraphs += checkPlain(t, []byte(text+"\n"))
		paragraphs += checkPlain(t, []byte("- [ ] "+text+"\n"))
	}
	if paragraphs < 100 {
		t.Errorf("only %d paragraphs", paragraphs)
	}
}

func checkPlain(t *testing.T, src []byte) (paragraphs int) {
	t.Helper()
	m, err := markdown.Parse(src, 0)
	if err != nil {
		t.Fatal(err)
	}
	d := &document{Document: m}
	err = markdown.Walk(m.Root, func(n markdown.Node, enter bool) (markdown.WalkStatus, error) {
		if enter && isParagraph(n) {
			paragraphs++
			if got, want := d.paragraphOf(n).plain(), m.Plain(n); got != want {
				t.Errorf("%q in %q, want %q", got, src, want)
			}
		}
		return markdown.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return paragraphs
}
