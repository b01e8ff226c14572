package backlog

import (
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// maxDepth is how deep items are looked for in lists within lists.
const maxDepth = 3

// findListItems finds items of lists: of a checklist "- [ ] US-1.1 Title", with
// an ID "- **US-1.1**: As a …", or as a sentence "- As a user, I want …". Their
// text is what is indented below them.
func findListItems(r *recognition) {
	for i := range r.d.blocks {
		b := &r.d.blocks[i]
		if b.kind == blockList && !r.skip[i] {
			n := len(r.found)
			r.walkList(b.node, b.end, i, 0)
			if len(r.found) > n && r.labelAbove(i) == fieldCriteria {
				for _, c := range r.found[n:] {
					if !c.story {
						c.drop(notAside)
					}
				}
			}
		}
	}
}

// labelAbove returns the field that the last line above a list names, if that
// is nothing but its label: "**Acceptance criteria:**".
func (r *recognition) labelAbove(list int) fieldRole {
	if list == 0 || r.d.blocks[list-1].kind != blockParagraph {
		return fieldUnknown
	}
	lines := r.d.inlineLines(r.d.blocks[list-1].node)
	if len(lines) == 0 {
		return fieldUnknown
	}
	last := lines[len(lines)-1]
	switch {
	case last.label != "" && last.value == "":
		return fieldOf(last.label)
	case last.label == "":
		if label, ok := strings.CutSuffix(last.value, ":"); ok && len(label) < 40 {
			return fieldOf(label)
		}
	}
	return fieldUnknown
}

func (r *recognition) walkList(list ast.Node, end, block, depth int) {
	number := -1
	if l, ok := list.(*ast.List); ok && l.IsOrdered() {
		number = l.Start
	}
	for it := range r.d.items(list, end) {
		if it.text == nil {
			continue
		}
		r.listItem(&it, block, depth, number)
		if number >= 0 {
			number++
		}
		if depth+1 < maxDepth {
			for n := it.text.NextSibling(); n != nil; n = n.NextSibling() {
				if n.Kind() == ast.KindList {
					r.walkList(n, it.end, block, depth+1)
				}
			}
		}
	}
}

// listItem adds a list item that may be an item.
func (r *recognition) listItem(it *listItem, block, depth, number int) {
	text := r.d.plain(it.text)
	if r.inlineItems(it, text, block, depth) {
		return
	}
	l := scanLead(text)
	boxed := it.box >= 0
	if depth == 0 && !boxed {
		r.bullets++
	}
	named := l.named && l.story && !r.field(it.text)
	wish := !l.found && isWish(l.title)
	entry := !l.found && !named && !boxed && !wish && !isSentence(l.title)
	if entry && (depth > 0 || !r.titled(it.text)) {
		return
	}
	c := candidate{
		idMatch: l.idMatch, form: r.form, block: block, depth: depth, section: -2, heading: -1,
		line: Span{it.start, r.d.lineEnd(it.start)}, sentence: wish, wish: wish && !r.underRole(it.start), entry: entry,
	}
	c.take(&l)
	if boxed {
		c.box = Span{it.box, it.box + 1}
		c.marked = r.checked(it.checked)
		c.form = formChecklist
	} else if number >= 0 {
		c.form = formOrdered
		if !c.found && !c.named {
			c.id, c.class, c.found = ID(strconv.Itoa(number)), classOrdinal, true
		}
	} else if _, _, ok := cutBox(text); ok {
		c.form = formChecklist // "- [~] Title", "- [✅] Title"
	}
	if !boxed || !c.story {
		r.listStyle(it, &c, text)
	}
	if entry {
		r.entryTitle(it, &c, text)
	}
	if it.text.NextSibling() != nil {
		c.item = it.node
		c.body = Span{r.d.nextLine(max(it.start, it.title.End-1)), it.end}
	}
	r.items[block] = true
	r.readBadges(&c)
	r.add(c)
}

// titled reports whether a list item begins with a title in bold and goes on
// behind it: "**Export** — as CSV". A label is none.
func (r *recognition) titled(text ast.Node) bool {
	e, ok := text.FirstChild().(*ast.Emphasis)
	if !ok || e.Level != 2 || e.NextSibling() == nil || r.field(text) {
		return false
	}
	bold := r.d.plain(e)
	return len(bold) > 3 && !strings.HasSuffix(bold, ":") && fieldOf(bold) == fieldUnknown
}

// entryTitle takes the bold text that an entry begins with for its title.
func (r *recognition) entryTitle(it *listItem, c *candidate, text string) {
	bold := r.d.plain(it.text.FirstChild())
	if _, after, ok := strings.Cut(text, bold); ok {
		c.title, c.extra = strings.TrimRight(bold, " .:"), strings.TrimLeft(after, " :—–-.")
		c.setTitle()
	}
}

// inlineItems adds the items of a list item that is a row of them:
// "11.1 Layout · 11.2 Search".
func (r *recognition) inlineItems(it *listItem, text string, block, depth int) bool {
	const dot = " · "
	if it.box >= 0 || !strings.Contains(text, dot) {
		return false
	}
	var leads []lead
	for part := range strings.SplitSeq(text, dot) {
		l := scanLead(part)
		if !l.found || l.title == "" || l.class == classOrdinal || l.epic {
			return false
		}
		leads = append(leads, l)
	}
	for _, l := range leads {
		c := candidate{
			idMatch: l.idMatch, form: formList, block: block, depth: depth, section: -2, heading: -1,
			line: Span{it.start, r.d.lineEnd(it.start)},
		}
		c.take(&l)
		r.add(c)
	}
	return true
}

// underRole reports whether the heading above an offset names the role of
// sentences: "## As an author", with "- I want …" below it.
func (r *recognition) underRole(offset int) bool {
	i := r.sectionOf(offset)
	if i < 0 {
		return false
	}
	title := fold(r.headings[i].title) + " "
	return slices.ContainsFunc(openers, func(o string) bool { return len(o) > 3 && strings.HasPrefix(title, o) })
}

// field reports whether a text is a field: its label is in bold.
func (r *recognition) field(text ast.Node) bool {
	lines := r.d.inlineLines(text)
	return len(lines) > 0 && lines[0].label != ""
}

// listStyle looks at how the beginning of an item is written. A title in bold
// ends with the bold text; what follows is text of the item.
func (r *recognition) listStyle(it *listItem, c *candidate, text string) {
	for n := it.text.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Emphasis:
			if n.Level == 2 {
				c.bold = true
				r.boldTitle(c, n, text)
			}
			return
		case *ast.CodeSpan:
			c.bold = true
			return
		case *ast.Link:
			c.link = n.NextSibling() == nil && strings.HasPrefix(string(n.Destination), "#")
			c.sep = true // the link sets the item apart
			return
		case *ast.Text:
			if strings.TrimSpace(string(n.Segment.Value(r.d.src))) != "" && n.Segment.Len() > 6 {
				return
			}
		}
	}
}

// boldTitle ends the title of c where the bold text n at the beginning of the
// whole text ends, if that holds a title.
func (r *recognition) boldTitle(c *candidate, n ast.Node, text string) {
	bold := r.d.plain(n)
	l := scanLead(bold)
	if !l.found && !l.named || l.title == "" || l.id != c.id {
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
	c.title, c.extra = strings.TrimRight(l.title, " :"), rest
	c.setTitle()
	if c.box != (Span{}) {
		c.marked = marked
	}
}
