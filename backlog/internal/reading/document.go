package reading

import (
	"bytes"
	"cmp"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// A document is the Markdown of a file with its headings: what each of them, and
// the title of the file, say of what stands below. See [readDocument].
type document struct {
	*markdown.Document
	title    string // the first heading of the highest level
	level    int    // the one at which a new section begins
	headings []heading
	titles   int // headings of the highest level
	subject  subject

	captions   []int              // see captionAbove
	paragraphs []*paragraph       // by block, nil until asked for
	rows       [][]markdown.Span  // the same of tables, see rowsOf
	row        markdown.RowReader // that was read last, see cellOf
	header     lastHeader         // the same of headers, see readHeader
	section    int                // index of the heading that was asked for last, see sectionOf
}

// readDocument parses a file and reads what it says of itself: the front matter,
// the first comment, the title, the language. It is nil if the Markdown cannot be
// parsed.
func readDocument(f *Result) *document {
	f.Language, f.Metadata = "en", make(map[string]string)
	f.Syntax = FileSyntax{Ledger: -1, Metadata: make(map[string]markdown.Span)}
	yaml, skip := FrontMatter(f.src)
	f.readFrontMatter(yaml)
	f.Syntax.Start = skip
	m, err := markdown.Parse(f.src, skip)
	if err != nil {
		f.Err = err
		return nil
	}
	d := &document{Document: m}
	d.outline()
	f.Title, f.Syntax.Level = cmp.Or(f.Title, d.title), d.level
	readLeadingComment(f, d)
	f.Language = lexicon.DetectLanguage(d.sample())
	d.readSubject(f.Metadata, f.opts.Name)
	return d
}

// A heading is a heading of the document with what belongs to it.
type heading struct {
	block  int
	level  int
	title  string
	line   markdown.Span
	parent int // index of the heading above it of a higher level, -1 if there is none
	end    int // where its section ends
	struck bool
	code   string // the code span or bold text that it begins with
	note   headingNote
	ours   bool            // above a ledger or a relation list
	lists  bool            // of a relation list: it decides nothing, see isRelationTitle
	proof  *proof          // nil until asked for
	state  *lexicon.Status // the same, see stateOf
	role   *sectionRole    // the same, see survey.roleAt
	slug   string          // the same, see slugOf
}

// outline collects the headings. A new section gets the level of the others:
// the highest one, leaving out a title above all. Nothing stands under the
// heading of a relation list, which registering adds between others.
func (d *document) outline() {
	highest := 0
	var open []int
	d.headings = make([]heading, 0, d.countHeadings())
	for i := range d.Blocks {
		b := &d.Blocks[i]
		level := b.Level
		if b.Kind == markdown.BlockParagraph {
			level = unspacedHeading(d, b)
		}
		if level == 0 {
			continue
		}
		h := heading{block: i, level: level, title: d.Plain(b.Node), line: firstLine(d, b), parent: -1, end: len(d.Src)}
		if b.Kind == markdown.BlockParagraph {
			line := string(d.Src[h.line.Start:h.line.End])
			h.title = strings.TrimSpace(strings.TrimLeft(line, "# "))
		}
		h.title = cutAttributes(h.title)
		h.lists = isRelationTitle(h.title)
		h.style(d, b.Node)
		h.struck = isStruck(d.Document, d.Src[h.line.Start:h.line.End], b.Node)
		for len(open) > 0 && d.headings[open[len(open)-1]].level >= h.level {
			d.headings[open[len(open)-1]].end = h.line.Start
			open = open[:len(open)-1]
		}
		if len(open) > 0 {
			h.parent = open[len(open)-1]
		}
		if h.lists {
			d.headings = append(d.headings, h)
			continue
		}
		open = append(open, len(d.headings))
		d.headings = append(d.headings, h)
		if level == 1 {
			d.title = cmp.Or(d.title, h.title)
			d.titles++
		} else if highest == 0 || level < highest {
			highest = level
		}
	}
	d.level = cmp.Or(highest, 2)
	if d.titles > 1 {
		d.level = 1
	}
}

// countHeadings counts the headings, but for what is only meant as one.
func (d *document) countHeadings() int {
	n := 0
	for i := range d.Blocks {
		if d.Blocks[i].Level > 0 {
			n++
		}
	}
	return n
}

// style looks at how a heading begins.
func (h *heading) style(d *document, n markdown.Node) {
	if markdown.IsText(n) {
		if !isEmojiOnly(h.title) {
			h.code = "-"
		}
		return
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c.Kind() {
		case markdown.KindCodeSpan, markdown.KindEmphasis:
			if h.code == "" {
				h.code = d.Plain(c)
			}
			return
		case markdown.KindText:
			if !isEmojiOnly(string(c.(*markdown.Text).Segment.Value(d.Src))) {
				h.code = "-"
			}
		}
	}
}

// unspacedHeading returns the level of a paragraph that is meant as a heading
// with an item, but lacks the blank: "##Epic 5. Title"; else 0.
func unspacedHeading(d *document, b *markdown.Block) int {
	line := d.Src[b.Start:d.LineEnd(b.Start)]
	level := len(line) - len(bytes.TrimLeft(line, "#"))
	if level == 0 || level > 6 || len(line) > 200 {
		return 0
	}
	m, ok := lexicon.ScanID(string(line[level:]))
	if !ok || !m.Epic && !m.Story || m.Title == "" {
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

// firstLine returns the first line of a block, without its line ending.
func firstLine(d *document, b *markdown.Block) markdown.Span {
	return markdown.Span{Start: b.Start, End: d.LineEnd(b.Start)}
}

// rowsOf returns the lines of a table, which are read once. They are shared: nobody may
// change them.
func (d *document) rowsOf(block int) []markdown.Span {
	if d.rows == nil {
		d.rows = make([][]markdown.Span, len(d.Blocks))
	}
	if d.rows[block] == nil {
		d.rows[block] = d.Rows(d.Blocks[block].Node)
	}
	return d.rows[block]
}

// sample returns the text that the language is told from: headings first.
func (d *document) sample() string {
	var b strings.Builder
	for i := range d.headings {
		if b.Len() > lexicon.LanguageSample/4 {
			break
		}
		b.WriteString(d.headings[i].title)
		b.WriteByte('\n')
	}
	for i := range d.Blocks {
		if b.Len() > lexicon.LanguageSample {
			break
		}
		if blk := &d.Blocks[i]; blk.Kind != markdown.BlockHeading && blk.Kind != markdown.BlockOther {
			b.Write(d.Src[blk.Start:min(blk.End, blk.Start+lexicon.LanguageSample/4)])
		}
	}
	return b.String()
}
