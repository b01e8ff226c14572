package reading

import (
	"cmp"
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// A site is a line that may define an item, with what is seen of it before
// anything is decided.
type site struct {
	*candidate
	up    int // index of the site that it stands in, -1 if it stands in none
	end   int // where what belongs to it ends
	facts facts
	*below
	scheme int
	demand bool // it holds codes of requirements
	looked bool // all facts are known, see [survey.look]
}

// A survey is what the guess looks at: the sites of a file, and the schemes
// that they make up.
type survey struct {
	f        *Result
	d        *document
	lines    *candidates
	sites    []site
	schemes  []*siteScheme
	places   []place        // by heading, see placeFacts
	subject  subject        // what the file is about, or a section of it
	plan     bool           // the title of the file is that of a plan
	line     lineLook       // the last line that was looked at
	above    blockFacts     // what the line above the last list or table says
	bolds    map[string]int // how often text in bold begins a line
	totals   totals
	families map[family]*totals
	speech   speech
	themes   map[int]bool    // by block, see findThemes
	labels   *bool           // see speaksInLabels, nil until asked for
	storied  bool            // there are stories or sentences of such
	series   map[series]bool // those with several sections
}

// blockFacts are the facts of what stands above a block.
type blockFacts struct {
	block int
	facts facts
}

// maxUp is how many sites around another one are looked at.
const maxUp = 12

// takeSurvey looks at all sites of the file.
func takeSurvey(f *Result, lines *candidates) *survey { return surveyOf(f, lines, lines.sites()) }

// surveyOf looks at some sites, in the order of the file.
func surveyOf(f *Result, lines *candidates, sites []*candidate) *survey {
	return surveyAs(f, lines, sites, lines.d.subject, isPlan(f))
}

// isPlan reports whether a title of the file, which may be that of the front matter,
// is one of a plan.
func isPlan(f *Result) bool {
	return lexicon.IsWorkFile(lexicon.Fold(f.Title)) || lexicon.IsWorkFile(lexicon.Fold(f.Metadata["title"])) ||
		f.Title == "" && f.Metadata["title"] == "" && titleOfName(f.opts.Name) != ""
}

// surveyAs looks at some sites as those of a file that is about something.
func surveyAs(f *Result, lines *candidates, sites []*candidate, about subject, plan bool) *survey {
	s := &survey{
		f: f, d: lines.d, lines: lines, subject: about, plan: plan, bolds: make(map[string]int), series: make(map[series]bool), themes: make(map[int]bool),
	}
	s.places = make([]place, len(s.d.headings))
	s.sites = make([]site, len(sites))
	for i, c := range sites {
		s.sites[i] = site{candidate: c, up: -1, below: &nothingBelow}
	}
	s.findSeries()
	s.nest()
	s.tallyAll()
	s.findThemes()
	for i := range s.sites {
		if bold := s.lineOf(&s.sites[i]).bold; bold != "" {
			s.bolds[bold]++
		}
	}
	for i := range s.sites {
		s.sites[i].facts = s.keyFacts(&s.sites[i])
	}
	s.group()
	s.look()
	s.relate()
	s.judge()
	return s
}

// sites returns all sites in the order of the file. Rows of milestone tables are
// read as what they are.
func (l *candidates) sites() []*candidate {
	all := make([]*candidate, 0, len(l.found)+len(l.plain))
	for _, c := range l.all() {
		if c.form == formEpicTable || c.heading >= 0 && (l.d.headings[c.heading].ours || l.d.headings[c.heading].lists) {
			continue
		}
		all = append(all, c)
	}
	all = sortRuns(all, func(a, b *candidate) int {
		if a.line.Start != b.line.Start {
			return a.line.Start - b.line.Start
		}
		return cmp.Or(cmp.Compare(b.heading, a.heading), cmp.Compare(a.depth, b.depth))
	})
	return slices.CompactFunc(all, func(a, b *candidate) bool { // what is found is plain no more
		return a.line.Start == b.line.Start && a.form == formParagraph && b.form == formParagraph && a.weak != b.weak
	})
}

// nest finds the site that each stands in: a heading, a line in bold that heads
// what follows, an item of a list.
func (s *survey) nest() {
	var open []int
	for i := range s.sites {
		x := &s.sites[i]
		for len(open) > 0 && s.sites[open[len(open)-1]].end <= x.line.Start {
			open = open[:len(open)-1]
		}
		switch {
		case x.heading >= 0:
			x.end = s.d.headings[x.heading].end
		case x.flows():
			x.end = x.line.End
			if x.bold {
				if n := len(open); n > 0 && s.sites[open[n-1]].flows() {
					s.sites[open[n-1]].end = x.line.Start
					open = open[:n-1]
				}
				x.end = len(s.d.Src)
				if next := s.d.sectionOf(x.line.Start) + 1; next < len(s.d.headings) {
					x.end = s.d.headings[next].line.Start
				}
			}
		case x.candidate.end > 0:
			x.end = x.candidate.end
		default:
			x.end = x.line.End
		}
		if len(open) > 0 {
			x.up = open[len(open)-1]
		}
		if x.end > x.line.End {
			open = append(open, i)
		}
	}
}

// around yields the sites that one stands in, the nearest first.
func (s *survey) around(x *site) func(yield func(*site) bool) {
	return func(yield func(*site) bool) {
		for n, up := 0, x.up; up >= 0 && n < maxUp; n++ {
			y := &s.sites[up]
			if !yield(y) {
				return
			}
			up = y.up
		}
	}
}

// plainLead reports whether a site begins with nothing that looks like an ID, or
// only with its number in a list.
func (c *candidate) plainLead() bool {
	return !c.found || c.Class == lexicon.ClassNone || c.Class == lexicon.ClassOrdinal
}

// itemID reports whether a site begins with an ID that items may have.
func (c *candidate) itemID() bool { return !c.plainLead() && c.Rank != lexicon.RankNever }

// isStoryLead and isEpicLead report whether a word or code says what a site is.
func (c *candidate) isStoryLead() bool {
	return c.found && c.Rank == lexicon.RankStory && (c.Class == lexicon.ClassWord || c.Class == lexicon.ClassStory)
}

func (c *candidate) isEpicLead() bool {
	return c.found && (c.Rank == lexicon.RankEpic || c.Rank == lexicon.RankInitiative) && !c.plainLead()
}
