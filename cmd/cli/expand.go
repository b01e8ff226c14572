package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// expand returns the files that arguments name: patterns such as docs/**/*.md,
// which a shell may have left alone, become the files that they match, in order
// and each once. A file that exists is named by its name, whatever signs that has.
func expand(names []string) ([]string, error) {
	var all []string
	named, matched := make(map[string]bool), make(map[string]bool)
	for _, name := range names {
		if _, err := os.Lstat(name); err == nil || !hasPattern(name) {
			if !matched[filepath.Clean(name)] {
				all, named[name] = append(all, name), true
			}
			continue
		}
		found, err := doublestar.FilepathGlob(name, doublestar.WithFilesOnly())
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if len(found) == 0 {
			return nil, withHint(fmt.Errorf("%s: no file matches", name), "** stands for directories at any depth, such as docs/**/*.md")
		}
		slices.Sort(found)
		for _, f := range found {
			if !named[f] {
				all, named[f] = append(all, f), true
			}
			matched[filepath.Clean(f)] = true
		}
	}
	return all, nil
}

// hasPattern reports whether a name holds signs of a pattern.
func hasPattern(name string) bool { return strings.ContainsAny(name, "*?[{") }
