package reading

import (
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
	"github.com/backlogsync/backlogsync/backlog/internal/pattern"
)

// fitsHeading reports whether a heading fits one of the patterns.
func fitsHeading(d *document, h *heading, patterns []*linePattern) bool {
	for _, p := range patterns {
		if p.Kind == pattern.Heading && p.Level == h.level {
			if _, ok := p.Match(d.boldText(h, p.Bold)); ok {
				p.used = true
				return true
			}
		}
	}
	return false
}

// A lineMatch is what a pattern takes from a line.
type lineMatch struct {
	pattern.Capture
	ids, titles int // the columns of a row that hold them, -1 if none does
}

// fits reports whether a line fits one of the patterns, and takes ID and title
// from it.
func fits(d *document, c *candidate, patterns []*linePattern) bool {
	text := patternText{d: d, c: c}
	for _, p := range patterns {
		if m, ok := match(&text, p.Pattern); ok {
			p.used = true
			switch {
			case c.board: // has what is in its cell
			case c.row != nil:
				c.takeCells(m)
			default:
				c.takeCapture(p.Pattern, m.Capture)
			}
			return true
		}
	}
	return false
}

// A patternText is the text of a line for patterns, which is put together once for all
// of them.
type patternText struct {
	d     *document
	c     *candidate
	known [2]bool
	texts [2]string // without the asterisks of what is in bold, and with them
}

func (t *patternText) of(bold bool) string {
	i := 0
	if bold {
		i = 1
	}
	if !t.known[i] {
		t.texts[i], t.known[i] = t.d.textOf(t.c, bold), true
	}
	return t.texts[i]
}

// match reports whether a line fits a pattern, and what that takes from it.
func match(text *patternText, p *pattern.Pattern) (m lineMatch, ok bool) {
	d, c := text.d, text.c
	if c.row != nil {
		if p.Kind != pattern.Row || p.Board != c.board {
			return m, false
		}
		if c.board {
			return m, isCard(d, c, p)
		}
		return matchRow(d, c, p)
	}
	kind, level := c.lineKind()
	if p.Kind != kind || p.Level != level {
		return m, false
	}
	m.Capture, ok = p.Match(text.of(p.Bold))
	return m, ok
}

// lineKind says what kind of line a candidate is, and its level or depth.
func (c *candidate) lineKind() (pattern.Kind, int) {
	switch {
	case c.heading >= 0:
		return pattern.Heading, c.level
	case c.form == formHTML:
		return pattern.HTMLCell, 0
	case c.form == formChecklist:
		return pattern.Box, c.depth
	case c.form == formOrdered:
		return pattern.Ordered, c.depth
	case c.form == formList:
		return pattern.Bullet, c.depth
	}
	return pattern.Paragraph, 0
}

// takeCapture takes over what a pattern gave. Without a place for the ID, the
// line keeps the one that it has by itself.
func (c *candidate) takeCapture(p *pattern.Pattern, m pattern.Capture) {
	own := c.found && c.Class != lexicon.ClassOrdinal
	if p.ID {
		if !own || !strings.HasSuffix(string(c.Id), m.ID) { // "Story {id}" names the ID "Story 1"
			c.takeID(m.ID)
		}
	} else if own && !c.entry {
		return
	}
	if p.Title && (!lexicon.IsSentence(c.Title) || !strings.HasSuffix(c.Title, m.Title)) { // "- As a {title}" takes sentences as they are
		c.Title = m.Title
		if m.Rest != "" {
			c.Title = strings.TrimRight(c.Title, ":：") // "**Title:** text"
		}
		c.setTitle()
	}
	c.extra = strings.TrimLeft(m.Rest, " :—–-.")
}

// takeID makes an ID of what stands at its place, whatever that looks like.
func (c *candidate) takeID(text string) {
	text = strings.TrimSpace(text)
	if l := lexicon.ScanLead(text); l.Found && l.Title == "" {
		c.Match = l.Match
	} else {
		c.Match = lexicon.Match{Id: lexicon.ID(text), Class: lexicon.ClassKey}
	}
	c.found, c.declaredID = true, true
}

// boldText returns the text of a heading, with the asterisks of what is in bold
// if they are wanted.
func (d *document) boldText(h *heading, bold bool) string {
	if !bold {
		return h.title
	}
	return textFrom(d, d.Blocks[h.block].Node.FirstChild(), len(d.Src), true, false)
}

// textOf returns the text of a line without its marker, with the asterisks of
// what is in bold if they are wanted.
func (d *document) textOf(c *candidate, bold bool) string {
	text := c.Title
	switch {
	case c.heading >= 0:
		text = d.boldText(&d.headings[c.heading], bold)
	case c.front:
		text = "title: " + c.Title
	case c.text == nil && c.row == nil && (c.form == formList || c.form == formHTML): // one of several in its line
		text = c.inLine(bold)
	case c.text == nil:
	case c.flows():
		n := c.text
		if markdown.IsText(n) {
			n = n.FirstChild()
		}
		text = textFrom(d, n, len(d.Src), bold, true)
	case c.holds: // without the fields below its title
		text = textFrom(d, c.text.FirstChild(), c.body.Start, bold, false)
	default:
		text = textFrom(d, c.text.FirstChild(), len(d.Src), bold, false)
	}
	if c.form == formChecklist {
		if _, rest, ok := lexicon.CutBox(text); ok {
			text = strings.TrimSpace(rest) // a box that Markdown does not know: "[-]"
		}
	}
	if _, rest := lexicon.CutSigns(text); rest != "" {
		return rest // without emoji and marks
	}
	return text
}

// inLine returns the text of one of several items in a line as if it were alone.
func (c *candidate) inLine(bold bool) string {
	text := strings.TrimSpace(string(c.Id) + " " + c.Title)
	switch label := c.details().label; {
	case label == "":
		return text
	case bold:
		return "**" + label + ":** " + text
	default:
		return label + ": " + text
	}
}

// textFrom returns the text from an inline node on, to the end of its line or of
// the paragraph, or to an offset.
func textFrom(d *document, n markdown.Node, end int, bold, line bool) string {
	var b strings.Builder
	for ; n != nil && n.Pos() < end; n = n.NextSibling() {
		if _, ok := n.(*markdown.TaskCheckBox); ok {
			continue
		}
		mark := ""
		if e, ok := n.(*markdown.Emphasis); ok && e.Level == 2 && bold {
			mark = "**"
		}
		b.WriteString(mark)
		d.WriteOne(&b, n)
		b.WriteString(mark)
		if t, ok := n.(*markdown.Text); ok && (t.SoftLineBreak() || t.HardLineBreak()) {
			if line {
				break
			}
			b.WriteByte(' ')
		}
	}
	return strings.TrimSpace(b.String())
}

// matchRow reports whether a row is of a table with the columns of a pattern,
// and what their cells hold.
func matchRow(d *document, c *candidate, p *pattern.Pattern) (m lineMatch, ok bool) {
	row := markdown.RowReader{D: d.Document}
	row.Read(c.row.table.header)
	columns, ok := p.Columns(row.Texts())
	if !ok {
		return m, false
	}
	m.ids, m.titles = -1, -1
	for i, cell := range p.Cells {
		switch {
		case cell.ID:
			m.ids = columns[i]
		case cell.Title:
			m.titles = columns[i]
		}
	}
	row.Read(c.row.line)
	m.ID, m.Title = row.Text(m.ids), row.Text(m.titles)
	return m, (m.ids < 0 || m.ID != "") && (m.titles < 0 || m.Title != "")
}

// takeCells takes over what the cells of a row hold.
func (c *candidate) takeCells(m lineMatch) {
	t := c.row.table
	if m.ids >= 0 {
		t.ids = m.ids
		own := lexicon.ScanLead(m.ID)
		c.takeID(m.ID)
		if m.titles < 0 {
			c.Title = own.Title
		}
	}
	if m.titles >= 0 {
		t.titles = m.titles
		c.Title = m.Title
		if l := lexicon.ScanLead(m.Title); m.ids < 0 && l.Found && (!c.found || c.Id == l.Id) {
			c.Match, c.found = l.Match, true
			c.Title = l.Title
		}
		c.setTitle()
	}
}
