package reading

import (
	"strings"
	"unicode"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// An UnknownStatus is what cells of a column of states say that no word is known
// for, so that the stories in their rows are taken to be open.
type UnknownStatus struct {
	Text    string
	Line    markdown.Span // the first row
	Stories []lexicon.ID
}

// noteStatus notes the state in the row of a story if nothing in it is known.
func (a *assembly) noteStatus(c *candidate, s *Story) {
	if c.row == nil || c.board || s.Checked != nil || s.Dropped {
		return
	}
	column := c.row.table.column(lexicon.ColumnStatus)
	if column < 0 {
		return
	}
	header, line := c.row.table.header, c.row.line
	if len(markdown.SplitRow(a.d.Src[line.Start:line.End], nil)) > len(markdown.SplitRow(a.d.Src[header.Start:header.End], nil)) {
		return // a pipe put other text below the heading
	}
	row := markdown.RowReader{D: a.d.Document}
	row.Read(line)
	text := row.Text(column)
	if !strings.ContainsFunc(text, unicode.IsLetter) || lexicon.IsPlaceholder([]byte(text)) {
		return
	}
	if status, _ := lexicon.ReadStatus(text); status != "" {
		return
	}
	for i := range a.f.UnknownStatuses {
		if u := &a.f.UnknownStatuses[i]; lexicon.Fold(u.Text) == lexicon.Fold(text) {
			u.Stories = append(u.Stories, s.ID)
			return
		}
	}
	a.f.UnknownStatuses = append(a.f.UnknownStatuses, UnknownStatus{Text: text, Line: line, Stories: []lexicon.ID{s.ID}})
}
