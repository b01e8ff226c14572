package backlog

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// An epicTable is a table with a row for each epic.
type epicTable struct {
	table int // index in File.tables
	rows  []tableRow
}

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
		cols := r.columns(b.node)
		switch {
		case cols.isLedger():
			r.skip[i] = true
			r.readLedger(i, cols)
		case cols.isMilestones():
			r.skip[i] = true
			r.addTable(b, cols)
			r.milestones = append(r.milestones, epicTable{len(r.f.tables) - 1, r.d.tableRows(b.node)})
		}
	}
}

// columns reads the headings of a table. The first column of a role plays it.
func (r *recognition) columns(table ast.Node) columns {
	c := columns{milestone: -1, epic: -1, kind: -1, id: -1, url: -1, date: -1, owner: -1, status: -1}
	places := map[columnRole]*int{
		roleMilestone: &c.milestone, roleEpic: &c.epic, roleKind: &c.kind, roleID: &c.id,
		roleURL: &c.url, roleDate: &c.date, roleOwner: &c.owner, roleStatus: &c.status,
	}
	i := 0
	for cell := table.FirstChild().FirstChild(); cell != nil; cell = cell.NextSibling() {
		if p := places[columnOf(r.d.plain(cell))]; p != nil && *p < 0 {
			*p = i
		}
		i++
	}
	return c
}

func (c *columns) isLedger() bool { return c.kind >= 0 && c.id >= 0 && c.url >= 0 }

// isMilestones reports whether the rows are epics: a table of stories names
// their epic further to the right.
func (c *columns) isMilestones() bool {
	return c.status >= 0 && (c.milestone == 0 || c.epic == 0)
}

func (r *recognition) addTable(b *block, cols columns) []tableRow {
	rows := r.d.tableRows(b.node)
	t := tableSyntax{rows: make([]Span, len(rows)), columns: cols}
	for i := range rows {
		t.rows[i] = rows[i].line
	}
	r.f.tables = append(r.f.tables, t)
	return rows
}

// readLedger reads the rows of a ledger. Rows without an identifier are no
// evidence.
func (r *recognition) readLedger(i int, cols columns) {
	f, b := r.f, &r.d.blocks[i]
	rows := r.addTable(b, cols)
	table := len(f.tables) - 1
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
	for j, row := range rows {
		if j < 2 {
			continue
		}
		id := r.d.cell(row.node, cols.id)
		if isPlaceholder([]byte(id)) {
			continue
		}
		all = append(all, Evidence{
			ID: ID(id), Kind: kindWords[fold(r.d.cell(row.node, cols.kind))],
			Pos: f.Position(row.line.Start), syntax: rowSyntax{table, j},
		})
		e := &all[len(all)-1]
		r.readEvidence(e, row.node, cols)
		f.evidence = append(f.evidence, e)
	}
}

// readEvidence reads the cells of a ledger row.
func (r *recognition) readEvidence(e *Evidence, row ast.Node, cols columns) {
	m, ok := scanID(string(e.ID))
	if ok {
		e.ID = m.id
	}
	if e.Kind == "" {
		e.Kind = KindIssue
		if m.epic {
			e.Kind = KindMilestone
		}
	}
	e.key = e.ID.Key()
	if cell := childAt(row, cols.url); cell != nil && !isPlaceholder(r.d.raw(cell)) {
		e.URL = r.d.destination(cell)
	}
	if cell := childAt(row, cols.date); cell != nil && !isPlaceholder(r.d.raw(cell)) {
		e.CreatedAt = r.d.plain(cell)
	}
	if cell := childAt(row, cols.owner); cell != nil && !isPlaceholder(r.d.raw(cell)) {
		e.Responsible = r.d.plain(cell)
	}
	if cell := childAt(row, cols.status); cell != nil {
		e.Status, _ = readStatus(r.d.plain(cell))
	}
}

// registration reports whether every status of the milestone table is a word
// of registration, such as "Pending" or "Created", and where.
func (r *recognition) registration() (at Span, ok bool) {
	for _, t := range r.milestones {
		words := 0
		column := r.f.tables[t.table].columns.status
		for _, row := range t.rows[min(2, len(t.rows)):] {
			text := r.d.cell(row.node, column)
			if strings.TrimSpace(text) == "" {
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
			return t.rows[0].line, true
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
	switch {
	case declared != "":
		f.checkbox = declared
	case structural:
		f.checkbox = CheckboxRegistered
	case f.opts.DefaultCheckbox != "":
		f.checkbox = f.opts.DefaultCheckbox
	case registration && slices.ContainsFunc(f.stories, boxed):
		f.find(at, SeverityError, CodeAmbiguousCheckbox, "",
			"the milestone table speaks of registration, but there is no ledger: it cannot be told whether a ticked box means done or registered; "+
				"declare it with a line \"checkbox: done\" or \"checkbox: registered\" in the leading comment")
	default:
		f.checkbox = CheckboxDone
	}
	if structural || f.checkbox == CheckboxRegistered {
		f.kind = FileExecution
	}
}
