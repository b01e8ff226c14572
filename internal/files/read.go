// Package files reads and replaces files that other people's checkouts name: a
// file is a regular one of a sane size, or there is an error at once.
package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// MaxSize is the most bytes that a file may have which is read as a whole.
const MaxSize = 64 << 20

// A KindError says that a name leads to something that is not a regular file, so
// that reading it might never end.
type KindError struct{ Mode fs.FileMode }

// Error says what it is: "it is a named pipe, not a regular file".
func (e *KindError) Error() string {
	what := "something else"
	switch m := e.Mode; {
	case m.IsDir():
		what = "a directory"
	case m&fs.ModeNamedPipe != 0:
		what = "a named pipe"
	case m&fs.ModeSocket != 0:
		what = "a socket"
	case m&fs.ModeDevice != 0:
		what = "a device"
	}
	return fmt.Sprintf("it is %s, not a regular file", what)
}

// ErrTooLarge says that a file has more than [MaxSize] bytes.
var ErrTooLarge = fmt.Errorf("it has more than %d MiB", MaxSize>>20)

// ErrOutside says that a link leads out of the directory of a [Root].
var ErrOutside = errors.New("it is a link that leads out of the repository")

// Read returns the content of a regular file of at most [MaxSize] bytes; links
// are followed. The error is a [*fs.PathError], for anything else around a
// [*KindError] or [ErrTooLarge].
func Read(name string) ([]byte, error) {
	return read(name, os.Stat, os.OpenFile)
}

func read(name string, stat func(string) (fs.FileInfo, error), open func(string, int, fs.FileMode) (*os.File, error)) ([]byte, error) {
	info, err := stat(name)
	if err != nil {
		return nil, err
	}
	if err := check(info); err != nil { // opening a pipe or a device may wait, or do something
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	f, err := open(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	if info, err = f.Stat(); err == nil {
		err = check(info) // it may be another one by now
	}
	var data []byte
	if err == nil {
		data, err = io.ReadAll(io.LimitReader(f, MaxSize+1))
	}
	if err == nil && len(data) > MaxSize {
		err = ErrTooLarge
	}
	if err != nil {
		if p, ok := errors.AsType[*fs.PathError](err); ok {
			err = p.Err
		}
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	return data, nil
}

func check(info fs.FileInfo) error {
	switch {
	case !info.Mode().IsRegular():
		return &KindError{info.Mode()}
	case info.Size() > MaxSize:
		return ErrTooLarge
	}
	return nil
}

// A Root reads files below a directory. A link that leads out of it is not
// followed, wherever it stands in a path. It is safe for concurrent use.
type Root struct{ root *os.Root }

var _ fs.ReadFileFS = (*Root)(nil)

// OpenRoot opens a directory.
func OpenRoot(dir string) (*Root, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &Root{root}, nil
}

// Close ends the use of the directory.
func (r *Root) Close() error { return r.root.Close() }

// Open implements [fs.FS].
func (r *Root) Open(name string) (fs.File, error) { return r.root.FS().Open(name) }

// ReadFile implements [fs.ReadFileFS] as [Read] does. A link that leads out of
// the directory is [ErrOutside].
func (r *Root) ReadFile(name string) ([]byte, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrInvalid}
	}
	data, err := read(filepath.FromSlash(name), r.root.Stat, r.root.OpenFile)
	if err != nil {
		if outside := r.outside(name); outside != nil {
			err = &fs.PathError{Op: "read", Path: name, Err: outside}
		}
	}
	return data, err
}

// outside returns what is wrong with a name that leads out of the directory: it
// is there, or it is nowhere. os.Root says of both that they lead out, by an error
// that has no name. nil means that it does not, or that it is not known.
func (r *Root) outside(name string) error {
	path := filepath.Join(r.root.Name(), filepath.FromSlash(name))
	if _, err := filepath.EvalSymlinks(path); errors.Is(err, fs.ErrNotExist) {
		return fs.ErrNotExist
	}
	if leadsOut(r.root.Name(), path) {
		return ErrOutside
	}
	return nil
}

// CheckWithin returns [ErrOutside], in a [*fs.PathError], if a path below dir leads
// out of it by a link. Of a file that is not there its directory counts.
func CheckWithin(dir, path string) error {
	there := path
	if _, err := filepath.EvalSymlinks(path); errors.Is(err, fs.ErrNotExist) {
		there = filepath.Dir(path)
	}
	if leadsOut(dir, there) {
		return &fs.PathError{Op: "write", Path: path, Err: ErrOutside}
	}
	return nil
}

func leadsOut(dir, path string) bool {
	dir, errDir := filepath.EvalSymlinks(dir)
	path, errPath := filepath.EvalSymlinks(path)
	if errDir != nil || errPath != nil {
		return false
	}
	rel, err := filepath.Rel(dir, path)
	return err == nil && !filepath.IsLocal(rel)
}
