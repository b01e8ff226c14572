package backlog

import (
	"bytes"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A tableTransformer finds tables as goldmark does, and then takes the cells
// out of the rows: a ledger has hundreds of thousands, few of which hold more
// than plain text. They are read from the lines when they are asked for, see
// [splitRow].
type tableTransformer struct{ parser.ParagraphTransformer }

// Transform implements [parser.ParagraphTransformer].
func (t tableTransformer) Transform(n *ast.Paragraph, r text.Reader, pc parser.Context) {
	parent, before := n.Parent(), n.PreviousSibling()
	t.ParagraphTransformer.Transform(n, r, pc)
	// The table stands behind the paragraph, or in its place.
	table := n.NextSibling()
	switch {
	case n.Parent() != nil:
	case before != nil:
		table = before.NextSibling()
	default:
		table = parent.FirstChild()
	}
	if table == nil || table.Kind() != extast.KindTable {
		return
	}
	for row := table.FirstChild(); row != nil; row = row.NextSibling() {
		row.RemoveChildren(row)
	}
}

// rowsOf returns the lines of a table, without their line endings: the header,
// the delimiter row and the body.
func (d *document) rowsOf(table ast.Node) []Span {
	rows := make([]Span, 0, table.ChildCount()+1)
	for n := table.FirstChild(); n != nil; n = n.NextSibling() {
		start := d.lineStart(max(0, n.Pos()))
		rows = append(rows, Span{start, d.lineEnd(start)})
		if len(rows) == 1 {
			start = d.nextLine(start)
			rows = append(rows, Span{start, d.lineEnd(start)})
		}
	}
	return rows
}

// A rowReader reads the cells of one row after the other.
type rowReader struct {
	d     *document
	line  Span
	cells []Span // in the line
}

func (r *rowReader) read(line Span) {
	r.line = line
	r.cells = splitRow(r.d.src[line.Start:line.End], r.cells[:0])
}

// raw returns the bytes of a cell as written, without blanks around them; none
// if the row has no such cell.
func (r *rowReader) raw(column int) []byte {
	if column < 0 || column >= len(r.cells) {
		return nil
	}
	c := r.cells[column]
	return r.d.src[r.line.Start+c.Start : r.line.Start+c.End]
}

// text returns the plain text of a cell.
func (r *rowReader) text(column int) string {
	raw := r.raw(column)
	if len(raw) == 0 {
		return ""
	}
	if !bytes.ContainsAny(raw, "\\`*_[]<>&!~") {
		at := r.line.Start + r.cells[column].Start
		return r.d.text[at : at+len(raw)]
	}
	d, n := r.d.parseInline(raw)
	return d.plain(n)
}

// destination returns where the first link in a cell leads, else its text.
func (r *rowReader) destination(column int) string {
	raw := r.raw(column)
	if !bytes.ContainsAny(raw, "[<") {
		return r.text(column)
	}
	d, n := r.d.parseInline(raw)
	dest := ""
	_ = ast.Walk(n, func(n ast.Node, _ bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Link:
			dest = unescape(n.Destination)
		case *ast.AutoLink:
			dest = string(n.URL(d.src))
		}
		if dest != "" {
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	if dest == "" {
		return d.plain(n)
	}
	return dest
}

// parseInline parses the inside of a cell. A pipe in it has a backslash, which
// belongs to the table.
func (d *document) parseInline(raw []byte) (*document, ast.Node) {
	if d.inline == nil {
		d.inline = goldmark.New(
			goldmark.WithParser(parser.NewParser(
				parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 1000)),
				parser.WithInlineParsers(parser.DefaultInlineParsers()...),
			)),
			goldmark.WithExtensions(extension.Strikethrough),
		).Parser()
	}
	src := bytes.ReplaceAll(raw, []byte(`\|`), []byte("|"))
	sub := &document{src: src, text: string(src)}
	root := d.inline.Parse(text.NewReader(src))
	if n := root.FirstChild(); n != nil {
		return sub, n
	}
	return sub, root
}
