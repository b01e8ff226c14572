package reading

import (
	"fmt"
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// A section is what stands in one section: which of several sections hold the items
// nobody can tell from words that are not known.
type section struct {
	heading   int // -1 if there is none
	sites     []int
	announced bool // the heading says that work follows
}

// partsOf takes sites apart by the sections that tell them apart first: those right
// below what all of them stand under.
func (p *planner) partsOf(sites []int) []*section {
	common := p.pathOf(sites[0])
	for _, i := range sites[1:] {
		path := p.pathOf(i)
		n := 0
		for n < len(common) && n < len(path) && common[n] == path[n] {
			n++
		}
		common = common[:n]
	}
	var out []*section
	at := make(map[int]*section)
	for _, i := range sites {
		path, h := p.pathOf(i), -1
		if n := len(common); n < len(path) {
			h = path[n]
		} else if n > 0 {
			h = path[n-1]
		}
		x := at[h]
		if x == nil {
			x = &section{heading: h}
			at[h] = x
			out = append(out, x)
		}
		x.sites = append(x.sites, i)
		x.announced = x.announced || p.announced(p.schemes[p.sites[i].scheme])
	}
	return out
}

// bySection adds what may be meant of lines without IDs where some of their sections
// hold something else: those that announce work; and, unless words told such sections
// apart, all but the last one or the first, and one alone. Boxes are boxes wherever they
// stand, and sections that are parts of one series belong together.
func (p *planner) bySection(sites []int, told bool, add func(sites []int, cost int)) {
	parts := p.partsOf(sites)
	n := len(parts) - 1
	if n == 0 {
		return
	}
	add(some(parts, func(_ int, x *section) bool { return x.announced }), costOfParts)
	if x := &p.sites[sites[0]]; x.heading >= 0 || told || x.form == formChecklist || p.inOneSeries(parts) {
		return
	}
	head := func(i int, _ *section) bool { return i < n }
	if p.titledAsWork() || p.hasBoard() {
		if !parts[n].announced {
			add(some(parts, head), costOfHead)
		}
		return
	}
	add(slices.Clone(parts[n].sites), costOfTail) // what is to be done stands behind what is there
	if !parts[n].announced {
		add(some(parts, head), costOfDoubtful)
	}
	if !parts[0].announced {
		add(some(parts, func(i int, _ *section) bool { return i > 0 }), costOfRest)
	}
}

// inOneSeries reports whether all sections are headed alike: by numbers or codes of one
// kind, or all by states, priorities, versions or epics.
func (p *planner) inOneSeries(parts []*section) bool {
	for _, x := range parts {
		if x.heading < 0 || p.kindOf(x.heading) == "" || p.kindOf(x.heading) != p.kindOf(parts[0].heading) {
			return false
		}
	}
	return true
}

// kindOf names the series that a heading may be of, "" if it is of none.
func (p *planner) kindOf(i int) string {
	if role := p.roleAt(i); role != sectionPlain {
		return fmt.Sprint("role ", role)
	}
	if l := lexicon.ScanLead(p.d.headings[i].title); l.Found && l.Class != lexicon.ClassOrdinal {
		return fmt.Sprint("class ", l.Class, l.Rank)
	}
	return ""
}

// pathOf returns the headings that a site stands under, the highest first.
func (p *planner) pathOf(i int) []int {
	var path []int
	for h := siteAbove(p.d, &p.sites[i]); h >= 0; h = p.d.headings[h].parent {
		path = append(path, h)
	}
	slices.Reverse(path)
	return path
}

// some returns the sites of the parts that are wanted.
func some(parts []*section, wanted func(n int, x *section) bool) []int {
	var sites []int
	for n, x := range parts {
		if wanted(n, x) {
			sites = append(sites, x.sites...)
		}
	}
	return sites
}

// isTail reports whether plain items of lists stand in the last section of the file
// alone, which announces nothing: notes.
func (p *planner) isTail(sites []int) bool {
	x := &p.sites[sites[0]]
	if c := p.schemes[x.scheme]; x.form != formList && x.form != formOrdered || !c.bare() || p.announced(c) {
		return false
	}
	path := p.pathOf(sites[0])
	return len(path) > 1 && p.d.headings[path[len(path)-1]].end >= len(p.d.Src) && len(p.partsOf(sites)) == 1
}
