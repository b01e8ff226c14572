package reading

import "github.com/backlogsync/backlogsync/backlog/internal/markdown"

// A paragraph is the text of one that is in no other block. Each form looks at it,
// so that it is put together once.
type paragraph struct {
	d     *document
	node  markdown.Node
	lines []markdown.InlineLine
	text  string // see plain
}

// paragraph returns the text of a block, which is a paragraph.
func (d *document) paragraph(block int) *paragraph {
	if d.paragraphs == nil {
		d.paragraphs = make([]*paragraph, len(d.Blocks))
	}
	p := &d.paragraphs[block]
	if *p == nil {
		*p = d.paragraphOf(d.Blocks[block].Node)
	}
	return *p
}

// paragraphOf returns the text of a paragraph, wherever it stands.
func (d *document) paragraphOf(n markdown.Node) *paragraph {
	return &paragraph{d: d, node: n, lines: d.InlineLines(n)}
}

// plain returns the text of all lines without markup. Most are never asked for it.
func (p *paragraph) plain() string {
	switch {
	case p.text != "" || len(p.lines) == 0:
	case len(p.lines) == 1 && p.lines[0].Label == "" && !beginsBold(p.node): // behind bold text a line has a blank
		p.text = p.lines[0].Value
	default:
		p.text = p.d.Plain(p.node)
	}
	return p.text
}

// beginsBold reports whether a paragraph begins with text in bold, behind a box perhaps.
func beginsBold(n markdown.Node) bool {
	first := markdown.FirstInline(n)
	if box, ok := first.(*markdown.TaskCheckBox); ok {
		first = box.NextSibling()
	}
	e, ok := first.(*markdown.Emphasis)
	return ok && e.Level == 2
}
