package reading

import (
	"cmp"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// inOrder returns the line that defines a recorded item where several items have one
// title: of those that define none yet the one on which the ID is written, else one that
// spells the title as the ID does, or the first. Each kind of line may define any of them.
func inOrder(_ *document, lines []*candidate, k Known) *candidate {
	name, _, again := strings.Cut(string(k.ID), "~")
	key := lexicon.ID(name).Key()
	rank := func(c *candidate) int {
		n := 0
		written := c.found && c.idKey() == key
		for bit, reason := range [...]bool{2: c.recorded, 1: written == again, 0: !c.spells(lexicon.ID(name))} {
			if reason {
				n |= 1 << bit
			}
		}
		return n
	}
	return slices.MinFunc(lines, func(a, b *candidate) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.line.Start, b.line.Start))
	})
}
