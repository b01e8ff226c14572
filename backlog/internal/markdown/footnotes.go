package markdown

import (
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// textParser is what the services read: GitHub Flavored Markdown with
// footnotes. A parser is safe for concurrent use once it is made.
var textParser = sync.OnceValue(func() parser.Parser {
	p := goldmark.New(goldmark.WithExtensions(extension.Table, extension.TaskList, extension.Strikethrough)).Parser()
	p.AddOptions(parser.WithBlockParsers(footnotes))
	return p
})

// footnotes finds footnotes and leaves them in their place.
var footnotes = util.Prioritized(footnoteParser{extension.NewFootnoteBlockParser()}, 999)

// A footnoteParser is that of goldmark, which moves footnotes to the end of the
// document and drops those that nothing refers to.
type footnoteParser struct{ parser.BlockParser }

// Close implements [parser.BlockParser].
func (footnoteParser) Close(ast.Node, text.Reader, parser.Context) {}

// ParseText parses a text as the services do.
func ParseText(src []byte) Node { return textParser().Parse(text.NewReader(src)) }
