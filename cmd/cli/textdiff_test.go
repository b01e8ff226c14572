package cli

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Of a long diff the beginning is shown; nothing in it moves the cursor.
func TestTextDiff(t *testing.T) {
	t.Parallel()
	if lines, left := textDiff("a\nb", "a\nb"); len(lines) != 0 || left != 0 {
		t.Errorf("of equal texts: %q, %d", lines, left)
	}
	lines, left := textDiff("one\ntwo\x1b[2J\n", "one\n2")
	if want := []string{"@@ -1,2 +1,2 @@", " one", "-two\ufffd[2J", "+2"}; !slices.Equal(lines, want) || left != 0 {
		t.Errorf("%q, %d, want %q", lines, left, want)
	}
	var long strings.Builder
	for i := range 100 {
		fmt.Fprintln(&long, i)
	}
	lines, left = textDiff("", long.String())
	if len(lines) != diffLines || len(lines)+left != 101 {
		t.Errorf("%d lines and %d more", len(lines), left)
	}
}

// A block of a diff ends where it should, whatever fences are in the text.
func TestFenceFor(t *testing.T) {
	t.Parallel()
	if got := fenceFor([]string{"+a", "-````", "+```go"}); got != "`````" {
		t.Errorf("%q", got)
	}
}
