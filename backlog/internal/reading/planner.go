package reading

import (
	"cmp"
	"slices"
)

// How much, in tenths, speaks against a plan.
const (
	doubt      = 15 // that a scheme may be behind the likeliest that is written so
	loose      = 5  // for what stands where there are seldom items
	another    = 20 // for each further form of items
	repeated   = 40 // for the stories of a plan that was made before
	reheaded   = 5  // for its epics
	storyless  = 45 // for a plan without stories
	mostForms  = 7  // that are tried for a role
	mostUnions = 3  // that are put together
)

// A planner combines what may be stories with what may be epics, and gives the
// combinations in their order, so that each is unlike those before it.
type planner struct {
	*survey
	scores []score
	first  []plan // next to what is read without help
	plans  []plan
	made   []plan
}

// A plan is what may be stories, and what may be epics.
type plan struct {
	stories, epics *siteSet
	score          int
}

// A siteSet is a number of sites that may have one role.
type siteSet struct {
	sites []int
	score int
	forms int
}

// begin finds all plans. What is read without help is made already.
func (p *planner) begin(unaided []role) {
	base := plan{stories: p.setOf(unaided, roleOfStory), epics: p.setOf(unaided, roleOfEpic)}
	groups := p.groups()
	stories := p.sets(groups, roleOfStory, base.stories)
	epics := append(p.sets(groups, roleOfEpic, base.epics), &siteSet{})
	for _, st := range append(stories, &siteSet{score: -storyless * unit}) {
		for _, ep := range epics {
			if len(st.sites)+len(ep.sites) == 0 || p.apart(st, ep) == nil {
				continue
			}
			if len(st.sites) == 0 && slices.Equal(ep.sites, base.stories.sites) {
				continue // what is read as stories is hardly nothing but epics
			}
			ep := p.holding(ep, st)
			p.plans = append(p.plans, plan{st, ep, st.score + ep.score - another*unit*(max(0, st.forms-1)+max(0, ep.forms-1))})
		}
	}
	if len(base.stories.sites)+len(base.epics.sites) > 0 {
		p.made = append(p.made, base)
	}
	for _, st := range p.beside(groups, base.stories) {
		p.first = append(p.first, plan{st, p.holding(base.epics, st), 0})
	}
}

// beside returns what may be meant rather than the stories that are read without
// help: those without the least likely of several forms, the likeliest form
// alone or the other of two, and all that is written like them.
func (p *planner) beside(groups []group, base *siteSet) []*siteSet {
	is := make(map[int]bool, len(base.sites))
	for _, i := range base.sites {
		is[i] = true
	}
	var forms []int
	parts := make(map[int][]int)
	all := &siteSet{}
	for k := range groups {
		for _, n := range groups[k].schemes {
			for _, i := range p.schemes[n].sites {
				if is[i] {
					parts[k] = append(parts[k], i)
				}
			}
		}
		if len(parts[k]) > 0 {
			forms = append(forms, k)
			all.sites = append(all.sites, p.variants(&groups[k], roleOfStory)[0].sites...)
		}
	}
	slices.SortStableFunc(forms, func(a, b int) int { return cmp.Compare(groups[b].score[roleOfStory], groups[a].score[roleOfStory]) })
	var out []*siteSet
	some := func(forms []int) {
		s := &siteSet{}
		for _, k := range forms {
			s.sites = append(s.sites, parts[k]...)
		}
		slices.Sort(s.sites)
		out = append(out, s)
	}
	switch n := len(forms); {
	case n == 2:
		some(forms[:1])
		some(forms[1:])
	case n > 2:
		some(forms[:n-1])
		some(forms[:1])
	}
	slices.Sort(all.sites)
	if len(all.sites) > len(base.sites) {
		out = append(out, all)
	}
	return out
}

// next returns the roles of the best plan that is left, nil at the end.
func (p *planner) next() []role {
	if len(p.first) > 0 {
		x := p.first[0]
		p.first = p.first[1:]
		return p.make(x)
	}
	best, most := -1, 0
	for i, x := range p.plans {
		n := x.score
		like := 0
		for _, m := range p.made {
			like = max(like, repeated*alikeness(x.stories.sites, m.stories.sites)+reheaded*alikeness(x.epics.sites, m.epics.sites))
		}
		if n -= like; best < 0 || n > most {
			best, most = i, n
		}
	}
	if best < 0 {
		return nil
	}
	x := p.plans[best]
	p.plans = slices.Delete(p.plans, best, best+1)
	return p.make(x)
}

// make returns the roles of a plan.
func (p *planner) make(x plan) []role {
	p.made = append(p.made, x)
	roles := make([]role, len(p.sites))
	for _, i := range x.stories.sites {
		roles[i] = roleOfStory
	}
	for _, i := range x.epics.sites {
		roles[i] = roleOfEpic
	}
	return roles
}

// alikeness says, in units, how many sites of two sets are in both.
func alikeness(a, b []int) int {
	if len(a) == 0 && len(b) == 0 {
		return unit
	}
	both := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			both++
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return both * unit / (len(a) + len(b) - both)
}

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

// sets returns what may have a role, the likeliest first: what has it without
// help, all that is written like that, the lines of each form, and of several
// together.
func (p *planner) sets(groups []group, r role, base *siteSet) []*siteSet {
	order := make([]int, len(groups))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(groups[b].score[r], groups[a].score[r]) })
	order = order[:min(len(order), mostForms)]
	var out []*siteSet
	if len(base.sites) > 0 {
		out = append(out, base)
	}
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
			if first || p.scores[i][r] > 0 || g.score[r]-p.scores[i][r] < doubt*unit {
				likely = append(likely, c.sites...)
			}
		}
	}
	var out []*siteSet
	for n, sites := range [][]int{likely, open, all} {
		slices.Sort(sites)
		if n == 0 || len(sites) != len(out[len(out)-1].sites) {
			out = append(out, &siteSet{sites: sites, score: g.score[r] - n*loose*unit, forms: 1})
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

// apart returns the epics if they are other lines than the stories, and not mostly
// in the text of these; else nil.
func (p *planner) apart(stories, epics *siteSet) *siteSet {
	if len(epics.sites) == 0 || len(stories.sites) == 0 {
		return epics
	}
	is := make(map[int]bool, len(stories.sites))
	for _, i := range stories.sites {
		is[i] = true
	}
	in := 0
	for _, i := range epics.sites {
		if is[i] {
			return nil
		}
		for n, up := 0, p.sites[i].up; up >= 0 && n < maxUp; n, up = n+1, p.sites[up].up {
			if is[up] {
				in++
				break
			}
		}
	}
	if in*2 > len(epics.sites) {
		return nil
	}
	return epics
}

// holding leaves out headings without an ID that hold no story: sections of
// something else.
func (p *planner) holding(epics, stories *siteSet) *siteSet {
	if len(stories.sites) == 0 {
		return epics
	}
	holds := make(map[int]bool)
	for _, i := range stories.sites {
		for n, up := 0, p.sites[i].up; up >= 0 && n < maxUp; n, up = n+1, p.sites[up].up {
			holds[up] = true
		}
	}
	var kept []int
	for _, i := range epics.sites {
		if x := &p.sites[i]; x.heading < 0 || x.coded() || holds[i] {
			kept = append(kept, i)
		}
	}
	if len(kept) == 0 || len(kept) == len(epics.sites) {
		return epics
	}
	return &siteSet{kept, epics.score, epics.forms}
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
