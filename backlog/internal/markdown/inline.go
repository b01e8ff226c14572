package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// A line of inline content: a paragraph's text between line breaks, with the
// bold text that it begins with, if any, taken off.
type InlineLine struct {
	Label string // "Priority" of "**Priority:** P0"; "" if the line does not begin in bold
	Value string
	Start int
}

// Text returns the whole line without a colon behind the label.
func (l *InlineLine) Text() string {
	if l.Label == "" {
		return strings.TrimSpace(l.Value)
	}
	return strings.TrimSpace(l.Label + " " + l.Value)
}

// InlineLines splits a paragraph at its line breaks, and at "|" and "·" before
// bold text: people put several fields on one line.
func (d *Document) InlineLines(p ast.Node) []InlineLine {
	var lines []InlineLine
	if p, ok := p.(*plainText); ok { // by far the most frequent case
		return d.plainLines(p)
	}
	if p.Type() == ast.TypeBlock {
		lines = make([]InlineLine, 0, p.Lines().Len())
	}
	var value joined
	current := InlineLine{Start: -1}
	flush := func() {
		current.Value = strings.TrimSpace(value.String())
		if current.Label != "" || current.Value != "" {
			if label, rest, ok := splitLabel(current.Label, current.Value); ok {
				current.Label, current.Value = label, rest
			} else {
				current.Value = strings.TrimSpace(current.Label + " " + current.Value)
				current.Label = ""
			}
			lines = append(lines, current)
		}
		value = joined{}
		current = InlineLine{Start: -1}
	}
	for c := p.FirstChild(); c != nil; c = c.NextSibling() {
		if current.Start < 0 {
			current.Start = c.Pos()
		}
		if e, ok := c.(*ast.Emphasis); ok && e.Level == 2 {
			before := strings.TrimRight(value.String(), " ")
			if strings.HasSuffix(before, "|") || strings.HasSuffix(before, "·") {
				value = joined{}
				value.add(strings.TrimRight(before, "|· "))
				flush()
				current.Start = c.Pos()
			}
			if current.Label == "" && strings.TrimSpace(value.String()) == "" {
				current.Label = d.Plain(e)
				continue
			}
		}
		d.writeOne(&value, c)
		if t, ok := c.(*ast.Text); ok && (t.SoftLineBreak() || t.HardLineBreak()) {
			flush()
		}
	}
	flush()
	return lines
}

// LineFrom returns the plain text from an inline node to the end of its line.
func (d *Document) LineFrom(n ast.Node) string {
	if t, ok := n.(*ast.Text); ok && (t.NextSibling() == nil || t.SoftLineBreak() || t.HardLineBreak()) { // as mostly
		return strings.TrimSpace(d.unescaped(t.Segment))
	}
	var b strings.Builder
	for ; n != nil; n = n.NextSibling() {
		d.WriteOne(&b, n)
		if t, ok := n.(*ast.Text); ok && (t.SoftLineBreak() || t.HardLineBreak()) {
			break
		}
	}
	return strings.TrimSpace(b.String())
}

// writeOne is [Document.WriteOne], behind text that has nothing to say about it.
func (d *Document) writeOne(b *joined, n ast.Node) {
	if t, ok := n.(*ast.Text); ok && !d.afterBreak(t) {
		b.add(d.unescaped(t.Segment))
		return
	}
	var one strings.Builder
	d.WriteOne(&one, n)
	b.add(one.String())
}

// joined is text of several pieces. As long as there is one, as mostly, it is that.
type joined struct {
	one  string
	more []byte
}

func (j *joined) add(s string) {
	switch {
	case j.more != nil:
		j.more = append(j.more, s...)
	case j.one == "":
		j.one = s
	case s != "":
		j.more = append(append(make([]byte, 0, 2*(len(j.one)+len(s))), j.one...), s...)
	}
}

func (j *joined) String() string {
	if j.more != nil {
		return string(j.more)
	}
	return j.one
}

// plainLines are the lines of a paragraph without markup.
func (d *Document) plainLines(p *plainText) []InlineLine {
	lines := make([]InlineLine, 0, p.Lines().Len())
	for i := range p.Lines().Len() {
		s := p.line(i)
		line := InlineLine{Value: strings.TrimSpace(d.unescaped(s)), Start: s.Start}
		if i == 0 {
			line.Start = p.Lines().At(0).Start // of its box, if it has one
		}
		if line.Value != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// onlyText returns where the text of a paragraph stands that has nothing else, but for
// a box in front of it, in one line.
func onlyText(n ast.Node) (s Segment, ok bool) {
	if p, ok := n.(*plainText); ok {
		if p.Lines().Len() > 1 {
			return s, false
		}
		return p.line(0), true
	}
	c := n.FirstChild()
	if box, ok := c.(*extast.TaskCheckBox); ok {
		c = box.NextSibling()
	}
	if t, ok := c.(*ast.Text); ok && t.NextSibling() == nil {
		return t.Segment, true
	}
	return s, false
}

// IsPlain reports whether a paragraph is nothing but text: one line without a label.
func IsPlain(n ast.Node) bool {
	_, ok := onlyText(n)
	return ok
}

// splitLabel takes the colon of "**Label:** value" or "**Label**: value" off.
func splitLabel(bold, rest string) (label, value string, ok bool) {
	if bold == "" {
		return "", "", false
	}
	for _, colon := range []string{":", "："} {
		if label, ok := strings.CutSuffix(bold, colon); ok {
			return strings.TrimSpace(label), rest, true
		}
		if value, ok := strings.CutPrefix(strings.TrimSpace(rest), colon); ok {
			return strings.TrimSpace(bold), strings.TrimSpace(value), true
		}
	}
	if rest == "" {
		return strings.TrimSpace(bold), "", true
	}
	return "", "", false
}
