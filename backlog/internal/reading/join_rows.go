package reading

import (
	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// A rowList is what tables that are parts of one list have in common: the section
// that holds theirs, and the word above their titles.
type rowList struct {
	parent int
	titles string
}

// rowListOf returns that of the table of a scheme, if that has states and titles.
func (s *survey) rowListOf(c *siteScheme) (rowList, bool) {
	x := &s.sites[c.sites[0]]
	if x.row == nil || !x.row.table.holdsWork() || !x.row.table.holdsState() {
		return rowList{}, false
	}
	row := markdown.RowReader{D: s.d.Document}
	row.Read(x.row.table.header)
	parent := -1
	if i := siteAbove(s.d, x); i >= 0 {
		parent = s.d.headings[i].parent
	}
	return rowList{parent, lexicon.Fold(row.Text(x.row.table.titles))}, true
}

// joinRows lets rows follow those that are stories of other tables: with codes like
// theirs, or without any IDs beside a table with IDs, if both have states, and titles
// below one word.
func (s *survey) joinRows(scores []score) {
	lists, words := make(map[rowList]bool), make(map[string]bool)
	for i, c := range s.schemes {
		x := &s.sites[c.sites[0]]
		if x.row == nil || c.bare() || scores[i].best() != roleOfStory {
			continue
		}
		if l, ok := s.rowListOf(c); ok {
			lists[l] = true
		}
		words[x.Word] = x.Word != ""
	}
	for i, c := range s.schemes {
		x := &s.sites[c.sites[0]]
		if x.row == nil || scores[i] == (score{}) {
			continue
		}
		l, ok := s.rowListOf(c)
		if c.bare() && ok && lists[l] || !c.bare() && words[x.Word] && x.row.table.ids >= 0 && !c.below(sigElsewhere) && !c.below(sigInAside) {
			scores[i][roleOfStory] += s.lead(mixedLead)
		}
	}
}
