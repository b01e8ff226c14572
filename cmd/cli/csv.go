package cli

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"unicode"

	"github.com/backlogsync/backlogsync/tracker/evidence"
)

// writeCSV writes the differences for a spreadsheet, as RFC 4180 has it.
func writeCSV(w io.Writer, diffs []evidence.Difference) error {
	out := bufio.NewWriter(w)
	writeRow(out, "file", "line", "column", "kind", "id", "fact", "recorded", "observed", "code", "message")
	for i := range diffs {
		d := &diffs[i]
		writeRow(out, d.File, strconv.Itoa(d.Line), strconv.Itoa(d.Column), string(d.Kind), string(d.ID), string(d.Fact),
			d.Recorded, d.Observed, string(d.Code), d.Message)
	}
	return out.Flush()
}

// writeRow quotes every cell that holds more than plain words, as OWASP has it and
// [encoding/csv] does not: a spreadsheet may part cells at another sign than the
// comma, so that one would begin in the middle of another.
func writeRow(out *bufio.Writer, cells ...string) {
	for i, cell := range cells {
		if i > 0 {
			_ = out.WriteByte(',') // Flush returns the error
		}
		if cell = plainCell(cell); strings.ContainsFunc(cell, notPlain) {
			cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
		_, _ = out.WriteString(cell) // as above
	}
	_ = out.WriteByte('\n') // as above
}

func notPlain(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" ._-:/", r)
}

// plainCell keeps a spreadsheet from taking other people's text for a formula:
// the signs are those of OWASP, "CSV Injection", with those of full width. It is
// one line.
func plainCell(s string) string {
	text := printable(s)
	for _, sign := range []string{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(s, sign) || strings.HasPrefix(strings.TrimLeft(text, " "), sign) {
			return "'" + text
		}
	}
	return text
}
