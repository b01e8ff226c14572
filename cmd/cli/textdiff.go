package cli

import (
	"strings"

	"github.com/aymanbagabas/go-udiff"
)

// What of a change of text is shown: so many lines of a diff, with so many around
// what changed.
const (
	diffLines   = 40
	diffContext = 2
)

// textDiff returns the lines of a unified diff without its head. Of a long one the
// first lines are returned, and how many are left out.
func textDiff(before, after string) (lines []string, left int) {
	before, after = withNewline(before), withNewline(after)
	text, err := udiff.ToUnified("", "", before, udiff.Strings(before, after), diffContext)
	if err != nil {
		panic("diff: edits of a text do not fit it: " + err.Error())
	}
	lines = strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) < 2 {
		return nil, 0
	}
	lines = lines[2:]
	if len(lines) > diffLines {
		lines, left = lines[:diffLines], len(lines)-diffLines
	}
	for i, line := range lines {
		lines[i] = line[:1] + strings.ReplaceAll(printable("x" + line[1:])[1:], "\n", " ")
	}
	return lines, left
}

func withNewline(text string) string {
	if text == "" || strings.HasSuffix(text, "\n") {
		return text
	}
	return text + "\n"
}

// isText reports whether a value is shown as lines.
func isText(s string) bool {
	const longest = 120
	return strings.Contains(s, "\n") || len(s) > longest
}
