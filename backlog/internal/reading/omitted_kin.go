package reading

import (
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// kin tells which lines stand beside items, or beside headings that hold some.
type kin struct {
	o       *omissions
	d       *document
	beside  map[int]besides // headings right below which stories stand
	holds   map[int]bool    // headings that are items, or have some below them
	cousins map[cousin]bool // headings that are stories
	titles  map[string]int  // how many headings and bold lines have a title
	holders map[[2]int]int  // by level and parent, headings that say nothing of what they hold
}

// A besides is what stories stand right below.
type besides uint8

const (
	ofNone    besides = iota // no stories stand there
	ofSection                // a heading that is no item
	ofText                   // one that is, or the title of the file: more than items stands there
)

// A cousin is a heading on a level, in one of the sections of a heading.
type cousin struct{ level, parentLevel, grandparent int }

func (d *document) cousinOf(i int) cousin {
	h := &d.headings[i]
	c := cousin{level: h.level, grandparent: -1}
	if h.parent >= 0 {
		c.parentLevel, c.grandparent = d.headings[h.parent].level, d.headings[h.parent].parent
	}
	return c
}

func newKin(o *omissions, items []*candidate) *kin {
	d := o.d
	k := &kin{
		o: o, d: d, beside: make(map[int]besides), holds: make(map[int]bool),
		cousins: make(map[cousin]bool), titles: make(map[string]int), holders: make(map[[2]int]int),
	}
	for _, c := range items {
		if c.heading >= 0 && !c.Epic {
			k.cousins[d.cousinOf(c.heading)] = true
		}
		i := d.above(c)
		if c.heading >= 0 {
			k.holds[c.heading] = true
			i = d.headings[c.heading].parent
		}
		switch {
		case c.Epic:
		case i != d.subject.top:
			k.beside[i] = ofSection
		case d.subject.backlog:
			k.beside[i] = ofText
		}
		for ; i >= 0 && !k.holds[i]; i = d.headings[i].parent {
			k.holds[i] = true
			if h := &d.headings[i]; !c.Epic && k.isPlain(i) {
				k.holders[[2]int{h.level, h.parent}]++
			}
		}
	}
	for _, c := range items {
		if c.heading >= 0 && k.beside[c.heading] == ofSection {
			k.beside[c.heading] = ofText
		}
	}
	for _, c := range o.lines.all() {
		if c.form == formBold || c.heading >= 0 {
			k.titles[c.Title]++
		}
	}
	return k
}

// isPlain reports whether a heading says nothing of what stands below it.
func (k *kin) isPlain(i int) bool {
	title := k.d.headings[i].title
	folded := lexicon.Fold(strings.Trim(title, " :*"))
	return i != k.d.subject.top && sectionRoleOf(title) == sectionPlain && lexicon.FieldOf(title) == lexicon.FieldUnknown &&
		!lexicon.TopicsOf(folded).Has(lexicon.OfBacklog|lexicon.OfPlan|lexicon.OfCriteria) && !lexicon.AsideWords[folded]
}

// has reports whether a line that is none may be one of the file's items: it stands
// beside such, or is a heading in the place of what holds some.
func (k *kin) has(c *candidate) bool {
	if c.heading < 0 {
		return k.isEntry(c)
	}
	if k.holds[c.heading] || !k.isPlain(c.heading) {
		return false
	}
	h := &k.d.headings[c.heading]
	switch {
	case k.isBeside(c, h.parent) && k.titles[c.Title] == 1:
		return true
	case h.parent >= 0 && h.parent != k.d.subject.top && !k.isPlain(h.parent) && k.cousins[k.d.cousinOf(c.heading)]:
		return true
	}
	return k.isOneOfMost(h)
}

// isBeside reports whether stories stand below the heading of a line, too. Where other text
// is to be expected, the line has to have a number.
func (k *kin) isBeside(c *candidate, above int) bool {
	switch k.beside[above] {
	case ofSection:
		return true
	case ofText:
		return c.Class == lexicon.ClassOrdinal && c.form != formOrdered
	case ofNone:
	}
	return false
}

// isEntry reports whether a line that is no heading stands beside items, and is written
// like a title: neither like a label nor as what several items say.
func (k *kin) isEntry(c *candidate) bool {
	switch {
	case !k.isBeside(c, k.d.above(c)):
		return false
	case c.row != nil:
		return c.row.table.titles >= 0
	case c.entry, strings.Contains(c.Title, ":"):
		return false
	case c.form == formBold:
		return k.titles[c.Title] == 1 && lexicon.FieldOf(c.Title) == lexicon.FieldUnknown && !lexicon.AsideWords[lexicon.Fold(c.Title)] &&
			sectionRoleOf(c.Title) == sectionPlain // "**Complete**" says how far the items below it are
	}
	return (c.form == formList || c.form == formOrdered) && k.o.isPlainEntry(c)
}

// isOneOfMost reports whether some headings hold items, and most of those beside them
// hold none.
func (k *kin) isOneOfMost(h *heading) bool {
	holders := k.holders[[2]int{h.level, h.parent}]
	if holders == 0 {
		return false
	}
	others := 0
	for i := range k.d.headings {
		if x := &k.d.headings[i]; x.level == h.level && x.parent == h.parent && !k.holds[i] && k.isPlain(i) {
			others++
		}
	}
	return others > holders
}
