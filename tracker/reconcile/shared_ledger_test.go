package reconcile_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// sharing writes backlogs that share the ledger docs/EVIDENCE.md of a repository, and
// returns its root and the names of the files.
func sharing(t *testing.T, n int) (root string, names []string) {
	t.Helper()
	root = t.TempDir()
	for _, dir := range []string{".git", "docs"} {
		if err := os.Mkdir(filepath.Join(root, dir), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	plan, _, _ := strings.Cut(small, "\n## Evidence")
	declared := strings.Replace(plan, "checkbox: registered\n", "checkbox: registered\nledger: docs/EVIDENCE.md\n", 1)
	for i := range n {
		name := filepath.Join(root, fmt.Sprintf("b%d.md", i+1))
		mine := strings.NewReplacer("Log", fmt.Sprintf("%d log", i), "port", fmt.Sprintf("port %d", i)).Replace(declared)
		if err := os.WriteFile(name, []byte(mine), 0o666); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	return root, names
}

// syncAll registers files together.
func syncAll(t *testing.T, m *memory, state string, names ...string) *reconcile.Synced {
	t.Helper()
	s, err := reconcile.Sync(t.Context(), m, names, &reconcile.SyncOptions{State: state, Now: m.clock.Now, Sleep: m.clock.Sleep})
	if err == nil {
		err = s.Err()
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Files that share a ledger are registered together or one after the other with the
// same end, and the next run sends nothing and writes nothing.
func TestSyncSharedLedger(t *testing.T) {
	t.Parallel()
	for what, together := range map[string]bool{"together": true, "one by one": false} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			m, state := newMemory(), t.TempDir()
			root, names := sharing(t, 3)
			if together {
				syncAll(t, m, state, names...)
			} else {
				for _, name := range names {
					syncAll(t, m, state, name)
				}
			}
			ledger := text(t, filepath.Join(root, "docs", "EVIDENCE.md"))
			if n := strings.Count(ledger, "\n## `../b"); n != 3 || strings.Count(ledger, "\n| Issue ") != 12 || strings.Count(ledger, "\n| Milestone ") != 6 {
				t.Errorf("the ledger is\n%s", ledger)
			}
			before := text(t, names[0])
			if s := syncAll(t, m, state, names...); !s.Plan.Summary.Idle() {
				t.Errorf("again: %s", s.Plan.Summary)
			}
			if text(t, filepath.Join(root, "docs", "EVIDENCE.md")) != ledger || text(t, names[0]) != before || strings.Contains(before, "|") {
				t.Errorf("again: from\n%s\n%s\nto\n%s\n%s", ledger, before, text(t, filepath.Join(root, "docs", "EVIDENCE.md")), text(t, names[0]))
			}
		})
	}
}

// A run may be killed between any two of the files that it writes: the next one makes
// the same end of it.
func TestSyncSharedLedgerKilled(t *testing.T) {
	t.Parallel()
	m, state := newMemory(), t.TempDir()
	root, names := sharing(t, 2)
	written := append(names, filepath.Join(root, "docs", "EVIDENCE.md"))
	before := make([]string, len(written))
	for i, name := range names {
		before[i] = text(t, name)
	}
	syncAll(t, m, state, names...)
	after := make([]string, len(written))
	for i, name := range written {
		after[i] = text(t, name)
	}
	for done := range 1 << len(written) {
		for i, name := range written {
			now := before[i]
			if done>>i&1 == 1 {
				now = after[i]
			}
			if err := os.WriteFile(name, []byte(now), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		items := len(m.Items())
		syncAll(t, m, state, names...)
		for i, name := range written {
			if now := text(t, name); now != after[i] {
				t.Errorf("after %b of the files %s is\n%s", done, name, now)
			}
		}
		if len(m.Items()) != items {
			t.Errorf("after %b of the files %d items became %d", done, items, len(m.Items()))
		}
	}
}

// Two runs at once, in two projects, lose nothing of each other.
func TestSyncSharedLedgerAtOnce(t *testing.T) {
	t.Parallel()
	root, names := sharing(t, 4)
	var runs sync.WaitGroup
	for _, name := range names {
		runs.Go(func() {
			m := newMemory()
			s, err := reconcile.Sync(t.Context(), m, []string{name}, &reconcile.SyncOptions{State: t.TempDir(), Now: m.clock.Now, Sleep: m.clock.Sleep})
			if err != nil || s.Err() != nil {
				t.Error(err, s)
			}
		})
	}
	runs.Wait()
	if ledger := text(t, filepath.Join(root, "docs", "EVIDENCE.md")); strings.Count(ledger, "\n## `../b") != 4 || strings.Count(ledger, "\n| Issue ") != 16 {
		t.Errorf("the ledger is\n%s", ledger)
	}
}

// A ledger that has no place, or one outside of the repository, is found before
// anything is sent.
func TestSyncSharedLedgerUnwritable(t *testing.T) {
	t.Parallel()
	for what, spoil := range map[string]func(root string) error{
		"no folder": func(root string) error { return os.Remove(filepath.Join(root, "docs")) },
		"folder outside": func(root string) error {
			return errors.Join(os.Remove(filepath.Join(root, "docs")), os.Symlink(t.TempDir(), filepath.Join(root, "docs")))
		},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			root, names := sharing(t, 1)
			if err := spoil(root); err != nil {
				t.Fatal(err)
			}
			m := newMemory()
			_, err := syncFile(t, m, names[0], t.TempDir(), reconcile.SyncOptions{})
			if unwritable, ok := errors.AsType[*reconcile.UnwritableError](err); !ok || !strings.HasSuffix(unwritable.Name, "/docs/EVIDENCE.md") || len(m.Items()) > 0 {
				t.Errorf("it ends with %v after %d items", err, len(m.Items()))
			}
		})
	}
}
