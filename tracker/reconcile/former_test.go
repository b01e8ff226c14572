package reconcile_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// A backlog that follows another one leaves alone what the file of that still has.
func TestFormerStays(t *testing.T) {
	t.Parallel()
	const old = "# A\n\n## EPIC-1 Users\n\n- [ ] US-1 Login page\n- [ ] US-2 Search\n- [ ] US-3 Map\n"
	for what, test := range map[string]struct {
		a     string // what is left of it, "" if it is gone
		moved []string
	}{
		"gone":         {"", []string{"EPIC-1", "US-1", "US-2", "US-3"}},
		"lives on":     {"# A\n\n## EPIC-1 Users\n\n- [ ] US-2 Search\n", []string{"US-1", "US-3"}},
		"has it, too":  {old, nil},
		"another one":  {"# A\n\n- [ ] US-1 Pay\n- [ ] US-2 Invoice\n", []string{"EPIC-1", "US-1", "US-2", "US-3"}},
		"other scope":  {"---\nscope: x\n---\n\n" + old, []string{"EPIC-1", "US-1", "US-2", "US-3"}},
		"no items now": {"# A\n\nSee b.md.\n", []string{"EPIC-1", "US-1", "US-2", "US-3"}},
	} {
		for _, prune := range []bool{false, true} {
			m, root := newMemory(), t.TempDir()
			write, sync := filesOf(t, m, root)
			a := write("a.md", old)
			sync(reconcile.Options{}, a...)
			if write("a.md", test.a) == nil {
				if err := os.Remove(a[0]); err != nil {
					t.Fatal(err)
				}
			}
			p := sync(reconcile.Options{MovedFrom: "a.md", Prune: prune}, write("b.md", "# B\n\n- [ ] US-1 Login page\n- [ ] US-4 Pay\n")...)
			conflicts := 0
			if what == "has it, too" {
				conflicts = 1
			}
			if p.Summary.Conflicts != conflicts || p.Summary.Create != 1 || p.Summary.Update+p.Summary.Close != len(test.moved) {
				t.Errorf("%s: %s %+v", what, p.Summary, p.Changes)
			}
			var moved []string
			for _, id := range []string{"EPIC-1", "US-1", "US-2", "US-3"} {
				for _, x := range m.all() {
					if strings.HasPrefix(x.Title, id+" ") && strings.Contains(x.Body, "scope=b.md") {
						moved = append(moved, id)
					}
				}
			}
			if got := strings.Join(moved, " "); got != strings.Join(test.moved, " ") {
				t.Errorf("%s, pruned: %v: moved are %s", what, prune, got)
			}
		}
	}
}

// The file of a former scope is one by that name below the root, and none of the run.
func TestFormerFile(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	read := func(name string) *reconcile.DiskFile {
		path := filepath.Join(root, name)
		if err := os.WriteFile(path, []byte("# B\n\n- [ ] US-1 Login\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		d, err := reconcile.NewDiskFile(path)
		if err != nil {
			t.Fatal(err)
		}
		d.Options = backlog.Options{}
		if err := d.Read(); err != nil {
			t.Fatal(err)
		}
		return d
	}
	a, b := read("a.md"), read("b.md")
	for scope, want := range map[string]bool{"a.md": true, "b.md": false, "": false, "../" + filepath.Base(root) + "/a.md": false, "./a.md": false} {
		if f := reconcile.FormerFile([]*reconcile.DiskFile{b}, scope); (f != nil) != want {
			t.Errorf("%q: %v", scope, f)
		}
	}
	if f := reconcile.FormerFile([]*reconcile.DiskFile{b, a}, "a.md"); f != nil {
		t.Errorf("a file of the run: %v", f.Name())
	}
	if f := reconcile.FormerFile(nil, "a.md"); f != nil {
		t.Errorf("without a run: %v", f.Name())
	}
}

// A scope that leads out of the root names no file, whatever stands there.
func TestFormerBelowRoot(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	write, _ := filesOf(t, newMemory(), root)
	if err := os.MkdirAll(filepath.Join(root, "in"), 0o777); err != nil {
		t.Fatal(err)
	}
	write("out.md", "---\nscope: ../out.md\n---\n\n- [ ] US-1 Login page\n")
	write("in/old.md", "- [ ] US-1 Login page\n")
	d, err := reconcile.NewDiskFile(write("in/b.md", "# B\n\n- [ ] US-2 Search\n")[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Read(); err != nil {
		t.Fatal(err)
	}
	list := []*reconcile.DiskFile{d}
	if f := reconcile.FormerFile(list, "old.md"); f == nil || len(f.Stories()) != 1 {
		t.Errorf("the file below the root: %v", f)
	}
	for _, scope := range []string{"", "../out.md", "b.md"} {
		if f := reconcile.FormerFile(list, scope); f != nil {
			t.Errorf("%q names %s", scope, f.Name())
		}
	}
}
