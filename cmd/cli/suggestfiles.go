package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// missingHint says which file may have been meant, if one does not exist, or how it can
// be read.
func missingHint(name string, err error) string {
	if errors.Is(err, fs.ErrPermission) {
		return "let the user of this run read it, such as: chmod u+r " + shellWord(name)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	if name == "-" {
		return "standard input is not read; name a file"
	}
	bare := func(name string) string { return strings.TrimSuffix(filepath.Base(name), filepath.Ext(name)) }
	dir := filepath.Dir(name)
	for _, other := range markdownFiles(dir) {
		if len(nearest(bare(name), []string{bare(other)})) > 0 {
			return "did you mean: " + filepath.Join(dir, other) + "?"
		}
	}
	if filepath.Ext(name) == ".json" {
		return "a saved plan is made with: backlogsync plan --out " + shellWord(name) + " BACKLOG.md"
	}
	if found := backlogsIn(dir, "."); len(found) > 0 {
		return "Markdown files with epics or stories: " + strings.Join(found, ", ")
	}
	return "name a Markdown file with epics or stories; backlogsync init writes a first one"
}

// unnamedHint says how files are named, with one that there is.
func unnamedHint(command string) string {
	if found := backlogsIn("."); len(found) > 0 {
		return "name the Markdown files, such as: " + command + " " + shellWord(found[0])
	}
	return "name the Markdown files, such as: " + command + " BACKLOG.md"
}

// Looking for backlogs ends early: it is only for a hint.
const (
	mostLooked   = 40      // files
	mostNamed    = 3       // files
	largestFound = 1 << 20 // bytes
)

// backlogsIn returns the names of some Markdown files that epics or stories are read
// from: of those in the directories, and in their folders named docs.
func backlogsIn(dirs ...string) []string {
	var found []string
	looked := 0
	for _, dir := range dirs {
		for _, dir := range []string{dir, filepath.Join(dir, "docs")} {
			for _, base := range markdownFiles(dir) {
				name := filepath.Join(dir, base)
				if looked++; looked > mostLooked || len(found) == mostNamed {
					return found
				}
				if !slices.Contains(found, name) && hasItems(name) {
					found = append(found, name)
				}
			}
		}
	}
	return found
}

// hasItems reports whether a file can be read, and epics or stories from it.
func hasItems(name string) bool {
	info, err := os.Stat(name)
	if err != nil || info.Size() > largestFound {
		return false
	}
	d, err := reconcile.NewDiskFile(name)
	return err == nil && d.Read() == nil && !isEmpty(d.File())
}

// markdownFiles returns the names of the Markdown files in a directory.
func markdownFiles(dir string) []string {
	entries, _ := os.ReadDir(dir) // where it cannot be read, none are known
	var names []string
	for _, e := range entries {
		if !e.IsDir() && isMarkdown(e.Name()) {
			names = append(names, e.Name())
		}
	}
	return names
}

func isMarkdown(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return ext == ".md" || ext == ".markdown"
}
