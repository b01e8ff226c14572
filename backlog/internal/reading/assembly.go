package reading

import "github.com/backlogsync/backlogsync/backlog/internal/markdown"

// An assembly makes the epics and stories of the lines that are items, with what
// the fields below them say.
type assembly struct {
	f           *Result
	d           *document
	lines       *candidates
	records     *records
	sections    *sectionIndex
	defs        *markdown.Definitions
	written     []markdown.Edit // what takes out of the file what registering writes, see textIn
	epics       knownEpics      // see assignEpic
	epicNames   map[string]epicName
	epicsInFile bool               // epics are written as such, not only named by stories
	epicRows    epicRows           // nil until asked for
	row         markdown.RowReader // that of the item at work, see [body.row]
}
