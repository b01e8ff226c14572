package reading

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// maxDepth is how deep items are looked for in lists within lists.
const maxDepth = 4

// firmDepth is how deep items are found by what they say themselves.
const firmDepth = 3

// findListItems finds items of lists: of a checklist "- [ ] US-1.1 Title", with
// an ID "- **US-1.1**: As a …", or as a sentence "- As a user, I want …". Their
// text is what is indented below them.
func findListItems(s *search) {
	for i := range s.d.Blocks {
		b := &s.d.Blocks[i]
		if b.Kind == markdown.BlockList && !s.skip[i] {
			n := len(s.lines.found)
			s.walkList(b.Node, b.End, i, 0)
			if len(s.lines.found) > n && labelAbove(s.d, i) == lexicon.FieldCriteria {
				for _, c := range s.lines.found[n:] {
					if !c.Story {
						c.drop(notAside)
					}
				}
			}
		}
	}
}

// labelAbove returns the field that the last line above a list names, if that
// is nothing but its label: "**Acceptance criteria:**".
func labelAbove(d *document, list int) lexicon.FieldRole {
	if list == 0 || d.Blocks[list-1].Kind != markdown.BlockParagraph {
		return lexicon.FieldUnknown
	}
	lines := d.paragraph(list - 1).lines
	if len(lines) == 0 {
		return lexicon.FieldUnknown
	}
	last := lines[len(lines)-1]
	switch {
	case last.Label != "" && last.Value == "":
		return lexicon.FieldOf(last.Label)
	case last.Label == "":
		if label, ok := strings.CutSuffix(last.Value, ":"); ok && len(label) < 40 {
			return lexicon.FieldOf(label)
		}
	}
	return lexicon.FieldUnknown
}

func (s *search) walkList(list markdown.Node, end, block, depth int) {
	numbers := numbersOf(s.d, list, end)
	i := -1
	for it := range s.d.Items(list, end) {
		i++
		if it.Text == nil || s.f.Syntax.Relation.has(it.Start) {
			continue
		}
		number := -1
		if numbers != nil {
			number = numbers[i]
		}
		s.listItem(&it, block, depth, number)
		if depth+1 < maxDepth {
			for n := it.Text.NextSibling(); n != nil; n = n.NextSibling() {
				if n.Kind() == markdown.KindList {
					s.walkList(n, it.End, block, depth+1)
				}
			}
		}
	}
}

// numbersOf returns the numbers of the items of a list: as they are written, if
// they differ, else counted from the first; nil for a list of bullets.
func numbersOf(d *document, list markdown.Node, end int) []int {
	l, ok := list.(*markdown.List)
	if !ok || !l.IsOrdered() {
		return nil
	}
	var numbers []int
	seen := make(map[int]bool)
	for it := range d.Items(list, end) {
		line := strings.TrimLeft(string(d.Src[it.Start:d.LineEnd(it.Start)]), " \t>")
		n, err := strconv.Atoi(line[:len(line)-len(strings.TrimLeft(line, "0123456789"))])
		if err == nil {
			seen[n] = true
		}
		numbers = append(numbers, n)
	}
	for i := range numbers {
		if len(seen) < len(numbers) {
			numbers[i] = l.Start + i
		}
	}
	return numbers
}

// listItem adds a list item that may be an item.
func (s *search) listItem(it *markdown.ListItem, block, depth, number int) {
	text, fields := s.d.Plain(it.Text), s.d.fieldsBelow(it.Text)
	if fields >= 0 {
		text = s.d.plainUpTo(it.Text, fields)
	}
	if s.inlineItems(it, text, block, depth) {
		return
	}
	l := lexicon.ScanLead(text)
	boxed := it.Box >= 0
	named := l.Named && l.Story && !fieldOfItem(s.d, it.Text)
	wish := !l.Found && lexicon.IsWish(l.Title)
	entry := !l.Found && !named && !boxed && !wish
	var judgement *judged
	if entry {
		if title := sentenceOf(l.Title); title.role {
			entry, judgement = false, &judged{title: title}
		}
	}
	titled := entry && titled(s.d, it.Text)
	weak := entry && (depth > 0 || !titled) || depth >= firmDepth
	entry = entry && (!weak || titled)
	c := candidate{
		Match: l.Match, form: s.form, block: block, depth: depth, section: -2, heading: -1,
		line: markdown.Span{Start: it.Start, End: s.d.LineEnd(it.Start)}, end: it.End, text: it.Text,
		sentence: wish, wish: wish && !s.d.underRole(it.Start), entry: entry, judged: judgement,
	}
	c.struck = isStruck(s.d.Document, s.d.Src[it.Title.Start:it.Title.End], it.Text)
	c.take(&l)
	if boxed {
		c.box = it.Box
		c.marked = s.lines.checked(it.Checked)
		c.form = formChecklist
	} else if _, _, ok := lexicon.CutBox(text); ok {
		c.form = formChecklist // "- [~] Title", "- [✅] Title"
	} else if number >= 0 {
		c.form, c.number = formOrdered, number
		if !c.found && !c.named {
			c.Id, c.Class, c.found = lexicon.ID(strconv.Itoa(number)), lexicon.ClassOrdinal, true
		}
	}
	if !boxed || !c.Story {
		listStyle(s.d, it, &c, text)
	}
	if entry {
		entryTitle(s.d, it, &c, text)
	}
	if fields >= 0 {
		c.holds = true
		c.body = markdown.Span{Start: fields, End: it.End}
	} else if it.Text.NextSibling() != nil {
		c.holds = true
		c.body = markdown.Span{Start: s.d.NextLine(max(it.Start, it.Title.End-1)), End: it.End}
	}
	readBadges(&c)
	if weak {
		s.lines.addPlain(&c)
		return
	}
	s.lines.items[block] = true
	s.lines.add(&c)
}

// titled reports whether a list item begins with a title in bold and goes on
// behind it: "**Export** — as CSV". A label is none.
func titled(d *document, text markdown.Node) bool {
	e, ok := markdown.FirstInline(text).(*markdown.Emphasis)
	if !ok || e.Level != 2 || e.NextSibling() == nil || fieldOfItem(d, text) {
		return false
	}
	bold := d.Plain(e)
	return len(bold) > 3 && !strings.HasSuffix(bold, ":") && lexicon.FieldOf(bold) == lexicon.FieldUnknown
}

// entryTitle takes the bold text that an entry begins with for its title.
func entryTitle(d *document, it *markdown.ListItem, c *candidate, text string) {
	bold := d.Plain(it.Text.FirstChild())
	if _, after, ok := strings.Cut(text, bold); ok {
		c.Title, c.extra = strings.TrimRight(bold, " .:"), strings.TrimLeft(after, " :—–-.")
		c.setTitle()
	}
}

// inlineItems adds the items of a list item that is a row of them:
// "11.1 Layout · 11.2 Search", perhaps behind a label: "Stories: …".
func (s *search) inlineItems(it *markdown.ListItem, text string, block, depth int) bool {
	const dot = " · "
	if it.Box >= 0 || !strings.Contains(text, dot) {
		return false
	}
	label := ""
	if before, after, ok := strings.Cut(text, ":"); ok && lexicon.WorkWords[lexicon.Fold(before)] {
		label, text = before, strings.TrimSpace(after)
	}
	var leads []lexicon.Lead
	for part := range strings.SplitSeq(text, dot) {
		l := lexicon.ScanLead(part)
		if !l.Found || l.Title == "" || l.Class == lexicon.ClassOrdinal || l.Epic {
			return false
		}
		leads = append(leads, l)
	}
	line := markdown.Span{Start: it.Start, End: s.d.LineEnd(it.Start)}
	for _, l := range leads {
		c := candidate{
			Match: l.Match, form: formList, block: block, depth: depth, section: -2, heading: -1, line: line,
		}
		if label != "" {
			c.detail().label = label
		}
		c.take(&l)
		s.lines.add(&c)
	}
	return true
}

// underRole reports whether the heading above an offset names the role of
// sentences: "## As an author", with "- I want …" below it.
func (d *document) underRole(offset int) bool {
	i := d.sectionOf(offset)
	if i < 0 {
		return false
	}
	title := lexicon.Fold(d.headings[i].title) + " "
	return slices.ContainsFunc(lexicon.Openers, func(o string) bool { return len(o) > 3 && strings.HasPrefix(title, o) })
}

// fieldOfItem reports whether a text is a field: its label is in bold.
func fieldOfItem(d *document, text markdown.Node) bool {
	if markdown.IsPlain(text) {
		return false
	}
	lines := d.InlineLines(text)
	return len(lines) > 0 && lines[0].Label != ""
}

// listStyle looks at how the beginning of an item is written. A title in bold
// ends with the bold text; what follows is text of the item.
func listStyle(d *document, it *markdown.ListItem, c *candidate, text string) {
	for n := markdown.FirstInline(it.Text); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *markdown.Emphasis:
			if n.Level == 2 {
				c.bold = true
				boldTitle(d, c, n, text)
			}
			return
		case *markdown.CodeSpan:
			c.bold = true
			return
		case *markdown.Link:
			c.link = n.NextSibling() == nil && strings.HasPrefix(string(n.Destination), "#")
			c.Sep = true // the link sets the item apart
			return
		case *markdown.Text:
			if n.Segment.Len() > 6 && len(bytes.TrimSpace(n.Segment.Value(d.Src))) > 0 {
				return
			}
		}
	}
}

// boldTitle ends the title of c where the bold text n at the beginning of the
// whole text ends, if that holds a title.
func boldTitle(d *document, c *candidate, n markdown.Node, text string) {
	if !c.found && !c.named {
		return // what a line does not begin with, its bold text does not, either
	}
	bold := d.Plain(n)
	l := lexicon.ScanLead(bold)
	if !l.Found && !l.Named || l.Title == "" || l.Id != c.Id {
		return
	}
	rest := ""
	if _, after, ok := strings.Cut(text, bold); ok {
		rest = strings.TrimLeft(after, " :—–-.")
	}
	if rest == "" {
		return
	}
	marked := c.marked
	c.Title, c.extra = strings.TrimRight(l.Title, " :"), rest
	c.setTitle()
	if c.box > 0 {
		c.marked = marked
	}
}

// isBlank reports whether an item of a list has neither an ID nor a word: "- [ ] 🎉".
// A row has no title at all.
func (c *candidate) isBlank() bool {
	switch {
	case c.found, c.recorded, c.holds:
		return false
	case c.row != nil:
		return c.Title == ""
	case c.form == formChecklist, c.form == formOrdered, c.form == formList:
		return !strings.ContainsFunc(c.Title, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
	}
	return false
}
