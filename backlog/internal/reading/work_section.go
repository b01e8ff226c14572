package reading

import (
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// A work section is the part of a document about something else, a README, a design
// note, a report on an outage, whose own heading says that what is to be done
// follows: "## Roadmap", "## Action items". It is read like a file of that title, and
// what stands outside is nothing to it.

// workSections returns the headings of the work sections of the file. One that is
// titled as a backlog or plan is all of it work, and has none; nor has what teaches,
// or is kept to do the same again: their sections are of steps.
func (d *document) workSections() []int {
	if d.subject.work || d.subject.plan || d.subject.example || d.subject.teaches || d.subject.other && !d.isRecord() {
		return nil
	}
	var sections []int
	end := 0
	for i := range d.headings {
		h := &d.headings[i]
		if h.lists || h.ours || h.line.Start < end || i == d.subject.top && h.level == 1 || !lexicon.IsWorkTitle(lexicon.Fold(h.title)) {
			continue
		}
		sections = append(sections, i)
		end = h.end
	}
	return sections
}

// isRecord reports whether the title of the file is that of a document about
// something that is or was, from which work may follow.
func (d *document) isRecord() bool {
	return d.subject.top >= 0 && lexicon.IsRecordTitle(lexicon.Fold(d.headings[d.subject.top].title))
}

// inside reports whether a line stands in one of some sections, below its heading.
func (d *document) inside(sections []int, c *candidate) bool {
	return slices.ContainsFunc(sections, func(i int) bool {
		h := &d.headings[i]
		return c.line.Start > h.line.Start && c.line.Start < h.end
	})
}

// surveySection looks at a work section as at a file with its title.
func (g *guess) surveySection(i int) *survey {
	topics := lexicon.TopicsOf(lexicon.Fold(g.d.headings[i].title))
	sites := slices.DeleteFunc(g.lines.sites(), func(c *candidate) bool {
		return !g.d.inside([]int{i}, c) || !g.isWork(c, i)
	})
	return surveyAs(g.f, g.lines, sites, subject{
		backlog: topics.Has(lexicon.OfBacklog), work: topics.Has(lexicon.OfWork), plan: true, only: true, top: i,
	}, true)
}

// isWork reports whether a line of a work section may be work. Without a box or a row
// it is none where a manual stands around it, whose lists are notes of its author and
// praise of what is to come; nor if it begins with a link, which leads to what may be
// read next. So does what is called a next step, unless the document records something.
func (g *guess) isWork(c *candidate, section int) bool {
	switch {
	case c.form == formChecklist, c.row != nil:
		return true
	case c.lists() && beginsWithLink(c.text):
		return false
	case lexicon.IsNextSteps(lexicon.Fold(g.d.headings[section].title)):
		return g.d.isRecord()
	}
	return !c.lists() || !g.d.isManual()
}

func beginsWithLink(text markdown.Node) bool {
	if text == nil {
		return false
	}
	_, ok := markdown.FirstInline(text).(*markdown.Link)
	return ok
}

// isManual reports whether the file has sections of a manual.
func (d *document) isManual() bool {
	return slices.ContainsFunc(d.headings, func(h heading) bool { return lexicon.IsManualTitle(h.title) })
}
