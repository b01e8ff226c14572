package backlog

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// A ledger that several backlogs share is a file of its own, with a heading for each
// of them: the path of the backlog, from the folder of the ledger. What stands below
// that is read as the ledger in a backlog file is, and what is above and below the
// section belongs to others.
//
// Rows in the backlog file itself, from before, are memory: they stay as they are,
// and count until the shared ledger has a row of the item.

// readShared reads the part of a shared ledger that is about the file. One that does
// not exist is empty.
func (p *parsing) readShared(name string) error {
	if p.opts.FS == nil {
		return errors.New("no file system was given")
	}
	src, err := readIn(p.opts.FS, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("it cannot be read (%w)", err)
	}
	if firstInvalid(src) >= 0 {
		return errors.New("it is not UTF-8")
	}
	if strings.ContainsFunc(p.opts.Path, func(r rune) bool { return r < ' ' || r == '`' }) {
		return errors.New("the name of this file cannot be a heading in it")
	}
	from := relativePath(path.Dir(p.opts.Path), name)
	shared := &parsing{newFile(path.Join(path.Dir(p.name), from), src, &Options{Path: name, Rooted: p.opts.Rooted})}
	section := reading.ReadLedger(src, relativePath(path.Dir(name), p.opts.Path))
	if p.opts.MovedFrom != "" && section.Syntax.Section == (Span{}) {
		section = reading.ReadLedger(src, relativePath(path.Dir(name), p.opts.MovedFrom))
		p.movedSection = section.Syntax.Section != (Span{})
	}
	shared.take(section)
	if err := shared.findings.Err(); err != nil {
		return err
	}
	p.shared = shared.File
	return nil
}

// relativePath returns the way from a directory to a file, both below one root.
func relativePath(dir, name string) string {
	rel, err := filepath.Rel(dir, name)
	if err != nil {
		return name // only one of the two is absolute
	}
	return filepath.ToSlash(rel)
}

// sharedHeading returns the text of the heading above the section of a file.
func sharedHeading(f *File) string {
	return "`" + relativePath(path.Dir(f.shared.opts.Path), f.opts.Path) + "`"
}

// sharedRows returns what the shared ledger records, for reading the file.
func (p *parsing) sharedRows() []Known {
	if p.shared == nil {
		return nil
	}
	parents := make(map[string]ID)
	for _, rel := range p.shared.relations {
		for _, id := range rel.Issues {
			parents[id.Key()] = rel.Milestone
		}
	}
	known := make([]Known, len(p.shared.evidence))
	for i, e := range p.shared.evidence {
		known[i] = Known{Kind: e.Kind, ID: e.ID, Parent: parents[e.key]}
	}
	return known
}

// takeShared makes the rows of the shared ledger those of the file. Rows in the file
// itself stay what is known of the items that have none there.
func (p *parsing) takeShared() {
	if p.shared == nil {
		return
	}
	rows := evidenceByKey(p.shared)
	all := p.shared.evidence[:len(p.shared.evidence):len(p.shared.evidence)]
	for _, e := range p.evidence {
		if rows[e.Kind][e.key] == nil {
			e.left = true
			all = append(all, e)
		}
	}
	p.evidence, p.relations = all, p.shared.relations
}

// checkShared returns what is wrong with a shared ledger as a whole.
func (f *File) checkShared() Findings {
	c := checker{f: f}
	c.conflicts()
	c.longRows()
	c.Sort()
	return c.Findings
}

// Left reports whether the row is in the backlog file although the ledger is
// kept in another file that has no row for the item yet. Such a row is not
// written to.
func (e *Evidence) Left() bool { return e.left }

// RecordLedger is [File.Record] for a shared ledger: it returns edits of
// [File.SharedLedger]. It adds a section for f if there is none, and does not
// change the sections of other files. It returns no edits if the ledger is in f
// itself.
func (f *File) RecordLedger(r Record) ([]Edit, Findings) {
	if f.shared == nil {
		return nil, nil
	}
	w := newLedgerRecorder(f, f.shared, r)
	w.findings = nil // that Record has, too
	w.carryLeft()
	w.recordLedger()
	if f.movedSection && len(w.r.Evidence) > 0 {
		w.correctHeading()
	}
	return w.sorted()
}

// correctHeading gives the section of a file that was moved the path that it has now.
func (w *recorder) correctHeading() {
	start := w.ledger.syntax.Section.Start
	end := markdown.LineEndAt(w.ledger.src, start)
	line := string(w.ledger.src[start:end])
	text := start + len(line) - len(strings.TrimLeft(line, "# "))
	w.edits = append(w.edits, Edit{Span: Span{Start: text, End: end}, New: sharedHeading(w.f)})
}

// carryLeft takes over what rows in the file itself say of items that the shared
// ledger gets a row of: what is recorded once is not replaced by something else.
func (w *recorder) carryLeft() {
	left := make(map[itemKey]*Evidence)
	for _, e := range w.f.evidence {
		if e.left {
			left[itemKey{Kind: e.Kind, Key: e.key}] = e
		}
	}
	for i := range w.r.Evidence {
		ev := &w.r.Evidence[i]
		row := left[itemKey{Kind: ev.Kind, Key: ev.key}]
		if former, ok := w.former[itemKey{Kind: ev.Kind, Key: ev.key}]; ok && row == nil {
			row = left[itemKey{Kind: ev.Kind, Key: former}]
		}
		if row == nil || w.follow[itemKey{Kind: ev.Kind, Key: ev.key}] {
			continue
		}
		cols := row.columns
		if !sameInstant(row.CreatedAt, ev.CreatedAt) && row.CreatedAt != "" {
			w.differs(row, cols.Date, "time", row.CreatedAt, ev.CreatedAt)
			ev.CreatedAt = row.CreatedAt
		}
		if !samePerson(row.Responsible, ev.Responsible) && row.Responsible != "" {
			w.differs(row, cols.Owner, "responsible", row.Responsible, ev.Responsible)
			ev.Responsible = row.Responsible
		}
	}
}

// addSection returns where a ledger goes in a shared one, the heading above it, and
// what keeps it apart from what stands below.
func (w *recorder) addSection() (at int, heading, after string) {
	l := w.ledger
	if at := l.syntax.Section; at != (Span{}) {
		if at.End < len(l.src) {
			after = "\n"
		}
		return at.End, "", after
	}
	if strings.TrimSpace(string(l.src[l.syntax.Start:])) == "" {
		heading = "# " + w.words().LedgerTitle + "\n\n"
	}
	return len(l.src), heading + strings.Repeat("#", l.syntax.Level) + " " + sharedHeading(w.f) + "\n\n", ""
}
