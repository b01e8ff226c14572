package reading

import (
	"strings"

	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// partedRows returns the block with rows that a blank line or a comment parts from their
// table: to Markdown they are a paragraph. It is -1 if there is none.
func (d *document) partedRows(table int) int {
	next := table + 1
	for next < len(d.Blocks) && d.Blocks[next].Kind == markdown.BlockHTML && strings.HasPrefix(d.Text[d.Blocks[next].Start:], "<!--") {
		next++
	}
	if next == len(d.Blocks) || d.Blocks[next].Kind != markdown.BlockParagraph || d.Src[d.Blocks[next].Start] != '|' {
		return -1
	}
	return next
}

// findPartedRows adds the rows that are parted from a table. They are items only if they
// are recorded.
func (s *search) findPartedRows(t *storyTable, b *markdown.Block) {
	found, plain := len(s.lines.found), len(s.lines.plain)
	row := markdown.RowReader{D: s.d.Document}
	for at := b.Start; at < b.End && s.d.Src[at] == '|'; at = s.d.NextLine(at) {
		row.Read(markdown.Span{Start: at, End: s.d.LineEnd(at)})
		s.storyRow(t, &row)
	}
	for _, c := range slices.Concat(s.lines.found[found:], s.lines.plain[plain:]) {
		c.drop(notJoined)
	}
}

// findPartedRows notes the rows that are parted from the table of the items before them.
func (o *omissions) findPartedRows(items []*candidate) {
	tables := make(map[*storyTable]bool)
	for _, c := range items {
		if c.row != nil {
			tables[c.row.table] = true
		}
	}
	if len(tables) == 0 {
		return
	}
	var last *storyTable
	for _, c := range o.lines.all() {
		if c.dropped != notJoined || !tables[c.row.table] {
			continue
		}
		if c.row.table != last {
			o.f.Omissions = append(o.f.Omissions, &Omission{Why: notJoined.String(), Mend: MendTable})
		}
		last = c.row.table
		omission := o.f.Omissions[len(o.f.Omissions)-1]
		omission.Lines = append(omission.Lines, o.omitted(c))
	}
}
