package reconcile

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/files"
)

// A DiskFile is a backlog file on disk, with its content when it was last read.
type DiskFile struct {
	Name    string          // as given by the user
	Path    string          // absolute
	Root    string          // files that the file names are read from below this directory
	Options backlog.Options // how it is read; Path and FS are set from the fields above

	file *backlog.File
}

// NewDiskFile returns a file that is not read yet. Its root is the nearest
// directory above it with ".git", or else its own directory.
func NewDiskFile(name string) (*DiskFile, error) {
	if name == "" {
		return nil, errors.New("the name of a file is empty")
	}
	path, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	d := &DiskFile{Name: name, Path: path, Root: filepath.Dir(path)}
	if root, ok := files.RepositoryRoot(d.Root); ok {
		d.Root, d.Options.Rooted = root, true
	}
	return d, nil
}

// ShareRoot sets the root of all files that are not in a repository to their
// nearest common directory, so that a source that is listed together with its
// file is recognised by its path.
func ShareRoot(list []*DiskFile) {
	var root string
	for _, d := range list {
		switch {
		case d.Options.Rooted:
		case root == "":
			root = d.Root
		default:
			for rel, err := filepath.Rel(root, d.Path); err == nil && !filepath.IsLocal(rel) && filepath.Dir(root) != root; rel, err = filepath.Rel(root, d.Path) {
				root = filepath.Dir(root)
			}
		}
	}
	for _, d := range list {
		if !d.Options.Rooted {
			d.Root = root
		}
	}
}

// File returns the file as it was last read, or nil if it was not read yet.
func (d *DiskFile) File() *backlog.File { return d.file }

// Read reads the file again.
func (d *DiskFile) Read() error {
	rel, err := filepath.Rel(d.Root, d.Path)
	if err != nil {
		return err
	}
	rel = filepath.ToSlash(rel)
	f, err := backlog.Read(&diskFS{dir: d.Root, name: rel, path: d.Path}, rel, filepath.ToSlash(d.Name), &d.Options)
	if err != nil {
		return err
	}
	d.file = f
	return nil
}

// A part is one of the files that a backlog is written to.
type part bool

const (
	partBacklog part = false // the backlog file
	partLedger  part = true  // the ledger that it shares with others
)

// place returns the path of a part, and what it held when the file was read; "" if
// there is none.
func (d *DiskFile) place(of part) (path string, held []byte) {
	if of == partBacklog {
		return d.Path, d.file.Source()
	}
	if path = d.LedgerPath(); path != "" {
		held = d.file.SharedLedger().Source()
	}
	return path, held
}

// LedgerPath returns the path of the ledger that the file shares with others, "" if
// it has one of its own.
func (d *DiskFile) LedgerPath() string {
	if d.file.SharedLedger() == nil {
		return ""
	}
	return filepath.Join(d.Root, filepath.FromSlash(d.file.Ledger()))
}

// holds reports whether a change of a plan is about the file or its ledger, by the
// name that it has there.
func (d *DiskFile) holds(name string) bool {
	return name == d.file.Name() || name == d.file.LedgerName()
}

// check finds out that a part cannot be written.
func (d *DiskFile) check(of part) error {
	path, _ := d.place(of)
	if of == partLedger { // which a checkout names, not a person
		if err := files.CheckWithin(d.Root, path); err != nil {
			return err
		}
	}
	return files.CheckReplace(path)
}

// edit makes the edits that are worked out for the bytes on the disk. If they changed
// since they were read, they are read again, and the edits worked out anew. write, if
// not nil, gets the result in place of the file.
func (d *DiskFile) edit(of part, editsOf func(*backlog.File) []backlog.Edit, write func([]byte) error) (lost []string, err error) {
	const tries = 5
	for range tries {
		path, held := d.place(of)
		if path == "" {
			return nil, nil
		}
		current, err := files.Read(path)
		if err != nil && (of == partBacklog || !errors.Is(err, fs.ErrNotExist)) {
			return nil, unwritable(err)
		}
		if !bytes.Equal(current, held) {
			if err := d.Read(); err != nil {
				return nil, unwritable(err)
			}
			continue // until what was parsed is what is there
		}
		edits := editsOf(d.file)
		data, err := backlog.Apply(current, edits...)
		if err != nil {
			return nil, err
		}
		switch {
		case write != nil:
			return nil, write(data)
		case len(edits) == 0:
			return nil, nil
		}
		switch done, lost, err := d.replace(of, current, data); {
		case err != nil:
			return lost, unwritable(err)
		case done:
			return lost, nil
		}
	}
	return nil, unwritable(errors.New("the file keeps changing"))
}

func unwritable(err error) error {
	return fmt.Errorf("the ledger cannot be written: %w", withoutPath(err))
}

// Replace replaces the content of the file with data if it is still current,
// and reads the file again. Otherwise done is false, and nothing was written.
// lost describes the attributes that the file could not keep, in phrases such
// as "its owner is another one now".
func (d *DiskFile) Replace(current, data []byte) (done bool, lost []string, err error) {
	return d.replace(partBacklog, current, data)
}

// replace does so with a part. A ledger that is not there yet holds nothing.
func (d *DiskFile) replace(of part, current, data []byte) (done bool, lost []string, err error) {
	if err := d.check(of); err != nil { // it may have become read-only
		return false, nil, err
	}
	path, _ := d.place(of)
	defer files.LockFolder(filepath.Dir(path))()
	now, err := files.Read(path)
	if of == partLedger && errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err != nil || !bytes.Equal(now, current) {
		return false, nil, err
	}
	if lost, err = files.Replace(path, data, files.NewMode); err != nil {
		return false, nil, err
	}
	// What is on the disk now is the base of the next one.
	return true, lost, d.Read()
}

// withoutPath takes the name of the file off an error, where people read it under
// the name that they gave.
func withoutPath(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}

// fileError says what is wrong with a file under the name that people know.
func (d *DiskFile) fileError(err error) error { return fmt.Errorf("%s: %w", d.Name, withoutPath(err)) }
