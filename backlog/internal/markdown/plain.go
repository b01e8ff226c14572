package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// A plainText is a paragraph or heading that is nothing but text, behind a box
// perhaps, as most are: goldmark need not look for emphasis in it, and it has no
// nodes inside until somebody asks for them. They are then those that goldmark
// would have made.
type plainText struct {
	ast.BaseBlock
	kind  ast.NodeKind
	level int  // of a heading
	box   bool // its first line begins with one
	made  bool // the nodes inside
	tree  *tree
}

// A tree is what the nodes of a document have in common.
type tree struct {
	src    []byte
	parsed bool // until then, nobody but goldmark asks for nodes
	slab   []plainText
	nodes  int // that the last slab was made for
}

// How many nodes are allocated at a time: a large document has many.
const minSlab, maxSlab = 4, 64

// newPlain makes the node that stands in the place of another one with the same lines.
func (t *tree) newPlain(n ast.Node) *plainText {
	if len(t.slab) == 0 {
		t.nodes = min(max(minSlab, 2*t.nodes), maxSlab)
		t.slab = make([]plainText, t.nodes)
	}
	p := &t.slab[0]
	t.slab = t.slab[1:]
	p.kind, p.tree = n.Kind(), t
	p.SetLines(n.Lines())
	p.SetBlankPreviousLines(n.HasBlankPreviousLines())
	return p
}

// Kind implements [ast.Node].
func (p *plainText) Kind() ast.NodeKind { return p.kind }

// IsRaw implements [ast.Node]. Until all is parsed it keeps goldmark from looking for
// nodes inside.
func (p *plainText) IsRaw() bool { return !p.tree.parsed }

// Dump implements [ast.Node].
func (p *plainText) Dump(src []byte, level int) { ast.DumpHelper(p, src, level, nil, nil) }

// Pos implements [ast.Node].
func (p *plainText) Pos() int {
	if p.kind == ast.KindHeading {
		return p.BaseBlock.Pos()
	}
	return p.Lines().At(0).Start
}

// FirstChild implements [ast.Node].
func (p *plainText) FirstChild() ast.Node {
	p.make()
	return p.BaseBlock.FirstChild()
}

// LastChild implements [ast.Node].
func (p *plainText) LastChild() ast.Node {
	p.make()
	return p.BaseBlock.LastChild()
}

// HasChildren implements [ast.Node].
func (p *plainText) HasChildren() bool { return p.tree.parsed || p.BaseBlock.HasChildren() }

// ChildCount implements [ast.Node].
func (p *plainText) ChildCount() int {
	p.make()
	return p.BaseBlock.ChildCount()
}

func (p *plainText) make() {
	if p.made || !p.tree.parsed {
		return
	}
	p.made = true
	if p.box {
		box := extast.NewTaskCheckBox(p.checked())
		box.SetPos(p.Lines().At(0).Start)
		p.AppendChild(p, box)
	}
	for i := range p.Lines().Len() {
		t := ast.NewTextSegment(p.line(i))
		end := p.tree.src[t.Segment.Stop:p.Lines().At(i).Stop] // blanks and the end of the line
		hard := strings.HasSuffix(string(end), "  \n") || strings.HasSuffix(string(end), "  \r\n")
		t.SetHardLineBreak(hard)
		t.SetSoftLineBreak(!hard && len(end) > 0 && end[len(end)-1] == '\n')
		p.AppendChild(p, t)
	}
}

// line returns the text of a line, without a box and blanks at its end.
func (p *plainText) line(i int) text.Segment {
	s := p.Lines().At(i)
	if i == 0 && p.box {
		s = text.NewSegment(s.Start+boxLen(p.tree.src[s.Start:s.Stop]), s.Stop)
	}
	return s.TrimRightSpace(p.tree.src)
}

// checked reports whether the box is ticked.
func (p *plainText) checked() bool { return !isBoxSpace(p.tree.src[p.Lines().At(0).Start+1]) }

// A plainTransformer puts a [plainText] in the place of each paragraph that is one.
type plainTransformer struct{ guard *guard }

// Transform implements [parser.ParagraphTransformer].
func (t plainTransformer) Transform(n *ast.Paragraph, r text.Reader, pc parser.Context) {
	if !isOpen(n, pc) { // it becomes an underlined heading
		return
	}
	src, lines, parent := r.Source(), n.Lines(), n.Parent()
	for i := range lines.Len() {
		s := lines.At(i)
		s = s.TrimLeftSpace(src)
		if i == lines.Len()-1 {
			s = s.TrimRightSpace(src)
		}
		skip := 0
		if i == 0 && parent.Kind() == ast.KindListItem && parent.FirstChild() == n {
			if skip = boxLen(src[s.Start:s.Stop]); skip == s.Len() {
				return
			}
		}
		if !isPlain(src[s.Start+skip : s.Stop]) {
			return
		}
	}
	if lines.Len() == 0 {
		return
	}
	for i := range lines.Len() {
		s := lines.At(i)
		lines.Set(i, s.TrimLeftSpace(src))
	}
	last := lines.At(lines.Len() - 1)
	lines.Set(lines.Len()-1, last.TrimRightSpace(src))
	p := t.guard.tree.newPlain(n)
	first := lines.At(0)
	p.box = src[first.Start] == '['
	parent.ReplaceChild(parent, n, p)
}

// isOpen reports whether goldmark is about to close a block.
func isOpen(n ast.Node, pc parser.Context) bool {
	open := pc.OpenedBlocks()
	for i := len(open) - 1; i >= 0; i-- {
		if open[i].Node == n {
			return true
		}
	}
	return false
}

// isPlain reports whether goldmark finds nothing but text in a line.
func isPlain(line []byte) bool {
	for _, c := range line {
		if isMarkup[c] {
			return false
		}
	}
	return true
}

// isMarkup tells the bytes that goldmark begins an inline node at, and the backslash.
var isMarkup = [256]bool{'`': true, '[': true, '<': true, '*': true, '_': true, '~': true, '\\': true}

// plainHeading returns the heading n as a [plainText], if it is one.
func (t *tree) plainHeading(n ast.Node) ast.Node {
	h, ok := n.(*ast.Heading)
	if !ok || h.Lines().Len() != 1 {
		return n
	}
	if s := h.Lines().At(0); s.Padding > 0 || !isPlain(t.src[s.Start:s.Stop]) {
		return n
	}
	p := t.newPlain(h)
	p.level = h.Level
	return p
}

// IsText reports whether a paragraph or heading is nothing but text, behind a box
// perhaps, in any number of lines.
func IsText(n Node) bool {
	_, ok := n.(*plainText)
	return ok
}

// FirstInline returns the first node inside a paragraph or heading, nil if that is
// nothing but text.
func FirstInline(n Node) Node {
	if IsText(n) {
		return nil
	}
	return n.FirstChild()
}

// Box returns where the box stands that a paragraph begins with, and whether it is
// ticked.
func Box(n Node) (at int, checked, ok bool) {
	if p, ok := n.(*plainText); ok {
		if !p.box {
			return 0, false, false
		}
		return p.Lines().At(0).Start, p.checked(), true
	}
	box, ok := n.FirstChild().(*extast.TaskCheckBox)
	if !ok {
		return 0, false, false
	}
	return box.Pos(), box.IsChecked, true
}
