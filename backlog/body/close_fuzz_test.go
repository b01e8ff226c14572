package body_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/backlog/body"
)

// FuzzClose makes sure that a paragraph below closed text is one, and that
// closing twice changes nothing.
func FuzzClose(f *testing.F) {
	for _, s := range []string{
		"text", "```go\nx", "~~~~\nx", "<!-- x", "<pre>\nx", "<script>\n", "<details>\n\nx", "<?php", "<!X", "<![CDATA[x",
		"- item\n\n  ```\n  x", "> ```\n> x", "a <!-- b", "```\n<!--\n", "<details><details></details>", "    code", "<div>\n*x*",
	} {
		f.Add(s)
	}
	const below = "below this line is text of people"
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return // no story has such a text
		}
		closed := body.Close(text)
		if !strings.HasPrefix(closed, strings.TrimRight(text, "\n")) {
			t.Fatalf("Close(%q) = %q changes the text", text, closed)
		}
		if again := body.Close(closed); again != closed {
			t.Errorf("Close(%q) = %q, and again %q", text, closed, again)
		}
		probe := backlog.Parse("b.md", []byte(closed+"\n\n## EPIC-987654 "+below+"\n"), nil)
		for _, e := range probe.Epics() {
			if e.ID == "EPIC-987654" {
				return
			}
		}
		if !strings.HasPrefix(closed, "---") && !strings.Contains(closed, "\x00") {
			t.Errorf("a heading below %q is swallowed", closed)
		}
	})
}
