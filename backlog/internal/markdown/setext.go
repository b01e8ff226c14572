package markdown

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// restoreParagraphs makes paragraphs of the headings that goldmark makes of a
// line above a table because of a rule below the table, and puts them back above
// it: services read a paragraph, a table and a rule.
//
//	**US-1.1** Title
//	| Type | ID |
//	| ---- | -- |
//	---
func restoreParagraphs(root ast.Node) {
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		heading, ok := n.(*ast.Heading)
		if !ok || n.PreviousSibling() == nil || n.PreviousSibling().Kind() != extast.KindTable || n.Pos() > startOf(n.PreviousSibling()) {
			continue
		}
		table, p := n.PreviousSibling(), ast.NewParagraph()
		p.SetLines(heading.Lines())
		p.SetPos(heading.Pos())
		p.SetBlankPreviousLines(heading.HasBlankPreviousLines())
		for c := heading.FirstChild(); c != nil; c = heading.FirstChild() {
			p.AppendChild(p, c)
		}
		root.RemoveChild(root, heading)
		root.InsertBefore(root, table, p)
		n = table
	}
}
