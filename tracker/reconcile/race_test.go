package reconcile_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/local"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// An interrupter lets a person edit a file at the moment of an update.
type interrupter struct {
	*local.Tracker
	edit func(ref tracker.Ref)
}

func (i *interrupter) Update(ctx context.Context, ref tracker.Ref, p tracker.Patch) (*tracker.Item, error) {
	if i.edit != nil {
		edit := i.edit
		i.edit = nil
		edit(ref)
	}
	return i.Tracker.Update(ctx, ref, p)
}

// TestEditDuringApply makes sure that what a person writes between the last
// look at an item and its update is not lost.
func TestEditDuringApply(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		old, new string
		wins     bool // the person's edit concerns a managed field: apply leaves the item alone
	}{
		"text around": {"<!-- backlogsync:v1", "Written just now.\n\n<!-- backlogsync:v1", false},
		"label":       {"state: open", "state: open\nlabels: [urgent]", false},
		"title":       {"title: US-1.1 Login", "title: US-1.1 Log in please", true},
		"text":        {"People get in.", "All people get in.", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			it := &interrupter{Tracker: local.Open("t", &local.Options{Base: dir, User: "ana"})}
			apply := func(src string) (*reconcile.Result, string) {
				t.Helper()
				f := backlog.Parse("b.md", []byte(src), nil)
				p, err := it.Project(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				store, err := reconcile.OpenStore(t.Context(), filepath.Join(dir, "state"), p, nil)
				if err != nil {
					t.Fatal(err)
				}
				defer func() { _ = store.Close() }() // the journal is synced
				b := backlog.New(f)
				o, err := reconcile.Observe(t.Context(), it, p, b, store, nil)
				if err != nil {
					t.Fatal(err)
				}
				plan, err := reconcile.NewPlan(b, o, nil)
				if err != nil {
					t.Fatal(err)
				}
				r, err := reconcile.Apply(t.Context(), it, plan, &reconcile.ApplyOptions{Store: store})
				if err != nil {
					t.Fatal(err)
				}
				edits, _ := f.Record(r.Record(f))
				out, err := backlog.Apply(f.Source(), edits...)
				if err != nil {
					t.Fatal(err)
				}
				return r, string(out)
			}
			_, src := apply(small)
			file := filepath.Join(dir, "t", "issues", "1.md")
			it.edit = func(tracker.Ref) {
				text, err := os.ReadFile(file)
				if err != nil || !strings.Contains(string(text), test.old) {
					t.Fatalf("%v\n%s", err, text)
				}
				if err := os.WriteFile(file, []byte(strings.Replace(string(text), test.old, test.new, 1)), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			r, _ := apply(strings.NewReplacer("US-1.1 Login", "US-1.1 Sign in", "People get in.", "Nobody gets in.").Replace(src))
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(text), test.new) {
				t.Errorf("the edit is lost:\n%s", text)
			}
			if updated := strings.Contains(string(text), "title: US-1.1 Sign in"); updated == test.wins || (len(r.Failed) > 0) != test.wins {
				t.Errorf("updated: %t, failed: %+v", updated, r.Failed)
			}
		})
	}
}
