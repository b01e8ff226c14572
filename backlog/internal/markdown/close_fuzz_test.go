package markdown

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzClose makes sure that a paragraph below closed text is one, and that
// closing twice changes nothing.
func FuzzClose(f *testing.F) {
	for _, s := range []string{
		"text", "```go\nx", "~~~~\nx", "<!-- x", "<pre>\nx", "<script>\n", "<details>\n\nx", "<?php", "<!X", "<![CDATA[x",
		"- item\n\n  ```\n  x", "> ```\n> x", "a <!-- b", "```\n<!--\n", "<details><details></details>", "    code", "<div>\n*x*",
		strings.Repeat(">", maxLevels+1) + "?",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return // no story has such a text
		}
		if _, err := Parse([]byte(text), 0); err != nil {
			return // nor this: a file that is too deep is refused
		}
		closed := Close(text)
		if !strings.HasPrefix(closed, strings.TrimRight(text, "\n")) {
			t.Fatalf("Close(%q) = %q changes the text", text, closed)
		}
		if again := Close(closed); again != closed {
			t.Errorf("Close(%q) = %q, and again %q", text, closed, again)
		}
		if !strings.Contains(closed, "\x00") && !headingBelow(closed) {
			t.Errorf("a heading below %q is swallowed", closed)
		}
	})
}
