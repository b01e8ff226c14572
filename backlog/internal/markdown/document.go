package markdown

import (
	"bytes"
	"fmt"
	"iter"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A Document is the block structure of a file: what recognition looks at. It
// lives only while a file is parsed.
type Document struct {
	Src    []byte // front matter and a byte order mark are blanked out, the last line is ended
	Size   int    // of the file
	Text   string // src, to take texts from without a copy of each
	Root   ast.Node
	Blocks []Block
}

type BlockKind uint8

const (
	BlockOther BlockKind = iota // code, quotes, rules, ...
	BlockHeading
	BlockParagraph
	BlockList
	BlockTable
	BlockHTML
)

// A Block is a child of the document. Blocks tile the source: each ends where
// the next one starts, and start is the beginning of a line.
type Block struct {
	Kind       BlockKind
	Level      int // of a heading
	Start, End int
	Node       ast.Node
}

// inlineParsers are those of CommonMark, of task lists and of strikethrough.
func inlineParsers() []util.PrioritizedValue {
	return append(parser.DefaultInlineParsers(),
		util.Prioritized(boxParser{extension.NewTaskCheckBoxParser()}, 0),
		util.Prioritized(extension.NewStrikethroughParser(), 500))
}

// Parse parses src. The first skip bytes, a byte order mark or front
// matter, are not looked at. The error is a [*LimitError], or a panic of the
// parser.
func Parse(src []byte, skip int) (d *Document, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *LimitError:
			d, err = nil, r
		default:
			d, err = nil, fmt.Errorf("goldmark: %v", r)
		}
	}()
	if skip > 0 {
		src = append(bytes.Repeat([]byte{'\n'}, skip), src[skip:]...)
	}
	size := len(src)
	if size > 0 && src[size-1] != '\n' {
		// goldmark reads a last line without line ending differently.
		src = append(bytes.Clone(src), '\n')
	}
	d = &Document{Src: src, Size: size, Text: string(src)}
	d.Root = parseGuarded(src)
	restoreParagraphs(d.Root)
	d.Blocks = make([]Block, 0, d.Root.ChildCount())
	for n := d.Root.FirstChild(); n != nil; n = n.NextSibling() {
		b := Block{Node: n, Start: d.LineStart(startOf(n))}
		switch n := n.(type) {
		case *plainText:
			if b.Kind = BlockParagraph; n.kind == ast.KindHeading {
				b.Kind, b.Level = BlockHeading, n.level
			}
		case *ast.Heading:
			b.Kind, b.Level = BlockHeading, n.Level
		case *ast.Paragraph, *ast.TextBlock:
			b.Kind = BlockParagraph
		case *ast.List:
			b.Kind = BlockList
		case *extast.Table:
			b.Kind = BlockTable
		case *ast.HTMLBlock:
			b.Kind = BlockHTML
		}
		if last := len(d.Blocks) - 1; last >= 0 {
			// Positions must grow, whatever the parser says.
			b.Start = max(b.Start, d.Blocks[last].Start)
			d.Blocks[last].End = b.Start
		}
		b.End = size
		d.Blocks = append(d.Blocks, b)
	}
	return d, nil
}

// startOf returns an offset on the first line of a node. A list item's own
// position is wrong after a tab, so it is taken from what is inside.
func startOf(n ast.Node) int {
	switch n.Kind() {
	case ast.KindList, ast.KindListItem, ast.KindBlockquote:
		if n.HasChildren() {
			return startOf(n.FirstChild())
		}
	case extast.KindTable:
		// Its own position is that of the paragraph in front of it, if any.
		if header := n.FirstChild(); header != nil {
			return max(0, header.Pos())
		}
	case ast.KindParagraph, ast.KindTextBlock:
		if n.Lines().Len() > 0 {
			return n.Lines().At(0).Start
		}
	}
	return max(0, n.Pos())
}

// LineStart returns the offset of the line of offset. What the parser places
// behind the end of the file is in its last line.
func (d *Document) LineStart(offset int) int {
	return bytes.LastIndexByte(d.Src[:min(offset, d.Size)], '\n') + 1
}

// LineEnd returns the offset of the line break, "\r\n" or "\n", that ends the
// line of offset.
func (d *Document) LineEnd(offset int) int { return LineEndAt(d.Src, offset) }

func LineEndAt(src []byte, offset int) int {
	end := len(src)
	if i := bytes.IndexByte(src[offset:], '\n'); i >= 0 {
		end = offset + i
	}
	if end > offset && src[end-1] == '\r' {
		end--
	}
	return end
}

// NextLine returns the offset of the line after the one of offset.
func (d *Document) NextLine(offset int) int {
	if i := bytes.IndexByte(d.Src[offset:], '\n'); i >= 0 {
		return offset + i + 1
	}
	return len(d.Src)
}

// Plain returns the text of a node without its markup: emphasis, links, code
// spans and checkboxes reduced to what they show. Line breaks become blanks.
func (d *Document) Plain(n ast.Node) string {
	if s, ok := onlyText(n); ok { // by far the most frequent case
		return strings.TrimSpace(d.unescaped(s))
	}
	var b strings.Builder
	if n.Type() == ast.TypeBlock {
		if lines := n.Lines(); lines.Len() > 0 {
			b.Grow(lines.At(lines.Len()-1).Stop - lines.At(0).Start)
		}
	}
	d.writePlain(&b, n)
	return strings.TrimSpace(b.String())
}

func (d *Document) writePlain(b *strings.Builder, n ast.Node) {
	if p, ok := n.(*plainText); ok {
		for i := range p.Lines().Len() {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(d.unescaped(p.line(i)))
		}
		return
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			if c.IsRaw() {
				b.Write(c.Segment.Value(d.Src))
			} else {
				text := d.unescaped(c.Segment)
				if d.afterBreak(c) {
					text = strings.TrimLeft(text, " \t")
				}
				b.WriteString(text)
			}
			if (c.SoftLineBreak() || c.HardLineBreak()) && !strings.HasSuffix(b.String(), " ") {
				b.WriteByte(' ') // one blank, even behind an anchor at the end of the line
			}
		case *ast.String:
			b.Write(c.Value)
		case *ast.AutoLink:
			b.Write(c.Label(d.Src))
		case *ast.CodeSpan:
			for t := c.FirstChild(); t != nil; t = t.NextSibling() {
				if t, ok := t.(*ast.Text); ok {
					b.Write(t.Segment.Value(d.Src))
				}
			}
		case *ast.RawHTML:
			if text := d.tagText(c); text != " " || !strings.HasSuffix(b.String(), " ") {
				b.WriteString(text)
			}
		case *extast.TaskCheckBox:
		default:
			d.writePlain(b, c)
		}
	}
}

// unescaped is [Unescape] of a part of the source, which it does not copy if
// there is nothing to resolve.
func (d *Document) unescaped(s text.Segment) string {
	if s.Padding > 0 {
		return Unescape(s.Value(d.Src))
	}
	if t := d.Text[s.Start:s.Stop]; strings.IndexByte(t, '\\') < 0 && strings.IndexByte(t, '&') < 0 {
		return t
	}
	return Unescape(s.Value(d.Src))
}

// Unescape resolves backslashes and entities.
func Unescape(text []byte) string {
	if bytes.IndexByte(text, '\\') >= 0 {
		text = util.UnescapePunctuations(text)
	}
	if bytes.IndexByte(text, '&') >= 0 {
		text = util.ResolveEntityNames(util.ResolveNumericReferences(text))
	}
	return string(text)
}

// A ListItem is an item of a list at the top of the document, or nested in one.
type ListItem struct {
	Node       *ast.ListItem
	Text       ast.Node // its first paragraph, nil if it does not begin with one
	Start, End int      // whole lines
	Title      Span     // the lines of text
	Box        int      // offset of the byte between the brackets, -1 without a box
	Checked    bool
}

// Items yields the items of a list, with the end of the list given.
func (d *Document) Items(list ast.Node, end int) iter.Seq[ListItem] {
	return func(yield func(ListItem) bool) {
		next := -1 // where the next item starts
		for n := list.FirstChild(); n != nil; n = n.NextSibling() {
			item, ok := n.(*ast.ListItem)
			if !ok {
				next = -1
				continue
			}
			if next < 0 {
				next = d.LineStart(startOf(item))
			}
			it := ListItem{Node: item, Start: next, End: end, Box: -1}
			if following := n.NextSibling(); following != nil {
				next = d.LineStart(startOf(following))
				it.End = max(it.Start, next)
			}
			if c := item.FirstChild(); c != nil && (c.Kind() == ast.KindTextBlock || c.Kind() == ast.KindParagraph) && c.Lines().Len() > 0 {
				it.Text = c
				it.Title = Span{c.Lines().At(0).Start, c.Lines().At(c.Lines().Len() - 1).Stop}
				// Asserted here so that a surprise of the parser is not a box rather
				// than damage.
				if p, checked, ok := Box(c); ok && p >= 0 && p+2 < len(d.Src) && d.Src[p] == '[' && d.Src[p+2] == ']' {
					it.Box, it.Checked = p+1, checked
				}
			}
			if !yield(it) {
				return
			}
		}
	}
}

// HTMLText returns the bytes of an HTML block, its closing line included.
func (d *Document) HTMLText(b *Block) Span {
	end := b.End
	if n, ok := b.Node.(*ast.HTMLBlock); ok && n.HasClosure() {
		end = n.ClosureLine.Stop
	}
	return Span{b.Start, min(end, d.Size)}
}

// WriteOne writes the plain text of one inline node.
func (d *Document) WriteOne(b *strings.Builder, n ast.Node) {
	if t, ok := n.(*ast.Text); ok {
		text := d.unescaped(t.Segment)
		if d.afterBreak(t) {
			text = strings.TrimLeft(text, " \t")
		}
		b.WriteString(text)
		return
	}
	switch n := n.(type) {
	case *ast.AutoLink:
		b.Write(n.Label(d.Src))
	case *ast.RawHTML:
		b.WriteString(d.tagText(n))
	case *extast.TaskCheckBox:
	default:
		d.writePlain(b, n)
	}
}
