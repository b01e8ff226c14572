package reading

import (
	"cmp"
	"slices"
)

// How much, in tenths, speaks against a plan.
const (
	doubt           = 15 // that a scheme may be behind the likeliest that is written so
	doubtOfEpics    = 20 // for what may be epics, as stories
	mostOfEpics     = 10 // that speaks for epics beside what does for their stories
	another         = 20 // for each further form of items
	repeated        = 30 // for stories that are all of a plan that was made before
	repeatedLed     = 10 // where headings stand above headings, or their epics are versions or have a word or code before their titles
	near            = 15 // for stories that share some with such a plan
	sure            = 10 // that lines are items, more than which makes no plan better
	storyless       = 45 // for a plan without stories
	costOfTopics    = 10 // for epics that are what the stories stand under
	costOfLedTopics = 2  // where these are headings or versions, or a word or code stands before the titles
	unheaded        = 10 // for leaving out the epics that are read without help
	unnamed         = 30 // where a word names them
	sameEpics       = 6  // for epics that such a plan has, too, unless a word names them
	refusedWork     = 30 // for stories that are all under headings that say what is no work
	mostForms       = 7  // that are tried for a role
	mostUnions      = 3  // that are put together
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

	refused map[int]bool // headings that say what is no work
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
	led   bool // epics that are headings above headings, versions, or have a word or code before their titles
}

// begin finds all plans. What is read without help is made already.
func (p *planner) begin(unaided []role) {
	p.refused = make(map[int]bool)
	p.base = plan{stories: p.setOf(unaided, roleOfStory), epics: p.setOf(unaided, roleOfEpic)}
	groups := p.groups()
	others := p.sets(groups, roleOfEpic)
	for _, st := range append(p.storySets(groups), &siteSet{score: -storyless * unit}) {
		for _, ep := range p.epicsFor(st, others) {
			if !p.mayHead(ep, st) {
				continue
			}
			if len(st.sites) == 0 && slices.Equal(ep.sites, p.base.stories.sites) && !p.areEpics(ep) {
				continue // what is read as stories is hardly nothing but epics
			}
			ep := p.holding(ep, st)
			if ep == nil {
				continue
			}
			score := min(st.score, sure*unit) + min(ep.score, mostOfEpics*unit)
			score -= another*unit*(max(0, st.forms-1)+max(0, ep.forms-1)) + p.refusedShare(st)
			p.plans = append(p.plans, plan{st, ep, score})
		}
	}
	if len(p.base.stories.sites)+len(p.base.epics.sites) > 0 {
		p.made = append(p.made, p.base)
	}
	for _, st := range append(p.demanded(groups), p.beside(groups)...) {
		epics := p.holding(p.base.epics, st)
		if epics == nil {
			epics = &siteSet{}
		}
		p.first = append(p.first, plan{st, epics, 0})
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

// beside returns what may be meant rather than the stories that are read without
// help: those without the least likely of several forms, the likeliest form
// alone or the other of two, lists that are parts of the same one, and all that is
// written like them, without what is no work.
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
		if kin := p.allKinOf(groups, k); kin != nil && p.schemes[groups[k].schemes[0]].form == formChecklist {
			likely[k] = kin.sites
		} else if v := p.variants(&groups[k], roleOfStory); len(v) > 0 {
			likely[k] = v[0].sites
		}
		_, open, _ := p.linesOf(&groups[k], roleOfStory)
		all.sites = append(all.sites, open...)
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
	case n == 1:
		if kin := p.allKinOf(groups, forms[0]); kin != nil {
			out = append(out, kin)
		}
	case n == 2:
		some(forms[:1])
		some(forms[1:])
	case n > 2:
		some(forms[:1])
		some(forms[:n-1])
	}
	if meant := p.notRefused(all.sites); len(meant) > len(base.sites) {
		all.sites = meant
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
			like += p.likeness(&x, &m)
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

// likeness says how much speaks against a plan because another one was made: whoever
// looks at the next one did not mean that. So each that is like it counts.
func (p *planner) likeness(x, made *plan) (n int) {
	switch alike := alikeness(x.stories.sites, made.stories.sites); {
	case alike < unit:
		n = near * alike
	case x.epics.led:
		n = repeatedLed * unit
	default:
		n = repeated * unit
	}
	if len(x.epics.sites) > 0 && slices.Equal(x.epics.sites, made.epics.sites) && !p.named(x.epics) {
		n += sameEpics * unit
	}
	return n
}
