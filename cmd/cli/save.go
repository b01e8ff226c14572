package cli

import (
	"fmt"
	"path/filepath"

	"github.com/backlogsync/backlogsync/internal/files"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// saver returns what records results in the files, or in the one that --out names
// instead.
func (c *applyCommand) saver(inputs []*input) *reconcile.Saver {
	s := &reconcile.Saver{Files: inputs, Anchor: c.anchor}
	if c.output != "" {
		s.Write = func(data []byte) error { return replaceFile(c.output, data) }
	}
	return s
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
