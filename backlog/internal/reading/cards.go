package reading

import (
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// Cards are several lines in one cell of a board. They are one item, since a line break
// in a cell is a blank.
type Cards struct {
	Line  markdown.Span
	Id    lexicon.ID
	Count int
}

// noteCards notes a cell of a board that holds several lines.
func (a *assembly) noteCards(c *candidate, s *Story) {
	if !c.board {
		return
	}
	row := markdown.RowReader{D: a.d.Document}
	row.Read(c.row.line)
	n := 0
	for _, part := range markdown.SplitBreaks(string(row.Raw(c.row.cell))) {
		if strings.TrimSpace(part) != "" {
			n++
		}
	}
	if n > 1 {
		a.f.Cards = append(a.f.Cards, Cards{Line: c.row.line, Id: s.ID, Count: n})
	}
}
