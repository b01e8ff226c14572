package markdown

import "github.com/yuin/goldmark/ast"

// IsCode reports whether one block of code of the document, which is in no other
// block, holds all of s.
func (d *Document) IsCode(s Span) bool {
	for i := range d.Blocks {
		b := &d.Blocks[i]
		if k := b.Node.Kind(); b.Start < s.Start && s.End <= b.End && (k == ast.KindFencedCodeBlock || k == ast.KindCodeBlock) {
			return true
		}
	}
	return false
}
