package reading

import (
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// findBoldLines finds paragraphs, and lines of them, that begin in bold with an
// ID: "**US-001: Title**", "**A1.** As a …".
func findBoldLines(s *search) {
	for i := range s.d.Blocks {
		b := &s.d.Blocks[i]
		if b.Kind != markdown.BlockParagraph || s.skip[i] || b.Node.Lines().Len() == 0 {
			continue
		}
		s.boldLines(b.Node, i)
	}
}

// boldLines looks at each line of a paragraph.
func (s *search) boldLines(p markdown.Node, block int) {
	if markdown.IsText(p) && p.Lines().Len() == 1 {
		if text := s.d.paragraph(block).plain(); !isEmojiOnly(text) {
			s.boldLine(p, boldText{text: text, lead: lexicon.ScanLead(text), at: p.Pos()}, block, false)
		}
		return
	}
	first := true
	var lead lexicon.Lead // of the first line, if that is text
	for n := p.FirstChild(); n != nil; n = n.NextSibling() {
		begins := first
		t, isText := n.(*markdown.Text)
		first = isText && (t.SoftLineBreak() || t.HardLineBreak())
		if isText && begins && !first && isEmojiOnly(string(t.Segment.Value(s.d.Src))) {
			first = true
			continue
		}
		if !begins {
			continue
		}
		e, bold := n.(*markdown.Emphasis)
		if bold = bold && e.Level == 2; !bold && !isText {
			continue
		}
		line := boldText{text: s.d.LineFrom(n), at: firstText(n)}
		line.lead = lexicon.ScanLead(line.text)
		if isText && n == p.FirstChild() {
			lead = line.lead
		}
		if bold || n == p.FirstChild() || isAlike(&lead, &line.lead) {
			s.boldLine(n, line, block, bold)
		}
	}
}

// A boldText is the text of a line that may begin in bold.
type boldText struct {
	text string
	lead lexicon.Lead
	at   int // of its first text, -1 if there is none
}

// isAlike reports whether a line of text begins with a code as the first line of its
// paragraph does: each is a statement of its own.
func isAlike(first, l *lexicon.Lead) bool {
	if !first.Found || first.Title == "" || first.Class != lexicon.ClassKey && first.Class != lexicon.ClassDotted {
		return false
	}
	return l.Found && l.Class == first.Class && l.Word == first.Word && l.Title != ""
}

func isEmojiOnly(s string) bool {
	_, rest := lexicon.CutSigns(strings.TrimSpace(s))
	return rest == ""
}

// boldLine adds the line that begins with n, or is all of the paragraph n.
func (s *search) boldLine(n markdown.Node, line boldText, block int, bold bool) {
	text, l := line.text, line.lead
	if line.at < 0 || l.Title == "" && !l.Found {
		return
	}
	alone, weak := "", !l.Found || !bold && (!l.Story && l.Class != lexicon.ClassOrdinal || !lexicon.IsSentence(l.Title))
	if !bold && l.Found && l.Title == "" && l.Class != lexicon.ClassOrdinal {
		alone = titleOfLines(s.d, s.d.Blocks[block].Node)
		l.Title, weak = alone, alone == ""
	}
	start := s.d.LineStart(line.at)
	c := candidate{
		Match: l.Match, form: s.form, block: block, section: -2, heading: -1, bold: bold, text: n,
		line: markdown.Span{Start: start, End: s.d.LineEnd(start)}, body: markdown.Span{Start: s.d.NextLine(start), End: s.d.NextLine(start)}, alone: alone != "",
	}
	c.take(&l)
	if bold {
		boldTitle(s.d, &c, n, text)
	}
	readBadges(&c)
	if weak {
		s.plainLine(&c, n, text)
		return
	}
	s.lines.items[block] = true
	s.lines.add(&c)
}

// titleOfLines returns the title of an item whose ID is the first line of a
// paragraph: that of a field, or the second line; "" if no line is a field.
func titleOfLines(d *document, p markdown.Node) string {
	title, fields := "", 0
	for i, line := range d.InlineLines(p) {
		switch role, value := fieldOf(line); {
		case i == 0:
		case role == lexicon.FieldTitle:
			title = value
			fields++
		case role != lexicon.FieldUnknown:
			fields++
		case i == 1 && line.Label == "":
			title = line.Value
		}
	}
	if fields == 0 {
		return ""
	}
	return title
}

// firstText returns the offset of the first text in an inline node, -1 if there
// is none.
func firstText(n markdown.Node) int {
	if t, ok := n.(*markdown.Text); ok {
		return t.Segment.Start
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if at := firstText(c); at >= 0 {
			return at
		}
	}
	return -1
}

// plainLine adds a line that says by itself of no item. Its title ends with the
// bold text that it begins with.
func (s *search) plainLine(c *candidate, n markdown.Node, text string) {
	if !c.bold {
		c.form = formParagraph
	} else if !c.found {
		bold := s.d.Plain(n)
		if _, after, ok := strings.Cut(text, bold); ok && strings.TrimSpace(after) != "" {
			c.entry = true
			c.Title, c.extra = strings.TrimRight(bold, " .:"), strings.TrimLeft(after, " :—–-.")
			c.setTitle()
		}
	}
	s.lines.addPlain(c)
}
