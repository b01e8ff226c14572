package reading

import (
	"slices"
	"strings"
	"unicode"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// findEpicRows finds epics that are rows of a milestone table:
// "| EPIC-1 Foundation | Epic 1 | Pending |".
func findEpicRows(s *search) {
	for _, t := range s.records.milestones {
		cols := s.f.Tables[t].Columns
		row := markdown.RowReader{D: s.d.Document}
		row.Read(s.f.Tables[t].Rows[0])
		titles := titleColumn(&row)
		due := dueColumn(&row)
		for i, line := range s.f.Tables[t].Rows {
			if i < 2 {
				continue
			}
			row.Read(line)
			milestone, epic := row.Text(cols.Milestone), row.Text(cols.Epic)
			m, ok := lexicon.ScanID(epic)
			named, okNamed := lexicon.ScanID(milestone)
			if !ok || !m.Epic {
				m, ok = named, okNamed
			}
			if !ok || !m.Epic {
				continue
			}
			if m.Title == "" && okNamed && named.Id.Key() == m.Id.Key() {
				m.Title = named.Title
			}
			if m.Title == "" {
				m.Title = row.Text(titles)
			}
			c := candidate{
				Match: m, found: true, form: s.form, line: line, block: -1, section: -2, heading: -1,
			}
			status, _ := lexicon.ReadStatus(row.Text(cols.Status))
			c.detail().epicRow = &epicRow{row: RowSyntax{t, i}, milestone: milestone, status: status, due: row.Text(due)}
			c.setTitle()
			s.lines.add(&c)
		}
	}
}

// titleColumn returns the index of the column whose heading says that titles
// are in it, -1 if none does.
func titleColumn(header *markdown.RowReader) int {
	for i := range header.Cells {
		if c, whole := lexicon.StoryColumnOf(header.Text(i)); c == lexicon.ColumnTitle && whole {
			return i
		}
	}
	return -1
}

// dueColumn returns the index of the column with due dates, -1 if there is none.
func dueColumn(header *markdown.RowReader) int {
	for i := range header.Cells {
		if lexicon.FieldOf(header.Text(i)) == lexicon.FieldDue {
			return i
		}
	}
	return -1
}

// A storyTable is a table whose rows may be items.
type storyTable struct {
	tableHeader
	block  int
	header markdown.Span
	story  bool                      // the header says that rows are stories
	titles int                       // index of the column with the title
	epics  bool                      // the rows are epics, and say which stories they have
	ids    int                       // index of the column with the ID, -1 if there is none
	syntax *storyTableSyntax         // nil until an item is in it
	name   string                    // "" until asked for, see headerOf
	fields []columnField             // nil until asked for, see columnFields
	states map[string]lexicon.Status // of texts of cells, see stateIn
}

// A tableRow is the row of an item.
type tableRow struct {
	table *storyTable
	line  markdown.Span
	cell  int // of a board: the column that the item stands in
}

// findStoryRows finds items that are rows: "| US-1.1 | Title | 5 | Done |".
func findStoryRows(s *search) {
	for i := range s.d.Blocks {
		b := &s.d.Blocks[i]
		if b.Kind != markdown.BlockTable || s.skip[i] {
			continue
		}
		rows := s.d.rowsOf(i)
		if len(rows) < 3 {
			continue
		}
		t := readStoryTable(s.d, i, rows)
		if s.boardRows(t, rows) {
			continue
		}
		row := markdown.RowReader{D: s.d.Document}
		for _, line := range rows[2:] {
			row.Read(line)
			s.storyRow(t, &row)
		}
		if next := s.d.partedRows(i); next >= 0 {
			s.skip[next] = true
			s.findPartedRows(t, &s.d.Blocks[next])
		}
	}
}

// readStoryTable reads the header of a table. Where it does not name the column
// with the IDs, the first one counts if IDs are in it.
func readStoryTable(d *document, block int, rows []markdown.Span) *storyTable {
	t := &storyTable{block: block, header: rows[0], titles: -1, ids: -1}
	row := markdown.RowReader{D: d.Document}
	row.Read(rows[0])
	t.tableHeader = d.readHeader(&row)
	if i := t.column(lexicon.ColumnStatus); i >= 0 && lexicon.IsDecision(row.Text(i)) && !holdsStates(d, rows, i) {
		t.columns[lexicon.ColumnStatus] = 0 // it says what is decided, not whether it is
		t.listed--
	}
	t.findStates(d, rows, row.Texts())
	t.ids = t.column(lexicon.ColumnID)
	if (t.ids < 0 || t.ids > 1) && (t.beginsWithIDs(d, rows) || row.Text(0) == "" && holdsIDs(d, rows, 0)) {
		t.ids = 0
	}
	switch i := t.column(lexicon.ColumnStory); {
	case i < 0:
	case t.ids <= 0 && i == 0 && t.column(lexicon.ColumnTitle) >= 0 && holdsIDs(d, rows, i):
		t.ids = i // "| Story | Name |" with "4.1" below "Story"
	case holdsNumbers(d, rows, i):
		t.columns[lexicon.ColumnStory] = 0 // how many stories an epic has, or which
		t.epics = t.ids == 0 && t.column(lexicon.ColumnTitle) < 0 && t.column(lexicon.ColumnEpic) > 0
	}
	t.story = t.column(lexicon.ColumnStory) >= 0
	for _, c := range []lexicon.StoryColumn{lexicon.ColumnStory, lexicon.ColumnTitle, lexicon.ColumnWant} {
		if i := t.column(c); i >= 0 && i != t.ids {
			t.titles = i
			break
		}
	}
	if t.ids >= 0 && t.titles < 0 && t.ids == t.column(lexicon.ColumnTitle) && holdsTitles(d, rows, t.ids) {
		t.titles = t.ids // "| Issue | Scope |" with "#5 Driver" below "Issue"
	}
	if t.epics || t.listsEpics(d, rows) {
		t.titles = t.column(lexicon.ColumnEpic)
	}
	if t.titles < 0 && t.ids >= 0 && !t.story {
		t.titles = t.ids + 1
	}
	return t
}

// listsEpics reports whether the rows are epics by their IDs, whose titles stand below
// "Epic": "| ID | Epic | Description |".
func (t *storyTable) listsEpics(d *document, rows []markdown.Span) bool {
	epics := t.column(lexicon.ColumnEpic)
	if t.ids < 0 || epics < 0 || holdsIDs(d, rows, epics) {
		return false
	}
	row := markdown.RowReader{D: d.Document}
	return !slices.ContainsFunc(rows[2:min(len(rows), mostRows)], func(line markdown.Span) bool {
		row.Read(line)
		return !lexicon.ScanLead(row.Text(t.ids)).Epic
	})
}

// holdsNumbers reports whether the cells of a column are numbers, or ranges of
// them.
func holdsNumbers(d *document, rows []markdown.Span, column int) bool {
	row := markdown.RowReader{D: d.Document}
	for _, line := range rows[2:min(len(rows), 12)] {
		row.Read(line)
		if s := row.Text(column); strings.Trim(s, "0123456789 .,-–…") != "" { // "4", "1.1–1.4"
			return false
		}
	}
	return true
}

// holdsStates reports whether a cell of a column names a state.
func holdsStates(d *document, rows []markdown.Span, column int) bool {
	row := markdown.RowReader{D: d.Document}
	return slices.ContainsFunc(rows[2:min(len(rows), 42)], func(line markdown.Span) bool {
		row.Read(line)
		_, word := lexicon.ReadStatus(row.Text(column))
		return word
	})
}

// storyRow adds a row that may be an item.
func (s *search) storyRow(t *storyTable, row *markdown.RowReader) {
	titles := t.titles
	if titles < 0 && t.ids < 0 {
		titles = 0 // no column is known
	}
	id, title := row.Text(t.ids), row.Text(titles)
	if len(id) > 400 {
		return
	}
	l := lexicon.ScanLead(id)
	if !l.Found && t.ids >= 0 {
		if m, ok := bareNumber(id); ok {
			l.Match, l.Found = m, true
		}
	}
	c := candidate{
		Match: l.Match, form: s.form, line: row.Line, block: t.block, section: -2, heading: -1,
		row: s.lines.newRow(t, row.Line, 0),
	}
	c.struck = isStruckCell(row, t.titles) || isStruckCell(row, t.ids)
	switch {
	case !l.Found && title == "":
		if id != "" {
			return
		}
		if rowFields(&c, row); c.marked == nil && !c.unwanted { // perhaps a line of sums
			return
		}
	case l.Class == lexicon.ClassOrdinal && t.titles != t.ids:
		// "| 1 | PBI-01: Title |"
		c.Title = title
		if m, ok := lexicon.ScanID(title); ok && m.Title != "" && !m.Epic {
			c.Match = m
		}
	case !l.Found:
		c.Title = title
		if m, ok := lexicon.ScanID(title); ok && m.Title != "" {
			c.Match, l.Found = m, true
		}
	case t.titles == t.ids: // the title follows the ID
	case title != "" && (l.Title == "" || t.titles == t.column(lexicon.ColumnStory) || t.titles == t.column(lexicon.ColumnTitle)):
		c.Title = title
		if t.titles != t.column(lexicon.ColumnTitle) && t.titles != t.column(lexicon.ColumnStory) {
			if ref := lexicon.ScanLead(title); ref.Found && ref.Title == "" {
				c.Title = "" // a matrix of references
			}
		}
	}
	if t.epics && c.Class == lexicon.ClassOrdinal { // "| 1 | Labels |" below "Epic"
		c.Id, c.Class, c.Rank, c.Epic = "EPIC-"+c.Id, lexicon.ClassWord, lexicon.RankEpic, true
	}
	c.take(&l)
	c.sentence = lexicon.IsSentence(c.Title) || t.column(lexicon.ColumnPersona) >= 0 && t.column(lexicon.ColumnWant) >= 0
	c.entry = !c.found && !c.sentence && !t.story
	rowFields(&c, row)
	c.weak = c.entry && !t.holdsWork() || titles != t.titles
	s.lines.add(&c)
}

// bareNumber reads a number that is alone in its cell: "3", "4.1".
func bareNumber(s string) (lexicon.Match, bool) {
	if isNumber(s) {
		return lexicon.Match{Id: lexicon.ID(s), Class: lexicon.ClassOrdinal}, true
	}
	l := lexicon.ScanLead(s + " x") // which needs a title
	if !l.Found || l.Class != lexicon.ClassDotted || string(l.Id) != s {
		return lexicon.Match{}, false
	}
	return lexicon.Match{Id: l.Id, Class: l.Class}, true
}

// holdsIDs reports whether the cells of a column are IDs, and nothing else.
func holdsIDs(d *document, rows []markdown.Span, column int) bool {
	row := markdown.RowReader{D: d.Document}
	for _, line := range rows[2:min(len(rows), 42)] {
		row.Read(line)
		s := row.Text(column)
		l := lexicon.ScanLead(s)
		if _, ok := bareNumber(s); !ok && (!l.Found || l.Title != "") {
			return false
		}
	}
	return true
}

// holdsTitles reports whether words follow the IDs in most cells of a column.
func holdsTitles(d *document, rows []markdown.Span, column int) bool {
	row := markdown.RowReader{D: d.Document}
	found, titled := 0, 0
	for _, line := range rows[2:min(len(rows), mostRows)] {
		row.Read(line)
		if l := lexicon.ScanLead(row.Text(column)); l.Found {
			found++
			if strings.ContainsFunc(l.Title, unicode.IsLetter) {
				titled++
			}
		}
	}
	return titled*2 > found
}

func isNumber(s string) bool { return s != "" && len(s) < 6 && strings.Trim(s, "0123456789") == "" }

// rowFields reads the cells that say something of the item.
func rowFields(c *candidate, row *markdown.RowReader) {
	t := c.row.table
	if i := t.column(lexicon.ColumnStatus); i >= 0 {
		c.setStatus(t.stateIn(row.Text(i)))
	}
	if i := t.column(lexicon.ColumnDone); i >= 0 && i != t.column(lexicon.ColumnStatus) {
		c.setStatus(t.stateIn(row.Text(i)))
	}
}

// mostStates is how many texts of cells a table knows the state of: most say one of a few.
const mostStates = 16

// stateIn returns the state that a cell says.
func (t *storyTable) stateIn(text string) lexicon.Status {
	state, ok := t.states[text]
	if !ok {
		state, _ = lexicon.ReadStatus(text)
		if t.states == nil {
			t.states = make(map[string]lexicon.Status)
		}
		if len(t.states) < mostStates {
			t.states[text] = state
		}
	}
	return state
}

// boardRows reads a board: a table whose columns are the states, with items in
// the cells.
func (s *search) boardRows(t *storyTable, rows []markdown.Span) bool {
	row := markdown.RowReader{D: s.d.Document}
	row.Read(rows[0])
	if len(row.Cells) < 2 {
		return false
	}
	states := make([]lexicon.Status, len(row.Cells))
	for i := range row.Cells {
		status, word := lexicon.ReadStatus(row.Text(i))
		if !word {
			return false
		}
		states[i] = status
	}
	for _, line := range rows[2:] {
		row.Read(line)
		for i := range min(len(row.Cells), len(states)) {
			for _, part := range splitIDs(row.Text(i)) {
				s.lines.addCard(t, line, i, part, states[i])
			}
		}
	}
	return true
}

// addCard adds what a cell of a board says.
func (l *candidates) addCard(t *storyTable, line markdown.Span, cell int, text string, status lexicon.Status) {
	lead := lexicon.ScanLead(text)
	if !lead.Found && !strings.ContainsFunc(lead.Title, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return
	}
	c := candidate{Match: lead.Match, form: formTable, line: line, block: t.block, section: -2, heading: -1, row: l.newRow(t, line, cell), board: true}
	c.take(&lead)
	c.setStatus(status)
	c.weak = !lead.Found
	l.add(&c)
}
