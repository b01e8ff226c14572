package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/backlogsync/backlogsync/internal/files"
)

// checkOutput finds out before anything is sent that a file cannot be written.
func checkOutput(name string) error {
	if name == "" {
		return nil
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return withHint(fmt.Errorf("--out %s is a directory", name), "name a file in it")
	}
	if info, err := os.Stat(filepath.Dir(name)); err != nil || !info.IsDir() {
		return withHint(fmt.Errorf("--out %s: there is no directory %s", name, filepath.Dir(name)), "make it first")
	}
	err := checkPlace(name)
	if err == nil {
		err = files.CheckReplace(name)
	}
	if err != nil {
		return fmt.Errorf("--out %s cannot be written: %w", name, withoutPath(err))
	}
	return nil
}

// saveOutput writes a result. It never writes over a backlog.
func saveOutput(name string, data []byte, inputs []*input) error {
	path, err := filepath.Abs(name)
	if err != nil {
		return err
	}
	for _, in := range inputs {
		if sameFile(in.Path, path) || sameFile(in.LedgerPath(), path) {
			return withHint(fmt.Errorf("--out %s would overwrite the backlog", name), "name another file")
		}
	}
	return replaceFile(path, data)
}

func sameFile(a, b string) bool {
	if a == b {
		return true
	}
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// replaceFile writes a result into a file. What of an old one is lost is of no
// interest, since nobody works in it.
func replaceFile(path string, data []byte) error {
	err := checkPlace(path)
	if err == nil {
		_, err = files.Replace(path, data, files.NewMode)
	}
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", shortName(path), withoutPath(err))
	}
	return nil
}

// createFile writes a result into a file that must not exist, although it took a
// while to make it.
func createFile(path string, data []byte) error {
	err := checkPlace(path)
	if err == nil {
		err = files.Create(path, data, files.NewMode)
	}
	if errors.Is(err, fs.ErrExist) {
		return withHint(fmt.Errorf("%s exists now; it was not written over", shortName(path)), "look at it, and remove it or choose another name")
	}
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", shortName(path), withoutPath(err))
	}
	return nil
}

// checkPlace refuses a result where a link leads out of the repository: it may have
// come with a checkout, to have files of the user overwritten.
func checkPlace(path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	root, ok := files.RepositoryRoot(filepath.Dir(path))
	if !ok {
		root = filepath.Dir(path)
	}
	return files.CheckWithin(root, path)
}
