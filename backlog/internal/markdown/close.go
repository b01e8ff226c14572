package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Close returns text with an ending that closes what would otherwise swallow
// Markdown written below it: fenced code, HTML comments and other HTML blocks
// that run on, and <details>. Text that closes by itself is returned as it is.
func Close(text string) string {
	if !mayStayOpen(text) {
		return text
	}
	const limit = 16 // each closing may uncover another opening
	for range limit {
		closing := ClosingOf(text)
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

// mayStayOpen reports whether anything may be open at the end of a text, so that
// it has to be parsed. Fences that begin lines at the top of the document are
// followed from line to line; all else that opens something is left to the parser.
func mayStayOpen(s string) bool {
	if !strings.ContainsAny(s, "<`~") {
		return false
	}
	if i := strings.IndexByte(s, '<'); i >= 0 && strings.Contains(strings.ToLower(s[i:]), "<details") {
		return true
	}
	fence := ""
	for line := range strings.Lines(s) {
		if fence != "" {
			inner := strings.TrimRight(strings.TrimLeft(line, " "), " \t\r\n")
			if len(line)-len(strings.TrimLeft(line, " ")) < 4 && len(inner) >= len(fence) && strings.Trim(inner, fence[:1]) == "" {
				fence = ""
			}
			continue
		}
		inner := strings.TrimLeft(line, " \t>*+-.)0123456789")
		if strings.HasPrefix(inner, "<") {
			return true
		}
		if !strings.HasPrefix(inner, "```") && !strings.HasPrefix(inner, "~~~") {
			continue
		}
		if len(inner) != len(line) {
			return true // in a list or quote, which may end it
		}
		after := strings.TrimLeft(line, line[:1])
		if line[0] == '~' || !strings.Contains(after, "`") { // else it is code within a line
			fence = line[:len(line)-len(after)]
		}
	}
	return fence != ""
}

// ClosingOf returns the line that closes what is open at the end of text: what
// a paragraph written below it would become a part of.
func ClosingOf(text string) string {
	const sentinel = "sentinel"
	d, err := Parse([]byte(text+"\n\n"+sentinel+"\n"), 0)
	if err != nil || len(d.Blocks) == 0 {
		return ""
	}
	last := &d.Blocks[len(d.Blocks)-1]
	switch n := last.Node.(type) {
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
func (d *Document) fenceOf(b *Block) string {
	line := bytes.TrimLeft(d.Src[b.Start:d.LineEnd(b.Start)], " ")
	if len(line) == 0 || line[0] != '`' && line[0] != '~' {
		return ""
	}
	return string(line[:len(line)-len(bytes.TrimLeft(line, string(line[:1])))])
}

// htmlClosing returns what ends an HTML block of the types that do not end at
// a blank line, see https://spec.commonmark.org/0.31.2/#html-blocks.
func (d *Document) htmlClosing(b *Block, t ast.HTMLBlockType) string {
	switch t {
	case ast.HTMLBlockType1:
		name := strings.ToLower(string(d.Src[b.Start:d.LineEnd(b.Start)]))
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
	d, err := Parse([]byte(text), 0)
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
	for i := range d.Blocks {
		_ = ast.Walk(d.Blocks[i].Node, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if !entering {
				return ast.WalkContinue, nil
			}
			switch n := n.(type) {
			case *ast.RawHTML:
				for j := range n.Segments.Len() {
					s := n.Segments.At(j)
					count(string(s.Value(d.Src)))
				}
			case *ast.HTMLBlock:
				if n.HTMLBlockType >= ast.HTMLBlockType6 {
					count(string(n.Lines().Value(d.Src)))
				}
			}
			return ast.WalkContinue, nil
		})
	}
	return open
}
