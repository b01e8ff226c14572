package reading

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// definition returns the line that defines a recorded item: the declared one,
// else one of the fullest form, and of several the one under the recorded
// parent, with the recorded title, with a title that gives the ID as it is
// spelled ("fix-00" is no "fix-0"), or the first.
func definition(d *document, lines []*candidate, k Known) *candidate {
	title := lexicon.Fold(k.Title)
	rank := func(c *candidate) int {
		n := c.form << 4
		for bit, reason := range [...]bool{3: !c.underID(d, k.Parent), 2: title == "" || lexicon.Fold(c.Title) != title, 1: !c.spells(k.ID)} {
			if reason {
				n |= 1 << bit
			}
		}
		if c.Many || c.link {
			n |= 1 << 12 // names it only
		}
		if !c.declared {
			n |= 1 << 16
		}
		if c.unnumbered() && string(k.ID) == strconv.Itoa(c.number) { // any other line rather than a position
			n |= 1 << 20
		}
		return n
	}
	return slices.MinFunc(lines, func(a, b *candidate) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.line.Start, b.line.Start))
	})
}

// spells reports whether an ID, or what stands in it behind the name of a parent,
// is one of the line's own names letter by letter.
func (c *candidate) spells(id lexicon.ID) bool {
	return slices.ContainsFunc(c.names(), func(name string) bool {
		rest, ok := strings.CutSuffix(string(id), name)
		return ok && (rest == "" || strings.HasSuffix(rest, "/"))
	})
}

// underID reports whether a line stands under the item of an ID.
func (c *candidate) underID(d *document, id lexicon.ID) bool {
	if id == "" {
		return false
	}
	for _, parent := range d.parents(c) {
		if lexicon.ID(parent).Key() == id.Key() {
			return true
		}
	}
	return false
}
