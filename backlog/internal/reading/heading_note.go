package reading

import (
	"cmp"
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// sectionOf returns the index of the heading that an offset stands under, -1
// if there is none.
func (d *document) sectionOf(offset int) int {
	if i := d.section; i < len(d.headings) && d.headings[i].line.Start <= offset && (i+1 == len(d.headings) || offset < d.headings[i+1].line.Start) {
		return i // as that of the line before
	}
	i := d.findSection(offset)
	d.section = max(0, i)
	return i
}

// findSection is [document.sectionOf] for an offset anywhere in the file.
func (d *document) findSection(offset int) int {
	i, exact := slices.BinarySearchFunc(d.headings, offset, func(h heading, offset int) int { return cmp.Compare(h.line.Start, offset) })
	if exact {
		return i
	}
	return i - 1
}

// above returns the index of the heading that c stands under. That of a
// relation list says nothing of what people have below the list.
func (d *document) above(c *candidate) int {
	if c.section == -2 {
		c.section = d.sectionOf(c.line.Start)
		for c.section >= 0 && d.headings[c.section].lists {
			c.section = d.headings[c.section].parent
		}
	}
	return c.section
}

// A headingNote is what a heading and those above it say of what stands below.
type headingNote struct {
	known  bool
	listed bool // items of a backlog follow
	work   bool // stories or tasks follow
	aside  bool // criteria, legends, notes
	epic   bool // it is that of an epic
	lists  bool // it says itself that items follow
	own    bool // it says itself that criteria, legends or notes follow

	refused bool // what is not to be done
}

// noteOf returns what a heading says, which is worked out once.
func (d *document) noteOf(i int) headingNote {
	if i < 0 {
		return headingNote{}
	}
	h := &d.headings[i]
	if h.note.known {
		return h.note
	}
	n := d.noteOf(h.parent)
	n.known, n.lists, n.own = true, false, false
	title := lexicon.Fold(h.title)
	if h.level > 1 && lexicon.TopicsOf(title).Has(lexicon.OfBacklog) {
		n.listed, n.lists = true, true
		n.work = n.work || lexicon.TopicsOf(title).Has(lexicon.OfWork)
	}
	n.epic = n.epic || lexicon.ScanLead(h.title).Epic
	if i != d.subject.top || h.level > 1 {
		n.own = lexicon.IsAsideTitle(title) || lexicon.TopicsOf(title).Has(lexicon.OfCriteria)
		n.aside = n.aside && !n.lists || n.own
		n.refused = n.refused || lexicon.IsRefusalTitle(title)
	}
	h.note = n
	return n
}

// listed reports whether a heading that c stands under says that items of a
// backlog follow.
func (d *document) listed(c *candidate) bool { return d.noteOf(d.above(c)).listed }

// aside reports whether c stands under a heading of criteria, legends, or notes.
func (d *document) aside(c *candidate) bool { return d.noteOf(d.above(c)).aside }

// underEpic reports whether c stands under the heading of an epic.
func (d *document) underEpic(c *candidate) bool { return d.noteOf(d.above(c)).epic }

// listsErrors reports whether a heading above c says that codes of errors follow:
// "E-200" is one of them there.
func (d *document) listsErrors(c *candidate) bool {
	for i := d.headings[c.heading].parent; i >= 0; i = d.headings[i].parent {
		if lexicon.IsErrorTitle(lexicon.Fold(d.headings[i].title)) {
			return true
		}
	}
	return false
}
