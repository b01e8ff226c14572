package reading

import (
	"cmp"
	"slices"
)

// setOf returns the sites of a role.
func (p *planner) setOf(roles []role, r role) *siteSet {
	s := &siteSet{}
	schemes := make(map[int]bool)
	for i, x := range roles {
		if x == r {
			s.sites = append(s.sites, i)
			if n := p.sites[i].scheme; !schemes[n] {
				schemes[n] = true
				s.score = max(s.score, p.scores[n][r])
			}
		}
	}
	s.forms = min(1, len(s.sites))
	return s
}

// A group is all schemes that are written alike.
type group struct {
	schemes []int
	score   score
}

// groups puts the schemes together that patterns cannot tell apart but by their
// sections.
func (p *planner) groups() []group {
	type groupKey struct {
		pattern string
		class   int
		rank    int
	}
	var out []group
	at := make(map[groupKey]int)
	for i, c := range p.schemes {
		text := p.patternOf(c)
		if text == "" || p.isNoProposal(c) {
			continue
		}
		key := groupKey{text, int(c.class), int(c.rank)}
		k, ok := at[key]
		if !ok {
			k = len(out)
			at[key] = k
			out = append(out, group{score: p.scores[i]})
		}
		g := &out[k]
		g.schemes = append(g.schemes, i)
		for role := range g.score {
			g.score[role] = max(g.score[role], p.scores[i][role])
		}
	}
	return out
}

// isNoProposal reports whether nobody means the lines of a scheme: text, and the
// title of the file.
func (p *planner) isNoProposal(c *siteScheme) bool {
	x := &p.sites[c.sites[0]]
	return c.form == formParagraph && c.bare() && !x.isSentence() ||
		x.heading >= 0 && x.heading == p.d.subject.top && x.level == 1 && c.bare() && len(c.sites) == 1
}

// sets returns what may have a role, the likeliest first: the lines of each form,
// and of several together.
func (p *planner) sets(groups []group, r role) []*siteSet {
	var order []int
	for i := range groups {
		if r != roleOfStory || !p.isNamedEpic(p.schemes[groups[i].schemes[0]].sites[0]) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(groups[b].score[r], groups[a].score[r]) })
	order = order[:min(len(order), mostForms)]
	var out []*siteSet
	for n, k := range order {
		out = append(out, p.variants(&groups[k], r)...)
		if n == 0 || n >= mostUnions {
			continue
		}
		for _, other := range order[:n] {
			out = append(out, union(p.variants(&groups[k], r)[0], p.variants(&groups[other], r)[0]))
		}
	}
	return out
}

// variants returns the lines of a form that are likely meant, those with what
// stands where nothing is excluded, and all.
func (p *planner) variants(g *group, r role) []*siteSet {
	var likely, open, all []int
	lead, aside := p.leadOf(g, r)
	for _, i := range g.schemes {
		c := p.schemes[i]
		all = append(all, c.sites...)
		first := p.scores[i][r] == lead && c.aside() == aside
		if first || !c.aside() {
			open = append(open, c.sites...)
			if first || p.scores[i][r] > 0 || g.score[r]-p.scores[i][r] < doubt*unit || c.announced() {
				likely = append(likely, c.sites...)
			}
		}
	}
	var out []*siteSet
	for n, sites := range [][]int{p.underEpics(likely, r), likely, open, all} {
		slices.Sort(sites)
		if len(sites) > 0 && (len(out) == 0 || len(sites) != len(out[len(out)-1].sites)) {
			out = append(out, &siteSet{sites: sites, score: g.score[r] - max(0, n-1)*loose*unit, forms: 1})
		}
	}
	return out
}

// underEpics returns the sites that stand under the epics that are read without
// help.
func (p *planner) underEpics(sites []int, r role) []int {
	if r != roleOfStory {
		return nil
	}
	epics := make(map[int]bool, len(p.base.epics.sites))
	for _, i := range p.base.epics.sites {
		epics[i] = true
	}
	var out []int
	for _, i := range sites {
		for n, up := 0, p.sites[i].up; up >= 0 && n < maxUp; n, up = n+1, p.sites[up].up {
			if epics[up] {
				out = append(out, i)
				break
			}
		}
	}
	return out
}

// leadOf returns the score of the likeliest lines of a form, and whether they stand
// where there are seldom items: only where they are well ahead of all others.
func (p *planner) leadOf(g *group, r role) (lead int, aside bool) {
	lead, aside = g.score[r]-doubt*unit, true
	for _, i := range g.schemes {
		if n := p.scores[i][r]; n > lead && !p.schemes[i].aside() {
			lead, aside = n, false
		}
	}
	if aside {
		lead = g.score[r]
	}
	return lead, aside
}

// union puts two sets together.
func union(a, b *siteSet) *siteSet {
	sites := append(slices.Clone(a.sites), b.sites...)
	slices.Sort(sites)
	return &siteSet{sites: slices.Compact(sites), score: a.score + b.score, forms: a.forms + b.forms}
}

// announced reports whether the heading above most sites says that work follows, or
// how urgent it is or how far.
func (c *siteScheme) announced() bool {
	for _, sig := range []signal{sigUnderState, sigUnderPriority} {
		if c.shows[sig]*2 > full {
			return true
		}
	}
	return false
}
