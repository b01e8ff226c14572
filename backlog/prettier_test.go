//go:build external

package backlog_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
)

// prettier is the formatter that teams run over their Markdown: a second
// opinion on the tables and sections that are written back.
const prettier = "prettier@3.10.1"

// TestPrettier makes sure that files which pass Prettier's check still pass it
// after everything in them was recorded.
func TestPrettier(t *testing.T) {
	dir := t.TempDir()
	before, after := filepath.Join(dir, "before"), filepath.Join(dir, "after")
	for _, d := range []string{before, after} {
		if err := os.Mkdir(d, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	files := make(map[string]*backlog.File)
	add := func(name string, src []byte) {
		files[name] = backlog.Parse(name, src, nil)
		if err := os.WriteFile(filepath.Join(before, name), src, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, pattern := range []string{"../examples/*.md", "../examples/docs/planning/*.md"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			add(filepath.Base(name), src)
		}
	}
	for _, c := range readCases(t, "testdata/record/*.txtar") {
		add(strings.TrimSuffix(filepath.Base(c.name), ".txtar")+".md", c.archive.Files[0].Data)
	}
	unclean := make(map[string]bool)
	for _, name := range check(t, before) {
		unclean[name] = true
	}
	n := 0
	for name, f := range files {
		if unclean[name] {
			continue
		}
		n++
		out, _ := record(t, f)
		if err := os.WriteFile(filepath.Join(after, name), out, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if n < 20 {
		t.Errorf("only %d of %d files pass before anything is recorded", n, len(files))
	}
	for _, name := range check(t, after) {
		t.Errorf("%s passed before it was recorded, and does not any more", name)
	}
}

// check returns the names of the files in dir that Prettier would change.
func check(t *testing.T, dir string) []string {
	t.Helper()
	cmd := exec.Command("npx", "--yes", prettier, "--list-different", "--no-config", ".")
	cmd.Dir = dir
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if exit, ok := err.(*exec.ExitError); err != nil && (!ok || exit.ExitCode() != 1) {
		t.Fatalf("npx %s: %v\n%s", prettier, err, stderr.String())
	}
	return strings.Fields(string(out))
}
