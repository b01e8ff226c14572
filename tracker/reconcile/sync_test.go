package reconcile_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// written writes a backlog file into a directory of its own, and returns its name.
func written(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "b.md")
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}

func text(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// syncFile registers a file in m.
func syncFile(t *testing.T, m *memory, name, state string, opts reconcile.SyncOptions) (*reconcile.Synced, error) {
	t.Helper()
	opts.State, opts.Now, opts.Sleep = state, m.clock.Now, m.clock.Sleep
	return reconcile.Sync(t.Context(), m, []string{name}, &opts)
}

// One call registers a backlog and records the evidence in it, and the next one has
// nothing to do.
func TestSync(t *testing.T) {
	t.Parallel()
	m, name, state := newMemory(), written(t, "<!--\nLast-updated: 2020-01-01\n-->\n"+small), t.TempDir()
	s, err := syncFile(t, m, name, state, reconcile.SyncOptions{})
	if err != nil || s.Err() != nil || s.Created != 6 || s.Plan.Summary.Create != 6 {
		t.Fatal(err, s)
	}
	recorded := text(t, name)
	if n := strings.Count(recorded, "https://memory.example/x/"); n < 6 || !strings.Contains(recorded, "Last-updated: 2026-02-15\n") {
		t.Errorf("%d addresses are recorded:\n%s", n, recorded)
	}
	if s, err = syncFile(t, m, name, state, reconcile.SyncOptions{}); err != nil || !s.Plan.Summary.Idle() || text(t, name) != recorded {
		t.Errorf("again: %v, %+v", err, s.Plan.Summary)
	}
}

// What a person writes into the file while the changes are made stays, beside the
// evidence of this run.
func TestSyncSeesEdits(t *testing.T) {
	t.Parallel()
	m, name := newMemory(), written(t, small)
	edited := false
	s, err := syncFile(t, m, name, t.TempDir(), reconcile.SyncOptions{Report: func(e reconcile.Event) {
		if e.Kind == reconcile.EventDone && !edited {
			edited = true
			if err := os.WriteFile(name, []byte(strings.Replace(small, "# ", "A note by a person.\n\n# ", 1)), 0o666); err != nil {
				t.Error(err)
			}
		}
	}})
	if err != nil || s.Err() != nil {
		t.Fatal(err, s)
	}
	now := text(t, name)
	if !strings.Contains(now, "A note by a person.") || strings.Count(now, "https://memory.example/x/") < 6 {
		t.Errorf("the file holds\n%s", now)
	}
}

// Nothing is sent where nobody confirms it, where the state has no place, and for a
// file that is named twice or has errors.
func TestSyncRefused(t *testing.T) {
	t.Parallel()
	m, name, state := newMemory(), written(t, small), t.TempDir()
	no := errors.New("no")
	asked := 0
	if _, err := syncFile(t, m, name, state, reconcile.SyncOptions{Confirm: func(p *reconcile.Plan) error {
		asked = p.Summary.Create
		return no
	}}); !errors.Is(err, no) || asked != 6 {
		t.Errorf("not confirmed: %v, asked for %d", err, asked)
	}
	if _, err := syncFile(t, m, name, "", reconcile.SyncOptions{}); err == nil {
		t.Error("without a place for the state it ran")
	}
	twice := []string{name, filepath.Join(filepath.Dir(name), ".", "b.md")}
	if _, err := reconcile.Sync(t.Context(), m, twice, &reconcile.SyncOptions{State: state}); err == nil || !strings.Contains(err.Error(), "same file") {
		t.Errorf("named twice: %v", err)
	}
	if _, err := syncFile(t, m, name+".md", state, reconcile.SyncOptions{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	wrong := written(t, strings.Replace(small, "US-1.2 Logout", "US-1.1 Logout", 1))
	if _, err := syncFile(t, m, wrong, state, reconcile.SyncOptions{}); err == nil || !strings.Contains(err.Error(), "duplicate-id") {
		t.Errorf("a backlog with an error: %v", err)
	}
	if len(m.Items()) > 0 || text(t, name) != small {
		t.Errorf("%d items; the file holds\n%s", len(m.Items()), text(t, name))
	}
}

// Who wants the files left alone gets them unchanged.
func TestSyncNoWrite(t *testing.T) {
	t.Parallel()
	m, name := newMemory(), written(t, small)
	s, err := syncFile(t, m, name, t.TempDir(), reconcile.SyncOptions{Plan: reconcile.Options{NoWrite: true}})
	if err != nil || s.Created != 6 || text(t, name) != small {
		t.Errorf("%v, %+v\n%s", err, s, text(t, name))
	}
}
