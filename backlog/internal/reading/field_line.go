package reading

import (
	"strings"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// longestLabel is how long the label of a field may be that is not in bold.
const longestLabel = 32

// fieldOf returns the field that a line of text names, with or without bold, and
// its value: "**Priority:** P0", "Priority: P0". Every form is read by it. The
// value of a line that names none is the line, without its label in bold.
func fieldOf(line markdown.InlineLine) (role lexicon.FieldRole, value string) {
	if line.Label != "" {
		return lexicon.FieldOf(line.Label), line.Value
	}
	if label, value, ok := strings.Cut(line.Value, ":"); ok && len(label) < longestLabel {
		if role := lexicon.FieldOf(label); role != lexicon.FieldUnknown {
			return role, strings.TrimSpace(value)
		}
	}
	return lexicon.FieldUnknown, line.Value
}

// isValue reports whether a line may be the value of a field that is named above it:
// short, and no field itself.
func isValue(line markdown.InlineLine) bool {
	role, _ := fieldOf(line)
	return line.Label == "" && role == lexicon.FieldUnknown && utf8.RuneCountInString(line.Value) <= longestBelow
}

// longestBelow is how long the value of a field may be, in runes, that stands below its
// label: more is text.
const longestBelow = 50

// fieldsBelow returns where the lines of a paragraph begin that name fields, or have a
// glued box, below its first line, -1 if none does: what is above them is the title.
func (d *document) fieldsBelow(p markdown.Node) int {
	if p.Lines().Len() < 2 {
		return -1
	}
	first := -1
	for _, line := range d.InlineLines(p) {
		at := d.LineStart(line.Start)
		if first < 0 {
			first = at
		}
		if at == first {
			continue
		}
		if role, _ := fieldOf(line); role != lexicon.FieldUnknown || isGlued(d.Text[at:d.LineEnd(at)]) {
			return at
		}
	}
	return -1
}

// plainUpTo returns the plain text of a paragraph up to an offset.
func (d *document) plainUpTo(p markdown.Node, end int) string {
	var b strings.Builder
	for n := p.FirstChild(); n != nil && n.Pos() < end; n = n.NextSibling() {
		d.WriteOne(&b, n)
		if t, ok := n.(*markdown.Text); ok && (t.SoftLineBreak() || t.HardLineBreak()) {
			b.WriteByte(' ')
		}
	}
	return strings.TrimSpace(b.String())
}
