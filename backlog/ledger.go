package backlog

import (
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// Recall returns f as it reads if these items, in addition to those of its
// options, are recorded elsewhere. The rows of the ledger stay those of f.
// Without known items, it returns f itself.
func (f *File) Recall(known ...Known) *File {
	if len(known) == 0 || firstInvalid(f.src) >= 0 {
		return f
	}
	g := &parsing{newFile(f.name, f.src, &f.opts)}
	g.opts.Known = append(f.opts.Known[:len(f.opts.Known):len(f.opts.Known)], known...)
	g.ledger, g.ledgerErr, g.shared, g.movedSection = f.ledger, f.ledgerErr, f.shared, f.movedSection
	options := g.readingOptions()
	options.Known = slices.Concat(options.Known, g.sharedRows())
	g.take(reading.Read(g.src, options))
	g.evidence, g.relations, g.scope = f.evidence, f.relations, f.scope
	g.findLedger()
	g.source, g.sourceMissing = f.source, f.sourceMissing
	for _, x := range f.findings {
		if x.Code == CodeSourceMissing {
			g.findings = append(g.findings, x)
		}
	}
	if g.source != nil {
		g.fillFromSource(g.syntax.Metadata[sourceKey])
	}
	return g.File
}

// HasLedger reports whether the file has a ledger, wherever it is kept.
func (f *File) HasLedger() bool { return f.keeper().syntax.Ledger >= 0 }

// A LedgerColumn names a column of the ledger.
type LedgerColumn string

// The columns of a ledger that may be missing, or hold nothing yet.
const (
	LedgerURL         LedgerColumn = "url"
	LedgerCreatedAt   LedgerColumn = "created"
	LedgerResponsible LedgerColumn = "responsible"
	LedgerStatus      LedgerColumn = "status"
)

// LedgerHas reports whether the ledger has column c. If milestones and issues
// have separate tables, one table with the column is enough.
func (f *File) LedgerHas(c LedgerColumn) bool {
	if !f.HasLedger() {
		return false
	}
	l := f.keeper()
	for i := l.syntax.Ledger; i <= l.syntax.LastLedger; i++ {
		if cols := &l.tables[i].Columns; cols.IsLedger() && hasColumn(cols, c) {
			return true
		}
	}
	return false
}

// Has reports whether the table that the row was read from has column c.
func (e *Evidence) Has(c LedgerColumn) bool { return e.columns != nil && hasColumn(e.columns, c) }

func hasColumn(cols *reading.Columns, c LedgerColumn) bool {
	switch c {
	case LedgerURL:
		return cols.Url >= 0
	case LedgerCreatedAt:
		return cols.Date >= 0
	case LedgerResponsible:
		return cols.Owner >= 0
	case LedgerStatus:
		return cols.Status >= 0
	default:
		return false
	}
}

// line returns where the row stands in its file.
func (e *Evidence) line() Span { return e.home.tables[e.syntax.Table].Rows[e.syntax.Row] }

// cell returns where a cell of the row stands in its file.
func (e *Evidence) cell(column int) Span {
	line := e.line()
	cells := markdown.SplitRow(e.home.src[line.Start:line.End], nil)
	if column >= len(cells) {
		return line
	}
	s := cells[column]
	return Span{Start: line.Start + s.Start, End: line.Start + s.End}
}
