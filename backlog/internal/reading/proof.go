package reading

import (
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// A proof is what stands below a heading that only items have.
type proof struct {
	sentence bool
	fields   int        // status, priority, points, epic, dependencies, criteria
	lists    int        // sentences that are items of lists
	id       lexicon.ID // of a field
	story    string
}

// ok reports whether the heading is an item. Several sentences below it are
// items themselves, and it groups them.
func (p *proof) ok() bool { return (p.sentence || p.fields > 0 || p.id != "") && p.lists < 2 }

// proofOf looks for the fields of an item below a heading.
func (d *document) proofOf(i int) proof {
	h := &d.headings[i]
	if h.proof == nil {
		p := findProof(d, h)
		h.proof = &p
	}
	return *h.proof
}

func findProof(d *document, h *heading) proof {
	var p proof
	sections := false
	for j := h.block + 1; j < len(d.Blocks) && d.Blocks[j].Start < h.end; j++ {
		b := &d.Blocks[j]
		switch b.Kind {
		case markdown.BlockHeading:
			title := d.Plain(b.Node)
			if isRelationTitle(title) {
				break
			}
			sections = true
			switch {
			case lexicon.FieldOf(title) != lexicon.FieldUnknown:
				p.fields++
			case lexicon.ScanLead(title).Found && b.Level <= h.level+1 && p.fields == 0:
				return p
			}
		case markdown.BlockParagraph:
			text := d.paragraph(j)
			if lexicon.IsSentence(strings.ReplaceAll(text.plain(), ":", "")) {
				if p.sentence && !sections {
					p.lists = 2
				}
				p.sentence = true
			}
			for _, line := range text.lines {
				p.line(line)
			}
		case markdown.BlockTable:
			p.table(d, b)
		case markdown.BlockList:
			n := 0
			for it := range d.Items(b.Node, b.End) {
				if n++; n > manyLines {
					break
				}
				if it.Text != nil {
					if lexicon.IsSentence(d.Plain(it.Text)) {
						p.lists++
					}
					for _, line := range d.InlineLines(it.Text) {
						p.line(line)
					}
				}
			}
		case markdown.BlockHTML:
		case markdown.BlockOther:
			p.quote(d, b)
		}
	}
	return p
}

func (p *proof) line(line markdown.InlineLine) {
	role, value := fieldOf(line)
	switch role {
	case lexicon.FieldUnknown, lexicon.FieldLabels, lexicon.FieldDue, lexicon.FieldAssignee, lexicon.FieldTitle, lexicon.FieldDone:
	case lexicon.FieldID:
		if m, ok := lexicon.ScanID(value); ok && p.id == "" {
			p.id = m.Id
		}
	case lexicon.FieldStory:
		p.sentence = true
		if p.story == "" {
			p.story = strings.TrimSpace(value)
		}
	default:
		p.fields++
	}
	if !p.sentence && lexicon.IsSentence(line.Text()) {
		p.sentence = true
		if p.story == "" {
			p.story = line.Text()
		}
	}
}

// table reads a table of fields: two columns, the label in the first.
func (p *proof) table(d *document, b *markdown.Block) {
	row := markdown.RowReader{D: d.Document}
	for _, line := range d.Rows(b.Node) {
		row.Read(line)
		if len(row.Cells) != 2 {
			return
		}
		p.line(markdown.InlineLine{Label: row.Text(0), Value: row.Text(1)})
	}
}

func (p *proof) quote(d *document, b *markdown.Block) {
	for n := b.Node.FirstChild(); n != nil; n = n.NextSibling() {
		if isParagraph(n) {
			for _, line := range d.InlineLines(n) {
				p.line(line)
			}
		}
	}
}
