package reading

import (
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// dropMentions drops the lines of boards and overviews that only name what the
// file defines elsewhere: cells of a board with IDs of lines that have titles,
// and rows and bullets with the number and the title of an epic that has a
// heading.
func (l *candidates) dropMentions() {
	titled := l.titled()
	epics := make(map[string]*candidate)
	phased := false
	for _, c := range l.found {
		if c.found && c.dropped == notDropped && c.heading >= 0 && c.Epic {
			epics[numberOf(c)] = c
			if c.phased {
				epics[c.idKey()] = c
				phased = true
			}
		}
	}
	for _, c := range l.found {
		if c.declared || !c.found || c.heading >= 0 {
			continue
		}
		if c.board && titled[c.idKey()] {
			c.drop(notMention)
		}
		if c.row == nil && c.form != formList && c.form != formOrdered {
			continue
		}
		if len(epics) == 0 {
			continue
		}
		if phased && c.Story {
			if e := epics[c.idKey()]; e != nil && e.phased {
				c.drop(notMention)
			}
		}
		if e := epics[numberOf(c)]; e != nil && e.Title != "" && Slug(e.Title) == Slug(c.Title) {
			c.drop(notMention)
		}
	}
}

// titled returns the IDs of lines that have titles, for the cells of boards that name
// them; nil where there are no boards.
func (l *candidates) titled() map[string]bool {
	if !slices.ContainsFunc(l.found, func(c *candidate) bool { return c.board }) {
		return nil
	}
	titled := make(map[string]bool)
	for _, c := range l.found {
		if c.found && c.Title != "" && (c.heading >= 0 || c.dropped == notDropped && !c.board) {
			titled[c.idKey()] = true
		}
	}
	return titled
}

// numberOf returns the numbers of an ID without what stands before them.
func numberOf(c *candidate) string {
	key := c.idKey()
	for i := range len(key) {
		if markdown.IsDigit(key[i]) {
			return key[i:]
		}
	}
	return key
}

// addMentions notes at the items what rows and boards say of their state that
// define none themselves.
func (l *candidates) addMentions(items []*candidate) {
	var byKey map[string]*candidate
	for _, c := range l.found {
		if c.accepted || c.row == nil || !c.found || c.dropped == notIgnored || c.marked == nil && !c.unwanted {
			continue
		}
		if byKey == nil {
			byKey = make(map[string]*candidate, len(items))
			for _, x := range items {
				if !x.Epic && x.found {
					byKey[x.key] = x
				}
			}
		}
		if x := byKey[c.idKey()]; x != nil && x.details().elsewhere == nil && (c.Title == "" || SimilarTitles(c.Title, x.Title)) {
			x.detail().elsewhere = c
		}
	}
}

// stateElsewhere takes the state of an item that says nothing of it from a row
// or a board that names it.
func (s *Story) stateElsewhere(c *candidate) {
	if x := c.details().elsewhere; x != nil && s.Checked == nil && !s.Dropped {
		s.Checked, s.Dropped = x.marked, x.unwanted
	}
}

// splitIDs returns the parts of a cell that names several IDs: "US1, US2"; the
// whole cell if it does anything else.
func splitIDs(cell string) []string {
	parts := strings.FieldsFunc(cell, func(r rune) bool { return r == ',' || r == ';' })
	for _, part := range parts {
		if l := lexicon.ScanLead(part); !l.Found || l.Title != "" {
			return []string{cell}
		}
	}
	return parts
}
