package world

import (
	"errors"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// ErrKilled stands for the end of the process: a panic with it ends a run the way
// SIGKILL would.
var ErrKilled = errors.New("killed")

// File reads the file.
func (w *World) File() *backlog.File {
	var opts *backlog.Options
	if w.Files != nil {
		opts = &backlog.Options{Path: "b.md", FS: w.Files}
	}
	return backlog.Parse("b.md", []byte(w.Src), opts)
}

// Backlog returns the file as a backlog.
func (w *World) Backlog() *backlog.Backlog { return backlog.New(w.File()) }

// Tracker returns what the engine works on.
func (w *World) Tracker(t *testing.T) tracker.Tracker {
	if w.Sees != nil {
		return w.Sees
	}
	return w.Open(t)
}

// Store opens the journal of the project.
func (w *World) Store(t *testing.T) *reconcile.Store {
	t.Helper()
	store, err := w.store(t, w.Tracker(t))
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func (w *World) store(t *testing.T, tr tracker.Tracker) (*reconcile.Store, error) {
	t.Helper()
	p, err := tr.Project(t.Context())
	if err != nil {
		return nil, err
	}
	w.Project = p
	store, err := reconcile.OpenStore(t.Context(), w.Dir, p, &reconcile.StoreOptions{Now: w.Clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() }) // closed already, as a rule
	return store, nil
}

// Plan plans with the journal of earlier runs.
func (w *World) Plan(t *testing.T, store *reconcile.Store, opts *reconcile.Options) (*reconcile.Plan, error) {
	t.Helper()
	return w.plan(t, w.Tracker(t), store, opts)
}

func (w *World) plan(t *testing.T, tr tracker.Tracker, store *reconcile.Store, opts *reconcile.Options) (*reconcile.Plan, error) {
	t.Helper()
	b := w.Backlog()
	o, err := reconcile.Observe(t.Context(), tr, w.Project, b, store, opts)
	if err != nil {
		return nil, err
	}
	return reconcile.NewPlan(b, o, opts)
}

// Apply runs once, from reading to writing the file.
func (w *World) Apply(t *testing.T, opts *reconcile.Options) (*reconcile.Plan, *reconcile.Result, error) {
	t.Helper()
	return w.ApplyAfter(t, opts, func() {})
}

// ApplyAfter does so, with something happening between the plan and its first
// request.
func (w *World) ApplyAfter(t *testing.T, opts *reconcile.Options, meanwhile func()) (plan *reconcile.Plan, r *reconcile.Result, err error) {
	t.Helper()
	tr := w.Tracker(t)
	store, err := w.store(t, tr)
	if err != nil {
		return nil, nil, err
	}
	defer func() {
		_ = store.Close() // the journal is synced line by line
		if x := recover(); x != nil {
			if x != any(ErrKilled) {
				panic(x)
			}
			err = ErrKilled
		}
	}()
	plan, err = w.plan(t, tr, store, opts)
	if err != nil {
		return nil, nil, err
	}
	meanwhile()
	r, err = reconcile.Apply(t.Context(), tr, plan, &reconcile.ApplyOptions{Store: store, Save: w.Save, Now: w.Clock.Now, Sleep: w.Clock.Sleep})
	return plan, r, err
}

// Save writes what a run did into the file.
func (w *World) Save(r *reconcile.Result) error {
	f := w.File()
	rec := r.Record(f)
	rec.Date = w.Clock.Now()
	edits, _ := f.Record(rec)
	return w.Change(edits...)
}

// Change makes edits of the file.
func (w *World) Change(edits ...backlog.Edit) error {
	out, err := backlog.Apply([]byte(w.Src), edits...)
	w.Src = string(out)
	return err
}

// MustApply runs once and wants no failure at all.
func (w *World) MustApply(t *testing.T) (*reconcile.Plan, *reconcile.Result) {
	t.Helper()
	plan, r, err := w.Apply(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	return plan, r
}

// WantNoChanges makes sure that another run has nothing to do.
func (w *World) WantNoChanges(t *testing.T) {
	t.Helper()
	before := w.Src
	plan, _ := w.MustApply(t)
	if s := plan.Summary.String(); !strings.HasPrefix(s, "No changes") {
		t.Errorf("another run: %s %+v", s, plan.Changes)
	}
	if w.Src != before {
		t.Errorf("another run changes the file")
	}
}
