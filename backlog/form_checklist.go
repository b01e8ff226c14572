package backlog

import (
	"cmp"
	"slices"
)

// findChecklists finds stories that are items of a checklist:
// "- [ ] US-1.1 Title". Their text is what is indented below them.
func findChecklists(r *recognition) {
	headings := r.found // of the form before this one
	for i := range r.d.blocks {
		b := &r.d.blocks[i]
		if b.kind != blockList || r.skip[i] {
			continue
		}
		for it := range r.d.items(b.node, b.end) {
			if it.box < 0 {
				continue
			}
			m, ok := scanID(r.d.plain(it.text))
			if !ok || m.epic || !m.story && inStory(headings, it.start) {
				continue // "AC1" below a story is one of its criteria
			}
			c := candidate{
				idMatch: m, form: r.form, block: i,
				line: Span{it.start, r.d.lineEnd(it.start)},
				box:  Span{it.box, it.box + 1},
			}
			c.setTitle()
			c.marked = r.checked(it.checked)
			if it.text.NextSibling() != nil {
				c.item = it.node
				c.body = Span{r.d.nextLine(max(it.start, it.title.End-1)), it.end}
			}
			r.items[i] = true
			r.add(c)
		}
	}
}

// inStory reports whether an offset is in the text of a story that is a heading.
func inStory(headings []*candidate, offset int) bool {
	i, exact := slices.BinarySearchFunc(headings, offset, func(c *candidate, offset int) int { return cmp.Compare(c.line.Start, offset) })
	if !exact {
		i--
	}
	return i >= 0 && !headings[i].epic && offset < headings[i].body.End
}
