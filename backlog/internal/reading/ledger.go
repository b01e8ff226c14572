package reading

import (
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// LedgerMark stands before a ledger that backlogsync added, so that its words
// never decide what kind of file this is.
const LedgerMark = "<!-- backlogsync:ledger -->"

// readTables finds the milestone tables and the ledgers.
func (r *records) readTables() {
	var header string // of the table before, which may well be the same
	var cols Columns
	for i := range r.d.Blocks {
		b := &r.d.Blocks[i]
		if b.Kind != markdown.BlockTable || !r.within.Has(b.Start) {
			continue
		}
		rows := r.d.rowsOf(i)
		if text := r.d.Text[rows[0].Start:rows[0].End]; text != header {
			header, cols = text, ledgerColumns(r.d, rows[0])
		}
		switch {
		case cols.IsLedger():
			r.skip[i] = true
			r.ledgers = append(r.ledgers, i)
			r.d.ownHeading(i)
			r.readLedger(i, rows, cols)
		case cols.IsMilestones() && !namesStories(r.d, rows[0]):
			r.skip[i] = true
			r.milestones = append(r.milestones, r.addTable(rows, cols))
		}
	}
}

// namesStories reports whether the header of a table names a column of stories:
// then the epic in the first column is what they belong to.
func namesStories(d *document, header markdown.Span) bool {
	row := markdown.RowReader{D: d.Document}
	row.Read(header)
	for i := range row.Cells {
		if lexicon.StoryColumns[strings.TrimSpace(lexicon.Fold(row.Text(i)))] == lexicon.ColumnStory {
			return true
		}
	}
	return false
}

// ownHeading notes that the heading above a block is that of evidence, which
// is not an item.
func (d *document) ownHeading(block int) {
	if i := d.sectionOf(d.Blocks[block].Start); i >= 0 {
		d.headings[i].ours = true
	}
}

// ledgerColumns reads the headings of a table. The first column of a role plays it.
func ledgerColumns(d *document, header markdown.Span) Columns {
	c := Columns{Milestone: -1, Epic: -1, Kind: -1, Id: -1, Url: -1, Date: -1, Owner: -1, Status: -1}
	row := markdown.RowReader{D: d.Document}
	row.Read(header)
	for i := range row.Cells {
		if p := c.place(lexicon.ColumnOf(row.Text(i))); p != nil && *p < 0 {
			*p = i
		}
	}
	return c
}

// place returns where the column of a role is noted, nil for no role of a ledger.
func (c *Columns) place(r lexicon.ColumnRole) *int {
	switch r {
	case lexicon.RoleMilestone:
		return &c.Milestone
	case lexicon.RoleEpic:
		return &c.Epic
	case lexicon.RoleKind:
		return &c.Kind
	case lexicon.RoleID:
		return &c.Id
	case lexicon.RoleURL:
		return &c.Url
	case lexicon.RoleDate:
		return &c.Date
	case lexicon.RoleOwner:
		return &c.Owner
	case lexicon.RoleStatus:
		return &c.Status
	}
	return nil
}

func (c *Columns) IsLedger() bool { return c.Kind >= 0 && c.Id >= 0 && c.Url >= 0 }

// IsMilestones reports whether the rows are epics: a table of stories names
// their epic further to the right.
func (c *Columns) IsMilestones() bool {
	return c.Status >= 0 && (c.Milestone == 0 || c.Epic == 0)
}

// addTable makes a table known and returns its index.
func (r *records) addTable(rows []markdown.Span, cols Columns) int {
	r.f.Tables = append(r.f.Tables, TableSyntax{rows, cols})
	return len(r.f.Tables) - 1
}

// readLedger reads the rows of a ledger. Rows without an identifier are no
// evidence. A story may be titled "TODO", and be recorded as that.
func (r *records) readLedger(i int, rows []markdown.Span, cols Columns) {
	f := r.f
	table := r.addTable(rows, cols)
	f.Syntax.LastLedger = table
	if f.Syntax.Ledger < 0 {
		f.Syntax.Ledger = table
		f.Syntax.ownLedger = underOwnMark(r.d, i)
	}
	all := make([]Row, 0, len(rows))
	f.Evidence = slices.Grow(f.Evidence, len(rows))
	l := ledgerReader{RowReader: markdown.RowReader{D: r.d.Document}, cols: cols, statuses: make(map[string]lexicon.Status)}
	for j := 2; j < len(rows); j++ {
		l.Read(rows[j])
		id := l.Text(cols.Id)
		if id == "" || lexicon.IsPlaceholder([]byte(id)) && lexicon.IsPlaceholder(l.Raw(cols.Url)) {
			continue
		}
		all = append(all, Row{ID: lexicon.ID(id), Syntax: RowSyntax{table, j}, Columns: &cols})
		e := &all[len(all)-1]
		l.evidence(e)
		f.Evidence = append(f.Evidence, e)
	}
}

// A ledgerReader reads the rows of a ledger. It remembers what it has seen,
// since a ledger has few different kinds and statuses.
type ledgerReader struct {
	markdown.RowReader
	cols     Columns
	kindWord string
	kind     lexicon.Kind
	statuses map[string]lexicon.Status // by the cell as written
}

// evidence reads the cells of a row.
func (l *ledgerReader) evidence(e *Row) {
	m, ok := lexicon.ScanID(string(e.ID))
	if ok && !m.Many && !strings.HasPrefix(m.Rest, "-") { // not "EPIC-1/2", which an epic qualifies, nor "epic1-备份", which is of a title
		e.ID = m.Id
	}
	e.Kind = l.kindOf(l.Raw(l.cols.Kind))
	if e.Kind == "" {
		e.Kind = lexicon.KindIssue
		if m.Epic {
			e.Kind = lexicon.KindMilestone
		}
	}
	e.Key = e.ID.Key()
	if !lexicon.IsPlaceholder(l.Raw(l.cols.Url)) {
		e.URL = l.Destination(l.cols.Url)
	}
	if !lexicon.IsPlaceholder(l.Raw(l.cols.Date)) {
		e.CreatedAt = l.Text(l.cols.Date)
	}
	if !lexicon.IsPlaceholder(l.Raw(l.cols.Owner)) {
		e.Responsible = l.Text(l.cols.Owner)
	}
	e.Status = l.statusOf(l.Raw(l.cols.Status))
}

func (l *ledgerReader) kindOf(raw []byte) lexicon.Kind {
	if l.kindWord != string(raw) {
		l.kindWord = string(raw)
		l.kind = lexicon.KindWords[strings.Trim(lexicon.Fold(l.kindWord), "*_` ")]
	}
	return l.kind
}

func (l *ledgerReader) statusOf(raw []byte) lexicon.Status {
	s, ok := l.statuses[string(raw)]
	if !ok {
		text := l.Text(l.cols.Status)
		if s, _ = lexicon.ReadStatus(text); strings.HasPrefix(text, lexicon.ClosedMark) {
			s = lexicon.StatusClosed
		}
		l.statuses[string(raw)] = s
	}
	return s
}

// registration reports whether every status of the milestone table is a word
// of registration, such as "Pending" or "Created", and where.
func (r *records) registration() (at markdown.Span, ok bool) {
	row := markdown.RowReader{D: r.d.Document}
	for _, t := range r.milestones {
		words := 0
		table := &r.f.Tables[t]
		for _, line := range table.Rows[2:] {
			row.Read(line)
			text := row.Text(table.Columns.Status)
			if text == "" {
				continue
			}
			status, word := lexicon.ReadStatus(text)
			if !word || status != lexicon.StatusPending && status != lexicon.StatusCreated {
				words = 0
				break
			}
			words++
		}
		if words > 0 {
			return table.Rows[0], true
		}
	}
	return markdown.Span{}, false
}

// meaning returns what boxes mean; "" if that cannot be told. Words of
// registration in the milestone table show it only together with a ledger that
// people made.
func (f *Result) meaning(registration bool) Checkbox {
	declared := f.opts.Checkbox
	if declared == "" {
		declared = f.declaredCheckbox()
	}
	switch {
	case declared != "":
		return declared
	case f.structural(registration):
		return CheckboxRegistered
	case f.opts.DefaultCheckbox != "":
		return f.opts.DefaultCheckbox
	case registration:
		return ""
	default:
		return CheckboxDone
	}
}

// structural reports whether the structure of f makes it an execution file.
func (f *Result) structural(registration bool) bool {
	return registration && f.Syntax.Ledger >= 0 && !f.Syntax.ownLedger
}

// decideKind tells what kind of file f is, and notes boxes that have no meaning.
// at is the place of words of registration in the milestone table.
func (f *Result) decideKind(at markdown.Span, registration bool) {
	boxed := func(s *Story) bool { return s.Syntax.Box != (markdown.Span{}) }
	if f.Metadata["checkbox"] != "" && f.opts.Checkbox == "" && f.declaredCheckbox() == "" {
		f.BadCheckbox = true
	}
	switch {
	case f.Checkbox != "":
	case slices.ContainsFunc(f.Stories, boxed):
		f.Ambiguous = at
	default:
		f.Checkbox = CheckboxDone
	}
	f.Execution = f.structural(registration) || f.Checkbox == CheckboxRegistered
}
