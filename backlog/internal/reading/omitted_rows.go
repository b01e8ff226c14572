package reading

import (
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// findPartedRows notes the rows that a blank line parts from the table of the items
// before them: to Markdown they are a paragraph.
func (o *omissions) findPartedRows(items []*candidate) {
	var last *storyTable
	for _, c := range items {
		if c.row == nil || c.row.table == last {
			continue
		}
		last = c.row.table
		next := last.block + 1
		if last.block < 0 || next >= len(o.d.Blocks) || o.d.Blocks[next].Kind != markdown.BlockParagraph {
			continue
		}
		omission := &Omission{Why: notJoined.String()}
		b := &o.d.Blocks[next]
		for at := b.Start; at < b.End; at = o.d.NextLine(at) {
			line := markdown.Span{Start: at, End: o.d.LineEnd(at)}
			text, ok := strings.CutPrefix(strings.TrimSpace(string(o.d.Src[line.Start:line.End])), "|")
			if !ok {
				break
			}
			text = strings.Join(strings.Fields(strings.ReplaceAll(text, "|", " ")), " ")
			omission.Lines = append(omission.Lines, OmittedLine{At: line, Kind: lexicon.KindIssue, Text: text})
		}
		if len(omission.Lines) > 0 {
			o.f.Omissions = append(o.f.Omissions, omission)
		}
	}
}
