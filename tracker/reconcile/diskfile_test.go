package reconcile

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
)

// onDisk writes a backlog file and reads it.
func onDisk(t *testing.T, text string) *DiskFile {
	t.Helper()
	name := filepath.Join(t.TempDir(), "b.md")
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	d, err := NewDiskFile(name)
	if err == nil {
		err = d.Read()
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// What a person wrote between the reading of a file and its replacement stays.
func TestReplaceSeesEdits(t *testing.T) {
	t.Parallel()
	const read, written = "# Backlog\n", "# Backlog\n\nBy a person.\n"
	d := onDisk(t, written)
	for _, c := range []struct {
		current string
		done    bool
		after   string
	}{{read, false, written}, {written, true, written + "Ours.\n"}} {
		done, _, err := d.Replace([]byte(c.current), []byte(written+"Ours.\n"))
		if err != nil || done != c.done {
			t.Fatalf("replace %q: %v, %v; want %v", c.current, done, err, c.done)
		}
		if data, err := os.ReadFile(d.Path); err != nil || string(data) != c.after {
			t.Errorf("after replacing %q the file holds %q, %v", c.current, data, err)
		}
	}
	if got := string(d.File().Source()); got != written+"Ours.\n" {
		t.Errorf("it was read as %q", got)
	}
}

// Edits are worked out anew for what a person writes while they are, and given up
// only where somebody goes on writing.
func TestEditSeesEdits(t *testing.T) {
	t.Parallel()
	const read, ours = "# Backlog\n", "Ours.\n"
	for _, test := range []struct {
		times int
		want  string // "" if it is given up
	}{{0, read + ours}, {1, read + "1\n" + ours}, {2, read + "1\n2\n" + ours}, {99, ""}} {
		d := onDisk(t, read)
		writes := 0
		_, err := d.edit(partBacklog, func(f *backlog.File) []backlog.Edit {
			if src := f.Source(); writes < test.times {
				writes++
				if err := os.WriteFile(d.Path, fmt.Appendf(src[:len(src):len(src)], "%d\n", writes), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			end := len(f.Source())
			return []backlog.Edit{{Span: backlog.Span{Start: end, End: end}, New: ours}}
		}, nil)
		data, readErr := os.ReadFile(d.Path)
		if readErr != nil {
			t.Fatal(readErr)
		}
		switch {
		case test.want != "":
			if err != nil || string(data) != test.want {
				t.Errorf("%d times: %q, %v; want %q", test.times, data, err, test.want)
			}
		case err == nil || !strings.Contains(err.Error(), "the file keeps changing") || strings.Contains(string(data), ours):
			t.Errorf("%d times: %q, %v", test.times, data, err)
		}
	}
}

// What a file cannot keep is said once, however often it is saved.
func TestSaverLost(t *testing.T) {
	t.Parallel()
	d := onDisk(t, "# Backlog\n")
	s := &Saver{Files: []*DiskFile{d}}
	for _, name := range []string{"first.md", "second.md"} {
		if err := os.Link(d.Path, filepath.Join(filepath.Dir(d.Path), name)); err != nil {
			t.Fatal(err)
		}
		if err := s.edit(partBacklog, func(f *backlog.File) []backlog.Edit { return []backlog.Edit{{New: "More\n"}} }); err != nil {
			t.Fatal(err)
		}
	}
	if want := d.Name + " was written, but it has other hard links, which keep the old text"; len(s.Lost) != 1 || s.Lost[0] != want {
		t.Errorf("got %q, want %q", s.Lost, want)
	}
	if got := string(d.File().Source()); got != "More\nMore\n# Backlog\n" {
		t.Errorf("the file holds %q", got)
	}
}

// A file that is parsed with edits is read with what it was read with before, even
// where that has changed meanwhile.
func TestParsedAgain(t *testing.T) {
	t.Parallel()
	d := onDisk(t, "---\nledger: E.md\n---\n# Notes\n\n## Definition of done\n\n- [ ] Login\n")
	ledger := filepath.Join(filepath.Dir(d.Path), "E.md")
	rows := "# E\n\n## `b.md`\n\n| Type | Identifier | URL |\n| - | - | - |\n| Issue | login | https://x.example/1 |\n"
	if err := os.WriteFile(ledger, []byte(rows), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := d.Read(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(ledger); err != nil {
		t.Fatal(err)
	}
	f := d.File().With(append(d.File().Source(), "\nMore.\n"...))
	if len(f.Stories()) != 1 || len(f.Evidence()) != 1 || f.Ledger() != "E.md" {
		t.Errorf("stories %v, rows %v, ledger %s", f.Stories(), f.Evidence(), f.Ledger())
	}
	if err := d.Read(); err != nil || len(d.File().Evidence()) > 0 {
		t.Errorf("read anew: %v, rows %v", err, d.File().Evidence())
	}
}

// A change that is written to the shared ledger alone has that looked at before
// anything is sent.
func TestCheckSharedLedger(t *testing.T) {
	t.Parallel()
	d := onDisk(t, "---\nledger: E.md\n---\n# Plan\n\n- [ ] US-1 Login\n")
	if err := os.Mkdir(filepath.Join(filepath.Dir(d.Path), "E.md"), 0o777); err != nil { // in its place
		t.Fatal(err)
	}
	for name, fails := range map[string]bool{d.File().LedgerName(): true, d.Name: true, "other.md": false} {
		p := &Plan{Changes: []Change{{Action: ActionClose, File: name}}}
		if err := (&Saver{Files: []*DiskFile{d}}).Check(p); (err != nil) != fails {
			t.Errorf("a change in %s: %v", name, err)
		}
	}
}
