package markdown

import (
	"strings"
	"testing"
)

// Parsers are used again, but each file has all of what a file may have.
func TestParserUsedAgain(t *testing.T) {
	t.Parallel()
	most := strings.Repeat("]", 36_000) // more than half
	for range 4 {
		if _, err := Parse([]byte(most), 0); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Parse([]byte(most+"\n\n"+most), 0); err == nil {
		t.Error("twice as much is read")
	}
}
