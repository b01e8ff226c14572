package reading

import (
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// settledKept is how many settled items of one list or table stand for all of them.
const settledKept = 3

// A settledLead is what settled items have in common.
type settledLead struct {
	form  int
	class lexicon.CodeClass
	rank  lexicon.Rank
}

// withoutSettled leaves out sites that tell no more than those before them, so
// that what a word or code proves costs nothing in a large file: items of lists
// and rows of tables with an ID, in which no other site stands, after the first few
// of their list or table. None are left out where a line written so, or with the
// same ID, is still to be decided. The sites are moved.
func withoutSettled(sites []*candidate, keep int) []*candidate {
	if !slices.ContainsFunc(sites, (*candidate).settled) {
		return sites
	}
	mixed, open := make(map[settledLead]bool), make(map[string]bool)
	last := settledLead{form: -1}
	for _, c := range sites {
		if c.settled() {
			continue
		}
		if k := c.settledLead(); k != last { // lines that are written alike follow each other
			mixed[k] = true
			last = k
		}
		if c.itemID() {
			open[c.idKey()] = true
		}
	}
	seen := make(map[listKey]int)
	kept := sites[:0]
	for i, c := range sites {
		holds := i+1 < len(sites) && sites[i+1].line.Start < max(c.end, c.line.End)
		if c.settled() && !holds && !mixed[c.settledLead()] && (len(open) == 0 || !open[c.idKey()]) {
			list := listKey{c.block, c.depth}
			if seen[list]++; seen[list] > keep {
				continue
			}
		}
		kept = append(kept, c)
	}
	return kept
}

// settled reports whether more than the weights made an item of a line with an ID.
func (c *candidate) settled() bool {
	list := c.form == formChecklist || c.form == formList || c.form == formOrdered || c.form == formTable
	return list && c.accepted && c.itemID()
}

func (c *candidate) settledLead() settledLead { return settledLead{c.form, c.Class, c.Rank} }

// isSettled reports whether words and codes decide about all sites, so that there is
// nothing to weigh: each of them is an item, is none, stands in the text of a story
// with an ID, or is the title of the file. If so, it says why the last two are none.
func (g *guess) isSettled(sites []*candidate) bool {
	var title *candidate
	stories, end := false, 0 // where the story ends that is looked at
	for _, c := range sites {
		within := c.line.Start < end
		switch {
		case c.heading >= 0 && c.itemID():
			if !c.accepted || c.Epic != c.isEpicLead() || within {
				return false // a scheme of its like may be anything
			}
			if !c.Epic {
				stories, end = true, g.d.headings[c.heading].end
			}
		case c.accepted && c.heading >= 0 && !c.Epic:
			return false // it may hold others
		case c.accepted, c.dropped != notDropped, within:
		case title == nil && c.heading >= 0 && c.heading == g.d.subject.top && c.level == 1:
			title = c
		default:
			return false
		}
	}
	if !stories {
		return false
	}
	for _, c := range sites {
		switch {
		case c.accepted, c.weak:
		case c != title:
			c.drop(notPart)
		case g.lines.holds(c, func(x *candidate) bool { return x.accepted && !x.Epic }):
			c.drop(notGroup)
		case c.Many:
			c.drop(notSeveral)
		default:
			c.drop(notProven)
		}
	}
	return true
}
