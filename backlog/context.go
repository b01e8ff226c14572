package backlog

import (
	"cmp"
	"slices"
	"strings"
)

// A context is what the title of a file says of its content.
type context struct {
	backlog bool // it speaks of epics, stories, tasks
	other   bool // it speaks of something else: a changelog, a guide
	top     int  // index of the heading that it is, -1 if there is none
}

// readContext reads the title: the first heading of the highest level, and that
// of the front matter.
func (r *recognition) readContext() {
	title := r.f.metadata["title"]
	top := -1
	for i := range r.headings {
		if top < 0 || r.headings[i].level < r.headings[top].level {
			top = i
		}
	}
	if top >= 0 {
		title += "\n" + r.headings[top].title
		if top > 0 {
			title += "\n" + r.headings[0].title
		}
		// "# Project" and "## Backlog": the second line of a title.
		if next := top + 1; next < len(r.headings) && r.headings[next].block == r.headings[top].block+1 {
			title += "\n" + r.headings[next].title
		}
	}
	title = fold(title)
	r.context = context{backlog: hasWord(title, backlogWords), other: hasWord(title, otherTitleWords), top: top}
	if strings.Contains(title, "{{") {
		r.context = context{other: true, top: top} // a template
	}
}

// sectionOf returns the index of the heading that an offset stands under, -1
// if there is none.
func (r *recognition) sectionOf(offset int) int {
	i, exact := slices.BinarySearchFunc(r.headings, offset, func(h heading, offset int) int { return cmp.Compare(h.line.Start, offset) })
	if exact {
		return i
	}
	return i - 1
}

// above returns the index of the heading that c stands under.
func (r *recognition) above(c *candidate) int {
	if c.section == -2 {
		c.section = r.sectionOf(c.line.Start)
	}
	return c.section
}

// A headingNote is what a heading and those above it say of what stands below.
type headingNote struct {
	known  bool
	listed bool // items of a backlog follow
	aside  bool // criteria, legends, notes
	epic   bool // it is that of an epic
}

// noteOf returns what a heading says, which is worked out once.
func (r *recognition) noteOf(i int) headingNote {
	if i < 0 {
		return headingNote{}
	}
	h := &r.headings[i]
	if h.note.known {
		return h.note
	}
	n := r.noteOf(h.parent)
	n.known = true
	title := fold(h.title)
	n.listed = n.listed || h.level > 1 && hasWord(title, backlogWords)
	n.epic = n.epic || scanLead(h.title).epic
	if i != r.context.top || h.level > 1 {
		n.aside = n.aside || asideWords[strings.Trim(title, " :0123456789.*")] || hasWord(title, criteriaWords)
	}
	h.note = n
	return n
}

// listed reports whether a heading that c stands under says that items of a
// backlog follow.
func (r *recognition) listed(c *candidate) bool { return r.noteOf(r.above(c)).listed }

// aside reports whether c stands under a heading of criteria, legends, or notes.
func (r *recognition) aside(c *candidate) bool { return r.noteOf(r.above(c)).aside }

// underEpic reports whether c stands under the heading of an epic.
func (r *recognition) underEpic(c *candidate) bool { return r.noteOf(r.above(c)).epic }
