package reading

import (
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// signals works out what a scheme shows.
func (s *survey) signals(c *siteScheme) {
	var n [siteSignals]int
	for _, i := range c.judged {
		s.sites[i].facts.each(func(sig signal) { n[sig]++ })
	}
	n[sigSameLabels] = s.sameLabels(c)
	for sig, count := range n {
		c.shows[sig] = int8((count*full + len(c.judged)/2) / len(c.judged))
	}
	if int(c.shows[sigBelowSentences])*4 >= full { // where one holds several stories, its like group them, too
		c.shows[sigProven], c.shows[sigBelowSentence] = 0, 0
	}
	c.set(formSignals[c.form], true)
	c.set(sigBoard, s.sites[c.sites[0]].board)
	c.set(s.leadOf(c), true)
	if c.form == formHeading {
		c.set(sigLevel1+signal(min(c.level, 4))-1, true)
		c.set(sigHighest, c.level == s.speech.highest)
	}
	if t := s.sites[c.sites[0]].row; t != nil {
		c.columns(s, t.table)
	}
	s.elsewhere(c)
	c.set(sigFileBacklog, s.subject.backlog)
	c.set(sigFileWork, s.subject.work)
	c.set(sigFilePlan, s.plan)
	c.set(sigFileNamedPlan, s.subject.plan && !s.plan)
	c.set(sigFileOnly, s.subject.only)
	c.set(sigFileOther, s.subject.other)
	c.set(sigFileTeaches, s.subject.teaches)
	c.set(sigFileLedger, s.f.hasOthersLedger())
	c.set(sigFilePlaceholders, s.speech.placeholders > 2)
	c.set(sigFileQuiet, s.speech.quiet)
	c.set(sigFileSilent, s.speech.silent)
}

func (c *siteScheme) set(sig signal, on bool) {
	if on {
		c.shows[sig] = full
	}
}

var formSignals = [formCount]signal{
	formTask: sigHeading, formHeading: sigHeading, formChecklist: sigBox, formHTML: sigCell, formTable: sigRow, formBold: sigBoldLine,
	formOrdered: sigOrdered, formList: sigBullet, formParagraph: sigParagraph,
}

// leadOf says what the sites begin with. Letters of phases are those of areas,
// too, so that they are phases only where there are no others.
func (s *survey) leadOf(c *siteScheme) signal {
	phases := c.class == lexicon.ClassKey && !slices.ContainsFunc(c.sites, func(i int) bool { return !s.sites[i].isPhase() })
	if row := s.sites[c.sites[0]].row; phases && (row == nil || !row.table.holdsWork()) {
		return sigPhaseCode
	}
	return c.leadSignal()
}

// isPhase reports whether the ID of a site may be that of a milestone, a version,
// or a priority.
func (c *candidate) isPhase() bool {
	return lexicon.PhaseCodes[c.Word] || lexicon.IsPriority(string(c.Id))
}

// leadSignal says what the sites of a scheme begin with, but for phases.
func (c *siteScheme) leadSignal() signal {
	switch {
	case c.rank == lexicon.RankNever:
		return sigOtherCode
	case c.word && c.rank == lexicon.RankStory:
		return sigStoryName
	case c.word && c.rank == lexicon.RankEpic:
		return sigEpicName
	case c.class == lexicon.ClassStory:
		return sigStoryCode
	case c.class == lexicon.ClassWord:
		switch c.rank {
		case lexicon.RankStory:
			return sigStoryWord
		case lexicon.RankEpic, lexicon.RankInitiative:
			return sigEpicWord
		case lexicon.RankTask:
			return sigTaskWord
		case lexicon.RankFeature:
			return sigFeatureWord
		case lexicon.RankItem, lexicon.RankNever:
		}
		return sigPlainCode
	case c.class == lexicon.ClassKey && c.rank == lexicon.RankEpic:
		return sigEpicCode
	case c.class == lexicon.ClassKey:
		return sigPlainCode
	case c.class == lexicon.ClassDotted:
		return sigDotted
	case c.class == lexicon.ClassHash:
		return sigHash
	case c.class == lexicon.ClassArea:
		return sigAreaCode
	}
	return sigNoLead
}

// sameLabels counts the sites that have two or more labels below them in common
// with most of their like.
func (s *survey) sameLabels(c *siteScheme) int {
	counts := make(map[string]int)
	for _, i := range c.judged {
		labels := s.sites[i].own.labels
		for k, l := range labels {
			if !slices.Contains(labels[:k], l) {
				counts[l]++
			}
		}
	}
	n := 0
	for _, i := range c.judged {
		labels, common := s.sites[i].own.labels, 0
		for k, l := range labels {
			if !slices.Contains(labels[:k], l) && counts[l]*2 > len(c.judged) { // of one alone they are its own
				common++
			}
		}
		if common > 1 {
			n++
		}
	}
	return n
}

// columns says what the header of a table names.
func (c *siteScheme) columns(s *survey, t *storyTable) {
	for column, sig := range map[lexicon.StoryColumn]signal{
		lexicon.ColumnID: sigColumnID, lexicon.ColumnTitle: sigColumnTitle, lexicon.ColumnStory: sigColumnStory,
		lexicon.ColumnStatus: sigColumnStatus, lexicon.ColumnPriority: sigColumnPriority,
		lexicon.ColumnPoints: sigColumnPoints, lexicon.ColumnEpic: sigColumnEpic, lexicon.ColumnSprint: sigColumnSprint,
		lexicon.ColumnDepends: sigColumnDepends, lexicon.ColumnAssignee: sigColumnAssignee,
	} {
		c.set(sig, t.column(column) >= 0)
	}
	c.set(sigColumnWant, t.column(lexicon.ColumnWant) >= 0 && t.column(lexicon.ColumnPersona) >= 0)
	c.set(sigColumnStoryOfWork, t.story && t.isOfWork())
	c.set(sigColumnsOfState, t.holdsState() && t.isOfWork())
	c.set(sigColumnsOfWork, t.holdsWork())
	c.set(sigColumnsOfTasks, t.titles >= 0 && (t.due || t.column(lexicon.ColumnAssignee) >= 0 || t.column(lexicon.ColumnSprint) >= 0) && (t.due || t.holdsState()))
	c.set(sigColumnsListed, t.listed > 1)
	c.set(sigColumnsUnknown, t.columns == columnsOf{})
	row := markdown.RowReader{D: s.d.Document}
	row.Read(t.header)
	c.set(sigTwoColumns, len(row.Cells) == 2)
	first, _ := lexicon.StoryColumnOf(row.Text(0))
	c.set(sigEpicFirst, first == lexicon.ColumnEpic)
}
