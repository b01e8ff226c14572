package markdown

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestIsASCII asks of each byte, in each place of texts of several lengths.
func TestIsASCII(t *testing.T) {
	for n := range 20 {
		for at := range n {
			for c := range 256 {
				text := []byte(strings.Repeat("~", n))
				text[at] = byte(c)
				if got, want := IsASCII(string(text)), c >= ' ' && c < utf8.RuneSelf; got != want {
					t.Fatalf("%v in place %d of %d: %v", byte(c), at, n, got)
				}
			}
		}
	}
}
