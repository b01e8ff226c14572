package backlog

import (
	"cmp"
	"errors"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// Where a ledger may be kept.
const (
	LedgerFile = "file" // in the backlog file itself
	LedgerNone = "none" // nowhere: one that the file has is read, and nothing is written to it
)

// ParseLedger reads where a ledger is to be kept.
func ParseLedger(s string) (string, error) {
	switch s {
	case LedgerFile, LedgerNone:
		return s, nil
	}
	return "", errors.New("it is neither \"file\" nor \"none\"")
}

// Ledger returns where the ledger of the file is kept: [LedgerFile] or
// [LedgerNone].
func (f *File) Ledger() string { return f.ledger }

// placeLedger says where the ledger is kept: what the file says goes before the
// options.
func (p *parsing) placeLedger() {
	declared := p.metadata["ledger"]
	ledger, err := ParseLedger(cmp.Or(strings.Trim(declared, "`\"' "), p.opts.DefaultLedger, LedgerFile))
	if err != nil {
		p.find(p.syntax.Metadata["ledger"], SeverityError, CodeBrokenMetadata, "", "the metadata says \"ledger: %s\", and %v; correct it", declared, err)
		return
	}
	p.ledger = ledger
}

// Recall returns the file as it is read where these items are recorded elsewhere,
// beside those of its options. The rows of the ledger are those of f. It is f if
// nothing is recorded.
func (f *File) Recall(known ...Known) *File {
	if len(known) == 0 || firstInvalid(f.src) >= 0 {
		return f
	}
	g := &parsing{newFile(f.name, f.src, &f.opts)}
	g.opts.Known = append(f.opts.Known[:len(f.opts.Known):len(f.opts.Known)], known...)
	g.take(reading.Read(g.src, g.readingOptions()))
	g.evidence, g.scope = f.evidence, f.scope
	g.placeLedger()
	g.source, g.sourceMissing = f.source, f.sourceMissing
	for _, x := range f.findings {
		if x.Code == CodeSourceMissing {
			g.findings = append(g.findings, x)
		}
	}
	if g.source != nil {
		g.takeTexts(g.syntax.Metadata[sourceKey])
	}
	return g.File
}

// HasLedger reports whether the file has a ledger.
func (f *File) HasLedger() bool { return f.syntax.Ledger >= 0 }

// A LedgerColumn names a column of the ledger.
type LedgerColumn string

// The columns of a ledger that may be missing, or hold nothing yet.
const (
	LedgerURL         LedgerColumn = "url"
	LedgerCreatedAt   LedgerColumn = "created"
	LedgerResponsible LedgerColumn = "responsible"
	LedgerStatus      LedgerColumn = "status"
)

// LedgerHas reports whether the ledger has a column. Where milestones and issues
// have tables of their own, one of them is enough.
func (f *File) LedgerHas(c LedgerColumn) bool {
	if !f.HasLedger() {
		return false
	}
	for i := f.syntax.Ledger; i <= f.syntax.LastLedger; i++ {
		if cols := &f.tables[i].Columns; cols.IsLedger() && hasColumn(cols, c) {
			return true
		}
	}
	return false
}

// Has reports whether the table that the row was read from has a column.
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
