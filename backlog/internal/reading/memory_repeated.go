package reading

import (
	"cmp"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// inOrder returns the line that defines a recorded item where several items have one
// title: the first of those that define none yet, and of them one that spells the title
// as the ID does. Each kind of line may define any of them.
func inOrder(_ *document, lines []*candidate, k Known) *candidate {
	name, _, _ := strings.Cut(string(k.ID), "~")
	rank := func(c *candidate) int {
		switch {
		case c.recorded:
			return 2
		case !c.spells(lexicon.ID(name)):
			return 1
		}
		return 0
	}
	return slices.MinFunc(lines, func(a, b *candidate) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.line.Start, b.line.Start))
	})
}
