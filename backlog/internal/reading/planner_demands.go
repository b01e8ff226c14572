package reading

import (
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// demanded returns what may be meant of a document that says in one of its sections what
// a product is to do, while the others are written alike and speak of something else: the
// topmost lines of lists and tables in that section, and the topmost headings. It
// is nothing in a manual, which praises what is there, in a list of work, or where codes
// name stories.
func (p *planner) demanded(groups []group) []*siteSet {
	coded := func(i int) bool {
		class := p.sites[i].Class
		return p.sites[i].itemID() && class != lexicon.ClassDotted && class != lexicon.ClassOrdinal
	}
	if p.speech.manual || p.titledAsWork() || slices.ContainsFunc(p.base.stories.sites, coded) {
		return nil
	}
	sections := p.demands()
	if len(sections) == 0 {
		return nil
	}
	lines, heads := &siteSet{forms: 1}, &siteSet{forms: 1}
	level := 0
	for _, g := range groups {
		for _, n := range g.schemes {
			for _, i := range p.schemes[n].sites {
				x := &p.sites[i]
				switch {
				case !p.d.inside(sections, x.candidate):
				case x.heading >= 0:
					if level == 0 || x.level < level {
						heads.sites, level = heads.sites[:0], x.level
					}
					if x.level == level {
						heads.sites = append(heads.sites, i)
					}
				case x.up < 0 || p.sites[x.up].heading >= 0:
					lines.sites = append(lines.sites, i)
				}
			}
		}
	}
	var out []*siteSet
	for _, s := range []*siteSet{lines, heads} {
		if len(s.sites) > 0 {
			slices.Sort(s.sites)
			out = append(out, s)
		}
	}
	return out
}

// demands returns the headings that say nothing but that what a product is to do follows,
// the innermost ones.
func (p *planner) demands() []int {
	var out []int
	for i := range p.d.headings {
		h := &p.d.headings[i]
		if i == p.subject.top && h.level == 1 || !lexicon.BeginsAsRequirements(lexicon.Fold(h.title)) {
			continue
		}
		if n := len(out); n > 0 && h.line.Start < p.d.headings[out[n-1]].end {
			out = out[:n-1]
		}
		out = append(out, i)
	}
	return out
}
