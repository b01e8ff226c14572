package local

import (
	"context"
	"fmt"
	"net/url"
	"path"
	"path/filepath"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
)

// shown returns a path as people see it: with slashes, relative to the base if
// it is below it.
func (t *Tracker) shown(name string) string {
	if rel, err := filepath.Rel(t.opts.Base, name); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(name)
}

// Link implements [tracker.Linker]: the address is a link from the backlog file
// to the file of the item, which any Markdown viewer opens.
func (t *Tracker) Link(item *tracker.Item, file string) string {
	target := t.file(item.Ref)
	rel, err := filepath.Rel(filepath.Dir(absolute(t.opts.Base, file)), target)
	if err != nil {
		rel = target // on another volume
	}
	parts := strings.Split(filepath.ToSlash(rel), "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return strings.Join(parts, "/")
}

// Resolve implements [tracker.Reader]. It does not read the item's file.
func (t *Tracker) Resolve(_ context.Context, address, file string) (tracker.Ref, error) {
	foreign := func() (tracker.Ref, error) {
		return tracker.Ref{}, &tracker.Error{
			Target: t.opts.Name, Op: "resolve", Kind: tracker.ErrForeign, Err: fmt.Errorf("%s is not a file of %s", address, t.shown(t.dir)),
		}
	}
	if strings.Contains(address, "://") {
		return foreign()
	}
	address, _, _ = strings.Cut(address, "#")
	name, err := url.PathUnescape(address)
	if err != nil {
		return foreign()
	}
	if path.IsAbs(name) || filepath.IsAbs(name) {
		name = filepath.ToSlash(filepath.Clean(name))
		for _, root := range []string{t.dir, canonical(t.dir)} {
			if ref, ok := refIn(root, name); ok {
				return ref, nil
			}
		}
		return foreign()
	}
	dirs := t.dirsOf(file)
	for i, root := range dirs[:2] {
		if ref, ok := refIn(root, path.Join(dirs[2+i], name)); ok {
			return ref, nil
		}
	}
	return foreign()
}

// refIn returns the item that a path names in a directory.
func refIn(root, name string) (tracker.Ref, bool) {
	rest, ok := strings.CutPrefix(name, filepath.ToSlash(root)+"/")
	folder, base, found := strings.Cut(rest, "/")
	if !ok || !found {
		return tracker.Ref{}, false
	}
	_, ok = numberOf(base)
	ref := tracker.Ref{Key: strings.TrimSuffix(base, ".md")}
	switch folder {
	case "issues":
		ref.Kind = tracker.KindIssue
	case "milestones":
		ref.Kind = tracker.KindMilestone
	default:
		return tracker.Ref{}, false
	}
	return ref, ok
}

// dirsOf returns the tracker's directory and that of a backlog file: first both
// as given, then both without symbolic links. It remembers the answer, since a
// ledger has many rows.
func (t *Tracker) dirsOf(file string) []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if dirs, ok := t.dirs[file]; ok {
		return dirs
	}
	dir := filepath.Dir(absolute(t.opts.Base, file))
	dirs := []string{t.dir, canonical(t.dir), filepath.ToSlash(dir), filepath.ToSlash(canonical(dir))}
	t.dirs[file] = dirs
	return dirs
}
