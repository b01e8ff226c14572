package reconcile

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
)

// SyncOptions says how to synchronise. State is required.
type SyncOptions struct {
	// State is the directory in which runs on this machine remember what they
	// created; see [OpenStore].
	State string

	Plan Options         // how to plan
	Read backlog.Options // how to read each file

	// Confirm, if set, is called with the plan before anything is sent. If it
	// returns an error, Sync returns that error and does nothing.
	Confirm func(*Plan) error

	Report func(Event)                                      // as in [ApplyOptions]
	Logger *slog.Logger                                     // nil: nothing is logged
	Now    func() time.Time                                 // nil: time.Now
	Sleep  func(ctx context.Context, d time.Duration) error // nil: a timer
}

// A Synced is the result of [Sync].
type Synced struct {
	*Result
	Plan     *Plan
	Findings backlog.Findings // what could not be recorded in the files
	Lost     []string         // attributes that the files could not keep when they were replaced
}

// Sync registers the named backlog files in t and records the evidence in them:
// it reads, plans, applies, and saves the files, about every 30 s. What people
// write into the files in the meantime is kept. If a file cannot be written,
// Sync returns an error before anything is sent.
//
// A non-nil error ended Sync; the result is then not nil if anything was sent.
// Failures of single changes are in the [Result]; see [Result.Err]. Conflicts
// of the plan are not errors; see [Plan].Summary.
func Sync(ctx context.Context, t tracker.Tracker, names []string, opts *SyncOptions) (_ *Synced, err error) {
	if opts == nil || opts.State == "" {
		return nil, errors.New("sync: no directory for the state is given, so nothing may be sent")
	}
	read := opts.Read
	read.MovedFrom = opts.Plan.MovedFrom
	list, b, err := readBacklog(names, &read)
	if err != nil {
		return nil, err
	}
	opts = new(*opts)
	opts.Plan.Former = FormerFile(list, opts.Plan.MovedFrom)
	if err := b.Check().Err(); err != nil {
		return nil, err
	}
	project, err := t.Project(ctx)
	if err != nil {
		return nil, err
	}
	store, err := OpenStore(ctx, opts.State, project, &StoreOptions{Now: opts.Now})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	o, err := Observe(ctx, t, project, b, store, &opts.Plan)
	if err != nil {
		return nil, err
	}
	for _, d := range list {
		d.Recall(o)
	}
	p, err := NewPlan(b, o, &opts.Plan)
	if err != nil {
		return nil, err
	}
	s := &Saver{Files: list, Now: opts.Now}
	if err := s.Check(p); err != nil {
		return nil, err
	}
	if opts.Confirm != nil {
		if err := opts.Confirm(p); err != nil {
			return nil, err
		}
	}
	apply := &ApplyOptions{Store: store, Report: opts.Report, Logger: opts.Logger, Now: opts.Now, Sleep: opts.Sleep}
	if !opts.Plan.NoWrite {
		apply.Save = s.Save
	}
	r, err := Apply(ctx, t, p, apply)
	if r == nil {
		return nil, err
	}
	return &Synced{Result: r, Plan: p, Findings: s.Findings, Lost: s.Lost}, err
}

// readBacklog reads files. Those that are only the source of another one are left
// out of the list.
func readBacklog(names []string, opts *backlog.Options) ([]*DiskFile, *backlog.Backlog, error) {
	var list []*DiskFile
	seen := make(map[string]string)
	for _, name := range names {
		d, err := NewDiskFile(name)
		if err != nil {
			return nil, nil, err
		}
		rooted := d.Options.Rooted
		d.Options = *opts
		d.Options.Rooted = rooted
		real := d.Path
		if resolved, err := filepath.EvalSymlinks(real); err == nil { // else reading says what is wrong
			real = resolved
		}
		if other, ok := seen[real]; ok {
			return nil, nil, fmt.Errorf("%s and %s are the same file", other, name)
		}
		seen[real] = name
		list = append(list, d)
	}
	ShareRoot(list)
	for _, d := range list {
		if err := d.Read(); err != nil {
			return nil, nil, d.fileError(err)
		}
	}
	b, list := NewBacklog(list)
	return list, b, nil
}

// NewBacklog makes a backlog of files that were read. It also returns the files
// without those that are only the source of another one.
func NewBacklog(list []*DiskFile) (*backlog.Backlog, []*DiskFile) {
	parsed := make([]*backlog.File, len(list))
	for i, d := range list {
		parsed[i] = d.file
	}
	b := backlog.New(parsed...)
	var kept []*DiskFile
	for _, f := range b.Files() {
		for _, d := range list {
			if d.file == f {
				kept = append(kept, d)
			}
		}
	}
	return b, kept
}
