package files_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/backlogsync/backlogsync/internal/files"
)

// A directory or a file .git makes a repository, the nearest one.
func TestRepositoryRoot(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	deep := filepath.Join(dir, "outer", "inner", "docs")
	if err := os.MkdirAll(deep, 0o777); err != nil {
		t.Fatal(err)
	}
	want := func(root string, ok bool) {
		t.Helper()
		if got, found := files.RepositoryRoot(deep); found != ok || got != root {
			t.Errorf("the root is %q, %t; want %q, %t", got, found, root, ok)
		}
	}
	if above, found := files.RepositoryRoot(dir); above != "" { // tests may run in one
		want(above, found)
	} else {
		want("", false)
	}
	if err := os.Mkdir(filepath.Join(dir, "outer", ".git"), 0o777); err != nil {
		t.Fatal(err)
	}
	want(filepath.Join(dir, "outer"), true)
	if err := os.WriteFile(filepath.Join(dir, "outer", "inner", ".git"), nil, 0o666); err != nil { // of a worktree
		t.Fatal(err)
	}
	want(filepath.Join(dir, "outer", "inner"), true)
}

// A root is a file system as the standard library has them.
func TestRootIsFS(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "docs"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "docs", "b.md"), []byte("text"), 0o666); err != nil {
		t.Fatal(err)
	}
	root, err := files.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = root.Close() }() // it was only read
	if err := fstest.TestFS(root, "docs/b.md"); err != nil {
		t.Error(err)
	}
	if _, err := files.OpenRoot(filepath.Join(dir, "missing")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a directory that is not there: %v", err)
	}
}

// Nothing is written where there is something else, or no directory.
func TestReplaceRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_, err := files.Replace(dir, []byte("text"), 0o666)
	if kind, ok := errors.AsType[*files.KindError](err); !ok || !kind.Mode.IsDir() {
		t.Errorf("a directory: %v", err)
	}
	if err := files.CheckReplace(dir); err == nil {
		t.Error("a directory can be replaced")
	}
	missing := filepath.Join(dir, "missing", "b.md")
	if _, err := files.Replace(missing, []byte("text"), 0o666); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no directory: %v", err)
	}
	if err := files.CheckReplace(missing); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no directory: %v", err)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := files.Replace(filepath.Join(file, "b.md"), []byte("text"), 0o666); err == nil || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("below a file: %v", err)
	}
}
