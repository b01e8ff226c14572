package backlog

// The links from the typed model to the source bytes, which edits need. All
// offsets are into File.src. An empty Span means that the element is not
// there.

type epicSyntax struct {
	heading Span      // the line that defines the epic
	row     rowSyntax // in the milestone table
	named   bool      // only stories name it
}

type storySyntax struct {
	line Span // the heading, the first line of the list item, or the row that defines the story
	box  Span // the byte between the brackets of the story's own box

	table *storyTableSyntax // the table that the story is a row of, nil if it is none
	row   int               // index of the row in it
}

// A storyTableSyntax is a table whose rows are stories.
type storyTableSyntax struct {
	rows  []Span // as in tableSyntax
	title int    // index of the column with the title
}

// rowSyntax says where a row stands: index of the table in File.tables, and of
// the row below the delimiter row. table is -1 if there is no row.
type rowSyntax struct{ table, row int }

var noRow = rowSyntax{table: -1}

// A tableSyntax is a table whose cells may change: the milestone table or a
// ledger.
type tableSyntax struct {
	rows    []Span // each line without its line ending: header, delimiter, body rows
	columns columns
}

// columns gives the index of the column that plays a role, -1 if none does.
type columns struct {
	milestone, epic            int // of a milestone table
	kind, id, url, date, owner int // of a ledger
	status                     int // of both
}

// fileSyntax is what edits need that belongs to no item.
type fileSyntax struct {
	start       int             // of the Markdown, after a byte order mark and front matter
	metadata    map[string]Span // where the value of each key stands; empty if it is not written as it reads
	ledger      int             // index in tables of the ledger, -1 if none
	lastLedger  int             // the same for the last one: milestones and issues may have their own
	ledgerLevel int             // level of the heading above the ledger, 0 if none
	ownLedger   bool            // backlogsync added the ledger
	level       int             // of the headings of sections, for a new one
	relation    relationSyntax
}

// relationSyntax is the relation list.
type relationSyntax struct {
	heading Span // the line of its heading without line ending; empty if there is none
	list    Span // from the first byte of the list to the end of its last line, line ending left out; empty if there is none
}
