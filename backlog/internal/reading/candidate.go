package reading

import (
	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// A candidate is a place that may define an item.
type candidate struct {
	lexicon.Match
	decision
	form    int
	key     string        // of the item that it becomes
	keyed   keyed         // see idKey
	line    markdown.Span // the line that defines it
	block   int           // index of the block it stands in
	after   int           // where the comment with its state ends that stands right below its heading; 0 without one
	body    markdown.Span // whole lines below that belong to it
	level   int           // of a heading, else 0
	heading int           // index of the heading that it is, else -1
	section int           // index of the heading above it, -1 if there is none, -2 if not known yet
	depth   int           // of a list in lists
	number  int           // of an item of a numbered list

	end    int           // of a list item: where it ends
	text   markdown.Node // of a list item: its first paragraph; of a line of text: its first node
	item   markdown.Node // of a list item with more than a title
	extra  string        // text of the line behind the title
	box    markdown.Span
	marked *bool // what a box or a mark behind the title says
	row    *tableRow

	found      bool // it has an ID
	named      bool // it has a word for epic or story, but no number
	phased     bool // "Phase 3: User Story 1"
	weighed    bool // only the weights say that it is an epic
	struck     bool // struck out
	unwanted   bool // struck out, or a mark or box says that it is dropped
	bold       bool // begins in bold
	link       bool // a link within the document
	sentence   bool // the sentence of a user story
	wish       bool // one without its role: "I want …"
	judged     judged
	alone      bool // an ID on a line of its own, with fields below it
	entry      bool // a title in bold with text behind it, or a row of work, without an ID
	board      bool // in a table of states
	front      bool // the front matter of a task file
	weak       bool // in the form of items, but nothing in the line says that it is one
	declaredID bool // "read:" gives the place of its ID
	derived    bool // its ID comes from the title
	anchored   bool // its ID comes from an anchor
	qualified  bool // its ID begins with that of its epic

	signed   string        // its title with the logins behind it, "" without any
	logins   []string      // behind the title
	loginsAt markdown.Span // where they stand
	priority string        // of a badge
	points   *float64

	label     string     // before the first of several items in one line
	elsewhere *candidate // a row or board that says its state

	epicRow *epicRow // in the milestone table
}

func (c *candidate) kind() lexicon.Kind {
	if c.Epic {
		return lexicon.KindMilestone
	}
	return lexicon.KindIssue
}

// A keyed is an ID with its key.
type keyed struct {
	id  lexicon.ID
	key string
}

// idKey returns the key of the ID. It is asked for often, and worked out once.
func (c *candidate) idKey() string {
	if k := &c.keyed; k.id != c.Id {
		*k = keyed{c.Id, c.Id.Key()}
	}
	return c.keyed.key
}

// flows reports whether c is a line of text, so that what belongs to it goes on
// to the next heading or item.
func (c *candidate) flows() bool { return c.form == formBold || c.form == formParagraph }

// An epicRow is what the milestone table says of an epic.
type epicRow struct {
	row       RowSyntax
	milestone string
	status    lexicon.Status
	due       string // YYYY-MM-DD, or ""
}

// A decision is what is found out about one candidate: whether it is an item, and
// who says so.
type decision struct {
	accepted bool
	dropped  string // why it is not an item
	declared bool   // "read:" or a comment says what it is
	recorded bool   // the ledger, an anchor or the caller names it
	revived  bool   // recorded, though the guess did not take it
}

func (d *decision) drop(why string) {
	d.accepted = false
	if d.dropped == "" {
		d.dropped = why
	}
}

func (d *decision) accept() { d.accepted, d.dropped = true, "" }

// open reports whether it is not yet decided what c is.
func (d *decision) open() bool { return !d.accepted && d.dropped == "" }
