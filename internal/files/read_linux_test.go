package files_test

import (
	"errors"
	"io/fs"
	"syscall"
	"testing"

	"github.com/backlogsync/backlogsync/internal/files"
)

// What looks like a regular file may not be readable all the same.
func TestReadDeceived(t *testing.T) {
	t.Parallel()
	const name = "/proc/self/mem"
	_, err := files.Read(name)
	if p, ok := errors.AsType[*fs.PathError](err); !ok || p.Path != name || p.Op != "read" || !errors.Is(err, syscall.EIO) {
		t.Errorf("%v, want %v", err, syscall.EIO)
	}
}
