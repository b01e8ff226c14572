package reading

import (
	"fmt"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// Of settled items of a list the first few are looked at, but for those that say
// more than that they are settled.
func TestWithoutSettled(t *testing.T) {
	t.Parallel()
	box := func(n int, id string) *candidate {
		c := &candidate{form: formChecklist, heading: -1, block: 1, line: markdown.Span{Start: 10 * n, End: 10*n + 9}}
		if id != "" {
			c.Match, c.found = lexicon.ScanLead(id+" Title").Match, true
		}
		return c
	}
	for name, test := range map[string]struct {
		change func(sites []*candidate)
		kept   int
	}{
		"ten in a list":                    {func([]*candidate) {}, 3},
		"one that holds the next one":      {func(s []*candidate) { s[6].end = 75 }, 4},
		"one in another list":              {func(s []*candidate) { s[6].block = 2 }, 4},
		"one that is written deeper":       {func(s []*candidate) { s[6].depth = 1 }, 4},
		"a box without an ID":              {func(s []*candidate) { *s[6] = *box(6, "") }, 4},
		"one that is not decided":          {func(s []*candidate) { s[6].accepted = false }, 10},
		"one that is an epic, not decided": {func(s []*candidate) { *s[6] = *box(6, "EPIC-7") }, 4},
		"an ID that is not decided": {func(s []*candidate) {
			*s[6] = *box(6, "US-1.9")
			s[6].form = formTable
		}, 5},
	} {
		var sites []*candidate
		for n := range 10 {
			c := box(n, fmt.Sprintf("US-1.%d", n))
			c.accepted = true
			sites = append(sites, c)
		}
		test.change(sites)
		if got := len(withoutSettled(sites, 3)); got != test.kept {
			t.Errorf("%s: %d sites are looked at, want %d", name, got, test.kept)
		}
	}
}
