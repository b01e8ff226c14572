package markdown

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// The nodes of the parser, by the names that the other rooms know them by.
type (
	Node                    = ast.Node
	AutoLink                = ast.AutoLink
	CodeBlock               = ast.CodeBlock
	CodeSpan                = ast.CodeSpan
	Emphasis                = ast.Emphasis
	FencedCodeBlock         = ast.FencedCodeBlock
	Footnote                = extast.Footnote
	HTMLBlock               = ast.HTMLBlock
	Image                   = ast.Image
	Link                    = ast.Link
	LinkReferenceDefinition = ast.LinkReferenceDefinition
	List                    = ast.List
	RawHTML                 = ast.RawHTML
	ReferenceLink           = ast.ReferenceLink
	Segment                 = text.Segment
	Segments                = text.Segments
	TaskCheckBox            = extast.TaskCheckBox
	Text                    = ast.Text
	WalkStatus              = ast.WalkStatus
)

// What a node is, and how a walk goes on.
var (
	KindBlockquote      = ast.KindBlockquote
	KindCodeSpan        = ast.KindCodeSpan
	KindEmphasis        = ast.KindEmphasis
	KindFencedCodeBlock = ast.KindFencedCodeBlock
	KindHeading         = ast.KindHeading
	KindList            = ast.KindList
	KindParagraph       = ast.KindParagraph
	KindStrikethrough   = extast.KindStrikethrough
	KindTable           = extast.KindTable
	KindText            = ast.KindText
	KindTextBlock       = ast.KindTextBlock
	KindThematicBreak   = ast.KindThematicBreak
)

// The other constants of the parser that are needed elsewhere.
const (
	AutoLinkURL       = ast.AutoLinkURL
	ReferenceLinkFull = ast.ReferenceLinkFull
	TypeInline        = ast.TypeInline
	WalkContinue      = ast.WalkContinue
	WalkSkipChildren  = ast.WalkSkipChildren
	WalkStop          = ast.WalkStop
)

// Walk visits a node and those below it, each when it is entered and when it is
// left.
func Walk(n Node, visit ast.Walker) error { return ast.Walk(n, visit) }

// LabelKey returns what two labels of definitions are compared by.
func LabelKey(label []byte) string { return util.ToLinkReference(label) }

// IsPunctuation reports whether a byte is a sign that a backslash may stand
// before.
func IsPunctuation(c byte) bool { return util.IsPunct(c) }
