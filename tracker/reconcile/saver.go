package reconcile

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
)

// A Saver records the results of [Apply] in backlog files. What people wrote in
// the meantime is kept: a file that changed is read again, and the edits are
// made for its current content. Each file is replaced atomically.
type Saver struct {
	Files  []*DiskFile             // each was read
	Write  func(data []byte) error // if set, receives the content of the only file; neither the file nor its shared ledger is written
	Anchor bool                    // write anchors beside items that have no ID
	Now    func() time.Time        // nil: time.Now

	Findings backlog.Findings // of the last save: what could not be recorded
	Lost     []string         // attributes that files could not keep when they were replaced, once per file
}

// An UnwritableError says that a file in which changes have to be recorded
// cannot be written.
type UnwritableError struct {
	Name string // of the file
	Err  error
}

// Error implements error.
func (e *UnwritableError) Error() string {
	return fmt.Sprintf("nothing was sent, because the ledger in %s cannot be written: %v", e.Name, e.Err)
}

// Unwrap returns the cause.
func (e *UnwritableError) Unwrap() error { return e.Err }

// Check returns an [*UnwritableError] if a file in which a change of p has to
// be recorded cannot be written. Call it before anything is sent.
func (s *Saver) Check(p *Plan) error {
	if s.Write != nil || p.Options.NoWrite {
		return nil
	}
	for _, d := range s.Files {
		done := []Action{ActionCreate, ActionUpdate, ActionRecord, ActionClose, ActionUnknown, ActionPull}
		if !slices.ContainsFunc(p.Changes, func(c Change) bool { return d.holds(c.File) && slices.Contains(done, c.Action) }) {
			continue
		}
		if d.file.Ledger() == backlog.LedgerFile || d.file.Checkbox() == backlog.CheckboxRegistered || p.Pulls() || s.Anchor {
			if err := d.check(partBacklog); err != nil {
				return &UnwritableError{d.Name, withoutPath(err)}
			}
		}
		if d.file.SharedLedger() != nil && !p.Pulls() {
			if err := d.check(partLedger); err != nil {
				return &UnwritableError{d.file.LedgerName(), withoutPath(err)}
			}
		}
	}
	return nil
}

// Save records the result so far. Use it as [ApplyOptions].Save.
func (s *Saver) Save(r *Result) error {
	now := s.Now
	if now == nil {
		now = time.Now
	}
	s.Findings = nil
	record := func(f *backlog.File, record func(*backlog.File, backlog.Record) ([]backlog.Edit, backlog.Findings)) []backlog.Edit {
		rec := r.Record(f)
		rec.Date = now()
		edits, findings := record(f, rec)
		s.Findings = append(s.Findings, findings...)
		return edits
	}
	err := s.edit(partBacklog, func(f *backlog.File) []backlog.Edit {
		edits := record(f, (*backlog.File).Record)
		if s.Anchor {
			edits = append(edits, f.Anchors()...)
		}
		return edits
	})
	if s.Write != nil {
		return err // the ledger is left alone, too
	}
	return errors.Join(err, s.edit(partLedger, func(f *backlog.File) []backlog.Edit {
		return record(f, (*backlog.File).RecordLedger)
	}))
}

// SaveAnchors writes anchors if there is nothing else to record.
func (s *Saver) SaveAnchors() error { return s.edit(partBacklog, (*backlog.File).Anchors) }

func (s *Saver) edit(of part, editsOf func(*backlog.File) []backlog.Edit) error {
	var errs []error
	for _, d := range s.Files {
		before := len(s.Findings)
		lost, err := d.edit(of, func(f *backlog.File) []backlog.Edit {
			s.Findings = s.Findings[:before] // of a try before
			return editsOf(f)
		}, s.Write)
		name := d.Name
		if of == partLedger {
			name = d.file.LedgerName()
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
		}
		for _, what := range lost {
			if warning := name + " was written, but " + what; !slices.Contains(s.Lost, warning) {
				s.Lost = append(s.Lost, warning)
			}
		}
	}
	return errors.Join(errs...)
}
