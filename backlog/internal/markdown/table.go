package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// A tableTransformer finds tables as goldmark does, but makes no nodes of their
// rows and cells: a ledger has hundreds of thousands, few of which hold more
// than plain text. They are read from the lines when they are asked for, see
// [SplitRow].
type tableTransformer struct{ parser.ParagraphTransformer }

func newTableTransformer() parser.ParagraphTransformer {
	return tableTransformer{extension.NewTableParagraphTransformer()}
}

// Transform implements [parser.ParagraphTransformer]. What stands below the
// delimiter row decides nothing, so goldmark need not see it.
func (t tableTransformer) Transform(n *ast.Paragraph, r text.Reader, pc parser.Context) {
	i := delimiterRow(n, r.Source())
	if i < 0 {
		return
	}
	checkMissingCells(n, r.Source())
	all := *n.Lines()
	n.Lines().SetSliced(0, i+1)
	table := t.transform(n, r, pc)
	if table == nil {
		n.SetLines(&all) // another line may be one
		if table = t.transform(n, r, pc); table == nil {
			return
		}
		i = all.Len()
	}
	header := table.FirstChild()
	header.RemoveChildren(header)
	rows := &tableRows{}
	for row := header.NextSibling(); row != nil; row = row.NextSibling() {
		rows.Lines().Append(text.NewSegment(row.Pos(), row.Pos()))
	}
	if i+1 < all.Len() {
		rows.Lines().AppendAll(all.Sliced(i+1, all.Len()))
	}
	table.RemoveChildren(table)
	table.AppendChild(table, header)
	if rows.Lines().Len() > 0 {
		table.AppendChild(table, rows)
	}
}

// transform returns the table that the paragraph n holds, which stands behind
// what is left of n, or in its place; nil if there is none.
func (t tableTransformer) transform(n *ast.Paragraph, r text.Reader, pc parser.Context) ast.Node {
	parent, before := n.Parent(), n.PreviousSibling()
	t.ParagraphTransformer.Transform(n, r, pc)
	table := n.NextSibling()
	switch {
	case n.Parent() != nil:
	case before != nil:
		table = before.NextSibling()
	default:
		table = parent.FirstChild()
	}
	if table == nil || table.Kind() != extast.KindTable {
		return nil
	}
	return table
}

// delimiterRow returns the index of the first line of a paragraph that may be
// the delimiter row of a table, -1 if there is none.
func delimiterRow(n *ast.Paragraph, src []byte) int {
	lines := n.Lines()
	for i := 1; i < lines.Len(); i++ {
		line := lines.At(i)
		if len(bytes.TrimLeft(src[line.Start:line.Stop], "|:- \t\n\f\r\v")) == 0 {
			return i
		}
	}
	return -1
}

// tableRows are the rows of a table below its header: its lines. They are raw,
// so that nobody looks for emphasis in them.
type tableRows struct{ ast.BaseBlock }

var kindTableRows = ast.NewNodeKind("TableRows")

// Kind implements [ast.Node].
func (*tableRows) Kind() ast.NodeKind { return kindTableRows }

// IsRaw implements [ast.Node].
func (*tableRows) IsRaw() bool { return true }

// Dump implements [ast.Node].
func (n *tableRows) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// Rows returns the lines of a table, without their line endings: the header,
// the delimiter row and the body.
func (d *Document) Rows(table ast.Node) []Span {
	header := table.FirstChild()
	start := d.LineStart(max(0, header.Pos()))
	next := d.NextLine(start)
	body, ok := header.NextSibling().(*tableRows)
	if !ok {
		return []Span{{start, d.LineEnd(start)}, {next, d.LineEnd(next)}}
	}
	rows := make([]Span, 2, body.Lines().Len()+2)
	rows[0], rows[1] = Span{start, d.LineEnd(start)}, Span{next, d.LineEnd(next)}
	for _, line := range body.Lines().Sliced(0, body.Lines().Len()) {
		start = d.LineStart(line.Start)
		rows = append(rows, Span{start, d.LineEnd(start)})
	}
	return rows
}
