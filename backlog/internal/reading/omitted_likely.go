package reading

import (
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// isLikely reports whether the weights take a line for an item, or nearly, though it
// became none since other lines went before it. What stands in sections about something
// else is nothing that people need be asked about, nor is text but for the sentences of
// stories. A heading may be the title of such a section itself, or that of lines that are named.
func (o *omissions) isLikely(c *candidate) bool {
	switch {
	case !c.likely, c.coded() && c.isPhase():
		return false
	case c.heading >= 0:
		return sectionRoleOf(c.Title) == sectionPlain && !o.isAside(c.heading) && !o.holdsLikely(c)
	case c.form == formParagraph:
		return c.isSentence() && c.wants() && !o.isAside(o.d.above(c))
	case c.form == formBold:
		return (c.entry || c.coded()) && !o.isAside(o.d.above(c))
	case c.row != nil && !c.coded():
		return o.isAboutWork(o.d.above(c))
	}
	return !o.isAside(o.d.above(c))
}

// isAside reports whether a heading is that of a section about something else.
func (o *omissions) isAside(i int) bool {
	if i < 0 {
		return false
	}
	note := o.d.noteOf(i)
	return note.aside || note.refused || i != o.d.subject.top && lexicon.SpeaksAside(lexicon.Fold(o.d.headings[i].title))
}

// isAboutWork reports whether a section is that of the title of the file, or says that
// work follows: tables are of anything.
func (o *omissions) isAboutWork(i int) bool {
	if i < 0 || i == o.d.subject.top {
		return true
	}
	return !o.isAside(i) && (o.d.noteOf(i).listed || o.d.roleOf(i) > sectionEpic ||
		lexicon.TopicsOf(lexicon.Fold(o.d.headings[i].title)).Has(lexicon.OfWork|lexicon.OfPlan))
}

// holdsLikely reports whether lines that are named stand below a heading.
func (o *omissions) holdsLikely(c *candidate) bool {
	if o.likely == nil {
		o.likely = []int{}
		for _, x := range o.lines.all() {
			if x.heading < 0 && !x.accepted && o.looksOwn(x) {
				o.likely = append(o.likely, x.line.Start)
			}
		}
	}
	i, _ := slices.BinarySearch(o.likely, c.line.End)
	return i < len(o.likely) && o.likely[i] < o.d.headings[c.heading].end
}
