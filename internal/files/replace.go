package files

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/pkg/xattr"
)

// TempPrefix is how the names of files begin that [Replace] works on. One that
// a killed process left behind may be removed.
const TempPrefix = ".tmp-"

// replacing is held for reading while a file is replaced.
var replacing sync.RWMutex

// Finish waits, no longer than patience, until no file is half replaced, and lets
// no [Replace] begin any more: a process that ends by itself then leaves nothing
// beside the files.
func Finish(patience time.Duration) {
	finished := make(chan struct{})
	go func() {
		replacing.Lock()
		close(finished)
	}()
	select {
	case <-finished:
	case <-time.After(patience): // the disk does not answer
	}
}

// Replace writes a file as a whole: beside it, synced, then renamed, so that a
// reader, or a process that was killed, leaves the old bytes or the new ones. A
// symbolic link stays one. perm is that of a new file, before the umask; an old
// one keeps its owner, its mode bits and its extended attributes. What it could
// not keep is returned in lost, as sentences such as "its owner is another one
// now". An error means that the old bytes are there; one for something that is
// no regular file is a [*fs.PathError] around a [*KindError].
func Replace(name string, data []byte, perm fs.FileMode) (lost []string, err error) {
	replacing.RLock()
	defer replacing.RUnlock()
	name, old, err := target(name)
	if err != nil {
		return nil, err
	}
	if old != nil {
		perm = 0o600 // until it has its owner
	}
	temp, err := write(name, data, perm, func(f *os.File) error {
		if old == nil {
			return nil
		}
		var err error
		lost, err = keep(f, name, old)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := os.Rename(temp, name); err != nil {
		_ = os.Remove(temp) // the error is told, and the old file is there
		return nil, err
	}
	return lost, nil
}

// Create is [Replace] for a file that must not exist: what another process makes
// under the name in the meantime stays, and the error wraps [fs.ErrExist].
func Create(name string, data []byte, perm fs.FileMode) error {
	replacing.RLock()
	defer replacing.RUnlock()
	temp, err := write(name, data, perm, func(*os.File) error { return nil })
	if err != nil {
		return err
	}
	defer os.Remove(temp) //nolint:errcheck // the file is there, or the error is told
	err = os.Link(temp, name)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	// A file system without hard links has no other way than to look first.
	if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return &fs.PathError{Op: "create", Path: name, Err: fs.ErrExist}
	}
	return os.Rename(temp, name)
}

// write writes data to a new file beside name, which is closed and synced. keep is
// called before that.
func write(name string, data []byte, perm fs.FileMode, keep func(*os.File) error) (temp string, err error) {
	f, err := create(name, perm)
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			_, _ = f.Close(), os.Remove(f.Name()) // the error is told, and the old file is there
		}
	}()
	if _, err = f.Write(data); err != nil {
		return "", err
	}
	if err = keep(f); err != nil {
		return "", err
	}
	if err = f.Sync(); err != nil {
		return "", err
	}
	return f.Name(), f.Close()
}

// CheckReplace returns the error that [Replace] would end with as things are,
// and changes nothing.
func CheckReplace(name string) error {
	name, old, err := target(name)
	if err != nil {
		return err
	}
	if old != nil { // one that is read-only is not meant to be replaced either
		f, err := os.OpenFile(name, os.O_RDWR, 0)
		if err != nil {
			return err
		}
		_ = f.Close() // nothing was written
	}
	f, err := create(name, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// target returns the file that name leads to, and what is there now, if
// anything is.
func target(name string) (string, fs.FileInfo, error) {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return name, nil, nil
	case err != nil:
		return "", nil, err
	case !info.Mode().IsRegular():
		return "", nil, &fs.PathError{Op: "write", Path: name, Err: &KindError{info.Mode()}}
	}
	return name, info, nil
}

// create makes a file beside name. [os.CreateTemp] would not honour the umask.
func create(name string, perm fs.FileMode) (*os.File, error) {
	const tries = 100
	for n := 0; ; n++ {
		temp := filepath.Join(filepath.Dir(name), fmt.Sprintf("%s%016x", TempPrefix, rand.Uint64()))
		f, err := os.OpenFile(temp, os.O_RDWR|os.O_CREATE|os.O_EXCL, perm)
		if errors.Is(err, fs.ErrExist) && n < tries {
			continue
		}
		return f, err
	}
}

// keep gives f what name has beside its bytes. Without owner and mode f might be
// read by others, or no longer by those who work with it.
func keep(f *os.File, name string, old fs.FileInfo) (lost []string, err error) {
	if err := keepOwner(f, old); err != nil {
		lost = append(lost, "its owner is another one now")
	}
	const bits = fs.ModePerm | fs.ModeSetuid | fs.ModeSetgid | fs.ModeSticky
	if err := f.Chmod(old.Mode() & bits); err != nil {
		return nil, err
	}
	if !keepAttributes(f, name) {
		lost = append(lost, "some of its extended attributes are gone")
	}
	if links(old) > 1 {
		lost = append(lost, "it has other hard links, which keep the old text")
	}
	return lost, nil
}

// keepAttributes copies the extended attributes, access control lists among
// them, and reports whether all are there.
func keepAttributes(f *os.File, name string) bool {
	if !xattr.XATTR_SUPPORTED {
		return true
	}
	names, err := xattr.List(name)
	if err != nil {
		return true // the file system has none
	}
	all := true
	for _, attr := range names {
		value, err := xattr.Get(name, attr)
		if err == nil {
			var now []byte
			if now, err = xattr.FGet(f, attr); err == nil && string(now) == string(value) {
				continue // given by the directory, or by the system
			}
			err = xattr.FSet(f, attr, value)
		}
		all = all && err == nil
	}
	return all
}
