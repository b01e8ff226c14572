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
	case len(p.lines) == 1 && markdown.IsText(p.node):
		p.text = p.lines[0].Value
	default:
		p.text = p.d.Plain(p.node)
	}
	return p.text
}
