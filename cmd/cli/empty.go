package cli

import (
	"github.com/backlogsync/backlogsync/backlog"
)

// isEmpty reports whether nothing was read from a file.
func isEmpty(f *backlog.File) bool { return len(f.Epics())+len(f.Stories()) == 0 }

// emptyText says that nothing was read from a file, and what to do next.
func emptyText(f *backlog.File) string {
	if len(f.Evidence()) > 0 {
		return f.Name() + ": a ledger without epics and stories; if other files share it, name these"
	}
	return f.Name() + ": no epics or stories were found; see why with: backlogsync show --explain " + shellWord(f.Name())
}

// noteEmpty says which files nothing was read from, where nothing else tells that: a
// result without items does not prove that all is well.
func (c *console) noteEmpty(b *backlog.Backlog) {
	for _, f := range b.Files() {
		if isEmpty(f) {
			c.note("%s", emptyText(f))
		}
	}
}
