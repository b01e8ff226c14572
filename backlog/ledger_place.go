package backlog

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"strings"
)

// The places where a ledger may be kept, other than a Markdown file that
// several backlogs share.
const (
	LedgerFile = "file" // in the backlog file itself
	LedgerNone = "none" // nowhere: a ledger in the file is read but not written
)

// ParseLedger parses the place where a ledger is kept: [LedgerFile],
// [LedgerNone], or the path of a Markdown file.
func ParseLedger(s string) (string, error) {
	if s == LedgerFile || s == LedgerNone {
		return s, nil
	}
	switch strings.ToLower(path.Ext(s)) {
	case ".md", ".markdown":
		return s, nil
	}
	return "", errors.New(`it is neither "file" nor "none", nor the path of a Markdown file, such as docs/EVIDENCE.md`)
}

// Ledger returns where the ledger of the file is kept: [LedgerFile],
// [LedgerNone], or the path of a shared ledger in the file system of its
// options.
func (f *File) Ledger() string { return f.ledger }

// SharedLedger returns the ledger file at the path of [File.Ledger], limited to
// the section of f. It returns nil if the ledger is not shared. The source of
// the returned file is empty if the ledger file does not exist yet.
func (f *File) SharedLedger() *File { return f.shared }

// LedgerName returns the name of the file that the ledger is kept in. Relative
// addresses in the ledger are relative to that file.
func (f *File) LedgerName() string { return f.keeper().name }

// keeper returns the file that the ledger is kept in.
func (f *File) keeper() *File {
	if f.shared != nil {
		return f.shared
	}
	return f
}

// placeLedger finds where the ledger is kept: what the file says goes before the
// options. A path in it is relative to the file, or to the root if it begins with a
// slash. A file that names itself has its ledger in it.
func (p *parsing) placeLedger() {
	place, err := ParseLedger(cmp.Or(p.declaredLedger(), p.opts.DefaultLedger, LedgerFile))
	if err != nil {
		p.ledgerErr = err
		return
	}
	if place == LedgerFile || place == LedgerNone {
		p.ledger = place
		return
	}
	name := path.Join(path.Dir(p.opts.Path), place)
	if rest, ok := strings.CutPrefix(place, "/"); ok {
		name = path.Clean(rest)
	}
	if name == path.Clean(p.opts.Path) {
		return
	}
	if p.ledgerErr = p.readShared(name); p.ledgerErr == nil {
		p.ledger = name
	}
}

func (p *parsing) declaredLedger() string { return strings.Trim(p.metadata["ledger"], "`<>\"' ") }

// findLedger reports a ledger that is kept nowhere that it can be.
func (p *parsing) findLedger() {
	if p.ledgerErr == nil {
		return
	}
	at, who, place := Span{}, "the configuration", p.opts.DefaultLedger
	if declared := p.declaredLedger(); declared != "" {
		at, who, place = p.syntax.Metadata["ledger"], "the metadata", declared
	}
	p.find(at, SeverityError, CodeBrokenMetadata, "", "%s", fmt.Sprintf("%s says \"ledger: %s\", and %v; correct it", who, place, p.ledgerErr))
}
