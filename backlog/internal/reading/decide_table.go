package reading

import (
	"slices"
	"strings"
	"unicode"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// proven is the score of what more than the weights says.
const proven = 1000

// decideByTable lets the weights decide what no word or code proves.
func (g *guess) decideByTable() {
	if slices.ContainsFunc(g.lines.found, func(c *candidate) bool { return c.accepted && c.form == formTask }) {
		return // the file is one task
	}
	g.complete()
	sites := g.lines.sites()
	if !g.f.opts.weighAll && g.isSettled(sites) {
		return
	}
	s := surveyOf(g.f, g.lines, withoutSettled(sites, settledKept))
	g.weigh(s)
	if !slices.ContainsFunc(g.lines.found, func(c *candidate) bool { return c.accepted }) {
		for _, i := range g.d.workSections() {
			g.weigh(g.surveySection(i))
		}
	}
	s.leave()
}

// weigh gives the sites of a survey their roles.
func (g *guess) weigh(s *survey) {
	scores := s.pooled(g.f.opts.weights())
	stories, boxes := g.lines.hasStories(), s.storyBoxes()
	for i, c := range s.schemes {
		c.sure = scores[i][roleOfStory] >= s.lead(silentLead)
		scores[i][roleOfStory] += s.proof(c, stories)
		if c.bare() && s.among(c, boxes) {
			scores[i][roleOfStory] += s.lead(mixedLead)
		}
		if c.many {
			scores[i][roleOfStory] = min(0, scores[i][roleOfStory])
		}
		if c.isHolder() {
			scores[i] = score{roleOfEpic: proven * unit}
		}
		if !slices.ContainsFunc(c.sites, func(i int) bool {
			return s.sites[i].accepted || s.sites[i].dropped == notDropped && s.free(&s.sites[i])
		}) {
			scores[i] = score{} // none may be an item
		}
		s.prove(c, &scores[i])
	}
	s.joinRows(scores)
	for i, c := range s.schemes {
		c.likely = scores[i] != (score{}) && scores[i][roleOfStory] >= s.lead(likelyLead)
	}
	roles := s.assign(scores)
	s.demote(scores, roles)
	for i := range roles {
		if roles[i] == roleOfEpic && scores[i][roleOfEpic] < s.lead(epicLead) {
			roles[i] = roleOfNone
		}
	}
	g.take(s, s.rolesOfSites(roles))
}

// take makes items of the sites that have a role.
func (g *guess) take(s *survey, roles []role) {
	epics := g.lines.hasEpics()
	var taken [formCount][roleCount][]*candidate
	var order []usedAs
	for i := range s.sites {
		x := &s.sites[i]
		if x.accepted || x.dropped != notDropped {
			continue
		}
		if roles[i] == roleOfNone {
			x.likely = s.schemes[x.scheme].likely && s.free(x)
			continue
		}
		kind := lexicon.KindIssue
		if roles[i] == roleOfEpic {
			kind = lexicon.KindMilestone
		}
		switch {
		case !s.free(x), g.declared.ignores(x.candidate),
			x.Many && (kind == lexicon.KindIssue || g.lines.holds(x.candidate, x.isOfID)),
			kind == lexicon.KindIssue && x.isEpicLead(), kind == lexicon.KindMilestone && (epics || x.isPhase()), g.declared.closed[roleOf(kind)]:
			continue
		}
		x.Epic, x.weighed = kind == lexicon.KindMilestone, kind == lexicon.KindMilestone
		g.lines.admit(x.candidate)
		lines := &taken[x.form][roles[i]]
		if *lines == nil {
			order = append(order, usedAs{x.form, kind, lines})
		}
		*lines = append(*lines, x.candidate)
	}
	for _, u := range order {
		use(g.f, u.form, u.kind, s.reasons((*u.lines)[0]), *u.lines)
	}
}

// isOfID reports whether a line has the ID of c, which names several.
func (c *candidate) isOfID(x *candidate) bool { return x.found && x.idKey() == c.idKey() }

// A usedAs is the items of a kind that are written in one form.
type usedAs struct {
	form  int
	kind  lexicon.Kind
	lines *[]*candidate
}

// reasons names what speaks most for a line being an item.
func (s *survey) reasons(c *candidate) string {
	i := slices.IndexFunc(s.sites, func(x site) bool { return x.candidate == c })
	var words []string
	for _, p := range s.f.opts.weights().parts(s.schemes[s.sites[i].scheme]) {
		if p.item > 0 && len(words) < 3 {
			words = append(words, p.words)
		}
	}
	return "the signals add up: " + strings.Join(words, ", ")
}

// leave says why the sites that are not items are none.
func (s *survey) leave() {
	story := func(x *site) bool { return x.accepted && !x.Epic }
	holds := make([]bool, len(s.sites))
	for i := range s.sites {
		if x := &s.sites[i]; story(x) {
			for up, n := x.up, 0; up >= 0 && n < maxUp; up, n = s.sites[up].up, n+1 {
				holds[up] = true
			}
		}
	}
	for i := range s.sites {
		x := &s.sites[i]
		if x.accepted || x.dropped != notDropped || x.weak {
			continue
		}
		why := notProven
		switch {
		case x.facts.has(sigElsewhere):
			why = notMention
		case holds[i]:
			why = notGroup
		case x.Many:
			why = notSeveral
		}
		for up := range s.around(x) {
			if story(up) {
				why = notPart
			}
		}
		x.drop(why)
	}
}

// prove gives a scheme the role that words, codes or people gave most of it.
func (s *survey) prove(c *siteScheme, sc *score) {
	n := s.accepted(c)
	for role := roleOfStory; role < roleCount; role++ {
		if n[role]*2 > len(c.sites) {
			*sc = score{}
			sc[role] = proven * unit
		}
	}
}

// proof is what is added where IDs of headings begin with that of what holds them, or
// with the number of the epic above, and where lines without IDs are what only stories
// are: their sentences, or headings of a backlog most of which have fields or a
// sentence.
func (s *survey) proof(c *siteScheme, stories bool) int {
	switch {
	case s.isHeld(c), c.form == formHeading && c.below(sigNumbered) && c.below(sigUnderEpic) && !c.below(sigUnderStory):
		return s.lead(sureLead)
	case stories || !c.bare():
		return 0
	case int(c.shows[sigWant])*2 > full, c.below(sigRightUnderEpic), c.below(sigColumnStoryOfWork), c.below(sigColumnWant):
		return s.lead(sureLead)
	case !s.subject.backlog && int(c.shows[sigInListed])*2 <= full:
		return 0
	case c.isSentence() && !s.sites[c.sites[0]].weak, c.form == formHeading && int(c.shows[sigProven])*10 >= full*6:
		return s.lead(sureLead)
	}
	return 0
}

// storyBoxes returns the lists in which boxes with IDs are stories by now.
func (s *survey) storyBoxes() map[listKey]bool {
	lists := make(map[listKey]bool)
	for i := range s.sites {
		if x := &s.sites[i]; x.form == formChecklist && x.itemID() && x.accepted && !x.Epic {
			lists[listKey{x.block, x.depth}] = true
		}
	}
	return lists
}

// among reports whether most sites of a scheme stand in one of some lists.
func (s *survey) among(c *siteScheme, lists map[listKey]bool) bool {
	n := 0
	for _, i := range c.sites {
		if x := &s.sites[i]; x.form == formChecklist && lists[listKey{x.block, x.depth}] {
			n++
		}
	}
	return n*2 > len(c.sites)
}

// isHolder reports whether a scheme is of headings that are not words for an epic,
// but hold items whose IDs begin with theirs: "## `CHART`" above "CHART-1". They
// are epics if the file has no others, else groups.
func (c *siteScheme) isHolder() bool {
	return c.form == formHeading && (c.class == lexicon.ClassArea || c.rank == lexicon.RankFeature || c.class == lexicon.ClassKey && c.rank == lexicon.RankItem) &&
		int(c.shows[sigHoldsOwn])*2 > full
}

// isHeld reports whether the IDs of most sites begin with that of such a heading
// above them.
func (s *survey) isHeld(c *siteScheme) bool {
	if c.bare() || c.isHolder() {
		return false
	}
	n := 0
	for _, i := range c.sites {
		x := &s.sites[i]
		if x.up < 0 {
			continue
		}
		if up := &s.sites[x.up]; up.found && s.schemes[up.scheme].isHolder() && strings.HasPrefix(x.Id.Key(), up.Id.Key()+"-") {
			n++
		}
	}
	return n*2 > len(c.sites)
}

// accepted counts what the sites of a scheme are by now.
func (s *survey) accepted(c *siteScheme) (n [roleCount]int) {
	for _, i := range c.sites {
		switch x := &s.sites[i]; {
		case x.accepted && x.Epic:
			n[roleOfEpic]++
		case x.accepted:
			n[roleOfStory]++
		default:
			n[roleOfNone]++
		}
	}
	return n
}

// demote takes the role of stories from schemes that are hardly ahead and in
// another form than the surest stories: most files write theirs in one.
func (s *survey) demote(scores []score, roles []role) {
	best := -1
	for i := range roles {
		if roles[i] == roleOfStory && !s.schemes[i].below(sigElsewhere) && (best < 0 || scores[i][roleOfStory] > scores[best][roleOfStory]) {
			best = i
		}
	}
	if best < 0 {
		return
	}
	b := s.schemes[best]
	for i, c := range s.schemes {
		lead := 0
		switch {
		case s.isTitledList(c) && s.isTitledList(b): // the marker says nothing
		case c.bare() && b.isSentence() && !c.isSentence(), !c.bare() && c.form != b.form:
			lead = s.lead(otherLead)
		case c.form != b.form || c.form == formHeading && c.level != b.level:
			lead = s.lead(mainLead)
		}
		if roles[i] == roleOfStory && scores[i][roleOfStory] < lead {
			roles[i] = roleOfNone
		}
	}
}

// isTitledList reports whether the sites of a scheme are bullets or numbered, and
// begin with a title in bold.
func (s *survey) isTitledList(c *siteScheme) bool {
	return (c.form == formList || c.form == formOrdered) && startsBold(s.sites[c.sites[0]].text)
}

// isPurpose reports whether a line says what something is for: "Goal: fewer calls".
func isPurpose(title string) bool {
	label, _, ok := strings.Cut(title, ":")
	return ok && len(label) < labelLength && lexicon.PurposeWords[lexicon.Fold(label)]
}

// free reports whether a guess may make an item of a site: vetoes that no weight
// outvotes. A file that is silent has items only where boxes have IDs, and a
// manual has none for having a list of what is to be done.
func (s *survey) free(x *site) bool {
	switch {
	case x.facts.has(sigElsewhere), x.Title == "", lexicon.IsPlaceholderTitle(x.Title), x.Many && x.heading < 0, x.link:
		return false
	case x.Rank == lexicon.RankNever && s.schemes[x.scheme].shows[sigOnlyRequirements] == 0:
		return false
	case !strings.ContainsFunc(x.Title, unicode.IsLetter):
		return false // "[1.2.0] (2026-01-31)"
	case x.plainLead() && x.heading < 0 && x.row == nil && x.form != formChecklist && (isFieldLine(x.Title) || isPurpose(x.Title)):
		return false // "- Goal: fewer calls" is a field, whatever it stands beside
	case x.namesEpic():
		return false
	case x.plainLead() && x.lists() && x.form != formChecklist && x.own.bullets > 0 && strings.HasSuffix(x.Title, ":") && x.extra == "":
		return false // "- Done when:" with a list below it
	case x.heading >= 0 && s.roleOfSite(x) == sectionTime && (x.holdsListOnly() || x.plainLead()):
		return false // a milestone or version holds what is to be done
	case x.heading >= 0 && x.demand && (x.plainLead() || x.Class == lexicon.ClassDotted):
		return false // "2.1 Drop-off" above "FR-1: …"
	case x.heading >= 0 && s.isGroup(x), x.lists() && x.depth == 0 && s.themes[x.block]:
		return false
	case x.isSentence() && endsOpen(x.Title):
		return false // "As a teacher, I want to …" above what that is
	case x.plainLead() && (x.facts.has(sigRefused) || s.d.noteOf(siteAbove(s.d, x)).refused):
		return false
	case x.heading < 0 && s.d.noteOf(s.d.above(x.candidate)).own && (s.storied || !s.isDemanded(siteAbove(s.d, x))):
		return false
	case x.heading >= 0 && !x.itemID() && (x.facts.has(sigCriteriaTitle) || x.facts.has(sigAsideTitle) || x.facts.has(sigFieldTitle)):
		return false
	case x.heading >= 0 && x.plainLead() && !x.named && int(s.schemes[x.scheme].shows[sigBelowSentences])*4 >= full:
		return false // "## Buyer" above several sentences groups them
	case x.heading >= 0 && !x.itemID() && x.facts.has(sigHoldsCodes):
		return false // what has an ID goes before what holds it
	case s.isTitle(x):
		if p := s.d.proofOf(x.heading); s.speech.quiet || !x.itemID() || !p.ok() {
			return false
		}
	case s.speech.silent && !s.schemes[x.scheme].isHolder() && !s.schemes[x.scheme].sure && (x.form != formChecklist || !x.itemID()):
		return false
	case s.speech.quiet && s.speech.manual && !x.itemID():
		return false
	}
	return true
}

// isGroup reports whether a heading above a list names a part of the product or of a
// plan: "Theme: Trust", "Feature: Audit", "0.4 Content" in a roadmap.
func (s *survey) isGroup(x *site) bool {
	if x.own.bullets == 0 || x.own.criteria > 0 || x.own.sentences > 0 || x.all.headings > 0 {
		return false
	}
	if x.Class == lexicon.ClassDotted && x.found {
		return s.titledAsWork() && x.all.boxes > 0 && x.holdsListOnly() && siteAbove(s.d, x) == s.subject.top
	}
	return x.plainLead() && lexicon.IsGroupTitle(lexicon.Fold(x.Title))
}

// endsOpen reports whether a text goes on in what follows it.
func endsOpen(text string) bool {
	text = strings.TrimRight(text, " *")
	return strings.HasSuffix(text, "…") || strings.HasSuffix(text, "...") || strings.HasSuffix(text, ":")
}

// startsBold reports whether a text begins in bold and goes on.
func startsBold(text markdown.Node) bool {
	if text == nil {
		return false
	}
	e, ok := markdown.FirstInline(text).(*markdown.Emphasis)
	return ok && e.Level == 2 && e.NextSibling() != nil
}
