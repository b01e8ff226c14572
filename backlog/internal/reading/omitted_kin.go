package reading

import (
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// kin tells which headings stand beside those that are items or hold some.
type kin struct {
	d       *document
	holds   map[int]bool    // headings that are items, or have some below them
	cousins map[cousin]bool // headings that are stories
	holders map[[2]int]int  // by level and parent, headings that say nothing of what they hold
}

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

func newKin(d *document, items []*candidate) *kin {
	k := &kin{d: d, holds: make(map[int]bool), cousins: make(map[cousin]bool), holders: make(map[[2]int]int)}
	for _, c := range items {
		if c.heading >= 0 && !c.Epic {
			k.cousins[d.cousinOf(c.heading)] = true
		}
		i := d.above(c)
		if c.heading >= 0 {
			k.holds[c.heading] = true
			i = d.headings[c.heading].parent
		}
		for ; i >= 0 && !k.holds[i]; i = d.headings[i].parent {
			k.holds[i] = true
			if h := &d.headings[i]; !c.Epic && k.isPlain(i) {
				k.holders[[2]int{h.level, h.parent}]++
			}
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

// has reports whether a heading that is none may be one of the file's items: it stands
// beside such, or in the place of what holds some.
func (k *kin) has(c *candidate) bool {
	if k.holds[c.heading] || !k.isPlain(c.heading) {
		return false
	}
	h := &k.d.headings[c.heading]
	return k.cousins[k.d.cousinOf(c.heading)] && h.parent >= 0 && h.parent != k.d.subject.top && !k.isPlain(h.parent) || k.isOneOfMost(h)
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
