package backlog

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// TextRules say what has to change in Markdown that is taken into a tracker.
// Code is never touched. The zero TextRules change nothing.
type TextRules struct {
	Mentions     bool // "@name" would notify somebody: it becomes plain text
	References   bool // "#1" and "GH-1" would be linked to something: they become plain text
	MoreSigns    bool // with References: "!1", "&1" and "%1" would be linked, too
	QuickActions bool // a line that begins with "/name" would be carried out: it becomes plain text

	// Link, if set, gives the destination that stands for a relative one.
	Link func(destination string) string
}

// zeroWidth is put between a sign and what it would apply to. Nobody sees it.
const zeroWidth = "\u200b"

// Rewrite returns text as the rules want it. Doing so again changes nothing.
func (r TextRules) Rewrite(s string) string {
	if !strings.ContainsAny(s, "@#(/!&%") && !strings.Contains(s, "GH-") {
		return s
	}
	src := []byte(s)
	root := goldmark.New(goldmark.WithExtensions(extension.Table, extension.TaskList, extension.Strikethrough)).Parser().Parse(text.NewReader(src))
	w := rewriter{rules: r, src: src}
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		w.quickActions(n)
		switch n := n.(type) {
		case *ast.CodeSpan, *ast.CodeBlock, *ast.FencedCodeBlock, *ast.HTMLBlock, *ast.RawHTML, *ast.AutoLink:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			w.text(n.Segment.Start, n.Segment.Stop)
		case *ast.Link:
			w.link(n, n.Destination)
		case *ast.Image:
			w.link(n, n.Destination)
		}
		return ast.WalkContinue, nil
	})
	out, err := Apply(src, w.edits...)
	if err != nil {
		return s // two nodes over one place, which would be a surprise of the parser
	}
	return string(out)
}

type rewriter struct {
	rules TextRules
	src   []byte
	edits []Edit
}

// text looks at a run of plain text, word by word. A sign in an address means
// nothing.
func (w *rewriter) text(start, stop int) {
	for at := start; at < stop; {
		end := at
		for end < stop && w.src[end] != ' ' && w.src[end] != '\t' && w.src[end] != '\n' {
			end++
		}
		if !bytes.Contains(w.src[at:end], []byte("://")) {
			w.word(at, end)
		}
		at = end + 1
	}
}

func (w *rewriter) word(start, end int) {
	for i := start; i < end; i++ {
		before, _ := utf8.DecodeLastRune(w.src[:i])
		apart := i == 0 || !unicode.IsLetter(before) && !unicode.IsDigit(before) && before != '_'
		next := byte(' ')
		if i+1 < len(w.src) { // the parser may end a run behind the sign
			next = w.src[i+1]
		}
		switch c := w.src[i]; {
		case c == '@' && w.rules.Mentions && apart && (isASCIILetter(next) || isDigit(next)),
			c == '#' && w.rules.References && before != '&' && isDigit(next),
			(c == '!' || c == '&') && w.rules.References && w.rules.MoreSigns && isDigit(next),
			c == '%' && w.rules.References && w.rules.MoreSigns && apart && isDigit(next):
			w.insert(i + 1)
		case c == 'G' && w.rules.References && apart && i+3 < end && string(w.src[i:i+3]) == "GH-" && isDigit(w.src[i+3]):
			w.insert(i + 3)
		}
	}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func (w *rewriter) insert(at int) {
	w.edits = append(w.edits, Edit{Span{at, at}, zeroWidth})
}

// quickActions puts a backslash before the slash that begins a line of a
// paragraph, which looks the same and is no command. Of a link or a comment
// that goes over several lines the lines count, too; code in the text does not.
func (w *rewriter) quickActions(n ast.Node) {
	if !w.rules.QuickActions || n.Type() != ast.TypeBlock {
		return
	}
	switch n.Kind() {
	case ast.KindCodeBlock, ast.KindFencedCodeBlock, ast.KindHTMLBlock:
		return
	}
	lines := n.Lines()
	for i := range lines.Len() {
		at := lines.At(i).Start
		if at > 0 && w.src[at-1] != '\n' || at+1 >= len(w.src) || w.src[at] != '/' || !isASCIILetter(w.src[at+1]) || inCodeSpan(n, at) {
			continue
		}
		w.edits = append(w.edits, Edit{Span{at, at}, `\`})
	}
}

// inCodeSpan reports whether a place in a paragraph is within code.
func inCodeSpan(paragraph ast.Node, at int) bool {
	found := false
	_ = ast.Walk(paragraph, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Kind() != ast.KindCodeSpan || !entering {
			return ast.WalkContinue, nil
		}
		first, _ := n.FirstChild().(*ast.Text)
		last, _ := n.LastChild().(*ast.Text)
		if first != nil && last != nil && at >= first.Segment.Start && at < last.Segment.Stop {
			found = true
			return ast.WalkStop, nil
		}
		return ast.WalkSkipChildren, nil
	})
	return found
}

// link replaces the destination of a link that is written in place. goldmark
// does not say where it stands, so it is looked for behind the text.
func (w *rewriter) link(n ast.Node, destination []byte) {
	dest := string(destination)
	if w.rules.Link == nil || !isRelative(dest) {
		return
	}
	after := n.Pos()
	_ = ast.Walk(n, func(c ast.Node, _ bool) (ast.WalkStatus, error) {
		if t, ok := c.(*ast.Text); ok {
			after = max(after, t.Segment.Stop)
		}
		return ast.WalkContinue, nil
	})
	if after < 0 || after > len(w.src) {
		return
	}
	open := bytes.Index(w.src[after:], []byte("]("))
	if open < 0 {
		return
	}
	at := after + open + len("](")
	at += len(w.src[at:]) - len(bytes.TrimLeft(w.src[at:], " <"))
	if bytes.HasPrefix(w.src[at:], destination) {
		w.edits = append(w.edits, Edit{Span{at, at + len(dest)}, w.rules.Link(dest)})
	}
}

// isRelative reports whether a destination is a path, not an address, a place in
// the same text, or one from the root of a server.
func isRelative(dest string) bool {
	if dest == "" || dest[0] == '#' || dest[0] == '/' || dest[0] == '?' {
		return false
	}
	scheme := strings.IndexByte(dest, ':')
	return scheme < 0 || strings.IndexByte(dest, '/') >= 0 && strings.IndexByte(dest, '/') < scheme
}
