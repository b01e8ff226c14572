package reading

import (
	"fmt"
	"strings"
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

// Where words and codes decide about every line, weighing them would change nothing.
func TestIsSettled(t *testing.T) {
	t.Parallel()
	const epic = "# Product backlog\n\n## Epic 1: Export\n\n"
	const first, last = "### US-1.1: PDF\n\nAs a user, I want it.\n\n- [ ] It opens\n", "\n### US-1.2: CSV\n\n- Text\n"
	for name, test := range map[string]struct {
		src     string
		settled bool
	}{
		"headings":                   {epic + first + last, true},
		"sections of stories":        {epic + first + "\n#### Notes\n\n- **Beta** — later\n" + last, true},
		"boxes with IDs in a story":  {epic + first + "\n- [ ] T001 Write\n" + last, true},
		"another title":              {epic + first + last + "\n# Notes\n", false},
		"text above":                 {"Some text.\n\n" + epic + first + last, false},
		"a list of an epic":          {epic + "- **One** — first\n- **Two** — second\n\n" + first + last, false},
		"a heading that is no story": {epic + first + "\n### Later: JSON\n", false},
		"codes of something else":    {epic + first + last + "\n## RISK-1 Late\n", false},
		"stories in a story":         {epic + first + "\n#### US-1.1.1: Pages\n\n- **One** — first\n" + last, false},
		"no stories":                 {epic + "## Epic 2: Import\n", false},
	} {
		got, weighed := readWhole(test.src, Options{}), readWhole(test.src, Options{weighAll: true})
		if got != weighed {
			t.Errorf("%s: read as %s, and with weighing as %s", name, got, weighed)
		}
		r := look(&Result{src: []byte(test.src)})
		g := &guess{f: r.f, d: r.d, lines: r.lines, declared: r.declared}
		g.decideEpics()
		g.decideStories()
		if settled := g.isSettled(r.lines.sites()); settled != test.settled {
			t.Errorf("%s: settled is %t", name, settled)
		}
	}
}

// readWhole returns the items of a file and what is left out.
func readWhole(src string, opts Options) string {
	r := Read([]byte(src), opts)
	var b strings.Builder
	for _, s := range r.Stories {
		fmt.Fprintf(&b, "%s %s under %s; ", s.ID, s.Title, s.Epic)
	}
	for _, o := range r.Omissions {
		fmt.Fprintf(&b, "omitted %+v; ", *o)
	}
	fmt.Fprint(&b, r.LeftOut)
	return b.String()
}
