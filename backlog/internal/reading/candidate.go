package reading

import (
	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// A candidate is a place that may define an item. There may be several for each line
// of a file, so what few of them have stands in its details.
type candidate struct {
	lexicon.Match
	decision
	form    int
	keyed   lexicon.ID    // the ID that key is of
	key     string        // see idKey
	line    markdown.Span // the line that defines it
	block   int           // index of the block it stands in
	body    markdown.Span // whole lines below that belong to it
	level   int           // of a heading, else 0
	heading int           // index of the heading that it is, else -1
	section int           // index of the heading above it, -1 if there is none, -2 if not known yet
	depth   int           // of a list in lists
	number  int           // of an item of a numbered list

	end    int           // of a list item: where it ends
	text   markdown.Node // of a list item: its first paragraph; of a line of text: its first node, or its paragraph if that is nothing but text
	extra  string        // text of the line behind the title
	box    int           // where the byte between the brackets of its box stands, 0 without one
	marked *bool         // what a box or a mark behind the title says
	row    *tableRow
	judged *judged // nil if the texts are no sentences, or nobody asked, see judge
	more   *details

	item       bool // it becomes an item, or adds to one
	holds      bool // a list item with more than a title
	found      bool // it has an ID
	named      bool // it has a word for epic or story, but no number
	phased     bool // "Phase 3: User Story 1"
	weighed    bool // only the weights say that it is an epic
	likely     bool // the weights take it for an item, or nearly
	struck     bool // struck out
	unwanted   bool // struck out, or a mark or box says that it is dropped
	bold       bool // begins in bold
	link       bool // a link within the document
	sentence   bool // the sentence of a user story
	wish       bool // one without its role: "I want …"
	alone      bool // an ID on a line of its own, with fields below it
	entry      bool // a title in bold with text behind it, or a row of work, without an ID
	board      bool // in a table of states
	front      bool // the front matter of a task file
	weak       bool // in the form of items, but nothing in the line says that it is one
	declaredID bool // "read:" gives the place of its ID
	derived    bool // its ID comes from the title
	anchored   bool // its ID comes from an anchor
	qualified  bool // its ID begins with that of its epic
}

// details are what few candidates have.
type details struct {
	after     int           // where the comment with its state ends that stands right below its heading
	signed    string        // its title with the logins behind it
	logins    []string      // behind the title
	loginsAt  markdown.Span // where they stand
	priority  string        // of a badge
	points    *float64      // the same
	label     string        // before the first of several items in one line
	elsewhere *candidate    // a row or board that says its state
	epicRow   *epicRow      // in the milestone table
}

// details returns what few candidates have; nothing, if c is not one of them.
func (c *candidate) details() details {
	if c.more == nil {
		return details{}
	}
	return *c.more
}

// detail returns the details of c, to add some.
func (c *candidate) detail() *details {
	if c.more == nil {
		c.more = &details{}
	}
	return c.more
}

// boxSpan returns the byte between the brackets of the box of c, nothing without one.
func (c *candidate) boxSpan() markdown.Span {
	if c.box == 0 {
		return markdown.Span{}
	}
	return markdown.Span{Start: c.box, End: c.box + 1}
}

func (c *candidate) kind() lexicon.Kind {
	if c.Epic {
		return lexicon.KindMilestone
	}
	return lexicon.KindIssue
}

// idKey returns the key of the ID. It is asked for often, and worked out once.
func (c *candidate) idKey() string {
	if c.keyed != c.Id {
		c.keyed, c.key = c.Id, c.Id.Key()
	}
	return c.key
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
	dropped  reason // why it is not an item
	declared bool   // "read:" or a comment says what it is
	recorded bool   // the ledger, an anchor or the caller names it
	revived  bool   // recorded, though the guess did not take it
}

func (d *decision) drop(why reason) {
	d.accepted = false
	if d.dropped == notDropped {
		d.dropped = why
	}
}

func (d *decision) accept() { d.accepted, d.dropped = true, notDropped }

// open reports whether it is not yet decided what c is.
func (d *decision) open() bool { return !d.accepted && d.dropped == notDropped }
