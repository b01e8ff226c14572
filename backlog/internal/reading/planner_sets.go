package reading

import (
	"cmp"
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
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
		if !p.isNamedEpic(c.sites[0]) { // that it is an item is surer than that it is an epic
			g.score[roleOfStory] = max(g.score[roleOfStory], p.scores[i][roleOfEpic]-doubtOfEpics*unit)
		}
	}
	return out
}

// isNoProposal reports whether nobody means the lines of a scheme: text, the title of
// the file, fields that name an epic, and what a manual says of how to do something.
func (p *planner) isNoProposal(c *siteScheme) bool {
	x := &p.sites[c.sites[0]]
	if x.namesEpic() {
		return true
	}
	if !c.bare() {
		return false
	}
	h := siteAbove(p.d, x)
	return c.form == formParagraph && !x.isSentence() || !c.word && p.isTitle(x) && len(c.sites) == 1 ||
		x.heading < 0 && h >= 0 && lexicon.IsManualTitle(p.d.headings[h].title)
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
	firsts := make([]*siteSet, 0, len(order)) // of each form
	for n, k := range order {
		variants := p.variants(&groups[k], r)
		if len(variants) == 0 {
			firsts = append(firsts, nil)
			continue
		}
		if kin := p.kinOf(groups, order, n); r == roleOfStory && kin != nil {
			if p.schemes[groups[k].schemes[0]].form == formChecklist {
				for _, v := range variants {
					v.score -= costOfKin * unit
				}
			}
			out = append(out, kin)
		}
		out = append(out, variants...)
		if n < mostUnions {
			for _, other := range firsts {
				if other != nil {
					out = append(out, union(variants[0], other))
				}
			}
		}
		firsts = append(firsts, variants[0])
	}
	return out
}

// How much, in tenths, speaks against some lines of a form.
const (
	costOfParts     = 3  // those that announced sections hold, or those of one series
	costOfRefused   = 2  // all but those under headings that say what is no work
	costOfTail      = 4  // those of the last section
	costOfAnnounced = 4  // all but those of a section that is announced
	costOfSentences = 5  // those that say who wants what
	costOfHead      = 5  // all but those of the last section
	costOfAside     = 5  // those where there are seldom items
	costOfKin       = 5  // together with another form of one list
	costOfDoubtful  = 8  // all but those of the last section where nothing speaks of work
	costOfRest      = 12 // all but those of the first section or the last two, or those of one
	costOfNotes     = 16 // plain lines of the last section of the file
)

// variants returns the lines of a form that are likely meant, those with what
// stands where nothing is excluded, and all.
func (p *planner) variants(g *group, r role) []*siteSet {
	var out []*siteSet
	add := func(sites []int, cost int) {
		slices.Sort(sites)
		if len(sites) == 0 || slices.ContainsFunc(out, func(s *siteSet) bool { return slices.Equal(s.sites, sites) }) {
			return
		}
		if r == roleOfStory && p.isTail(sites) {
			cost += costOfNotes
		}
		out = append(out, &siteSet{sites: sites, score: g.score[r] - cost*unit, forms: 1})
	}
	likely, open, all := p.linesOf(g, r)
	if r == roleOfStory {
		add(p.underEpics(likely), 0)
	}
	add(likely, 0)
	if r == roleOfStory && len(open) > 0 {
		add(p.sentencesOf(open), costOfSentences)
		if p.schemes[g.schemes[0]].bare() {
			p.bySection(open, len(open) < len(all), add)
		}
	}
	add(open, costOfAside)
	add(all, 2*costOfAside)
	return out
}

// linesOf returns the lines of a form that are likely meant, those that do not stand
// where there are seldom items, and all.
func (p *planner) linesOf(g *group, r role) (likely, open, all []int) {
	lead, aside := p.leadOf(g, r)
	for _, i := range g.schemes {
		c := p.schemes[i]
		sites := c.sites
		if r == roleOfStory {
			sites = p.noColumns(sites)
		}
		all = append(all, sites...)
		first := p.scores[i][r] == lead && c.aside() == aside
		if !first && c.aside() {
			continue
		}
		open = append(open, sites...)
		if first || p.scores[i][r] > 0 || g.score[r]-p.scores[i][r] < doubt*unit || p.announced(c) {
			likely = append(likely, sites...)
		}
	}
	slices.Sort(open)
	return likely, open, all
}

// sentencesOf returns the lines that say who wants what.
func (p *planner) sentencesOf(sites []int) []int {
	var out []int
	for _, i := range sites {
		x := &p.sites[i]
		p.lookAt(x)
		if x.facts.has(sigWant) || x.facts.has(sigSentence) {
			out = append(out, i)
		}
	}
	return out
}

// noColumns leaves out headings that are states or priorities: what stands below them
// is meant.
func (p *planner) noColumns(sites []int) []int {
	isColumn := func(i int) bool {
		role := p.roleOfSite(&p.sites[i])
		return role == sectionState || role == sectionPriority
	}
	if !slices.ContainsFunc(sites, isColumn) {
		return sites
	}
	return slices.DeleteFunc(slices.Clone(sites), isColumn)
}

// underEpics returns the sites that stand under the epics that are read without
// help.
func (p *planner) underEpics(sites []int) []int {
	epics := make(map[int]bool, len(p.base.epics.sites))
	for _, i := range p.base.epics.sites {
		epics[i] = true
	}
	var out []int
	for _, i := range sites {
		for up := range p.upFrom(i) {
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
// how urgent it is or how far. What a manual lists is done.
func (p *planner) announced(c *siteScheme) bool {
	for _, sig := range []signal{
		sigUnderState, sigUnderPriority, sigUnderWork, sigUnderListed, sigUnderPlan, sigRightUnderEpic, sigUnderEpic, sigUnderTime, sigInBoard, sigAboveItems,
	} {
		if c.shows[sig]*2 > full && (sig != sigUnderListed || !p.speech.manual) {
			return true
		}
	}
	return false
}

// aside reports whether most sites stand where there are seldom items: among
// criteria, notes or fields.
func (c *siteScheme) aside() bool {
	for _, sig := range []signal{sigInAside, sigInCriteria, sigInField, sigAboveCriteria, sigAboveField} {
		if c.shows[sig]*2 > full {
			return true
		}
	}
	return false
}
