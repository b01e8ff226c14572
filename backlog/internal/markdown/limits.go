package markdown

import (
	"bytes"
	"fmt"
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// What a file may hold. goldmark needs much more time than a file has bytes
// for some texts that nobody writes by hand, so that one of 1 MB could occupy a
// CI job for minutes; the limits keep that below a few seconds. They count what
// goldmark itself meets, so whatever stays below them is read as ever.
const (
	// maxLevels is how many list items and quotes may stand in each other.
	maxLevels = 500

	// maxSteps is how often, in one list or quote at the top, a line may be
	// looked at by a container that it is in; for each byte of the file ten
	// more are allowed.
	maxSteps = 2_000_000

	// maxInline is how large the sum over all paragraphs may get of what
	// brackets, emphasis and code may cost in each: signs times bytes, with
	// each line as much as sixteen of them. Paragraphs below shortParagraph do
	// not count.
	maxInline      = 2_000_000_000
	shortParagraph = 4096

	// maxDefinitions is how many reference definitions may follow each other
	// without a blank line.
	maxDefinitions = 30_000

	// maxMissingCells is how many cells the rows of a table may lack: they are
	// made up. It is twice what cmark-gfm makes up before it stops.
	maxMissingCells = 1 << 20
)

// A LimitError says what a file has too much of, and where. It ends the parse
// as a panic, which [Parse] recovers.
type LimitError struct {
	TooDeep bool // of containers, else too much work
	At      int
	Message string
}

func (e *LimitError) Error() string { return e.Message }

// A guard watches one parse.
type guard struct {
	steps, maxSteps int
	top             ast.Node // the container that steps were counted in
	inline          int
	tree            *tree
}

// A guardedParser is a parser with the guard that watches it.
type guardedParser struct {
	parser.Parser
	guard *guard
}

// parsers are those that nothing is parsed with at the moment: to make one takes
// longer than to parse a short file.
var parsers = sync.Pool{New: func() any { return newParser() }}

// parseGuarded gives a file its structure. Front matter is not Markdown to it and
// must be cut off first.
func parseGuarded(src []byte) ast.Node {
	p := parsers.Get().(*guardedParser)
	t := &tree{src: src}
	*p.guard = guard{maxSteps: maxSteps + 10*len(src), tree: t}
	root := p.Parse(text.NewReader(src))
	t.parsed, t.slab = true, nil
	*p.guard = guard{} // which keeps nothing of the file
	parsers.Put(p)
	return root
}

func newParser() *guardedParser {
	g := &guard{}
	blocks := parser.DefaultBlockParsers()
	for i := range blocks {
		switch p := blocks[i].Value.(parser.BlockParser); {
		case p == parser.NewListParser():
			blocks[i].Value = &guardedContainer{BlockParser: p, guard: g}
		case p == parser.NewListItemParser(), p == parser.NewBlockquoteParser():
			blocks[i].Value = &guardedContainer{BlockParser: p, guard: g, level: true}
		case bytes.Equal(p.Trigger(), []byte{'#'}):
			blocks[i].Value = &guardedHeading{BlockParser: p, guard: g}
		}
	}
	blocks = append(blocks, util.Prioritized(&guardedContainer{BlockParser: footnoteParser{extension.NewFootnoteBlockParser()}, guard: g, level: true}, 999))
	return &guardedParser{guard: g, Parser: parser.NewParser(
		parser.WithBlockParsers(blocks...),
		parser.WithInlineParsers(inlineParsers()...),
		parser.WithParagraphTransformers(
			util.Prioritized(definitionGuard{}, 50),
			util.Prioritized(definitionParser{parser.LinkReferenceParagraphTransformer}, 100),
			util.Prioritized(newTableTransformer(), 200),
			util.Prioritized(&inlineGuard{g}, 300),
			util.Prioritized(plainTransformer{g}, 400),
		),
	)}
}

// A guardedContainer is the parser of a container, which counts.
type guardedContainer struct {
	parser.BlockParser
	guard *guard
	level bool // it makes one level; a list is one with its items
}

// Open implements [parser.BlockParser].
func (c *guardedContainer) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	_, at := r.Position()
	node, state := c.BlockParser.Open(parent, r, pc)
	if node == nil || !c.level {
		return node, state
	}
	if len(pc.OpenedBlocks()) < maxLevels { // those in which it is are among them
		return node, state
	}
	depth := 1
	for n := parent; n != nil; n = n.Parent() {
		if k := n.Kind(); k == ast.KindListItem || k == ast.KindBlockquote || k == extast.KindFootnote {
			depth++
		}
	}
	if depth > maxLevels {
		panic(&LimitError{true, at.Start, fmt.Sprintf("lists and quotes are nested deeper than %d levels here; remove some levels", maxLevels)})
	}
	return node, state
}

// Continue implements [parser.BlockParser].
func (c *guardedContainer) Continue(node ast.Node, r text.Reader, pc parser.Context) parser.State {
	g := c.guard
	if top := pc.OpenedBlocks()[0].Node; top != g.top {
		g.top, g.steps = top, 0
	}
	if g.steps++; g.steps > g.maxSteps {
		_, at := r.Position()
		panic(&LimitError{
			true, at.Start,
			fmt.Sprintf("lists and quotes are nested %d levels deep over too many lines up to here; end them earlier, or remove some levels", len(pc.OpenedBlocks())),
		})
	}
	return c.BlockParser.Continue(node, r, pc)
}

// A guardedHeading is the parser of headings, which are one line of text.
type guardedHeading struct {
	parser.BlockParser
	guard *guard
}

// Open implements [parser.BlockParser].
func (h *guardedHeading) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	node, state := h.BlockParser.Open(parent, r, pc)
	if node != nil {
		h.guard.addInline(node, r.Source())
		node = h.guard.tree.plainHeading(node)
	}
	return node, state
}

// An inlineGuard looks at the paragraphs that are left when definitions and
// tables are taken out.
type inlineGuard struct{ guard *guard }

// Transform implements [parser.ParagraphTransformer].
func (t *inlineGuard) Transform(n *ast.Paragraph, r text.Reader, _ parser.Context) {
	t.guard.addInline(n, r.Source())
}

func (g *guard) addInline(n ast.Node, src []byte) {
	lines := n.Lines()
	size := 16 * lines.Len()
	for _, s := range lines.Sliced(0, lines.Len()) {
		size += s.Len()
	}
	if size < shortParagraph {
		return
	}
	signs := 0
	for _, s := range lines.Sliced(0, lines.Len()) {
		for _, c := range s.Value(src) {
			if isInlineSign[c] {
				signs++
			}
		}
	}
	if g.inline += signs * size; g.inline > maxInline {
		panic(&LimitError{
			false, lines.At(0).Start,
			fmt.Sprintf("this text has %d brackets and signs of emphasis or code in %d lines, which is more than can be read in reasonable time; "+
				"split it with blank lines, or put it in a code block", signs, lines.Len()),
		})
	}
}

// isInlineSign tells the bytes that goldmark looks for a partner of.
var isInlineSign = [256]bool{'[': true, ']': true, '<': true, '*': true, '_': true, '~': true, '`': true}

// A definitionGuard counts the reference definitions that a paragraph begins
// with.
type definitionGuard struct{}

// Transform implements [parser.ParagraphTransformer].
func (definitionGuard) Transform(n *ast.Paragraph, r text.Reader, _ parser.Context) {
	lines := n.Lines()
	if lines.Len() <= maxDefinitions {
		return
	}
	found := 0
	for _, s := range lines.Sliced(0, lines.Len()) {
		line := bytes.TrimLeft(s.Value(r.Source()), " ")
		if len(line) == 0 || line[0] != '[' || !bytes.Contains(line, []byte("]:")) {
			continue
		}
		if found++; found > maxDefinitions {
			panic(&LimitError{
				false, s.Start,
				fmt.Sprintf("more than %d reference definitions follow each other here; separate them with blank lines", maxDefinitions),
			})
		}
	}
}

// A definitionParser finds the reference definitions of a paragraph, as goldmark does,
// which makes a reader for each: most do not begin with a bracket, or have nothing
// behind it that names what a label stands for, as the boxes of checklists.
type definitionParser struct{ parser.ParagraphTransformer }

// Transform implements [parser.ParagraphTransformer].
func (p definitionParser) Transform(n *ast.Paragraph, r text.Reader, pc parser.Context) {
	if mayDefine(n, r.Source()) {
		p.ParagraphTransformer.Transform(n, r, pc)
	}
}

// mayDefine reports whether a paragraph may begin with a reference definition.
func mayDefine(n *ast.Paragraph, src []byte) bool {
	lines := n.Lines()
	if lines.Len() == 0 {
		return true // which is taken out
	}
	first := lines.At(0)
	if line := util.TrimLeftSpace(first.Value(src)); len(line) > 0 && line[0] != '[' {
		return false
	}
	for i := range lines.Len() {
		if line := lines.At(i); bytes.Contains(src[line.Start:line.Stop], []byte("]:")) {
			return true
		}
	}
	return false
}

// checkMissingCells makes sure that a table, if the paragraph is one, does not
// lack too many cells.
func checkMissingCells(n *ast.Paragraph, src []byte) {
	lines := n.Lines()
	columns, missing := 0, 0
	for i, s := range lines.Sliced(0, lines.Len()) {
		line := s.Value(src)
		switch {
		case columns > 0:
			missing += max(0, columns-bytes.Count(line, []byte{'|'})-1)
		case i > 0 && len(bytes.Trim(line, "|:- \t\r\n")) == 0:
			columns = bytes.Count(line, []byte{'|'}) + 1
			if columns*(lines.Len()-i) <= maxMissingCells {
				return
			}
		}
		if missing > maxMissingCells {
			panic(&LimitError{
				false, s.Start,
				fmt.Sprintf("the rows of this table, of %d columns, lack more than %d cells up to here; remove columns, or split the table",
					columns, maxMissingCells),
			})
		}
	}
}
