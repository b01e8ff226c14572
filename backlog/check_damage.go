package backlog

import (
	"bytes"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// What happens to files: merges that are not resolved, front matter that lost a
// line, a pipe that nobody escaped.

// conflicts finds what a merge left for people to decide.
func (c *checker) conflicts() {
	for _, at := range c.mergeConflicts() {
		c.find(at, SeverityError, CodeMergeConflict, "",
			"an unresolved merge conflict begins here; choose between its sides, and remove the lines of git: <<<<<<<, =======, >>>>>>>")
	}
}

// frontMatter finds front matter that is not read, or not as a whole. What it
// said of boxes and scopes is lost with it, so where there is a ledger nothing
// may be done before it is mended.
func (c *checker) frontMatter() {
	f := c.f
	first := Span{Start: 0, End: markdown.LineEndAt(f.src, 0)}
	switch {
	case f.brokenMetadata != "":
		c.find(first, SeverityWarning, CodeBrokenMetadata, "",
			"the front matter is not valid YAML (%s), so only its lines \"key: value\" are read; quote values that begin with a punctuation mark", f.brokenMetadata)
	case isOpenFrontMatter(f.src):
		severity := SeverityWarning
		if f.HasLedger() {
			severity = SeverityError
		}
		c.find(first, severity, CodeBrokenMetadata, "",
			"the front matter that begins here is never closed, so none of it is read; add a line \"---\" after its last line")
	}
}

// isOpenFrontMatter reports whether src begins like front matter, with a line of
// dashes and one "key: value", though no line ends it.
func isOpenFrontMatter(src []byte) bool {
	src = bytes.TrimPrefix(src, reading.ByteOrderMark)
	first, rest, _ := bytes.Cut(src, []byte{'\n'})
	if string(bytes.TrimRight(first, " \t\r")) != "---" {
		return false
	}
	if _, end := reading.FrontMatter(src); end > 0 {
		return false
	}
	line, _, _ := bytes.Cut(rest, []byte{'\n'})
	key, value, ok := bytes.Cut(bytes.TrimRight(line, " \t\r"), []byte{':'})
	for _, c := range key {
		if !markdown.IsASCIILetter(c) && c != '-' && c != '_' {
			return false
		}
	}
	return ok && len(key) > 0 && (len(value) == 0 || value[0] == ' ')
}

// longRows finds rows of items and evidence with more cells than the header has:
// what a pipe in them cut off is not read.
func (c *checker) longRows() {
	seen := make(map[int]bool)
	check := func(rows []Span) {
		if len(rows) == 0 || seen[rows[0].Start] {
			return
		}
		seen[rows[0].Start] = true
		header := c.f.src[rows[0].Start:rows[0].End]
		pipes, columns := bytes.Count(header, pipe), len(markdown.SplitRow(header, nil))
		for _, row := range rows[1:] {
			line := c.f.src[row.Start:row.End]
			if bytes.Count(line, pipe) <= pipes { // nearly all, without a look at the cells
				continue
			}
			if n := len(markdown.SplitRow(line, nil)); n > columns {
				c.find(row, SeverityWarning, CodeShortRow, "",
					"the row has %d cells, but the table %d columns, so the rest is not read; write a pipe in a cell as \\|, even in code", n, columns)
			}
		}
	}
	for i := range c.f.tables {
		check(c.f.tables[i].Rows)
	}
	for _, s := range c.f.stories {
		if s.syntax.Table != nil {
			check(s.syntax.Table.Rows)
		}
	}
}

var pipe = []byte{'|'}
