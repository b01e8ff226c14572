package backlog

import (
	"bytes"
	"fmt"
	"iter"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A document is the block structure of a file: what recognition looks at. It
// lives only while a file is parsed.
type document struct {
	src    []byte // front matter and a byte order mark are blanked out, the last line is ended
	size   int    // of the file
	text   string // src, to take texts from without a copy of each
	blocks []block
	inline parser.Parser // of single lines; nil until used
}

type blockKind uint8

const (
	blockOther blockKind = iota // code, quotes, rules, ...
	blockHeading
	blockParagraph
	blockList
	blockTable
	blockHTML
)

// A block is a child of the document. Blocks tile the source: each ends where
// the next one starts, and start is the beginning of a line.
type block struct {
	kind       blockKind
	level      int // of a heading
	start, end int
	node       ast.Node
}

// newParser returns the parser that gives files their structure. Front matter
// is not Markdown to it and must be cut off first.
func newParser() parser.Parser {
	p := goldmark.New(goldmark.WithExtensions(extension.TaskList, extension.Strikethrough)).Parser()
	p.AddOptions(parser.WithParagraphTransformers(util.Prioritized(tableTransformer{extension.NewTableParagraphTransformer()}, 200)))
	return p
}

// parseDocument parses src. The first skip bytes, a byte order mark or front
// matter, are not looked at. The error is a panic of the parser.
func parseDocument(src []byte, skip int) (d *document, err error) {
	defer func() {
		if r := recover(); r != nil {
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
	d = &document{src: src, size: size, text: string(src)}
	root := newParser().Parse(text.NewReader(src))
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		b := block{node: n, start: d.lineStart(startOf(n))}
		switch n := n.(type) {
		case *ast.Heading:
			b.kind, b.level = blockHeading, n.Level
		case *ast.Paragraph, *ast.TextBlock:
			b.kind = blockParagraph
		case *ast.List:
			b.kind = blockList
		case *extast.Table:
			b.kind = blockTable
		case *ast.HTMLBlock:
			b.kind = blockHTML
		}
		if last := len(d.blocks) - 1; last >= 0 {
			// Positions must grow, whatever the parser says.
			b.start = max(b.start, d.blocks[last].start)
			d.blocks[last].end = b.start
		}
		b.end = size
		d.blocks = append(d.blocks, b)
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

// lineStart returns the offset of the line of offset. What the parser places
// behind the end of the file is in its last line.
func (d *document) lineStart(offset int) int {
	return bytes.LastIndexByte(d.src[:min(offset, d.size)], '\n') + 1
}

// lineEnd returns the offset of the line break, "\r\n" or "\n", that ends the
// line of offset.
func (d *document) lineEnd(offset int) int { return lineEndAt(d.src, offset) }

func lineEndAt(src []byte, offset int) int {
	end := len(src)
	if i := bytes.IndexByte(src[offset:], '\n'); i >= 0 {
		end = offset + i
	}
	if end > offset && src[end-1] == '\r' {
		end--
	}
	return end
}

// nextLine returns the offset of the line after the one of offset.
func (d *document) nextLine(offset int) int {
	if i := bytes.IndexByte(d.src[offset:], '\n'); i >= 0 {
		return offset + i + 1
	}
	return len(d.src)
}

// plain returns the text of a node without its markup: emphasis, links, code
// spans and checkboxes reduced to what they show. Line breaks become blanks.
func (d *document) plain(n ast.Node) string {
	c := n.FirstChild()
	if box, ok := c.(*extast.TaskCheckBox); ok {
		c = box.NextSibling()
	}
	if c != nil && c == n.LastChild() {
		if t, ok := c.(*ast.Text); ok { // by far the most frequent case
			return strings.TrimSpace(d.unescaped(t.Segment))
		}
	}
	var b strings.Builder
	d.writePlain(&b, n)
	return strings.TrimSpace(b.String())
}

func (d *document) writePlain(b *strings.Builder, n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			if c.IsRaw() {
				b.Write(c.Segment.Value(d.src))
			} else {
				b.WriteString(unescape(c.Segment.Value(d.src)))
			}
			if (c.SoftLineBreak() || c.HardLineBreak()) && !strings.HasSuffix(b.String(), " ") {
				b.WriteByte(' ') // one blank, even behind an anchor at the end of the line
			}
		case *ast.String:
			b.Write(c.Value)
		case *ast.AutoLink:
			b.Write(c.Label(d.src))
		case *ast.CodeSpan:
			for t := c.FirstChild(); t != nil; t = t.NextSibling() {
				if t, ok := t.(*ast.Text); ok {
					b.Write(t.Segment.Value(d.src))
				}
			}
		case *ast.RawHTML:
			b.WriteString(d.tagText(c))
		case *extast.TaskCheckBox:
		default:
			d.writePlain(b, c)
		}
	}
}

// unescaped is [unescape] of a part of the source, which it does not copy if
// there is nothing to resolve.
func (d *document) unescaped(s text.Segment) string {
	if s.Padding > 0 {
		return unescape(s.Value(d.src))
	}
	if t := d.text[s.Start:s.Stop]; !strings.ContainsAny(t, `\\&`) {
		return t
	}
	return unescape(s.Value(d.src))
}

// unescape resolves backslashes and entities.
func unescape(text []byte) string {
	if bytes.IndexByte(text, '\\') >= 0 {
		text = util.UnescapePunctuations(text)
	}
	if bytes.IndexByte(text, '&') >= 0 {
		text = util.ResolveEntityNames(util.ResolveNumericReferences(text))
	}
	return string(text)
}

// A listItem is an item of a list at the top of the document, or nested in one.
type listItem struct {
	node       *ast.ListItem
	text       ast.Node // its first paragraph, nil if it does not begin with one
	start, end int      // whole lines
	title      Span     // the lines of text
	box        int      // offset of the byte between the brackets, -1 without a box
	checked    bool
}

// items yields the items of a list, with the end of the list given.
func (d *document) items(list ast.Node, end int) iter.Seq[listItem] {
	return func(yield func(listItem) bool) {
		for n := list.FirstChild(); n != nil; n = n.NextSibling() {
			item, ok := n.(*ast.ListItem)
			if !ok {
				continue
			}
			it := listItem{node: item, start: d.lineStart(startOf(item)), end: end, box: -1}
			if next := n.NextSibling(); next != nil {
				it.end = max(it.start, d.lineStart(startOf(next)))
			}
			if c := item.FirstChild(); c != nil && (c.Kind() == ast.KindTextBlock || c.Kind() == ast.KindParagraph) && c.Lines().Len() > 0 {
				it.text = c
				it.title = Span{c.Lines().At(0).Start, c.Lines().At(c.Lines().Len() - 1).Stop}
				if box, ok := c.FirstChild().(*extast.TaskCheckBox); ok {
					// Asserted here so that a surprise of the parser is no box
					// rather than damage.
					if p := box.Pos(); p >= 0 && p+2 < len(d.src) && d.src[p] == '[' && d.src[p+2] == ']' {
						it.box, it.checked = p+1, box.IsChecked
					}
				}
			}
			if !yield(it) {
				return
			}
		}
	}
}

// htmlText returns the bytes of an HTML block, its closing line included.
func (d *document) htmlText(b *block) Span {
	end := b.end
	if n, ok := b.node.(*ast.HTMLBlock); ok && n.HasClosure() {
		end = n.ClosureLine.Stop
	}
	return Span{b.start, min(end, d.size)}
}

// A line of inline content: a paragraph's text between line breaks, with the
// bold text that it begins with, if any, taken off.
type inlineLine struct {
	label string // "Priority" of "**Priority:** P0"; "" if the line does not begin in bold
	value string
	start int
}

// text returns the whole line without a colon behind the label.
func (l *inlineLine) text() string { return strings.TrimSpace(l.label + " " + l.value) }

// inlineLines splits a paragraph at its line breaks, and at "|" and "·" before
// bold text: people put several fields on one line.
func (d *document) inlineLines(p ast.Node) []inlineLine {
	var lines []inlineLine
	var value strings.Builder
	current := inlineLine{start: -1}
	flush := func() {
		current.value = strings.TrimSpace(value.String())
		if current.label != "" || current.value != "" {
			if label, rest, ok := splitLabel(current.label, current.value); ok {
				current.label, current.value = label, rest
			} else {
				current.value = strings.TrimSpace(current.label + " " + current.value)
				current.label = ""
			}
			lines = append(lines, current)
		}
		value.Reset()
		current = inlineLine{start: -1}
	}
	for c := p.FirstChild(); c != nil; c = c.NextSibling() {
		if current.start < 0 {
			current.start = c.Pos()
		}
		if e, ok := c.(*ast.Emphasis); ok && e.Level == 2 {
			before := strings.TrimRight(value.String(), " ")
			if strings.HasSuffix(before, "|") || strings.HasSuffix(before, "·") {
				value.Reset()
				value.WriteString(strings.TrimRight(before, "|· "))
				flush()
				current.start = c.Pos()
			}
			if current.label == "" && strings.TrimSpace(value.String()) == "" {
				current.label = d.plain(e)
				continue
			}
		}
		var one strings.Builder
		d.writeOne(&one, c)
		value.WriteString(one.String())
		if t, ok := c.(*ast.Text); ok && (t.SoftLineBreak() || t.HardLineBreak()) {
			flush()
		}
	}
	flush()
	return lines
}

// writeOne writes the plain text of one inline node.
func (d *document) writeOne(b *strings.Builder, n ast.Node) {
	if t, ok := n.(*ast.Text); ok {
		b.WriteString(unescape(t.Segment.Value(d.src)))
		return
	}
	switch n := n.(type) {
	case *ast.AutoLink:
		b.Write(n.Label(d.src))
	case *ast.RawHTML:
		b.WriteString(d.tagText(n))
	case *extast.TaskCheckBox:
	default:
		d.writePlain(b, n)
	}
}

// splitLabel takes the colon of "**Label:** value" or "**Label**: value" off.
func splitLabel(bold, rest string) (label, value string, ok bool) {
	if bold == "" {
		return "", "", false
	}
	if label, ok := strings.CutSuffix(bold, ":"); ok {
		return strings.TrimSpace(label), rest, true
	}
	if value, ok := strings.CutPrefix(strings.TrimSpace(rest), ":"); ok {
		return strings.TrimSpace(bold), strings.TrimSpace(value), true
	}
	if rest == "" {
		return strings.TrimSpace(bold), "", true
	}
	return "", "", false
}
