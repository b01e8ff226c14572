package reading

import (
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// The links from the typed model to the source bytes, which edits need. All
// offsets are into File.src. An empty Span means that the element is not
// there.

type EpicSyntax struct {
	Heading markdown.Span // the line that defines the epic
	Row     RowSyntax     // in the milestone table
	Named   bool          // only stories name it
	Text    markdown.Span // what its text is read from, empty if that is not written below it
}

type StorySyntax struct {
	Line markdown.Span // the heading, the first line of the list item, or the row that defines the story
	Box  markdown.Span // the byte between the brackets of the story's own box
	Text markdown.Span // what its text is read from, empty if that is not written below it

	Logins markdown.Span // the assignees behind its title, empty if there are none

	Table *storyTableSyntax // the table that the story is a row of, nil if it is none
	Row   int               // index of the row in it
}

// A storyTableSyntax is a table whose rows are stories.
type storyTableSyntax struct {
	Rows  []markdown.Span // as in tableSyntax
	Title int             // index of the column with the title
}

// RowSyntax says where a row stands: index of the table in File.tables, and of
// the row below the delimiter row. table is -1 if there is no row.
type RowSyntax struct{ Table, Row int }

var NoRow = RowSyntax{Table: -1}

// A TableSyntax is a table whose cells may change: the milestone table or a
// ledger.
type TableSyntax struct {
	Rows    []markdown.Span // each line without its line ending: header, delimiter, body rows
	Columns Columns
}

// Columns gives the index of the column that plays a role, -1 if none does.
type Columns struct {
	Milestone, Epic            int // of a milestone table
	Kind, Id, Url, Date, Owner int // of a ledger
	Status                     int // of both
}

// FileSyntax is what edits need that belongs to no item.
type FileSyntax struct {
	Start      int                      // of the Markdown, after a byte order mark and front matter
	Metadata   map[string]markdown.Span // where the value of each key stands; empty if it is not written as it reads
	Ledger     int                      // index in tables of the ledger, -1 if none
	LastLedger int                      // the same for the last one: milestones and issues may have their own
	ownLedger  bool                     // backlogsync added the ledger
	Level      int                      // of the headings of sections, for a new one
	Relation   relationSyntax
	Section    markdown.Span // of a ledger that several files share: what is about one of them, with its heading
}

// relationSyntax is the relation list.
type relationSyntax struct {
	Heading markdown.Span   // the line of its heading without line ending; empty if there is none
	Level   int             // of a new heading
	At      int             // where a new list goes, -1 for right below the ledger
	List    markdown.Span   // from the first byte of the list to the end of its last line, line ending left out; empty if there is none
	More    []markdown.Span // the same of further lists of relations under the heading
	Others  []markdown.Span // the same of those under other headings, which are about other files
}

// has reports whether an offset is in a list of relations.
func (s *relationSyntax) has(offset int) bool {
	in := func(list markdown.Span) bool { return list.Has(offset) }
	return s.List.Has(offset) || slices.ContainsFunc(s.More, in) || slices.ContainsFunc(s.Others, in)
}
