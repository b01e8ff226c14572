package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// A boxParser finds the boxes of task lists as goldmark does, but without a regular
// expression: every item of a checklist has one. What is a link to GitHub is none.
type boxParser struct{ parser.InlineParser }

// Parse implements [parser.InlineParser].
func (boxParser) Parse(parent ast.Node, r text.Reader, _ parser.Context) ast.Node {
	item, ok := parent.Parent().(*ast.ListItem)
	if !ok || item.FirstChild() != parent || parent.HasChildren() {
		return nil
	}
	line, _ := r.PeekLine()
	end := boxLen(line)
	if end == 0 {
		return nil
	}
	r.Advance(end)
	return extast.NewTaskCheckBox(!isBoxSpace(line[1]))
}

// boxLen returns the length of the box that a line begins with, with the blanks behind
// it; 0 without one.
func boxLen(line []byte) int {
	if len(line) < 3 || line[0] != '[' || line[2] != ']' || !isBoxMark(line[1]) || isDestination(line[3:]) {
		return 0
	}
	end := 3
	for end < len(line) && isBoxSpace(line[end]) {
		end++
	}
	return end
}

// isDestination reports whether what follows a bracket makes a link of it: an address in
// parentheses, which holds no blanks, but for those before a title.
func isDestination(rest []byte) bool {
	if len(rest) == 0 || rest[0] != '(' {
		return false
	}
	inside, _, closed := bytes.Cut(rest[1:], []byte(")"))
	_, title, more := bytes.Cut(inside, []byte(" "))
	return closed && (!more || len(title) > 0 && (title[0] == '"' || title[0] == '\''))
}

func isBoxMark(c byte) bool { return c == 'x' || c == 'X' || isBoxSpace(c) }

// isBoxSpace reports whether a byte is what goldmark takes for a blank in and behind
// a box.
func isBoxSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r' }
