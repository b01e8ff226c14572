package body_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/backlog/body"
	"pgregory.net/rapid"
)

// TestCloseProperties makes sure that a heading below closed text is one,
// for texts of what opens and closes blocks.
func TestCloseProperties(t *testing.T) {
	t.Parallel()
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{
			"```", "~~~", "````", "``", "<!--", "-->", "<pre>", "</pre>", "<div>", "<details>", "</details>", "<?", "<b>", "> ", "- ", "1. ", "  ", "    ", "\t",
			"text", "go", "\n", "\n", "\n", "\n\n",
		}), 1, 20).Draw(t, "pieces"), "")
	})
	rapid.Check(t, func(t *rapid.T) {
		s := text.Draw(t, "text")
		closed := body.Close(s)
		if again := body.Close(closed); again != closed {
			t.Fatalf("Close(%q) = %q, and again %q", s, closed, again)
		}
		f := backlog.Parse("b.md", []byte(closed+"\n\n## EPIC-987654 below\n"), nil)
		if !slices.ContainsFunc(f.Epics(), func(e *backlog.Epic) bool { return e.ID == "EPIC-987654" }) {
			t.Fatalf("a heading below %q is swallowed", closed)
		}
	})
}

// A fence in a list ends with its item: the next one in the text opens code.
func TestCloseAfterList(t *testing.T) {
	t.Parallel()
	const s = "- a\n  ```\n  x\n\nb\n\n  ```\n  y"
	if got := body.Close(s); got != s+"\n```" {
		t.Errorf("Close(%q) = %q", s, got)
	}
}
