package reading

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// A section is what stands in one section: which of several sections hold the items
// nobody can tell from words that are not known.
type section struct {
	heading   int // or caption, see [planner.pathOf]; -1 if there is none
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
	return p.sectionsOf(sites, func(i int) int {
		path := p.pathOf(i)
		if n := len(common); n < len(path) {
			return path[n]
		} else if n > 0 {
			return path[n-1]
		}
		return -1
	})
}

// sectionsOf takes sites apart by a heading of each, in the order of the first ones.
func (p *planner) sectionsOf(sites []int, headingOf func(site int) int) []*section {
	var out []*section
	at := make(map[int]*section)
	for _, i := range sites {
		h := headingOf(i)
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
// hold something else: those that announce work, and those of one series. Unless words told
// them apart, also all but the last ones or the first, since what is no work mostly stands
// behind the work or before it; and one alone. Headings that nothing tells apart are
// sections of their own.
func (p *planner) bySection(sites []int, told bool, add func(sites []int, cost int)) {
	parts := p.partsOf(sites)
	x := &p.sites[sites[0]]
	headings := x.heading >= 0
	if len(parts) == 1 && headings {
		parts = p.apart(sites)
	}
	n := len(parts) - 1
	if n == 0 || n == 1 && (headings || x.form == formChecklist) {
		return
	}
	most := func(some []int, cost int) { // where they are more than half of the lines
		if len(some)*2 > len(sites) {
			add(some, cost)
		}
	}
	add(some(parts, isAnnounced), costOfParts)
	if meant := p.notRefused(sites); len(meant) < len(sites) {
		add(meant, costOfRefused)
	}
	most(p.oneSeries(parts), costOfParts)
	if leaves := p.leavesOf(sites); len(leaves) > len(parts) {
		most(p.oneSeries(leaves), costOfParts)
		most(some(leaves, isAnnounced), costOfParts)
	}
	if told {
		return
	}
	head := func(i int, _ *section) bool { return i < n }
	before := func(i int, _ *section) bool { return i < n-1 }
	if p.titledAsWork() || p.hasBoard() {
		add(some(parts, head), costOfHead+costOfLeaving(parts[n:]))
		if n > 2 {
			most(some(parts, before), 2*costOfHead+costOfLeaving(parts[n-1:]))
		}
		return
	}
	add(some(parts, head), costOfDoubtful+costOfLeaving(parts[n:]))
	if n > 2 {
		most(some(parts, before), costOfRest+costOfLeaving(parts[n-1:]))
	}
	add(some(parts, func(i int, _ *section) bool { return i > 0 }), costOfRest+costOfLeaving(parts[:1]))
	if headings {
		return
	}
	add(slices.Clone(parts[n].sites), costOfTail) // what is to be done stands behind what is there
	for _, part := range parts {
		most(slices.Clone(part.sites), costOfRest)
	}
}

func isAnnounced(_ int, x *section) bool { return x.announced }

// costOfLeaving says how much speaks against leaving sections out.
func costOfLeaving(parts []*section) (cost int) {
	for _, x := range parts {
		if x.announced {
			cost += costOfAnnounced
		}
	}
	return cost
}

// leavesOf takes sites apart by the headings that they stand right under.
func (p *planner) leavesOf(sites []int) []*section {
	return p.sectionsOf(sites, func(i int) int { return siteAbove(p.d, &p.sites[i]) })
}

// apart makes each heading a section of its own.
func (p *planner) apart(sites []int) []*section {
	var out []*section
	for _, i := range sites {
		out = append(out, &section{heading: p.sites[i].heading, sites: []int{i}})
	}
	return out
}

// oneSeries returns the sites of the series that most sections are of, nil if it is of one
// section or of all.
func (p *planner) oneSeries(parts []*section) []int {
	count := make(map[string]int)
	best := ""
	for _, x := range parts {
		if s := p.seriesOf(x.heading); s != "" {
			if count[s]++; count[s] > count[best] {
				best = s
			}
		}
	}
	if count[best] < 2 || count[best] == len(parts) {
		return nil
	}
	return some(parts, func(_ int, x *section) bool { return p.seriesOf(x.heading) == best })
}

// seriesOf names the series that a heading may be of, "" if it is of none: headings of one
// level and kind, or that begin with a number, the same sign or the same word.
func (p *planner) seriesOf(h int) string {
	if h < 0 {
		return ""
	}
	title, level, kind := p.titleOf(h)
	if kind == "" && lexicon.ScanLead(title).Found {
		kind = "number"
	}
	if letter := strings.IndexFunc(title, unicode.IsLetter); kind == "" && letter > 0 {
		kind = "sign " + strings.TrimSpace(title[:letter])
	}
	if kind == "" {
		word, _, ok := strings.Cut(lexicon.Fold(title), " ")
		if !ok {
			return ""
		}
		kind = "word " + strings.TrimRight(word, ":")
	}
	return fmt.Sprint(level, kind)
}

// titleOf returns the title of a section, its level, and the series of its kind.
func (p *planner) titleOf(h int) (title string, level int, kind string) {
	if block := h - len(p.d.headings); block >= 0 { // a caption
		return p.d.paragraph(block).plain(), 0, ""
	}
	return p.d.headings[h].title, p.d.headings[h].level, p.kindOf(h)
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

// pathOf returns the headings that a site stands under, the highest first, and behind
// them its caption, which is numbered after all headings.
func (p *planner) pathOf(i int) []int {
	var path []int
	for h := siteAbove(p.d, &p.sites[i]); h >= 0; h = p.d.headings[h].parent {
		path = append(path, h)
	}
	slices.Reverse(path)
	if block := p.d.captionAbove(&p.sites[i]); block >= 0 {
		path = append(path, len(p.d.headings)+block)
	}
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
	return len(path) > 1 && path[len(path)-1] < len(p.d.headings) && p.d.headings[path[len(path)-1]].end >= len(p.d.Src) && len(p.partsOf(sites)) == 1
}

// notRefused leaves out what stands under headings, or is a heading, that say what is
// not to be done, or what is no work: "Won't have", "Open questions".
func (p *planner) notRefused(sites []int) []int {
	var out []int
	for _, i := range sites {
		x := &p.sites[i]
		if !p.isRefused(siteAbove(p.d, x)) && !p.d.captionRefuses(x) && (x.heading < 0 || !p.refuses(x.heading)) {
			out = append(out, i)
		}
	}
	return out
}

// refuses reports whether the title of a heading, but not that of the file, says nothing
// else.
func (p *planner) refuses(h int) bool {
	title := lexicon.Fold(p.d.headings[h].title)
	return h != p.subject.top && (lexicon.IsRefusalTitle(title) || lexicon.IsAsideTitle(title))
}

// isRefused reports whether what stands under a heading is so. That a word for what is no
// work stands in it says less of the heading itself: "Speed up the glossary".
func (p *planner) isRefused(h int) bool {
	if h < 0 {
		return false
	}
	said, known := p.refused[h]
	if !known {
		said = p.refuses(h) || h != p.subject.top && lexicon.SpeaksAside(lexicon.Fold(p.d.headings[h].title)) || p.isRefused(p.d.headings[h].parent)
		p.refused[h] = said
	}
	return said
}

// refusedShare says how much speaks against stories because some of them are such.
func (p *planner) refusedShare(stories *siteSet) int {
	n := len(stories.sites)
	return (n - len(p.notRefused(stories.sites))) * refusedWork * unit / max(1, n)
}
