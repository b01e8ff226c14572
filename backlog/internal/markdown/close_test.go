package markdown

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// headingBelow reports whether a heading that is written below a text is one.
func headingBelow(text string) bool {
	d, err := Parse([]byte(text+"\n\n## below\n"), 0)
	if err != nil || len(d.Blocks) == 0 {
		return false
	}
	last := d.Blocks[len(d.Blocks)-1]
	return last.Kind == BlockHeading && d.Plain(last.Node) == "below"
}

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
		closed := Close(s)
		if again := Close(closed); again != closed {
			t.Fatalf("Close(%q) = %q, and again %q", s, closed, again)
		}
		if !headingBelow(closed) {
			t.Fatalf("a heading below %q is swallowed", closed)
		}
	})
}

func TestClose(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"text":                               "text",
		"```go\nx":                           "```go\nx\n```",
		"~~~~\nx\n~~~":                       "~~~~\nx\n~~~\n~~~~",   // a shorter fence ends nothing
		"```\nx\n    ```":                    "```\nx\n    ```\n```", // nor one that is indented as code
		"```\nx\n```\n":                      "```\nx\n```\n",
		"``` a ` b":                          "``` a ` b", // code within a line
		"<!-- x":                             "<!-- x\n-->",
		"<!-- x\n```":                        "<!-- x\n```\n-->",
		"<PRE>\nx":                           "<PRE>\nx\n</pre>",
		"<script>\nx\n\ny":                   "<script>\nx\n\ny\n</script>",
		"<textarea>":                         "<textarea>\n</textarea>",
		"<?php":                              "<?php\n?>",
		"<!DOCTYPE":                          "<!DOCTYPE\n>",
		"<![CDATA[x":                         "<![CDATA[x\n]]>",
		"<div>\nx":                           "<div>\nx",
		"<details>\n\nx":                     "<details>\n\nx\n\n</details>",
		"<Details>\n<details>\n</details>":   "<Details>\n<details>\n</details>\n\n</details>",
		"a <details> b":                      "a <details> b\n\n</details>",
		"`<details>`":                        "`<details>`",
		"</details>\n\n<details>":            "</details>\n\n<details>\n\n</details>",
		"> ```\n> x":                         "> ```\n> x",                              // ends with the quote
		"- a\n  ```\n  x\n\nb\n\n  ```\n  y": "- a\n  ```\n  x\n\nb\n\n  ```\n  y\n```", // the first ends with its item
	} {
		if got := Close(text); got != want {
			t.Errorf("Close(%q) = %q, want %q", text, got, want)
		}
	}
}
