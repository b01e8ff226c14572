package backlog

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// findBoldLines finds paragraphs, and lines of them, that begin in bold with an
// ID: "**US-001: Title**", "**A1.** As a …".
func findBoldLines(r *recognition) {
	for i := range r.d.blocks {
		b := &r.d.blocks[i]
		if b.kind != blockParagraph || r.skip[i] || b.node.Lines().Len() == 0 {
			continue
		}
		r.boldLines(b.node, i)
	}
}

// boldLines looks at each line of a paragraph.
func (r *recognition) boldLines(p ast.Node, block int) {
	first := true
	for n := p.FirstChild(); n != nil; n = n.NextSibling() {
		begins := first
		t, isText := n.(*ast.Text)
		first = isText && (t.SoftLineBreak() || t.HardLineBreak())
		if isText && begins && !first && isEmojiOnly(string(t.Segment.Value(r.d.src))) {
			first = true
			continue
		}
		if !begins {
			continue
		}
		e, ok := n.(*ast.Emphasis)
		if ok && e.Level == 2 || isText && n == p.FirstChild() {
			r.boldLine(n, block, ok)
		}
	}
}

func isEmojiOnly(s string) bool {
	_, rest := cutSigns(strings.TrimSpace(s))
	return rest == ""
}

// boldLine adds the line that begins with n.
func (r *recognition) boldLine(n ast.Node, block int, bold bool) {
	text := r.lineText(n)
	l := scanLead(text)
	alone := ""
	if !bold && l.found && l.title == "" && l.class != classOrdinal {
		if alone = r.titleOfLines(n.Parent()); alone == "" {
			return
		}
		l.title = alone
	} else if !l.found || !bold && (!l.story && l.class != classOrdinal || !isSentence(l.title)) {
		return
	}
	at := firstText(n)
	if at < 0 {
		return
	}
	start := r.d.lineStart(at)
	c := candidate{
		idMatch: l.idMatch, form: r.form, block: block, section: -2, heading: -1, bold: bold,
		line: Span{start, r.d.lineEnd(start)}, body: Span{r.d.nextLine(start), r.d.nextLine(start)}, alone: alone != "",
	}
	c.take(&l)
	if bold {
		r.boldTitle(&c, n, text)
	}
	r.readBadges(&c)
	r.items[block] = true
	r.add(c)
}

// titleOfLines returns the title of an item whose ID is the first line of a
// paragraph: that of a field, or the second line; "" if no line is a field.
func (r *recognition) titleOfLines(p ast.Node) string {
	title, fields := "", 0
	for i, line := range r.d.inlineLines(p) {
		label, value := line.label, line.value
		if l, v, ok := strings.Cut(value, ":"); ok && label == "" && len(l) < 32 {
			label, value = l, strings.TrimSpace(v)
		}
		switch role := fieldOf(label); {
		case i == 0:
		case role == fieldTitle:
			title = value
			fields++
		case label != "" && role != fieldUnknown:
			fields++
		case i == 1 && line.label == "":
			title = line.value
		}
	}
	if fields == 0 {
		return ""
	}
	return title
}

// lineText returns the plain text from an inline node to the end of its line.
func (r *recognition) lineText(n ast.Node) string {
	var b strings.Builder
	for ; n != nil; n = n.NextSibling() {
		r.d.writeOne(&b, n)
		if t, ok := n.(*ast.Text); ok && (t.SoftLineBreak() || t.HardLineBreak()) {
			break
		}
	}
	return strings.TrimSpace(b.String())
}

// firstText returns the offset of the first text in an inline node, -1 if there
// is none.
func firstText(n ast.Node) int {
	if t, ok := n.(*ast.Text); ok {
		return t.Segment.Start
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if at := firstText(c); at >= 0 {
			return at
		}
	}
	return -1
}
