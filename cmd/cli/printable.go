package cli

import (
	"regexp"
	"strings"
	"unicode"
)

// printable makes other people's text fit for one line on a terminal or in the
// log of a pipeline: titles, names of files, and what servers say. What could move
// the cursor, turn text around or hide some of it is shown as U+FFFD; line breaks
// and tabs become blanks, and what nobody sees goes. Nothing in it is a command to
// the runner of GitHub Actions, which takes a line that begins with "::" for one,
// and "##[" wherever it stands (actions/runner, src/Runner.Common/ActionCommand.cs;
// Azure Pipelines has "##vso[").
func printable(s string) string {
	s = strings.Map(visible, s)
	if rest := strings.TrimLeftFunc(s, unicode.IsSpace); strings.HasPrefix(rest, "::") {
		s = ": " + rest[1:]
	}
	return logCommand.ReplaceAllString(s, "$1 [")
}

var logCommand = regexp.MustCompile(`(##\w*)\[`)

// visible returns what is shown for a character.
func visible(r rune) rune {
	switch {
	case r == '\n' || r == '\t':
		return ' '
	case strings.ContainsRune(joiners, r):
		return -1
	case special(r):
		return unicode.ReplacementChar
	}
	return r
}

// joiners change how their neighbours are joined, or nothing: the soft hyphen,
// spaces without a width, the word joiner, and the byte order mark.
const joiners = "\u00ad\u200b\u200c\u200d\u2060\ufeff"

// special reports whether a character is one of control or format, which act on
// others instead of being one, or a separator of lines: the directions of text,
// what annotations and tags consist of.
func special(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) || r >= 0xe0000 && r <= 0xe0fff
}

// printableLines is for texts of several lines, which are indented but for the
// first, and for errors: no address in them holds a user.
func printableLines(s string) string {
	lines := strings.Split(withoutUser(s), "\n")
	for i, line := range lines {
		lines[i] = printable(line)
	}
	return strings.Join(lines, "\n  ")
}

// errorText is an error on one line.
func errorText(err error) string { return printable(withoutUser(err.Error())) }
