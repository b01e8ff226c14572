package backlog

import "strings"

// findHeadings finds items that are headings: "## ÉPICA 1 — Title",
// "### US-1.1 — Title". The text of a story reaches to the next heading of its
// level or above, or to the next item; that of an epic to the first heading or
// item below it.
func findHeadings(r *recognition) {
	var open *candidate
	openIndex := -1
	for i := range r.headings {
		h := &r.headings[i]
		m, ok := scanID(h.title)
		ok = ok && (m.epic || m.story) && !r.skip[h.block]
		if openIndex >= 0 {
			open = &r.found[openIndex]
			if ok || h.level <= open.level || open.kind == KindMilestone {
				open.body.End = h.line.Start
				openIndex = -1
			}
		}
		if !ok {
			continue
		}
		c := candidate{
			idMatch: m, kind: KindIssue, form: r.form, line: h.line, block: h.block, level: h.level, row: noRow,
		}
		if m.epic {
			c.kind = KindMilestone
		}
		c.setTitle(m.rest)
		c.body = Span{r.bodyStart(h.block), len(r.d.src)}
		r.found = append(r.found, c)
		openIndex = len(r.found) - 1
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
func (c *candidate) setTitle(text string) {
	title, status := cutTrailingMarks(text)
	c.title = title
	switch status {
	case StatusCreated, StatusDone:
		c.marked = new(true)
	case StatusPending, StatusDoing, StatusTodo:
		c.marked = new(false)
	}
}
