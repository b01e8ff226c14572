package markdown

import (
	"bytes"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A RowReader reads the cells of one row after the other.
type RowReader struct {
	D     *Document
	Line  Span
	Cells []Span // in the line
}

// usualCells are as many as most tables have columns at most.
const usualCells = 8

// Read splits the row that a line is.
func (r *RowReader) Read(line Span) {
	if r.Cells == nil {
		r.Cells = make([]Span, 0, usualCells)
	}
	r.Line = line
	r.Cells = SplitRow(r.D.Src[line.Start:line.End], r.Cells[:0])
}

// Raw returns the bytes of a cell as written, without blanks around them; none
// if the row has no such cell.
func (r *RowReader) Raw(column int) []byte {
	if column < 0 || column >= len(r.Cells) {
		return nil
	}
	c := r.Cells[column]
	return r.D.Src[r.Line.Start+c.Start : r.Line.Start+c.End]
}

// Text returns the plain text of a cell.
func (r *RowReader) Text(column int) string {
	raw := r.Raw(column)
	if len(raw) == 0 {
		return ""
	}
	if !hasMarkup(raw) {
		at := r.Line.Start + r.Cells[column].Start
		return r.D.Text[at : at+len(raw)]
	}
	d, n := ParseInline(raw)
	return d.Plain(n)
}

// isCellMarkup tells the bytes that may be more than text in a cell.
var isCellMarkup = [256]bool{
	'\\': true, '`': true, '*': true, '_': true, '[': true, ']': true, '<': true, '>': true, '&': true, '!': true, '~': true,
}

func hasMarkup(cell []byte) bool {
	for _, c := range cell {
		if isCellMarkup[c] {
			return true
		}
	}
	return false
}

// List returns the plain text of a cell in which line breaks stand between the
// members of a list, with commas in their place.
func (r *RowReader) List(column int) string {
	parts := SplitBreaks(string(r.Raw(column)))
	if len(parts) == 1 {
		return r.Text(column)
	}
	for i, part := range parts {
		d, n := ParseInline([]byte(strings.TrimSpace(part)))
		parts[i] = d.Plain(n)
	}
	return strings.Join(parts, ", ")
}

// Destination returns where the first link in a cell leads, else its text.
func (r *RowReader) Destination(column int) string {
	raw := r.Raw(column)
	if !bytes.ContainsAny(raw, "[<") {
		return r.Text(column)
	}
	d, n := ParseInline(raw)
	dest := ""
	_ = ast.Walk(n, func(n ast.Node, _ bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Link:
			dest = Unescape(n.Destination)
		case *ast.AutoLink:
			dest = string(n.URL(d.Src))
		}
		if dest != "" {
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	if dest == "" {
		return d.Plain(n)
	}
	return dest
}

// lineParser is the parser of single lines.
var lineParser = sync.OnceValue(func() parser.Parser {
	return goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 1000)),
			parser.WithInlineParsers(parser.DefaultInlineParsers()...),
		)),
		goldmark.WithExtensions(extension.Strikethrough),
	).Parser()
})

// ParseInline parses the inside of a cell. A pipe in it has a backslash, which
// belongs to the table.
func ParseInline(raw []byte) (*Document, ast.Node) {
	src := bytes.ReplaceAll(raw, []byte(`\|`), []byte("|"))
	sub := &Document{Src: src, Text: string(src)}
	root := lineParser().Parse(text.NewReader(src))
	if n := root.FirstChild(); n != nil {
		return sub, n
	}
	return sub, root
}

// Texts returns the plain text of each cell.
func (r *RowReader) Texts() []string {
	texts := make([]string, len(r.Cells))
	for i := range texts {
		texts[i] = r.Text(i)
	}
	return texts
}
