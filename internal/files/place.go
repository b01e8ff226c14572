package files

import (
	"io/fs"
	"os"
	"path/filepath"
)

// NewMode is the mode of new files that are not for their owner alone, before the
// umask.
const NewMode fs.FileMode = 0o666

// RepositoryRoot returns the nearest directory, dir or above it, that holds .git,
// a directory or a file.
func RepositoryRoot(dir string) (string, bool) {
	for {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return dir, true
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", false
		}
		dir = parent
	}
}
