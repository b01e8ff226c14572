package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// Struck returns the plain text of a line that is struck out, and that which is
// not.
func (d *Document) Struck(n ast.Node) (inside, outside string) {
	var in, out strings.Builder
	var split func(ast.Node)
	split = func(n ast.Node) {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			switch c.Kind() {
			case extast.KindStrikethrough:
				in.WriteString(d.Plain(c))
			case ast.KindEmphasis, ast.KindLink:
				split(c)
			default:
				d.WriteOne(&out, c)
			}
		}
	}
	split(n)
	return in.String(), out.String()
}
