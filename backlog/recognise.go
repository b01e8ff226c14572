package backlog

import (
	"bytes"
	"cmp"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// A form is one way in which people write items. It adds what it finds to the
// candidates; which of them are items is decided over the whole file.
type form struct {
	name string
	find func(r *recognition)
}

// The forms, the fullest definitions first: where one ID is written in several
// forms, the first form defines the item.
const (
	formTask = iota
	formHeading
	formChecklist
	formHTML
	formTable
	formBold
	formOrdered
	formList
	formParagraph
	formEpicTable
	formCount
)

// forms holds the ways to find items. One of them may find several forms.
var forms = [formCount]form{
	formTask:      {"task file", findTaskFile},
	formHeading:   {"heading", findHeadings},
	formChecklist: {"checklist", nil}, // found with the lists
	formHTML:      {"HTML table", findHTMLCells},
	formTable:     {"table", findStoryRows},
	formBold:      {"bold line", findBoldLines},
	formOrdered:   {"numbered list", nil},
	formList:      {"list", findListItems},
	formParagraph: {"paragraph", findParagraphs},
	formEpicTable: {"epic table", findEpicRows},
}

// A candidate is a place that may define an item.
type candidate struct {
	idMatch
	form    int
	key     string
	line    Span // the line that defines it
	block   int  // index of the block it stands in
	body    Span // whole lines below that belong to it
	level   int  // of a heading, else 0
	heading int  // index of the heading that it is, else -1
	section int  // index of the heading above it, -1 if there is none, -2 if not known yet
	depth   int  // of a list in lists

	item   ast.Node // of a list item with more than a title
	extra  string   // text of the line behind the title
	box    Span
	marked *bool // what a box or a mark behind the title says
	row    *tableRow

	found     bool // it has an ID
	named     bool // it has a word for epic or story, but no number
	phased    bool // "Phase 3: User Story 1"
	struck    bool // struck out
	bold      bool // begins in bold
	link      bool // a link within the document
	sentence  bool // the sentence of a user story
	wish      bool // one without its role: "I want …"
	alone     bool // an ID on a line of its own, with fields below it
	entry     bool // a title in bold with text behind it, or a row of work, without an ID
	board     bool // in a table of states
	front     bool // the front matter of a task file
	derived   bool // its ID comes from the title
	anchored  bool // its ID comes from an anchor
	qualified bool // its ID begins with that of its epic

	epicName string // what the row says of its epic
	priority string // of a badge
	points   *float64

	accepted bool
	dropped  string // why it is no item

	epicRow *epicRow // in the milestone table
}

func (c *candidate) kind() Kind {
	if c.epic {
		return KindMilestone
	}
	return KindIssue
}

// flows reports whether c is a line of text, so that what belongs to it goes on
// to the next heading or item.
func (c *candidate) flows() bool { return c.form == formBold || c.form == formParagraph }

// An epicRow is what the milestone table says of an epic.
type epicRow struct {
	row       rowSyntax
	milestone string
	status    Status
}

// An itemKey names an item of a file.
type itemKey struct {
	kind Kind
	key  string
}

// A heading is a heading of the document with what belongs to it.
type heading struct {
	block  int
	level  int
	title  string
	line   Span
	parent int // index of the heading above it of a higher level, -1 if there is none
	end    int // where its section ends
	struck bool
	code   string // the code span or bold text that it begins with
	note   headingNote
	ours   bool   // above a ledger or a relation list
	proof  *proof // nil until asked for
}

// A recognition is the work on one file.
type recognition struct {
	f          *File
	d          *document
	headings   []heading
	skip       map[int]bool    // blocks that hold no items
	headers    map[string]bool // of tables that hold items
	milestones []int           // tables of milestones, in File.tables
	items      map[int]bool    // blocks that hold items of lists or bold lines
	titles     int             // headings of the highest level
	bullets    int             // items of lists that are in no other list and have no box
	found      []*candidate
	placed     []*candidate // in the order of the file, see byPlace
	slab       []candidate  // where the next candidates are taken from
	boxes      *[2]bool     // what Story.Checked points to: false and true
	form       int          // the form at work
	context    context
	uses       []FormUse

	phased      bool // user stories are phases of work, which hold tasks
	epicsInFile bool // they are written as such, not only named by stories
}

// checked returns a pointer for [Story.Checked], the same one for all stories.
func (r *recognition) checked(b bool) *bool {
	if b {
		return &r.boxes[1]
	}
	return &r.boxes[0]
}

// add adds a candidate. They are many, so they are allocated many at a time.
func (r *recognition) add(c candidate) {
	if len(r.slab) == 0 {
		r.slab = make([]candidate, 256)
	}
	p := &r.slab[0]
	r.slab = r.slab[1:]
	*p = c
	r.found = append(r.found, p)
}

// recognise fills f from its source.
func (f *File) recognise() {
	yaml, skip := frontMatter(f.src)
	f.readFrontMatter(yaml)
	f.syntax.start = skip
	d, err := parseDocument(f.src, skip)
	if err != nil {
		f.find(Span{}, SeverityError, CodeNoItems, "", "the Markdown cannot be parsed: %v", err)
		return
	}
	r := &recognition{f: f, d: d, boxes: &[2]bool{false, true}, skip: make(map[int]bool), items: make(map[int]bool), headers: make(map[string]bool)}
	r.outline()
	r.readLeadingComment()
	f.language = detectLanguage(r.sample())
	r.readTables()
	r.readRelations()
	for i, form := range forms {
		if r.form = i; form.find != nil {
			form.find(r)
		}
	}
	r.decide()
	r.accept()
	f.followRetitles()
	r.explain()
	r.checkCounts()
	at, registration := r.registration()
	f.decideKind(at, registration)
}

// outline collects the headings. A new section gets the level of the others:
// the highest one, leaving out a title above all.
func (r *recognition) outline() {
	highest := 0
	var open []int
	for i := range r.d.blocks {
		b := &r.d.blocks[i]
		level := b.level
		if b.kind == blockParagraph {
			level = r.unspacedHeading(b)
		}
		if level == 0 {
			continue
		}
		h := heading{block: i, level: level, title: r.d.plain(b.node), line: r.lineOf(b), parent: -1, end: len(r.d.src)}
		if b.kind == blockParagraph {
			line := string(r.d.src[h.line.Start:h.line.End])
			h.title = strings.TrimSpace(strings.TrimLeft(line, "# "))
		}
		h.title = cutAttributes(h.title)
		h.style(r.d, b.node)
		for len(open) > 0 && r.headings[open[len(open)-1]].level >= h.level {
			r.headings[open[len(open)-1]].end = h.line.Start
			open = open[:len(open)-1]
		}
		if len(open) > 0 {
			h.parent = open[len(open)-1]
		}
		open = append(open, len(r.headings))
		r.headings = append(r.headings, h)
		if level == 1 {
			r.f.title = cmp.Or(r.f.title, h.title)
			r.titles++
		} else if highest == 0 || level < highest {
			highest = level
		}
	}
	r.f.syntax.level = cmp.Or(highest, 2)
	if r.titles > 1 {
		r.f.syntax.level = 1
	}
}

// style looks at how a heading begins.
func (h *heading) style(d *document, n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c.Kind() {
		case extast.KindStrikethrough:
			h.struck = true
		case ast.KindCodeSpan, ast.KindEmphasis:
			if h.code == "" {
				h.code = d.plain(c)
			}
			return
		case ast.KindText:
			if !isEmojiOnly(string(c.(*ast.Text).Segment.Value(d.src))) {
				h.code = "-"
			}
		}
	}
}

// unspacedHeading returns the level of a paragraph that is meant as a heading
// with an item, but lacks the blank: "##Epic 5. Title"; else 0.
func (r *recognition) unspacedHeading(b *block) int {
	line := r.d.src[b.start:r.d.lineEnd(b.start)]
	level := len(line) - len(bytes.TrimLeft(line, "#"))
	if level == 0 || level > 6 || len(line) > 200 {
		return 0
	}
	m, ok := scanID(string(line[level:]))
	if !ok || !m.epic && !m.story || m.title == "" {
		return 0
	}
	return level
}

// cutAttributes takes the attributes of Pandoc off the end of a heading:
// "Title {#us-01}".
func cutAttributes(title string) string {
	if !strings.HasSuffix(title, "}") {
		return title
	}
	if i := strings.LastIndex(title, "{"); i > 0 && (title[i+1] == '#' || title[i+1] == '.') {
		return strings.TrimSpace(title[:i])
	}
	return title
}

// lineOf returns the first line of a block, without its line ending.
func (r *recognition) lineOf(b *block) Span { return Span{b.start, r.d.lineEnd(b.start)} }

// sample returns the text that the language is told from: headings first.
func (r *recognition) sample() string {
	var b strings.Builder
	for i := range r.headings {
		if b.Len() > languageSample/4 {
			break
		}
		b.WriteString(r.headings[i].title)
		b.WriteByte('\n')
	}
	for i := range r.d.blocks {
		if b.Len() > languageSample {
			break
		}
		if blk := &r.d.blocks[i]; blk.kind != blockHeading && blk.kind != blockOther {
			b.Write(r.d.src[blk.start:min(blk.end, blk.start+languageSample/4)])
		}
	}
	return b.String()
}

// readLeadingComment reads metadata from the first comment above all sections.
func (r *recognition) readLeadingComment() {
	for i := range r.d.blocks {
		switch b := &r.d.blocks[i]; {
		case b.kind == blockHTML:
			r.f.readComment(r.d.htmlText(b))
			return
		case b.kind == blockList, b.kind == blockTable, b.kind == blockHeading && b.level > 1:
			return
		}
	}
}
