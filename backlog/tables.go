package backlog

import (
	"bytes"
	"slices"
	"strings"
)

// ledgerMark stands before a ledger that backlogsync added, so that its words
// never decide what kind of file this is.
const ledgerMark = "<!-- backlogsync:ledger -->"

// readTables finds the milestone tables and the ledgers.
func (r *recognition) readTables() {
	for i := range r.d.blocks {
		b := &r.d.blocks[i]
		if b.kind != blockTable {
			continue
		}
		rows := r.d.rowsOf(b.node)
		cols := r.columns(rows[0])
		switch {
		case cols.isLedger():
			r.skip[i] = true
			r.ownHeading(i)
			r.readLedger(i, rows, cols)
		case cols.isMilestones() && !r.namesStories(rows[0]):
			r.skip[i] = true
			r.milestones = append(r.milestones, r.addTable(rows, cols))
		}
	}
}

// namesStories reports whether the header of a table names a column of stories:
// then the epic in the first column is what they belong to.
func (r *recognition) namesStories(header Span) bool {
	row := rowReader{d: r.d}
	row.read(header)
	for i := range row.cells {
		if storyColumns[strings.TrimSpace(fold(row.text(i)))] == columnStory {
			return true
		}
	}
	return false
}

// ownHeading notes that the heading above a block is that of evidence, which
// is no item.
func (r *recognition) ownHeading(block int) {
	if i := r.sectionOf(r.d.blocks[block].start); i >= 0 {
		r.headings[i].ours = true
	}
}

// columns reads the headings of a table. The first column of a role plays it.
func (r *recognition) columns(header Span) columns {
	c := columns{milestone: -1, epic: -1, kind: -1, id: -1, url: -1, date: -1, owner: -1, status: -1}
	places := map[columnRole]*int{
		roleMilestone: &c.milestone, roleEpic: &c.epic, roleKind: &c.kind, roleID: &c.id,
		roleURL: &c.url, roleDate: &c.date, roleOwner: &c.owner, roleStatus: &c.status,
	}
	row := rowReader{d: r.d}
	row.read(header)
	for i := range row.cells {
		if p := places[columnOf(row.text(i))]; p != nil && *p < 0 {
			*p = i
		}
	}
	return c
}

func (c *columns) isLedger() bool { return c.kind >= 0 && c.id >= 0 && c.url >= 0 }

// isMilestones reports whether the rows are epics: a table of stories names
// their epic further to the right.
func (c *columns) isMilestones() bool {
	return c.status >= 0 && (c.milestone == 0 || c.epic == 0)
}

// addTable makes a table known and returns its index.
func (r *recognition) addTable(rows []Span, cols columns) int {
	r.f.tables = append(r.f.tables, tableSyntax{rows, cols})
	return len(r.f.tables) - 1
}

// readLedger reads the rows of a ledger. Rows without an identifier are no
// evidence.
func (r *recognition) readLedger(i int, rows []Span, cols columns) {
	f, b := r.f, &r.d.blocks[i]
	table := r.addTable(rows, cols)
	f.syntax.lastLedger = table
	if f.syntax.ledger < 0 {
		f.syntax.ledger = table
		for j := len(r.headings) - 1; j >= 0; j-- {
			if r.headings[j].block < i {
				f.syntax.ledgerLevel = r.headings[j].level
				break
			}
		}
		f.syntax.ownLedger = i > 0 && r.d.blocks[i-1].kind == blockHTML &&
			bytes.Contains(r.d.src[r.d.blocks[i-1].start:b.start], []byte(ledgerMark))
	}
	all := make([]Evidence, 0, len(rows))
	f.evidence = slices.Grow(f.evidence, len(rows))
	l := ledgerReader{rowReader: rowReader{d: r.d}, cols: cols, statuses: make(map[string]Status)}
	for j := 2; j < len(rows); j++ {
		l.read(rows[j])
		id := l.text(cols.id)
		if isPlaceholder([]byte(id)) {
			continue
		}
		all = append(all, Evidence{ID: ID(id), Pos: f.Position(rows[j].Start), syntax: rowSyntax{table, j}, columns: &cols})
		e := &all[len(all)-1]
		l.evidence(e)
		f.evidence = append(f.evidence, e)
	}
}

// A ledgerReader reads the rows of a ledger. It remembers what it has seen,
// since a ledger has few different kinds and statuses.
type ledgerReader struct {
	rowReader
	cols     columns
	kindWord string
	kind     Kind
	statuses map[string]Status // by the cell as written
}

// evidence reads the cells of a row.
func (l *ledgerReader) evidence(e *Evidence) {
	m, ok := scanID(string(e.ID))
	if ok && !m.many { // not "EPIC-1/2", which an epic qualifies
		e.ID = m.id
	}
	e.Kind = l.kindOf(l.raw(l.cols.kind))
	if e.Kind == "" {
		e.Kind = KindIssue
		if m.epic {
			e.Kind = KindMilestone
		}
	}
	e.key = e.ID.Key()
	if !isPlaceholder(l.raw(l.cols.url)) {
		e.URL = l.destination(l.cols.url)
	}
	if !isPlaceholder(l.raw(l.cols.date)) {
		e.CreatedAt = l.text(l.cols.date)
	}
	if !isPlaceholder(l.raw(l.cols.owner)) {
		e.Responsible = l.text(l.cols.owner)
	}
	e.Status = l.statusOf(l.raw(l.cols.status))
}

func (l *ledgerReader) kindOf(raw []byte) Kind {
	if l.kindWord != string(raw) {
		l.kindWord = string(raw)
		l.kind = kindWords[strings.Trim(fold(l.kindWord), "*_` ")]
	}
	return l.kind
}

func (l *ledgerReader) statusOf(raw []byte) Status {
	s, ok := l.statuses[string(raw)]
	if !ok {
		s, _ = readStatus(l.text(l.cols.status))
		l.statuses[string(raw)] = s
	}
	return s
}

// registration reports whether every status of the milestone table is a word
// of registration, such as "Pending" or "Created", and where.
func (r *recognition) registration() (at Span, ok bool) {
	row := rowReader{d: r.d}
	for _, t := range r.milestones {
		words := 0
		table := &r.f.tables[t]
		for _, line := range table.rows[2:] {
			row.read(line)
			text := row.text(table.columns.status)
			if text == "" {
				continue
			}
			status, word := readStatus(text)
			if !word || status != StatusPending && status != StatusCreated {
				words = 0
				break
			}
			words++
		}
		if words > 0 {
			return table.rows[0], true
		}
	}
	return Span{}, false
}

// decideKind tells what kind of file f is and what its boxes mean. Registration
// words, at a place in the milestone table, make an execution file only
// together with a ledger that people made.
func (f *File) decideKind(at Span, registration bool) {
	structural := registration && f.syntax.ledger >= 0 && !f.syntax.ownLedger
	declared := f.opts.Checkbox
	if declared == "" {
		declared = f.declaredCheckbox()
	}
	boxed := func(s *Story) bool { return s.syntax.box != (Span{}) }
	if word := f.metadata["checkbox"]; word != "" && f.opts.Checkbox == "" && declared == "" {
		f.find(f.syntax.metadata["checkbox"], SeverityError, CodeAmbiguousCheckbox, "",
			"the metadata says \"checkbox: %s\", which is neither \"done\" nor \"registered\"; correct it", word)
	}
	switch {
	case declared != "":
		f.checkbox = declared
	case structural:
		f.checkbox = CheckboxRegistered
	case f.opts.DefaultCheckbox != "":
		f.checkbox = f.opts.DefaultCheckbox
	case registration && slices.ContainsFunc(f.stories, boxed):
		f.find(at, SeverityError, CodeAmbiguousCheckbox, "",
			"the milestone table speaks of registration, but there is no ledger that people made: it cannot be told whether a ticked box means done or registered; "+
				"declare it with a line \"checkbox: done\" or \"checkbox: registered\" in the leading comment")
	default:
		f.checkbox = CheckboxDone
	}
	if structural || f.checkbox == CheckboxRegistered {
		f.kind = FileExecution
	}
}
