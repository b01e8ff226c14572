package reading

import (
	"bytes"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// counts say how much of a kind stands below a site. Sites are many, so they are
// small.
type counts struct {
	fields, criteria, ids, sentences, boxes, bullets, codes, headings, fences, texts, lines int32
}

// A tally counts what stands right below a site.
type tally struct {
	counts
	labels []string // of fields, whatever they say
}

// A below is what stands below a site. Most have nothing there, and share it.
type below struct {
	own tally  // of what stands right below it
	all counts // and in what is below that
}

var nothingBelow below // is never written to

// noteBelow returns what stands below a site, to add to it.
func (x *site) noteBelow() *below {
	if x.below == &nothingBelow {
		x.below = &below{}
	}
	return x.below
}

// manyLabels are as many as are compared, and manyLines as many items of a list or
// rows of a table as are looked at: what the first of them do not show is not what
// they are.
const (
	manyLabels = 12
	manyLines  = 16
)

func (t *counts) add(o *counts) {
	t.fields += o.fields
	t.criteria += o.criteria
	t.ids += o.ids
	t.sentences += o.sentences
	t.boxes += o.boxes
	t.bullets += o.bullets
	t.codes += o.codes
	t.headings += o.headings
	t.fences += o.fences
	t.texts += o.texts
	t.lines += o.lines
}

func (t *tally) add(o *tally) {
	t.counts.add(&o.counts)
	t.labels = append(t.labels, o.labels[:min(len(o.labels), max(0, manyLabels-len(t.labels)))]...)
}

func (t *tally) isZero() bool { return t.counts == counts{} && len(t.labels) == 0 }

func (t *tally) label(s string) {
	s = strings.Trim(lexicon.Fold(s), " :*0123456789.")
	if s != "" && len(s) < 40 && len(t.labels) < manyLabels {
		t.labels = append(t.labels, s)
	}
}

// tallyAll counts what stands below each site: every block once, for the site
// that it stands in, and then what is below for all around that.
func (s *survey) tallyAll() {
	next := 0
	var open []int
	for i := range s.d.Blocks {
		b := &s.d.Blocks[i]
		for ; next < len(s.sites) && s.sites[next].line.Start <= b.Start; next++ {
			for len(open) > 0 && s.sites[open[len(open)-1]].end <= s.sites[next].line.Start {
				open = open[:len(open)-1]
			}
			if x := &s.sites[next]; x.heading >= 0 || x.flows() && x.bold && !s.lineOf(x).colon { // "**Size:** M" is a field of what it stands under
				open = append(open, next)
			}
		}
		for len(open) > 0 && s.sites[open[len(open)-1]].end <= b.Start {
			open = open[:len(open)-1]
		}
		if s.isOurs(i) {
			continue
		}
		t := tallyBlock(s.d, i)
		if b.Kind == markdown.BlockHeading && len(open) > 0 && s.sites[open[len(open)-1]].block == i {
			if up := s.sites[open[len(open)-1]].up; up >= 0 {
				s.sites[up].noteBelow().own.add(&t)
			}
			continue
		}
		if len(open) > 0 {
			s.sites[open[len(open)-1]].noteBelow().own.add(&t)
		}
	}
	for i := range s.sites {
		x := &s.sites[i]
		if x.text != nil && !x.flows() {
			if t := tallyItem(s.d, x.text, x.end); !t.isZero() {
				x.noteBelow().own = t
			}
		}
		if x.below != &nothingBelow {
			x.all = x.own.counts
		}
	}
	for i := len(s.sites) - 1; i >= 0; i-- {
		if x := &s.sites[i]; x.up >= 0 && (x.heading >= 0 || x.flows()) && x.all != (counts{}) {
			s.sites[x.up].noteBelow().all.add(&x.all)
		}
	}
}

func tallyBlock(d *document, i int) (t tally) {
	b := &d.Blocks[i]
	t.lines = int32(bytes.Count(d.Src[b.Start:min(b.End, len(d.Src))], []byte("\n")))
	switch b.Kind {
	case markdown.BlockHeading:
		t.headings = 1
		title := d.Plain(b.Node)
		t.label(title)
		switch lexicon.FieldOf(title) {
		case lexicon.FieldUnknown:
		case lexicon.FieldCriteria:
			t.criteria++
		default:
			t.fields++
		}
	case markdown.BlockParagraph:
		t.texts = 1
		t.text(d.paragraph(i).lines)
	case markdown.BlockTable:
		t.table(d, i)
	case markdown.BlockList:
		t.list(d, b.Node, b.End)
	case markdown.BlockHTML:
	case markdown.BlockOther:
		switch b.Node.(type) {
		case *markdown.CodeBlock, *markdown.FencedCodeBlock:
			t.fences++
		}
		for n := b.Node.FirstChild(); n != nil; n = n.NextSibling() {
			if isParagraph(n) {
				t.text(d.InlineLines(n))
			}
		}
	}
	return t
}

// tallyItem counts what an item of a list holds behind its first line.
func tallyItem(d *document, text markdown.Node, end int) (t tally) {
	if !markdown.IsPlain(text) {
		if lines := d.InlineLines(text); len(lines) > 1 {
			t.text(lines[1:])
		}
	}
	for n := text.NextSibling(); n != nil; n = n.NextSibling() {
		switch {
		case n.Kind() == markdown.KindList:
			t.list(d, n, end)
		case isParagraph(n):
			t.text(d.InlineLines(n))
		}
	}
	return t
}

func (t *tally) list(d *document, list markdown.Node, end int) {
	for it := range d.Items(list, end) {
		if it.Text == nil {
			continue
		}
		if t.bullets >= manyLines {
			return
		}
		t.bullets++
		if it.Box >= 0 {
			t.boxes++
		}
		t.text(d.InlineLines(it.Text))
		for n := it.Text.NextSibling(); n != nil; n = n.NextSibling() {
			switch {
			case n.Kind() == markdown.KindList:
				t.list(d, n, it.End)
			case isParagraph(n):
				t.text(d.InlineLines(n))
			}
		}
	}
}

// text counts lines of a paragraph.
func (t *tally) text(lines []markdown.InlineLine) {
	for _, line := range lines {
		label := line.Label
		if label == "" {
			if l, _, ok := strings.Cut(line.Value, ":"); ok && len(l) < 32 {
				label = l
			}
		}
		t.label(label)
		t.field(label)
		text := line.Text()
		if lexicon.IsSentence(text) {
			t.sentences++
		}
		t.code(text)
	}
}

// code notes that a text begins with a code. That one does is all that anybody asks for.
func (t *tally) code(text string) {
	if t.codes > 0 {
		return
	}
	if l := lexicon.ScanLead(text); l.Found && l.Class != lexicon.ClassOrdinal {
		t.codes = 1
	}
}

func (t *tally) field(label string) {
	if label == "" {
		return
	}
	switch lexicon.FieldOf(label) {
	case lexicon.FieldUnknown:
	case lexicon.FieldCriteria:
		t.criteria++
	case lexicon.FieldStory:
		t.sentences++
	case lexicon.FieldID:
		t.ids++
	default:
		t.fields++
	}
}

// table counts the rows of a table: fields where it has two columns, else what
// has IDs.
func (t *tally) table(d *document, block int) {
	row := markdown.RowReader{D: d.Document}
	rows := d.rowsOf(block)
	for k, line := range rows[:min(len(rows), manyLines)] {
		row.Read(line)
		if k == 1 || len(row.Cells) == 0 {
			continue
		}
		if len(row.Cells) == 2 {
			t.field(row.Text(0))
		}
		if k > 0 {
			t.code(row.Text(0))
		}
	}
}
