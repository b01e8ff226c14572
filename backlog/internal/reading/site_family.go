package reading

import "github.com/backlogsync/backlogsync/backlog/internal/lexicon"

// A family is a number of schemes that are written alike, but stand under other
// headings or in other tables.
type family struct {
	form, level int
	lead        signal
	table       string
}

func (s *survey) familyOf(c *siteScheme) family {
	k := family{form: c.form, level: c.level, lead: s.leadOf(c), table: c.table}
	if k.lead == sigStoryWord || k.lead == sigStoryCode || k.lead == sigEpicWord {
		k = family{form: c.form, lead: k.lead}
	}
	return k
}

// isSentence reports whether most sites are sentences of user stories.
func (c *siteScheme) isSentence() bool { return int(c.shows[sigSentence])*2 > full }

// totals say what there is of a kind: in the file, or in a family and below it.
type totals struct {
	stories, codes          [formCount]int // by form, the fullest place of each ID
	epics, sentences, boxes int
}

// add counts a site. What stands below a family is its own, too.
func (t *totals) add(x *site, below bool) {
	if x.facts.has(sigWant) {
		t.sentences++
	}
	if x.form == formChecklist {
		t.boxes++
	}
	if below || x.facts.has(sigElsewhere) {
		return
	}
	switch {
	case x.isStoryLead():
		t.stories[x.form]++
	case x.isEpicLead():
		t.epics++
	}
	if x.itemID() && !x.isEpicLead() && !x.isPhase() {
		t.codes[x.form]++
	}
}

func (t *totals) inOthers(counts *[formCount]int, form int) int {
	n := 0
	for f := range counts {
		if f != form {
			n += counts[f]
		}
	}
	return n
}

// count counts what the file and each family have.
func (s *survey) count() {
	s.families = make(map[family]*totals)
	for _, c := range s.schemes {
		c.family = s.familyOf(c)
		if s.families[c.family] == nil {
			s.families[c.family] = &totals{}
		}
	}
	for i := range s.sites {
		x := &s.sites[i]
		if !x.looked {
			continue
		}
		own := s.families[s.schemes[x.scheme].family]
		s.totals.add(x, false)
		own.add(x, false)
		last := own
		for up := range s.around(x) {
			if t := s.families[s.schemes[up.scheme].family]; t != own && t != last {
				t.add(x, true)
				last = t
			}
		}
	}
	s.speech = s.listen()
}

// elsewhere says what the file has beside a family.
func (s *survey) elsewhere(c *siteScheme) {
	all, own := &s.totals, s.families[c.family]
	c.set(sigStoriesInForm, all.stories[c.form] > own.stories[c.form])
	c.set(sigStoriesElsewhere, all.inOthers(&all.stories, c.form) > 0)
	c.set(sigCodesInForm, all.codes[c.form] > own.codes[c.form])
	c.set(sigCodesElsewhere, all.inOthers(&all.codes, c.form) > 0)
	c.set(sigEpicsElsewhere, all.epics > own.epics && int(c.shows[sigUnderEpic])*2 <= full)
	c.set(sigSentencesElsewhere, all.sentences > own.sentences && !c.isSentence())
	others := all.inOthers(&all.codes, formCount) + all.inOthers(&all.stories, formCount)
	if others > 0 && c.bare() {
		c.shows[sigRightUnderEpic] = 0 // what has an ID is the story there
	}
	if s.storied {
		c.shows[sigDemanded] = 0
	}
	if c.below(sigDemanded) {
		c.shows[sigInCriteria], c.shows[sigInAside] = 0, 0
	}
	c.set(sigMarkedHeadings, c.bare() && c.form == formHeading && (c.below(sigMark) || c.below(sigBelowFields)) && !c.below(sigBelowHeadings))
	plain := others == 0 && all.boxes == own.boxes && all.sentences == own.sentences
	if !plain {
		c.shows[sigThemeOfFile], c.shows[sigInTimes] = 0, 0
	}
	c.set(sigOnlyHeadings, plain && c.bare() && c.form == formHeading && s.titledAsWork() && s.speech.only == c.level && !c.below(sigBelowListOnly))
	c.set(sigAlikeOfFile, c.form == formHeading && c.below(sigSameLabels) && (s.titledAsWork() || c.below(sigCardInBoard)))
	c.set(sigOnlyRequirements, c.rank == lexicon.RankNever && s.isOfRequirements(c) && all.inOthers(&all.stories, formCount) == 0 && all.sentences == 0)
	s.alone(c, others == 0)
	c.set(sigHeadingOfFile, plain && c.bare() && c.form == formHeading && s.titledAsWork() && int(c.shows[sigBelowText])*2 > full && !c.below(sigBelowHeadings))
	c.set(sigBoxesElsewhere, all.boxes > own.boxes)
}

// below reports whether a signal shows in at least half of the sites.
func (c *siteScheme) below(sig signal) bool { return int(c.shows[sig])*2 >= full }

// A speech is how much of a file speaks of a backlog.
type speech struct {
	highest      int // level of headings
	placeholders int
	quiet        bool // nothing but headings does
	silent       bool // nothing does
	manual       bool // it has sections of a manual
	only         int  // the only level of headings below the title that hold text, 0 if there are several
	kinds        kinds
}

// hasBoard reports whether several headings are states, or say what must and what
// should be done: nothing but a list of work has them.
func (s *survey) hasBoard() bool {
	for i := range s.d.headings {
		role := s.roleAt(i)
		if (role == sectionState || role == sectionPriority && lexicon.IsPriority(s.d.headings[i].title)) && s.inSeries(i) {
			return true
		}
	}
	return false
}

func (s *survey) listen() (t speech) {
	t.kinds, t.only = s.kindsOfFile(), s.onlyLevel()
	titled := s.subject.backlog || s.plan || s.subject.plan || s.subject.demands
	headed, spoken := false, s.totals.epics > 0 || s.totals.sentences > 0
	for i := range s.sites {
		x := &s.sites[i]
		f := &x.facts
		spoken = spoken || x.isStoryLead() && !f.has(sigElsewhere) || x.itemID() &&
			(f.has(sigProven) || x.row != nil && x.row.table.listed > 2 && x.row.table.holdsWork()) ||
			x.row != nil && x.row.table.isOfWork() || x.form == formChecklist && s.inSeries(siteAbove(s.d, x))
		if f.has(sigPlaceholder) {
			t.placeholders++
		}
		if x.heading < 0 {
			continue
		}
		if t.highest == 0 || x.level < t.highest {
			t.highest = x.level
		}
		t.manual = t.manual || lexicon.IsManualTitle(x.Title)
		headed = headed || f.has(sigListTitle) || f.has(sigEpicTitle) || f.has(sigPlanTitle)
	}
	t.quiet = !titled && !spoken && !s.hasBoard()
	t.silent = t.quiet && !headed
	return t
}
