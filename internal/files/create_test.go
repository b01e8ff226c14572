package files_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/backlogsync/backlogsync/internal/files"
)

// A new file is there as a whole, and what stands under its name already stays,
// though it be a link that leads nowhere. Nothing is left beside either.
func TestCreate(t *testing.T) {
	t.Parallel()
	for what, prepare := range map[string]func(name string) error{
		"nothing":   func(string) error { return nil },
		"file":      func(name string) error { return os.WriteFile(name, []byte("old"), 0o600) },
		"link":      func(name string) error { return os.Symlink("gone.md", name) },
		"directory": func(name string) error { return os.Mkdir(name, 0o700) },
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			name := filepath.Join(dir, "b.md")
			must(t, prepare(name))
			before, _ := os.Lstat(name)
			err := files.Create(name, []byte("new"), 0o640)
			after, _ := os.Lstat(name)
			if list := names(t, dir); !slices.Equal(list, []string{"b.md"}) {
				t.Errorf("there is %q", list)
			}
			if before != nil {
				if !errors.Is(err, fs.ErrExist) || !os.SameFile(before, after) {
					t.Errorf("it ends with %v, and there is %v", err, after)
				}
				return
			}
			data, readErr := os.ReadFile(name)
			if err != nil || readErr != nil || string(data) != "new" || after.Mode().Perm()&^0o640 != 0 {
				t.Errorf("it ends with %v; there is %q, %v, %v", err, data, readErr, after.Mode())
			}
		})
	}
	if err := files.Create(filepath.Join(t.TempDir(), "gone", "b.md"), nil, 0o640); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without a directory it ends with %v", err)
	}
}
