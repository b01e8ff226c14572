package files

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// What is opened is looked at once more: by then another file may have the name.
func TestReadSwapped(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	name, large := filepath.Join(dir, "b.md"), filepath.Join(dir, "large")
	for _, name := range []string{name, large} {
		if err := os.WriteFile(name, []byte("text"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Truncate(large, MaxSize+1); err != nil {
		t.Fatal(err)
	}
	opens := func(other string) func(string, int, fs.FileMode) (*os.File, error) {
		return func(string, int, fs.FileMode) (*os.File, error) { return os.Open(other) }
	}
	if _, err := read(name, os.Stat, opens(dir)); err == nil {
		t.Error("a directory is read")
	} else if kind, ok := errors.AsType[*KindError](err); !ok || !kind.Mode.IsDir() {
		t.Errorf("a directory: %v", err)
	}
	if _, err := read(name, os.Stat, opens(large)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a large file: %v", err)
	}
	if _, err := read(name, os.Stat, opens(filepath.Join(dir, "gone"))); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is gone: %v", err)
	}
}
