package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// TagName returns the name of a tag in lower case, with the slash of one that
// closes.
func TagName(n *ast.RawHTML, src []byte) string {
	raw := strings.TrimPrefix(string(n.Segments.Value(src)), "<")
	closes := strings.HasPrefix(raw, "/")
	raw = strings.TrimPrefix(raw, "/")
	if end := strings.IndexAny(raw, ">/ \t\r\n"); end >= 0 {
		raw = raw[:end]
	}
	if closes {
		raw = "/" + raw
	}
	return strings.ToLower(raw)
}

// formattingTags are tags that change how text looks, not what it says.
var formattingTags = map[string]bool{
	"a": true, "abbr": true, "b": true, "bdi": true, "bdo": true, "big": true, "cite": true, "code": true,
	"del": true, "dfn": true, "em": true, "font": true, "i": true, "img": true, "input": true, "ins": true,
	"kbd": true, "mark": true, "q": true, "s": true, "samp": true, "small": true, "span": true, "strike": true,
	"strong": true, "sub": true, "sup": true, "time": true, "tt": true, "u": true, "var": true, "wbr": true,
}

// tagText returns what a tag adds to plain text: a blank if it breaks the line,
// nothing if it is a comment or formats, else itself, since it is then text that
// looks like a tag, such as "List<String>".
func (d *Document) tagText(n *ast.RawHTML) string {
	switch name := strings.Trim(TagName(n, d.Src), "/"); {
	case name == "br":
		return " "
	case name == "" || name[0] == '!' || name[0] == '?' || formattingTags[name]:
		return ""
	}
	return string(n.Segments.Value(d.Src))
}

// afterBreak reports whether a node stands behind a tag that breaks the line.
func (d *Document) afterBreak(n ast.Node) bool {
	tag, ok := n.PreviousSibling().(*ast.RawHTML)
	return ok && d.tagText(tag) == " "
}

// SplitBreaks splits Markdown at the tags that break lines.
func SplitBreaks(s string) []string {
	var parts []string
	at := 0
	for i := 0; i < len(s); i++ {
		if s[i] != '<' || i+3 > len(s) || !strings.EqualFold(s[i:i+3], "<br") {
			continue
		}
		if end := strings.IndexByte(s[i:], '>'); end > 0 && strings.Trim(s[i+3:i+end], " /") == "" {
			parts = append(parts, s[at:i])
			i += end
			at = i + 1
		}
	}
	return append(parts, s[at:])
}
