package reading

import "github.com/backlogsync/backlogsync/backlog/internal/markdown"

// A paragraph is the text of one that is in no other block. Each form looks at it,
// so that it is put together once.
type paragraph struct {
	plain string
	lines []markdown.InlineLine
}

// paragraph returns the text of a block, which is a paragraph.
func (d *document) paragraph(block int) *paragraph {
	if d.paragraphs == nil {
		d.paragraphs = make([]*paragraph, len(d.Blocks))
	}
	p := &d.paragraphs[block]
	if *p == nil {
		n := d.Blocks[block].Node
		*p = &paragraph{d.Plain(n), d.InlineLines(n)}
	}
	return *p
}
