package reconcile

import (
	"path/filepath"

	"github.com/backlogsync/backlogsync/backlog"
)

// FormerFile returns the file that a scope is named after, for
// [Options].Former. It returns nil unless the file still exists below the root
// of the files of the list and is not one of them.
func FormerFile(list []*DiskFile, scope string) *backlog.File {
	if len(list) == 0 || !filepath.IsLocal(filepath.FromSlash(scope)) {
		return nil
	}
	for _, d := range list {
		if d.file.Scope() == scope {
			return nil
		}
	}
	name := filepath.Join(list[0].Root, filepath.FromSlash(scope))
	d := &DiskFile{Name: name, Path: name, Root: list[0].Root, Options: list[0].Options}
	if err := d.Read(); err != nil || d.file.Scope() != scope {
		return nil // it was moved
	}
	return d.file
}

// A formerItem is an item of the former scope: its ID and the digest of its title.
type formerItem struct {
	key  idKey
	name string
}

// stillThere returns the items that the file of the former scope has.
func (o *Options) stillThere() map[formerItem]bool {
	if o.Former == nil {
		return nil
	}
	there := make(map[formerItem]bool)
	for _, e := range o.Former.Epics() {
		there[formerItem{idKey(e.Key()), digest(e.Title)}] = true
	}
	for _, s := range o.Former.Stories() {
		there[formerItem{idKey(s.Key()), digest(s.Title)}] = true
	}
	return there
}
