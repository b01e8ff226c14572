package reading

import (
	"iter"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// epicsFor returns what may be the epics of stories: those that are read without
// help, which are the only ones where a word names them; what the stories stand
// under; others; and none.
func (p *planner) epicsFor(stories *siteSet, others []*siteSet) []*siteSet {
	base := p.base.epics
	none := &siteSet{}
	var out []*siteSet
	if len(base.sites) > 0 {
		none.score = -unheaded * unit
		out = append(out, &siteSet{base.sites, 0, base.forms, false})
	}
	if titled := p.titledEpics(); len(titled.sites) > 0 && len(base.sites) == 0 {
		none.score = -unnamed * unit
		return append(out, titled, none)
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

// titledEpics returns the headings with numbers that begin with a word for epic:
// "## 1. Epic – Booking".
func (p *planner) titledEpics() *siteSet {
	out := &siteSet{forms: 1}
	for i := range p.sites {
		if x := &p.sites[i]; x.heading >= 0 && x.Class == lexicon.ClassOrdinal && epicWordOf(x.Title) != "" {
			out.sites = append(out.sites, i)
		}
	}
	return out
}

// epicWordOf returns the word for epic that a title begins with, and what sets it
// apart; "" if there is none.
func epicWordOf(title string) string {
	if l := lexicon.ScanLead(title); l.Epic && l.Named {
		return strings.TrimSuffix(title, l.Title)
	}
	return ""
}

// topicsOf returns what most of the stories stand right under: headings of a level, or
// items of a list, that say what they are about, and not how urgent they are or how
// far.
func (p *planner) topicsOf(stories *siteSet) *siteSet {
	under := make(map[lineKey][]int)
	for _, i := range stories.sites {
		if up := p.topicOf(i); up >= 0 {
			k := p.sites[up].lineKey()
			under[k] = append(under[k], up)
		}
	}
	for _, topics := range under {
		if len(topics)*2 > len(stories.sites) {
			slices.Sort(topics)
			s := &siteSet{sites: slices.Compact(topics), score: -costOfTopics * unit, forms: 1}
			x := &p.sites[topics[0]]
			led := x.named || x.Class == lexicon.ClassWord || x.Class == lexicon.ClassKey
			if led || p.sites[stories.sites[0]].heading >= 0 || p.areTimes(s.sites) {
				s.score, s.led = -costOfLedTopics*unit, true
			}
			return s
		}
	}
	return nil
}

// isStage reports whether a heading is that of a milestone or phase that says what it is
// about: "Milestone 1: Ingestion".
func (p *planner) isStage(x *site) bool {
	_, about, ok := strings.Cut(x.Title, ":")
	return ok && strings.TrimSpace(about) != "" && p.roleOfSite(x) == sectionTime
}

// topicOf returns the topic that a site stands right under, or under a heading or a label
// there that says nothing but that a list follows; -1 if there is none.
func (p *planner) topicOf(i int) int {
	for up := range p.upFrom(i) {
		x := &p.sites[up]
		p.lookAt(x)
		switch {
		case x.facts.has(sigLabel):
		case p.isTopic(up):
			return up
		case x.heading < 0 || !x.facts.has(sigListTitle):
			return -1
		}
	}
	return -1
}

// areTimes reports whether most sites are headings of versions, phases or stretches of time.
func (p *planner) areTimes(sites []int) bool {
	n := 0
	for _, i := range sites {
		if x := &p.sites[i]; x.heading >= 0 && x.facts.has(sigPhaseTitle) {
			n++
		}
	}
	return n*2 > len(sites)
}

func (p *planner) isTopic(i int) bool {
	x := &p.sites[i]
	p.lookAt(x)
	f := &x.facts
	return !p.isTitle(x) &&
		(p.isStage(x) || !f.has(sigStateTitle) && !f.has(sigPlanTitle) && !f.has(sigListTitle) && !f.has(sigAsideTitle))
}

// mayHead reports whether sites may be the epics of stories: other lines than these,
// not mostly in the text of these, and no lines of text, of lists or of tables that
// hold none of them. Nobody has epics alone but where a word says that they are.
func (p *planner) mayHead(epics, stories *siteSet) bool {
	switch {
	case len(epics.sites) == 0:
		return len(stories.sites) > 0
	case len(stories.sites) == 0 && !p.areEpics(epics):
		return false
	}
	is := make(map[int]bool, len(stories.sites))
	for _, i := range stories.sites {
		is[i] = true
	}
	above := p.above(stories)
	within, loose := 0, 0
	for _, i := range epics.sites {
		x := &p.sites[i]
		if is[i] || x.isBlank() {
			return false
		}
		for up := range p.upFrom(i) {
			if is[up] {
				within++
				break
			}
		}
		if x.heading < 0 && !above[i] && !p.saysEpic(i) {
			loose++
		}
	}
	return within*2 <= len(epics.sites) && loose*2 <= len(epics.sites)
}

// saysEpic reports whether a site, or its table, says that it is an epic.
func (p *planner) saysEpic(i int) bool {
	return p.isNamedEpic(i) || p.sites[i].isEpicLead() || p.schemes[p.sites[i].scheme].shows[sigEpicFirst] > 0
}

// areEpics reports whether words or codes say of most sites that they are epics, by
// themselves or by the headings above.
func (p *planner) areEpics(epics *siteSet) bool {
	n := 0
	for _, i := range epics.sites {
		if p.saysEpic(i) || p.isUnderEpics(i) {
			n++
		}
	}
	return n*2 > len(epics.sites)
}

// isUnderEpics reports whether the heading above a site says that epics follow.
func (p *planner) isUnderEpics(i int) bool {
	h := siteAbove(p.d, &p.sites[i])
	return h >= 0 && slices.ContainsFunc(strings.Fields(lexicon.Fold(p.d.headings[h].title)), func(word string) bool {
		return lexicon.EpicWords[word] || lexicon.EpicWords[strings.TrimSuffix(word, "s")]
	})
}

// above returns the sites that stories stand in.
func (p *planner) above(stories *siteSet) map[int]bool {
	above := make(map[int]bool)
	for _, i := range stories.sites {
		for up := range p.upFrom(i) {
			if above[up] {
				break
			}
			above[up] = true
		}
	}
	return above
}

// upFrom yields the sites that one stands in, the nearest first.
func (p *planner) upFrom(i int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for n, up := 0, p.sites[i].up; up >= 0 && n < maxUp && yield(up); n, up = n+1, p.sites[up].up {
		}
	}
}

// holding leaves out headings without an ID or a word for epic that hold no story:
// sections of something else. Where most are, none is an epic, and it returns nil.
func (p *planner) holding(epics, stories *siteSet) *siteSet {
	if len(stories.sites) == 0 {
		return epics
	}
	holds := p.above(stories)
	var kept []int
	for _, i := range epics.sites {
		if x := &p.sites[i]; x.heading < 0 || x.coded() || p.isNamedEpic(i) || holds[i] {
			kept = append(kept, i)
		}
	}
	switch {
	case len(kept) == len(epics.sites):
		return epics
	case len(kept)*2 < len(epics.sites):
		return nil
	}
	return &siteSet{kept, epics.score, epics.forms, epics.led}
}
