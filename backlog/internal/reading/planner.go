package reading

import (
	"cmp"
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// How much, in tenths, speaks against a plan.
const (
	doubt      = 15 // that a scheme may be behind the likeliest that is written so
	loose      = 5  // for what stands where there are seldom items
	another    = 20 // for each further form of items
	repeated   = 40 // for the stories of a plan that was made before
	reheaded   = 5  // for its epics
	storyless  = 45 // for a plan without stories
	topicScore = 2  // for epics that are what the stories stand under
	unheaded   = 10 // for leaving out the epics that are read without help
	unnamed    = 30 // where a word names them
	mostForms  = 7  // that are tried for a role
	mostUnions = 3  // that are put together
)

// A planner combines what may be stories with what may be epics, and gives the
// combinations in their order, so that each is unlike those before it.
type planner struct {
	*survey
	scores []score
	base   plan   // what is read without help
	first  []plan // next to it
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
	p.base = plan{stories: p.setOf(unaided, roleOfStory), epics: p.setOf(unaided, roleOfEpic)}
	groups := p.groups()
	others := p.sets(groups, roleOfEpic)
	for _, st := range append(p.storySets(groups), &siteSet{score: -storyless * unit}) {
		for _, ep := range p.epicsFor(st, others) {
			if len(st.sites)+len(ep.sites) == 0 || p.apart(st, ep) == nil {
				continue
			}
			if len(st.sites) == 0 && slices.Equal(ep.sites, p.base.stories.sites) {
				continue // what is read as stories is hardly nothing but epics
			}
			ep := p.holding(ep, st)
			p.plans = append(p.plans, plan{st, ep, st.score + ep.score - another*unit*(max(0, st.forms-1)+max(0, ep.forms-1))})
		}
	}
	if len(p.base.stories.sites)+len(p.base.epics.sites) > 0 {
		p.made = append(p.made, p.base)
	}
	for _, st := range p.beside(groups) {
		p.first = append(p.first, plan{st, p.holding(p.base.epics, st), 0})
	}
}

// storySets returns what may be stories, also what is read so without help.
func (p *planner) storySets(groups []group) []*siteSet {
	sets := p.sets(groups, roleOfStory)
	if len(p.base.stories.sites) > 0 {
		sets = append([]*siteSet{p.base.stories}, sets...)
	}
	return sets
}

// epicsFor returns what may be the epics of stories: those that are read without
// help, which are the only ones where a word names them; what the stories stand
// under; others; and none.
func (p *planner) epicsFor(stories *siteSet, others []*siteSet) []*siteSet {
	base := p.base.epics
	none := &siteSet{}
	var out []*siteSet
	if len(base.sites) > 0 {
		none.score = -unheaded * unit
		out = append(out, &siteSet{base.sites, 0, base.forms})
	}
	if p.named(base) {
		none.score = -unnamed * unit
		return append(out, none)
	}
	if above := p.topicsOf(stories); above != nil {
		out = append(out, above)
	}
	return append(append(out, others...), none)
}

// named reports whether a word before them says of most sites that they are epics.
func (p *planner) named(epics *siteSet) bool {
	n := 0
	for _, i := range epics.sites {
		if p.isNamedEpic(i) {
			n++
		}
	}
	return n*2 > len(epics.sites)
}

func (p *planner) isNamedEpic(i int) bool {
	x := &p.sites[i]
	return x.isEpicLead() && x.Class == lexicon.ClassWord || x.named && x.Epic
}

// topicsOf returns what most of the stories stand right under: headings of a level, or
// items of a list, that say what they are about, and not how urgent they are or how
// far.
func (p *planner) topicsOf(stories *siteSet) *siteSet {
	under := make(map[lineKey][]int)
	for _, i := range stories.sites {
		if up := p.sites[i].up; up >= 0 && p.isTopic(up) {
			k := p.sites[up].lineKey()
			under[k] = append(under[k], up)
		}
	}
	for _, topics := range under {
		if len(topics)*2 > len(stories.sites) {
			slices.Sort(topics)
			return &siteSet{sites: slices.Compact(topics), score: -topicScore * unit, forms: 1}
		}
	}
	return nil
}

func (p *planner) isTopic(i int) bool {
	x := &p.sites[i]
	p.lookAt(x)
	f := &x.facts
	return !p.isTitle(x) && !f.has(sigStateTitle) && !f.has(sigPlanTitle) && !f.has(sigListTitle) && !f.has(sigAsideTitle)
}

// beside returns what may be meant rather than the stories that are read without
// help: those without the least likely of several forms, the likeliest form
// alone or the other of two, and all that is written like them.
func (p *planner) beside(groups []group) []*siteSet {
	base := p.base.stories
	is := make(map[int]bool, len(base.sites))
	for _, i := range base.sites {
		is[i] = true
	}
	var forms []int
	likely := make(map[int][]int)
	all := &siteSet{}
	for k := range groups {
		if !slices.ContainsFunc(groups[k].schemes, func(n int) bool {
			return slices.ContainsFunc(p.schemes[n].sites, func(i int) bool { return is[i] })
		}) {
			continue
		}
		forms = append(forms, k)
		likely[k] = p.variants(&groups[k], roleOfStory)[0].sites
		all.sites = append(all.sites, likely[k]...)
	}
	slices.SortStableFunc(forms, func(a, b int) int { return cmp.Compare(groups[b].score[roleOfStory], groups[a].score[roleOfStory]) })
	var out []*siteSet
	some := func(forms []int) {
		s := &siteSet{forms: 1}
		for _, k := range forms {
			s.sites = append(s.sites, likely[k]...)
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

// holding leaves out headings without an ID or a word for epic that hold no story:
// sections of something else.
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
		if x := &p.sites[i]; x.heading < 0 || x.coded() || p.isNamedEpic(i) || holds[i] {
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
