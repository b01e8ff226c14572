package reconcile_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

func TestStoreLock(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := &tracker.Project{Target: "memory:x", ID: "x"}
	first, err := reconcile.OpenStore(t.Context(), dir, p, nil)
	if err != nil {
		t.Fatal(err)
	}
	other, err := reconcile.OpenStore(t.Context(), dir, &tracker.Project{Target: "memory:y", ID: "y"}, nil)
	if err != nil {
		t.Fatalf("another project waits: %v", err)
	}
	defer func() { _ = other.Close() }()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	waited := false
	if _, err := reconcile.OpenStore(ctx, dir, p, &reconcile.StoreOptions{Waiting: func() { waited = true }}); err == nil || !waited {
		t.Errorf("a second run gets the lock: %v, waiting was announced: %t", err, waited)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second, err := reconcile.OpenStore(t.Context(), dir, p, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = second.Close() }()
	info, err := os.Stat(filepath.Join(second.Dir(), "journal.jsonl"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the journal is %v, %v; want mode 0600", info, err)
	}
}

// A last line that was cut off is dropped; anything else that cannot be read
// is said.
func TestJournalDamaged(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	store := p.Store(t)
	file := filepath.Join(store.Dir(), "journal.jsonl")
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, cut := range []string{"", `{"time":"2026-0`, "\x00\x00"} {
		if err := os.WriteFile(file, append(good[:len(good):len(good)], cut...), 0o600); err != nil {
			t.Fatal(err)
		}
		p.WantNoChanges(t)
	}
	if err := os.WriteFile(file, append([]byte("nonsense\n"), good...), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = reconcile.OpenStore(t.Context(), p.Dir, p.Project, nil)
	if !errors.Is(err, reconcile.ErrDamaged) || !strings.Contains(err.Error(), "journal.jsonl:1:") {
		t.Errorf("a damaged journal gives %v", err)
	}
	if _, err := reconcile.ReadStore(p.Dir, p.Project); !errors.Is(err, reconcile.ErrDamaged) {
		t.Error("a damaged journal is read for planning")
	}
}

func TestNoStore(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	b := p.Backlog()
	pr, err := p.m.Project(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	read, err := reconcile.ReadStore(p.Dir, pr)
	if err != nil {
		t.Fatal(err)
	}
	o, err := reconcile.Observe(t.Context(), p.m, pr, b, read, nil)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := reconcile.NewPlan(b, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, opts := range []*reconcile.ApplyOptions{nil, {}, {Store: read}} {
		if _, err := reconcile.Apply(t.Context(), p.m, plan, opts); err == nil || len(p.m.Items()) > 0 {
			t.Errorf("without a store: %v, %d items", err, len(p.m.Items()))
		}
	}
}
