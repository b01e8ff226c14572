package backlog

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// formattingTags are tags that change how text looks, not what it says.
var formattingTags = set("a", "abbr", "b", "bdi", "bdo", "big", "br", "cite", "code", "del", "dfn", "em", "font", "i", "img",
	"input", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr")

// tagText returns what a tag adds to plain text: nothing if it is a comment or
// formats, else itself, since it is then text that looks like a tag, such as
// "List<String>".
func (d *document) tagText(n *ast.RawHTML) string {
	raw := string(n.Segments.Value(d.src))
	name := strings.TrimPrefix(strings.TrimPrefix(raw, "<"), "/")
	if end := strings.IndexFunc(name, func(r rune) bool { return r == '>' || r == '/' || r == ' ' || r == '\t' || r == '\n' || r == '\r' }); end >= 0 {
		name = name[:end]
	}
	if name == "" || name[0] == '!' || name[0] == '?' || formattingTags[strings.ToLower(name)] {
		return ""
	}
	return raw
}
