package reading

import (
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// beginsWithIDs reports whether most cells of the first column begin with IDs. In
// a column of titles a code that no other row has the letters of is a word:
// "ESP32", "S3 upload".
func (t *storyTable) beginsWithIDs(d *document, rows []markdown.Span) bool {
	row := markdown.RowReader{D: d.Document}
	found, seen, quarters := 0, 0, 0
	words := make(map[string]codeFamily)
	for _, line := range rows[2:min(len(rows), 42)] {
		row.Read(line)
		s := row.Text(0)
		if s == "" {
			continue
		}
		seen++
		l := lexicon.ScanLead(s)
		if lexicon.IsQuarter(l.Id) {
			quarters++
		}
		switch {
		case !l.Found:
		case l.Class != lexicon.ClassKey || l.Sep && l.Title != "" || t.column(lexicon.ColumnTitle) != 0:
			found++
		case words[l.Word] == "":
			words[l.Word] = codeFamily(l.Id.Key())
		case words[l.Word] != codeFamily(l.Id.Key()):
			found++
			words[l.Word] = manyCodes
		}
	}
	for _, f := range words {
		if f == manyCodes {
			found++ // the first of them
		}
	}
	return found*2 > seen && quarters < seen
}

// A tableHeader is what the header of a table says.
type tableHeader struct {
	columns columnsOf
	listed  int  // columns that items have: status, priority, points, ...
	due     bool // a column says when
}

// columnsOf are the first columns of each kind, counted from one; 0 if there is none.
type columnsOf [lexicon.ColumnCount]int

// column returns the index of the first column of a kind, -1 if there is none.
func (h *tableHeader) column(c lexicon.StoryColumn) int { return h.columns[c] - 1 }

// listedColumns are those that tables of items have.
var listedColumns = map[lexicon.StoryColumn]bool{
	lexicon.ColumnStatus: true, lexicon.ColumnPriority: true, lexicon.ColumnPoints: true, lexicon.ColumnEpic: true,
	lexicon.ColumnSprint: true, lexicon.ColumnDepends: true, lexicon.ColumnAssignee: true, lexicon.ColumnDone: true,
}

// addColumn notes the first column of a kind, and reports whether i is that.
func (h *tableHeader) addColumn(c lexicon.StoryColumn, i int) bool {
	if h.columns[c] > 0 {
		return false
	}
	h.columns[c] = i + 1
	return true
}

// A lastHeader is the header of a table that was read last: in files with a table below
// each heading the next one is the same.
type lastHeader struct {
	text   string
	header tableHeader
}

// readHeader finds the column of each kind. One whose heading says nothing else
// counts before one with a word of it: next to "Title", "Sprint 6 Story" only
// refers to stories, and next to "ID", "Epic ID" names the epic.
func (d *document) readHeader(row *markdown.RowReader) (h tableHeader) {
	text := d.Text[row.Line.Start:row.Line.End]
	if text == d.header.text {
		return d.header.header
	}
	for i := range row.Cells {
		if c, whole := lexicon.StoryColumnOf(row.Text(i)); c != lexicon.ColumnNone && whole && h.addColumn(c, i) && listedColumns[c] {
			h.listed++
		}
	}
	titled := h.column(lexicon.ColumnTitle) >= 0
	for i := range row.Cells {
		h.due = h.due || lexicon.IsDueColumn(row.Text(i))
		switch c, whole := lexicon.StoryColumnOf(row.Text(i)); {
		case c == lexicon.ColumnNone, whole, c == lexicon.ColumnStory && titled:
		case c == lexicon.ColumnID && h.column(lexicon.ColumnID) >= 0 && lexicon.TopicsOf(lexicon.Fold(row.Text(i))).Has(lexicon.OfEpics):
			h.addColumn(lexicon.ColumnEpic, i)
		default:
			if h.addColumn(c, i) && listedColumns[c] && c != lexicon.ColumnEpic {
				h.listed++
			}
		}
	}
	d.header = lastHeader{text, h}
	return h
}

// findStates takes a column without a header for that of the states, if each of its cells
// is a state.
func (t *storyTable) findStates(d *document, rows []markdown.Span, headers []string) {
	if t.column(lexicon.ColumnStatus) >= 0 {
		return
	}
	row := markdown.RowReader{D: d.Document}
	for i, header := range headers {
		if header != "" {
			continue
		}
		isState := func(line markdown.Span) bool {
			row.Read(line)
			status, _ := lexicon.ReadStatus(row.Text(i))
			return status != ""
		}
		if !slices.ContainsFunc(rows[2:min(len(rows), mostRows)], func(line markdown.Span) bool { return !isState(line) }) {
			t.addColumn(lexicon.ColumnStatus, i)
			t.listed++
			return
		}
	}
}

// holdsWork reports whether the header names titles, and how important or how
// far the work is. Names with roles are people.
func (t *storyTable) holdsWork() bool {
	return t.column(lexicon.ColumnPersona) < 0 && t.titles >= 0 && t.titles == t.column(lexicon.ColumnTitle) &&
		(t.column(lexicon.ColumnStatus) >= 0 || t.column(lexicon.ColumnPriority) >= 0 || t.column(lexicon.ColumnPoints) >= 0)
}

// isOfWork reports whether the header is one of stories, or of what is to be done: how
// far it is, and how soon or how much.
func (t *storyTable) isOfWork() bool {
	soon := t.column(lexicon.ColumnPriority) >= 0 || t.column(lexicon.ColumnPoints) >= 0
	return t.story && (soon || t.holdsState() || t.column(lexicon.ColumnAssignee) >= 0) || t.titles >= 0 && t.holdsState() && soon
}

// beginsWithTitles reports whether before the column of titles are only those of IDs
// and of how soon or how far the work is.
func (t *storyTable) beginsWithTitles() bool {
	before := 0
	for _, c := range []lexicon.StoryColumn{
		lexicon.ColumnID, lexicon.ColumnPriority, lexicon.ColumnStatus, lexicon.ColumnDone, lexicon.ColumnEpic, lexicon.ColumnSprint,
	} {
		if i := t.column(c); i >= 0 && i < t.titles {
			before++
		}
	}
	return t.titles >= 0 && before == t.titles
}

// holdsState reports whether a column says how far the work is.
func (t *storyTable) holdsState() bool {
	return t.column(lexicon.ColumnStatus) >= 0 || t.column(lexicon.ColumnDone) >= 0
}
