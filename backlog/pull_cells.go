package backlog

import (
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// An itemRow is a row of a table that begins with an item.
type itemRow struct {
	rows   []Span // of the table
	row    int
	header []string // the headings of its columns
}

// cells are the cells of a role in the rows of tables that begin with an item.
func (p *puller) cells(key string, is func(heading string) bool, text func(now string) string) []place {
	var all []place
	row := markdown.RowReader{D: p.d}
	for _, at := range p.rows()[key] {
		row.Read(at.rows[at.row])
		for c, heading := range at.header {
			if is(heading) {
				all = append(all, place{rows: at.rows, row: at.row, cell: c, text: text(string(row.Raw(c)))})
			}
		}
	}
	return all
}

// readRows returns the rows that begin with an item, by its key.
func (p *puller) readRows() map[string][]itemRow {
	if p.d == nil {
		return nil
	}
	own := make(map[int]bool) // where ledgers and milestone tables begin
	for i := range p.f.tables {
		own[p.f.tables[i].Rows[0].Start] = true
	}
	byKey := make(map[string][]itemRow)
	row := markdown.RowReader{D: p.d}
	for i := range p.d.Blocks {
		b := &p.d.Blocks[i]
		if b.Kind != markdown.BlockTable {
			continue
		}
		rows := p.d.Rows(b.Node)
		if own[rows[0].Start] {
			continue
		}
		row.Read(rows[0])
		header := make([]string, len(row.Cells))
		for c := range header {
			header[c] = row.Text(c)
		}
		for j := 2; j < len(rows); j++ {
			row.Read(rows[j])
			for _, key := range rowKeys(&row) {
				byKey[key] = append(byKey[key], itemRow{rows, j, header})
			}
		}
	}
	return byKey
}

// rowKeys returns the keys of the items whose IDs the first cells of a row hold.
func rowKeys(row *markdown.RowReader) []string {
	var keys []string
	for i := range row.Cells[:min(2, len(row.Cells))] {
		text := row.Text(i)
		keys = append(keys, ID(text).Key())
		if m, ok := lexicon.ScanID(text); ok && !m.Many {
			keys = append(keys, m.Id.Key())
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
