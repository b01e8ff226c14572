package reading

import (
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// mergeNumbers drops lines that name a story by its number alone: "| 1.1 | Login |"
// beside "### Story 1.1: Login". The titles have to be alike as well, and what is
// recorded or declared stays what it is.
func (n *naming) mergeNumbers(items []*candidate) []*candidate {
	var bare []*candidate
	for _, c := range items {
		if c.isBareNumber() && c.Title != "" && !c.recorded && !c.declared {
			bare = append(bare, c)
		}
	}
	if bare == nil {
		return items
	}
	named := make(map[string][]*candidate)
	for _, c := range items {
		if c.found && !c.Epic && !c.isBareNumber() {
			named[numberOf(c)] = append(named[numberOf(c)], c)
		}
	}
	for _, c := range bare {
		if def := onlyAlike(named[c.key], c); def != nil && (def.form != c.form || c.row != nil && def.row.table != c.row.table) {
			c.accepted = false // it adds to the definition
			def.mention(c)
		}
	}
	return slices.DeleteFunc(items, func(c *candidate) bool { return !c.accepted })
}

// isBareNumber reports whether the ID of a story is a number and nothing else.
func (c *candidate) isBareNumber() bool {
	return c.found && !c.Epic && (c.Class == lexicon.ClassDotted || c.Class == lexicon.ClassOrdinal) && lexicon.StartsWithDigit(c.idKey())
}

// onlyAlike returns the one line whose title is like that of c, nil if there is none or
// more than one.
func onlyAlike(lines []*candidate, c *candidate) *candidate {
	var only *candidate
	for _, x := range lines {
		switch {
		case x.Title == "" || !SimilarTitles(x.Title, c.Title):
		case only != nil:
			return nil
		default:
			only = x
		}
	}
	return only
}
