package backlog

import (
	"bytes"
	"strings"
)

// findEpicRows finds epics that are rows of a milestone table:
// "| EPIC-1 Foundation | Epic 1 | Pending |".
func findEpicRows(r *recognition) {
	for _, t := range r.milestones {
		cols := r.f.tables[t].columns
		row := rowReader{d: r.d}
		row.read(r.f.tables[t].rows[0])
		titles := titleColumn(&row)
		for i, line := range r.f.tables[t].rows {
			if i < 2 {
				continue
			}
			row.read(line)
			milestone, epic := row.text(cols.milestone), row.text(cols.epic)
			m, ok := scanID(epic)
			named, okNamed := scanID(milestone)
			if !ok || !m.epic {
				m, ok = named, okNamed
			}
			if !ok || !m.epic {
				continue
			}
			if m.title == "" && okNamed && named.id.Key() == m.id.Key() {
				m.title = named.title
			}
			if m.title == "" {
				m.title = row.text(titles)
			}
			c := candidate{
				idMatch: m, found: true, form: r.form, line: line, block: -1, section: -2, heading: -1,
				epicRow: &epicRow{row: rowSyntax{t, i}, milestone: milestone},
			}
			c.epicRow.status, _ = readStatus(row.text(cols.status))
			c.setTitle()
			r.add(c)
		}
	}
}

// titleColumn returns the index of the column whose heading says that titles
// are in it, -1 if none does.
func titleColumn(header *rowReader) int {
	for i := range header.cells {
		if c, whole := storyColumnOf(header.text(i)); c == columnTitle && whole {
			return i
		}
	}
	return -1
}

// A storyTable is a table whose rows may be items.
type storyTable struct {
	block   int
	header  Span
	columns map[storyColumn]int // index of the first column of each kind
	story   bool                // the header says that rows are stories
	listed  int                 // columns that items have: status, priority, points, ...
	titles  int                 // index of the column with the title
	ids     int                 // index of the column with the ID, -1 if there is none
	syntax  *storyTableSyntax   // nil until an item is in it
}

func (t *storyTable) column(c storyColumn) int {
	if i, ok := t.columns[c]; ok {
		return i
	}
	return -1
}

// A tableRow is the row of an item.
type tableRow struct {
	table *storyTable
	line  Span
}

// findStoryRows finds items that are rows: "| US-1.1 | Title | 5 | Done |".
func findStoryRows(r *recognition) {
	for i := range r.d.blocks {
		b := &r.d.blocks[i]
		if b.kind != blockTable || r.skip[i] {
			continue
		}
		rows := r.d.rowsOf(b.node)
		if len(rows) < 3 {
			continue
		}
		t := r.storyTable(i, rows)
		if r.boardRows(t, rows) {
			continue
		}
		row := rowReader{d: r.d}
		for _, line := range rows[2:] {
			row.read(line)
			r.storyRow(t, &row)
		}
	}
}

// storyTable reads the header of a table. Where it does not name the column
// with the IDs, the first one counts if IDs are in it.
func (r *recognition) storyTable(block int, rows []Span) *storyTable {
	t := &storyTable{block: block, header: rows[0], columns: make(map[storyColumn]int), titles: -1, ids: -1}
	row := rowReader{d: r.d}
	row.read(rows[0])
	t.readHeader(&row)
	t.ids = t.column(columnID)
	if t.ids < 0 || t.ids > 1 {
		found, seen := 0, 0
		for _, line := range rows[2:min(len(rows), 42)] {
			row.read(line)
			if s := row.text(0); s != "" {
				seen++
				if l := scanLead(s); l.found {
					found++
				}
			}
		}
		if found*2 > seen {
			t.ids = 0
		}
	}
	if i, ok := t.columns[columnStory]; ok && r.counts(rows, i) {
		delete(t.columns, columnStory) // how many stories an epic has
	}
	_, t.story = t.columns[columnStory]
	for _, c := range []storyColumn{columnStory, columnTitle, columnWant} {
		if i := t.column(c); i >= 0 && i != t.ids {
			t.titles = i
			break
		}
	}
	if t.titles < 0 && t.ids >= 0 && !t.story {
		t.titles = t.ids + 1
	}
	return t
}

// readHeader finds the column of each kind. One whose heading says nothing else
// counts before one with a word of it: next to "Title", "Sprint 6 Story" only
// refers to stories, and next to "ID", "Epic ID" names the epic.
func (t *storyTable) readHeader(row *rowReader) {
	for i := range row.cells {
		if c, whole := storyColumnOf(row.text(i)); c != columnNone && whole && t.addColumn(c, i) && listedColumns[c] {
			t.listed++
		}
	}
	_, titled := t.columns[columnTitle]
	for i := range row.cells {
		switch c, whole := storyColumnOf(row.text(i)); {
		case c == columnNone, whole, c == columnStory && titled:
		case c == columnID && t.column(columnID) >= 0 && hasWord(fold(row.text(i)), epicWords):
			t.addColumn(columnEpic, i)
		default:
			if t.addColumn(c, i) && listedColumns[c] && c != columnEpic {
				t.listed++
			}
		}
	}
}

// holdsWork reports whether the header names titles, and how important or how
// far the work is. Names with roles are people.
func (t *storyTable) holdsWork() bool {
	return t.column(columnPersona) < 0 && t.titles >= 0 && t.titles == t.column(columnTitle) && (t.column(columnStatus) >= 0 || t.column(columnPriority) >= 0 || t.column(columnPoints) >= 0)
}

// listedColumns are those that tables of items have.
var listedColumns = map[storyColumn]bool{
	columnStatus: true, columnPriority: true, columnPoints: true, columnEpic: true, columnSprint: true, columnDepends: true, columnAssignee: true, columnDone: true,
}

// addColumn notes the first column of a kind, and reports whether i is that.
func (t *storyTable) addColumn(c storyColumn, i int) bool {
	if _, ok := t.columns[c]; ok {
		return false
	}
	t.columns[c] = i
	return true
}

// counts reports whether the cells of a column are numbers.
func (r *recognition) counts(rows []Span, column int) bool {
	row := rowReader{d: r.d}
	for _, line := range rows[2:min(len(rows), 12)] {
		row.read(line)
		if s := row.text(column); s != "" && s != "-" && !isNumber(s) {
			return false
		}
	}
	return true
}

// storyRow adds a row that may be an item.
func (r *recognition) storyRow(t *storyTable, row *rowReader) {
	id, title := row.text(t.ids), row.text(t.titles)
	if len(id) > 400 {
		return
	}
	l := scanLead(id)
	if !l.found && t.ids >= 0 && isNumber(id) {
		l = lead{idMatch: idMatch{id: ID(id), class: classOrdinal}, found: true}
	}
	c := candidate{
		idMatch: l.idMatch, form: r.form, line: row.line, block: t.block, section: -2, heading: -1,
		row: &tableRow{t, row.line},
	}
	c.struck = bytes.Contains(row.raw(t.titles), []byte("~~")) || bytes.Contains(row.raw(t.ids), []byte("~~"))
	switch {
	case !l.found && title == "":
		return
	case l.class == classOrdinal && t.titles != t.ids:
		// "| 1 | PBI-01: Title |"
		c.title = title
		if m, ok := scanID(title); ok && m.title != "" && !m.epic {
			c.idMatch = m
		}
	case !l.found:
		c.title = title
		if m, ok := scanID(title); ok && m.title != "" {
			c.idMatch, l.found = m, true
		}
	case title != "" && (l.title == "" || t.titles == t.column(columnStory) || t.titles == t.column(columnTitle)):
		c.title = title
		if ref := scanLead(title); ref.found && ref.title == "" && t.titles != t.column(columnTitle) && t.titles != t.column(columnStory) {
			c.title = "" // a matrix of references
		}
	}
	c.take(&l)
	c.sentence = isSentence(c.title) || t.column(columnPersona) >= 0 && t.column(columnWant) >= 0
	if !c.found && !c.sentence && !t.story {
		if !t.holdsWork() {
			return
		}
		c.entry = true
	}
	r.rowFields(&c, row)
	r.add(c)
}

func isNumber(s string) bool { return s != "" && len(s) < 6 && strings.Trim(s, "0123456789") == "" }

// rowFields reads the cells that say something of the item.
func (r *recognition) rowFields(c *candidate, row *rowReader) {
	t := c.row.table
	if i := t.column(columnStatus); i >= 0 {
		s, _ := readStatus(row.text(i))
		c.setStatus(s)
	}
	if i := t.column(columnDone); i >= 0 && i != t.column(columnStatus) {
		s, _ := readStatus(row.text(i))
		c.setStatus(s)
	}
	if i := t.column(columnEpic); i >= 0 && i != t.ids && i != t.titles {
		c.epicName = row.text(i)
	}
}

// boardRows reads a board: a table whose columns are the states, with items in
// the cells.
func (r *recognition) boardRows(t *storyTable, rows []Span) bool {
	row := rowReader{d: r.d}
	row.read(rows[0])
	if len(row.cells) < 2 {
		return false
	}
	states := make([]Status, len(row.cells))
	for i := range row.cells {
		s, word := readStatus(row.text(i))
		if !word {
			return false
		}
		states[i] = s
	}
	for _, line := range rows[2:] {
		row.read(line)
		for i := range min(len(row.cells), len(states)) {
			l := scanLead(row.text(i))
			if !l.found {
				continue
			}
			c := candidate{idMatch: l.idMatch, form: r.form, line: line, block: t.block, section: -2, heading: -1, row: &tableRow{t, line}, board: true}
			c.take(&l)
			c.setStatus(states[i])
			r.add(c)
		}
	}
	return true
}
