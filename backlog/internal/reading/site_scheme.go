package reading

import (
	"cmp"
	"math/rand/v2"
	"strconv"
	"strings"
	"unicode"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// A siteKey is what sites that are written alike have in common.
type siteKey struct {
	form    int
	level   int // of headings, else the depth in lists
	class   lexicon.CodeClass
	rank    lexicon.Rank
	word    bool // it has a word for epic or story, but no number
	many    bool // it names several items
	table   string
	section string // what the heading above is, where no ID tells more
	style   facts
}

// A siteScheme is a number of sites that are written alike, and its signals in
// sixteenths.
type siteScheme struct {
	siteKey
	family family
	sites  []int
	judged []int // those of them that it is judged by
	shows  [signalCount]int8
	sure   bool // enough speaks for it where nothing in the file speaks of a backlog
	likely bool // enough speaks for it to ask people if it is none
}

// full is the value of a signal that all sites of a scheme show.
const full = 16

// bare reports whether the sites have no IDs.
func (c *siteScheme) bare() bool {
	return c.class == lexicon.ClassNone || c.class == lexicon.ClassOrdinal
}

// group makes the schemes.
func (s *survey) group() {
	byKey := make(map[siteKey]int)
	last := siteKey{form: -1}
	n := 0
	for i := range s.sites {
		x := &s.sites[i]
		if k := s.keyOf(x); k != last { // those of one list follow each other
			known, ok := byKey[k]
			if !ok {
				known = len(s.schemes)
				byKey[k] = known
				s.schemes = append(s.schemes, &siteScheme{siteKey: k})
			}
			last, n = k, known
		}
		x.scheme = n
		s.schemes[n].sites = append(s.schemes[n].sites, i)
	}
}

// maxJudged is how many of the sites of a scheme, spread over it, it is judged by:
// their number is not a signal, and a share of so many is close to that of all.
const maxJudged = 1000

// spread returns so many of some sites at most: one of each of so many parts. Which
// one of a part is left to chance, but always the same, since what is written by
// rule shows the same in every other line or every tenth.
func spread(sites []int, most int) []int {
	if len(sites) <= most {
		return sites
	}
	chance := rand.New(rand.NewPCG(0, 0))
	some := make([]int, most)
	for i := range some {
		from, to := i*len(sites)/most, (i+1)*len(sites)/most
		some[i] = sites[from+chance.IntN(to-from)]
	}
	return some
}

// look finds all facts of the sites that the schemes are judged by, and of those
// that these stand in.
func (s *survey) look() {
	for _, c := range s.schemes {
		c.judged = spread(c.sites, cmp.Or(s.f.opts.judged, maxJudged))
		for _, i := range c.judged {
			s.lookAt(&s.sites[i])
			for up := range s.around(&s.sites[i]) {
				s.lookAt(up)
			}
		}
	}
}

// lookAt finds all facts of a site.
func (s *survey) lookAt(x *site) {
	if !x.looked {
		x.facts.add(s.factsOf(x))
		x.looked = true
	}
}

// judge works out what the schemes show.
func (s *survey) judge() {
	s.count()
	s.storied = s.totals.sentences > 0 || s.totals.inOthers(&s.totals.stories, formCount) > 0
	for _, c := range s.schemes {
		s.signals(c)
	}
}

// isLoose reports whether the ID of a site, if it has one, may be no more than a
// number that it begins with.
func (x *site) isLoose() bool { return x.plainLead() || x.Class == lexicon.ClassDotted }

// keyFacts finds the facts of a site that its key or a veto of [survey.free] needs.
func (s *survey) keyFacts(x *site) (f facts) {
	switch {
	case x.heading >= 0:
		if x.isLoose() || x.Rank == lexicon.RankNever {
			t := lexicon.Fold(strings.Trim(x.Title, " :*."))
			nameFacts(&f, x, t, lexicon.TopicsOf(t))
		}
	case x.row == nil && x.isLoose():
		s.styleFacts(&f, x)
		f.set(sigSentence, x.form == formParagraph && x.isSentence() && !s.isStatement(x))
	}
	return f
}

func (s *survey) keyOf(x *site) siteKey {
	k := siteKey{form: x.form, class: x.Class, rank: x.Rank, level: x.depth, many: x.Many && x.heading >= 0}
	if !x.found {
		k.class, k.word = lexicon.ClassNone, x.named
	}
	switch {
	case x.heading >= 0:
		k.level = x.level
		if x.isLoose() {
			k.section = s.sectionName(x)
			f := &x.facts
			k.style.set(sigAsideTitle, f.has(sigAsideTitle) || f.has(sigCriteriaTitle) || f.has(sigFieldTitle))
		}
	case x.row != nil:
		k.table = headerOf(s.d, x.row.table)
		if k.rank == lexicon.RankTask && x.row.table.ids >= 0 && k.class != lexicon.ClassNone { // "BUG-4" beside "DOC-1"
			k.class, k.rank = lexicon.ClassKey, lexicon.RankItem
		}
		if x.plainLead() {
			k.section = s.sectionName(x)
		}
	case x.isLoose():
		k.section = s.sectionName(x)
		for _, sig := range []signal{sigBold, sigLabel, sigAboveCriteria, sigAboveField, sigAboveItems} {
			k.style.set(sig, x.facts.has(sig))
		}
		k.style.set(sigSentence, x.form == formParagraph && x.facts.has(sigSentence))
	case x.form != formList:
		k.level = 0
	}
	return k
}

// sectionName tells what the heading above a site is: what kind of item, or its
// words without numbers.
func (s *survey) sectionName(x *site) string {
	i := siteAbove(s.d, x)
	if i < 0 {
		return ""
	}
	p := &s.places[i]
	if !p.named {
		p.name, p.named = s.nameOf(i), true
	}
	return p.name
}

// nameOf is [survey.sectionName] for a heading.
func (s *survey) nameOf(i int) string {
	h := &s.d.headings[i]
	if role := s.roleAt(i); role != sectionPlain {
		return "#" + string(rune('0'+role)) + "#" + strconv.Itoa(h.parent)
	}
	title := h.title
	if l := lexicon.ScanLead(title); l.Found && l.Class != lexicon.ClassOrdinal && l.Class != lexicon.ClassNone {
		return "#" + strings.Repeat("#", h.level) + string(rune('0'+l.Class)) + string(rune('0'+l.Rank))
	}
	words := strings.FieldsFunc(lexicon.Fold(title), func(r rune) bool { return !unicode.IsLetter(r) })
	return lexicon.CutRunes(strings.Join(words, " "), 40)
}
