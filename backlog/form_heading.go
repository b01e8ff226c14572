package backlog

import "strings"

// findHeadings finds items that are headings: "## ÉPICA 1 — Title",
// "### US-1.1 — Title". The text of a story reaches to the next heading of its
// level or above, or to the next item; that of an epic to the first heading or
// item below it.
func findHeadings(r *recognition) {
	var open *candidate
	for i := range r.headings {
		h := &r.headings[i]
		m, ok := scanID(h.title)
		ok = ok && (m.epic || m.story) && !r.skip[h.block]
		if open != nil {
			if ok || h.level <= open.level || open.epic {
				open.body.End = h.line.Start
				open = nil
			}
		}
		if !ok {
			continue
		}
		c := candidate{
			idMatch: m, form: r.form, line: h.line, block: h.block, level: h.level,
		}
		c.setTitle()
		c.body = Span{r.bodyStart(h.block), len(r.d.src)}
		open = r.add(c)
	}
}

// bodyStart returns the offset of the line after a heading, which has two
// lines if it is underlined.
func (r *recognition) bodyStart(i int) int {
	b := &r.d.blocks[i]
	if b.node.Lines().Len() > 0 {
		last := b.node.Lines().At(b.node.Lines().Len() - 1).Start
		next := r.d.nextLine(last)
		if r.d.src[b.start] != '#' && strings.TrimLeft(string(r.d.src[b.start:min(b.start+4, len(r.d.src))]), " ")[:1] != "#" {
			next = r.d.nextLine(next)
		}
		return next
	}
	return r.d.nextLine(b.start)
}

// setTitle takes the marks off the end of a title; one that means done or open
// says so of the item.
func (c *candidate) setTitle() {
	title, status := cutTrailingMarks(c.title)
	c.title = title
	switch status {
	case StatusCreated, StatusDone:
		c.marked = new(true)
	case StatusPending, StatusDoing, StatusTodo:
		c.marked = new(false)
	}
}
