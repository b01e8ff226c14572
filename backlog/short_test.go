package backlog_test

import (
	"strings"
	"testing"
)

// tokens are what Markdown is made of, and what items are recognised by.
var tokens = []string{
	"\n", "\r\n", " ", "\t", "    ", "a", "# ", "- ", "* [ ] ", "1. ", "> ", "```", "|", "-|-", "<!--", "<div>", "---", "[x]", "**",
	"US-1 ", "EPIC-1 ", "ID|URL\n-|-\n",
}

// TestShortTexts holds every text of three tokens to what [FuzzParse] and
// [FuzzRecord] demand: the odd ends of lines and files are all among them.
func TestShortTexts(t *testing.T) {
	t.Parallel()
	for _, a := range tokens {
		t.Run(strings.TrimSpace(a), func(t *testing.T) {
			t.Parallel()
			for _, b := range tokens {
				for _, c := range tokens {
					checkShort(t, a+b+c)
				}
			}
		})
	}
}

func checkShort(t *testing.T, text string) {
	t.Helper()
	defer func() {
		if x := recover(); x != nil {
			t.Fatalf("%q: %v", text, x)
		}
		if t.Failed() {
			t.Fatalf("%q", text)
		}
	}()
	checkParse(t, []byte(text))
	checkRecord(t, []byte(text))
}
