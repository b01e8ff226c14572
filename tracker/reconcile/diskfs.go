package reconcile

import (
	"errors"
	"io/fs"
	"sync"

	"github.com/backlogsync/backlogsync/internal/files"
)

// A diskFS reads a backlog file, which may be anywhere because a person named it,
// and what the file names, which may not. It keeps what the file names: where edits
// are tried, the file is parsed again, and is to find there what it found before.
type diskFS struct {
	dir        string // that what the file names is below
	name, path string // of the file

	mu   sync.Mutex
	held map[string]heldFile
}

// A heldFile is what reading a file gave.
type heldFile struct {
	data []byte
	err  error
}

var _ fs.ReadFileFS = (*diskFS)(nil)

// Open implements [fs.FS]. Files are only read as a whole.
func (*diskFS) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: errors.ErrUnsupported}
}

// ReadFile implements [fs.ReadFileFS].
func (d *diskFS) ReadFile(name string) ([]byte, error) {
	if name == d.name {
		return files.Read(d.path)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	held, ok := d.held[name]
	if !ok {
		held.data, held.err = d.read(name)
		if d.held == nil {
			d.held = make(map[string]heldFile)
		}
		d.held[name] = held
	}
	return held.data, held.err
}

// read reads a file below the directory.
func (d *diskFS) read(name string) ([]byte, error) {
	root, err := files.OpenRoot(d.dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }() // it was only read
	return root.ReadFile(name)
}
