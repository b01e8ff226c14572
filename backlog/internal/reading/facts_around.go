package reading

import (
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// A listKey names the items of a list that are equally deep.
type listKey struct{ block, depth int }

// relate tells what sites show by the sites around them: what vetoes need of each,
// the rest of those that are looked at.
func (s *survey) relate() {
	definers, several := s.definers()
	titles := make(map[string]bool)
	coded := make(map[listKey]bool)
	for i := range s.sites {
		if x := &s.sites[i]; x.form == formChecklist && x.itemID() {
			coded[listKey{x.block, x.depth}] = true
		}
		if x := &s.sites[i]; x.heading >= 0 && len(x.Title) > 3 {
			titles[lexicon.Fold(x.Title)] = true
		}
	}
	for i := range s.sites {
		x := &s.sites[i]
		key := ""
		if x.found {
			key = x.idKey()
		}
		if several && x.itemID() {
			if d := definers[key]; d != nil && d != x {
				x.facts.set(sigElsewhere, d.form < x.form)
			}
		}
		s.holdFacts(x, key)
		if x.looked {
			x.facts.set(sigTitleElsewhere, x.heading < 0 && titles[lexicon.Fold(x.Title)])
			x.facts.set(sigBesideCodes, coded[listKey{x.block, x.depth}] && x.plainLead())
			s.aroundFacts(x, key)
		}
	}
}

// beside reports whether one site stands in another, but is not part of it: both
// have boxes and names of their own.
func (x *site) beside(up *site) bool {
	return x.form == formChecklist && up.form == formChecklist && x.itemID()
}

// holdFacts tells the sites around one, with the key of its ID, what they hold.
func (s *survey) holdFacts(x *site, key string) {
	for up := range s.around(x) {
		if x.beside(up) {
			continue
		}
		up.demand = up.demand || x.found && !x.Many && lexicon.RequirementCodes[x.Word]
		up.facts.set(sigHoldsStories, x.isStoryLead())
		up.facts.set(sigHoldsCodes, x.itemID())
		up.facts.set(sigHoldsBoxes, x.form == formChecklist)
		if x.itemID() && up.found && !up.plainLead() && !up.facts.has(sigHoldsOwn) {
			rest, ok := strings.CutPrefix(key, up.idKey())
			up.facts.set(sigHoldsOwn, ok && strings.HasPrefix(rest, "-"))
		}
	}
}

// aroundFacts tells what a site, with the key of its ID, shows by those around it.
func (s *survey) aroundFacts(x *site, key string) {
	f := &x.facts
	near := true
	for up := range s.around(x) {
		f.set(sigNumbered, x.itemID() && up.itemID() && isNumberedBy(key, up.idKey()))
		f.set(sigUnderStory, up.isStoryLead())
		f.set(sigUnderEpic, up.isEpicLead() || up.named && up.Epic)
		if near {
			f.set(sigUnderCodedHeading, up.heading >= 0 && up.itemID())
		}
		if x.beside(up) {
			near = false
			continue
		}
		f.set(sigUnderCode, up.itemID() && !up.isEpicLead())
		alike := up.form == x.form && up.Class == x.Class && up.Rank == x.Rank && up.found == x.found
		f.set(sigInItsLike, alike && !f.has(sigInBoldGroup) && (x.heading < 0 || x.itemID()))
		if near {
			f.set(sigUnderSentence, !x.isSentence() && (up.facts.has(sigSentence) || up.facts.has(sigBelowSentence)))
			f.set(sigUnderPlainHeading, up.heading >= 0 && !s.isTitle(up) && up.plainLead() && s.roleAt(up.heading) == sectionPlain)
			f.set(sigInPlainItem, up.heading < 0 && up.plainLead() && !f.has(sigInBoldGroup) && !f.has(sigThemeOfFile))
			near = false
		}
	}
}

// isNumberedBy reports whether the numbers of a key begin with that of another,
// as those of stories do with that of their epic: "F1.2" and "E1".
func isNumberedBy(key, by string) bool {
	i, j := strings.IndexAny(key, "0123456789"), strings.IndexAny(by, "0123456789")
	if i < 0 || j < 0 {
		return false
	}
	rest, ok := strings.CutPrefix(key[i:], by[j:])
	return ok && rest != "" && (rest[0] < '0' || rest[0] > '9')
}

// definers returns the fullest site of each ID, and whether any site with an ID is not
// the only one.
func (s *survey) definers() (m map[string]*site, several bool) {
	n := 0
	for i := range s.sites {
		if s.sites[i].itemID() {
			n++
		}
	}
	m = make(map[string]*site, n)
	for i := range s.sites {
		x := &s.sites[i]
		if !x.itemID() || x.Many {
			continue
		}
		key := x.idKey()
		if d := m[key]; d == nil || x.form < d.form {
			m[key] = x
		}
	}
	return m, len(m) < n
}
