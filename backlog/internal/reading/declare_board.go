package reading

import (
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
	"github.com/backlogsync/backlogsync/backlog/internal/pattern"
)

// isCard reports whether what stands in a cell of a board is in a column that a pattern
// names: "| To do {title} | Doing {title} |".
func isCard(d *document, c *candidate, p *pattern.Pattern) bool {
	columns := titleColumnsOf(d, c.row.table.header, p)
	return slices.Contains(columns, c.row.cell)
}

// titleColumnsOf returns the columns of a table that hold the titles of a pattern, nil if the
// table does not have all that it names.
func titleColumnsOf(d *document, header markdown.Span, p *pattern.Pattern) (titles []int) {
	row := markdown.RowReader{D: d.Document}
	row.Read(header)
	columns, ok := p.Columns(row.Texts())
	if !ok {
		return nil
	}
	for i, cell := range p.Cells {
		if cell.Title {
			titles = append(titles, columns[i])
		}
	}
	return titles
}

// addBoards finds the cards of tables that people declare to be boards, whatever their
// columns are called.
func (p *declared) addBoards() {
	known := make(map[int]bool)
	for _, c := range p.lines.all() {
		if c.board {
			known[c.block] = true
		}
	}
	for _, x := range slices.Concat(p.patterns[roleEpic], p.patterns[roleStory]) {
		if !x.Board {
			continue
		}
		for i := range p.d.Blocks {
			b := &p.d.Blocks[i]
			if b.Kind != markdown.BlockTable || p.lines.skip[i] || known[i] {
				continue
			}
			rows := p.d.Rows(b.Node)
			if columns := titleColumnsOf(p.d, rows[0], x.Pattern); len(columns) > 0 {
				known[i] = true
				p.addCards(i, rows, columns)
			}
		}
	}
}

// addCards adds the cells of some columns of a table.
func (p *declared) addCards(block int, rows []markdown.Span, columns []int) {
	t := readStoryTable(p.d, block, rows)
	row := markdown.RowReader{D: p.d.Document}
	row.Read(rows[0])
	states := make([]lexicon.Status, len(row.Cells))
	for i := range states {
		states[i], _ = lexicon.ReadStatus(row.Text(i))
	}
	for _, line := range rows[min(2, len(rows)):] {
		row.Read(line)
		for _, i := range columns {
			for _, part := range splitIDs(row.Text(i)) {
				p.lines.addCard(t, line, i, part, states[i])
			}
		}
	}
}

// boardPatterns returns the pattern of a board: all of its columns hold titles.
func boardPatterns(d *document, x *site) []string {
	row := markdown.RowReader{D: d.Document}
	row.Read(x.row.table.header)
	var text strings.Builder
	text.WriteString("|")
	for i := range row.Cells {
		cell := patternOfRow(&row, -1, i)
		if cell == "" {
			return nil
		}
		text.WriteString(cell[1:])
	}
	return []string{text.String()}
}
