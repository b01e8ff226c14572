package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/moby/sys/atomicwriter"
)

// A writer records results in the backlog files.
type writer struct {
	inputs   []*input
	output   string // instead of the one input
	anchor   bool   // write anchors beside items without IDs
	findings backlog.Findings
}

// save writes what is known so far. A file that changed since it was read is
// read again, and the edits are worked out on the new bytes.
func (w *writer) save(r *tracker.Result) error {
	w.findings = nil
	var errs []error
	for _, in := range w.inputs {
		if err := w.saveFile(in, r); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", in.name, err))
		}
	}
	return errors.Join(errs...)
}

func (w *writer) saveFile(in *input, r *tracker.Result) error {
	return w.edit(in, func(f *backlog.File) []backlog.Edit {
		rec := r.Record(f)
		rec.Date = time.Now()
		edits, findings := f.Record(rec)
		w.findings = append(w.findings, findings...)
		if w.anchor {
			edits = append(edits, f.Anchors()...)
		}
		return edits
	})
}

// saveAnchors writes the anchors where nothing else is to be recorded.
func (w *writer) saveAnchors() error {
	var errs []error
	for _, in := range w.inputs {
		if err := w.edit(in, (*backlog.File).Anchors); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", in.name, err))
		}
	}
	return errors.Join(errs...)
}

// edit makes the edits that are worked out for the bytes on the disk.
func (w *writer) edit(in *input, editsOf func(*backlog.File) []backlog.Edit) error {
	const tries = 5
	for range tries {
		current, err := os.ReadFile(in.path)
		if err != nil {
			return fmt.Errorf("the ledger cannot be written: %w", err)
		}
		if !bytes.Equal(current, in.file.Source()) {
			if err := in.read(); err != nil {
				return fmt.Errorf("the ledger cannot be written: %w", err)
			}
			continue // until what was parsed is what is there
		}
		edits := editsOf(in.file)
		data, err := backlog.Apply(current, edits...)
		if err != nil {
			return err
		}
		if w.output != "" {
			return replaceFile(w.output, data, 0o644)
		}
		if len(edits) == 0 {
			return nil
		}
		done, err := w.replace(in, current, data)
		if done || err != nil {
			return err
		}
	}
	return errors.New("the ledger cannot be written: the file keeps changing")
}

// replace writes data if the file still holds current.
func (w *writer) replace(in *input, current, data []byte) (done bool, err error) {
	f, err := os.OpenFile(in.path, os.O_RDWR, 0) // a file that is read-only is not to be replaced either
	if err != nil {
		return false, fmt.Errorf("the ledger cannot be written: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return false, err
	}
	if now, err := os.ReadFile(in.path); err != nil || !bytes.Equal(now, current) {
		return false, err
	}
	if err := replaceFile(in.path, data, info.Mode().Perm()); err != nil {
		return false, err
	}
	// What is on the disk now is the base of the next save.
	return true, in.read()
}

// replaceFile writes a file as a whole: beside it, then renamed, so that a
// reader sees the old bytes or the new ones. A symbolic link stays one.
func replaceFile(path string, data []byte, mode os.FileMode) error {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if err := atomicwriter.WriteFile(path, data, mode); err != nil {
		return fmt.Errorf("write %s: %w", shortName(path), err)
	}
	return nil
}
