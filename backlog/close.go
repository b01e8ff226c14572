package backlog

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// CloseText returns text with an ending that closes what would otherwise
// swallow Markdown written below it: fenced code, HTML comments and other HTML
// blocks that run on, and <details>. Text that closes by itself is returned as
// it is.
func CloseText(text string) string {
	if !strings.ContainsAny(text, "<`~") {
		return text
	}
	const limit = 16 // each closing may uncover another opening
	for range limit {
		closing := closingOf(text)
		if closing == "" {
			break
		}
		text = strings.TrimRight(text, "\n") + "\n" + closing
	}
	if n := openDetails(text); n > 0 {
		text = strings.TrimRight(text, "\n") + "\n\n" + strings.Repeat("</details>\n", n)
	}
	return strings.TrimRight(text, "\n")
}

// closingOf returns the line that closes what is open at the end of text: what
// a paragraph written below it would become a part of.
func closingOf(text string) string {
	const sentinel = "sentinel"
	d, err := parseDocument([]byte(text+"\n\n"+sentinel+"\n"), 0)
	if err != nil || len(d.blocks) == 0 {
		return ""
	}
	last := &d.blocks[len(d.blocks)-1]
	switch n := last.node.(type) {
	case *ast.FencedCodeBlock:
		return d.fenceOf(last)
	case *ast.HTMLBlock:
		if n.HasClosure() {
			return ""
		}
		return d.htmlClosing(last, n.HTMLBlockType)
	}
	return ""
}

// fenceOf returns the fence that closes a block of code.
func (d *document) fenceOf(b *block) string {
	line := bytes.TrimLeft(d.src[b.start:d.lineEnd(b.start)], " ")
	if len(line) == 0 || line[0] != '`' && line[0] != '~' {
		return ""
	}
	return string(line[:len(line)-len(bytes.TrimLeft(line, string(line[:1])))])
}

// htmlClosing returns what ends an HTML block of the types that do not end at
// a blank line, see https://spec.commonmark.org/0.31.2/#html-blocks.
func (d *document) htmlClosing(b *block, t ast.HTMLBlockType) string {
	switch t {
	case ast.HTMLBlockType1:
		name := strings.ToLower(string(d.src[b.start:d.lineEnd(b.start)]))
		for _, tag := range []string{"script", "pre", "style", "textarea"} {
			if strings.Contains(name, "<"+tag) {
				return "</" + tag + ">"
			}
		}
		return "</pre>"
	case ast.HTMLBlockType2:
		return "-->"
	case ast.HTMLBlockType3:
		return "?>"
	case ast.HTMLBlockType4:
		return ">"
	case ast.HTMLBlockType5:
		return "]]>"
	default:
		return ""
	}
}

// openDetails counts the <details> that are never closed.
func openDetails(text string) int {
	if !strings.Contains(strings.ToLower(text), "<details") {
		return 0
	}
	d, err := parseDocument([]byte(text), 0)
	if err != nil {
		return 0
	}
	open := 0
	count := func(html string) {
		html = strings.ToLower(html)
		for {
			i := strings.IndexByte(html, '<')
			if i < 0 {
				return
			}
			html = html[i:]
			switch {
			case strings.HasPrefix(html, "<details"):
				open++
			case strings.HasPrefix(html, "</details") && open > 0:
				open--
			}
			html = html[1:]
		}
	}
	for i := range d.blocks {
		_ = ast.Walk(d.blocks[i].node, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if !entering {
				return ast.WalkContinue, nil
			}
			switch n := n.(type) {
			case *ast.RawHTML:
				for j := range n.Segments.Len() {
					s := n.Segments.At(j)
					count(string(s.Value(d.src)))
				}
			case *ast.HTMLBlock:
				if n.HTMLBlockType >= ast.HTMLBlockType6 {
					count(string(n.Lines().Value(d.src)))
				}
			}
			return ast.WalkContinue, nil
		})
	}
	return open
}
