package reading

import (
	"math/bits"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// facts are the signals that one site shows.
type facts [2]uint64

func (f *facts) set(s signal, on bool) {
	if on {
		f[s/64] |= 1 << (s % 64)
	}
}

// add adds what others show.
func (f *facts) add(o facts) { *f = facts{f[0] | o[0], f[1] | o[1]} }

func (f *facts) clear(s signal) { f[s/64] &^= 1 << (s % 64) }

func (f *facts) has(s signal) bool { return f[s/64]&(1<<(s%64)) != 0 }

// each calls do for every signal that shows.
func (f *facts) each(do func(signal)) {
	for i, word := range f {
		for ; word != 0; word &= word - 1 {
			do(signal(i*64 + bits.TrailingZeros64(word)))
		}
	}
}

// longTitle is as many words as hardly any title has; labelLength is as many
// bytes as a label may have.
const (
	longTitle   = 20
	labelLength = 40
	shortTitle  = 90
	muchText    = 25 // lines
	shortValue  = 2  // words
)

// factsOf tells what a site shows by itself, and by the heading above it.
func (s *survey) factsOf(x *site) (f facts) {
	s.titleFacts(&f, x)
	s.styleFacts(&f, x)
	s.placeFacts(&f, x)
	s.cellFacts(&f, x)
	t := &x.own
	f.set(sigBelowFields, t.fields > 0)
	f.set(sigBelowSeveralFields, t.fields > 1)
	f.set(sigBelowLabel, len(t.labels) > 0)
	f.set(sigBelowCriteria, t.criteria > 0)
	f.set(sigBelowID, t.ids > 0)
	f.set(sigBelowSentence, t.sentences == 1 && !s.announces(x))
	f.set(sigBelowSentences, x.all.sentences > 1)
	f.set(sigBelowBoxes, x.all.boxes > 0)
	f.set(sigBelowBullets, x.all.bullets > 0)
	f.set(sigBelowCodes, x.all.codes > 0)
	f.set(sigBelowHeadings, x.all.headings > 0)
	f.set(sigBelowListOnly, x.holdsListOnly())
	f.set(sigBelowText, x.all.texts > 0)
	f.set(sigBelowNothing, x.all.lines == 0)
	f.set(sigBelowFence, x.all.fences > 0)
	f.set(sigBelowMuch, x.all.lines > muchText)
	return f
}

// holdsListOnly reports whether lists are all that stands below a site.
func (x *site) holdsListOnly() bool {
	return x.own.bullets > 0 && x.own.texts == 0 && x.all.headings == 0
}

// nameFacts tells whether a folded title names criteria, an aside, or a field.
func nameFacts(f *facts, x *site, t string, topics lexicon.Topics) {
	f.set(sigFieldTitle, lexicon.FieldOf(strings.TrimRight(x.Title, " :")) != lexicon.FieldUnknown)
	f.set(sigAsideTitle, lexicon.IsAsideTitle(t))
	f.set(sigCriteriaTitle, topics.Has(lexicon.OfCriteria))
}

// isFieldLine reports whether a title begins with the label of a field.
func isFieldLine(title string) bool {
	label, value, ok := strings.Cut(title, ":")
	if !ok || len(label) >= labelLength {
		return false
	}
	role := lexicon.FieldOf(label)
	if role != lexicon.FieldUnknown && lexicon.StatusWords[lexicon.Fold(label)] != "" && wordsIn(value) > shortValue {
		return false // "Done: labels for the shelves"
	}
	return role != lexicon.FieldUnknown
}

// titleFacts looks at the words of the title.
func (s *survey) titleFacts(f *facts, x *site) {
	t := lexicon.Fold(strings.Trim(x.Title, " :*."))
	topics := lexicon.TopicsOf(t)
	states := s.isStatement(x)
	f.set(sigSentence, x.isSentence() && !states)
	f.set(sigWant, (x.judge().title.wants || x.sentence && !x.wish) && !states)
	f.set(sigWish, x.wish || lexicon.IsWish(x.Title))
	if x.row == nil {
		nameFacts(f, x, t, topics)
	}
	f.set(sigFieldLine, x.form != formChecklist && isFieldLine(x.Title))
	f.set(sigLabelled, x.lists() && x.plainLead() && s.lineOf(x).bold == "" && isLabelled(x.Title))
	heads := x.heading >= 0 || x.form == formBold
	f.set(sigStateTitle, heads && lexicon.StatusWords[t] != "")
	if heads && len(x.Title) < shortTitle {
		f.set(sigListTitle, topics.Has(lexicon.OfBacklog))
		f.set(sigEpicTitle, topics.Has(lexicon.OfEpics))
		f.set(sigPlanTitle, lexicon.IsPriority(t) || topics.Has(lexicon.OfPlan))
	}
	first, _, _ := strings.Cut(t, " ")
	f.set(sigPhaseTitle, heads && (lexicon.PhaseWords[first] || lexicon.OtherCodes[first] || lexicon.IsTimeTitle(t)))
	f.set(sigCounted, heads && !f.has(sigSentence) && x.plainLead() && s.roleOfSite(x) == sectionPlain && isCounted(x.Title))
	f.set(sigWorkLabels, slices.ContainsFunc(x.own.labels, lexicon.IsWorkLabel))
	f.set(sigPlaceholder, lexicon.IsPlaceholderTitle(x.Title))
	f.set(sigColon, strings.HasSuffix(x.Title, ":") && x.extra == "")
	f.set(sigQuestion, strings.HasSuffix(x.Title, "?"))
	f.set(sigProven, x.alone)
	if x.heading >= 0 {
		p := s.d.proofOf(x.heading)
		f.set(sigProven, p.ok() && (p.sentence || p.fields > 0) && !s.d.hasSections(x.heading) && !s.announces(x))
	}
	words := wordsIn(x.Title)
	f.set(sigNoTitle, x.Title == "")
	f.set(sigOneWord, words == 1 && x.row == nil && !x.lists() && !x.itemID() && !f.has(sigProven) && !s.isEntry(x)) // nothing else tells the rest
	f.set(sigLongTitle, words > longTitle)
}

// isCounted reports whether a title is set apart from a word with a number before it:
// "Step 3: Copy the mailboxes".
func isCounted(title string) bool {
	n := lexicon.Letters(title)
	rest := strings.TrimLeft(title[n:], " #")
	number := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
	return n > 2 && n < len(title) && number > 0 && len(rest) < len(title)-n && lexicon.Explicit(rest[number:]) && len(rest) > number+2
}

// isLabelled reports whether a text begins with one or two words and a colon, as
// fields do: "Area: labels".
func isLabelled(text string) bool {
	label, rest, ok := strings.Cut(text, ": ")
	return ok && len(label) < labelLength/2 && rest != "" && strings.Count(label, " ") < 2
}

// isEntry reports whether text stands right below a heading of a file that is titled as
// a list of work, so that it may be short.
func (s *survey) isEntry(x *site) bool {
	return x.heading >= 0 && !s.isTitle(x) && s.titledAsWork() && x.own.texts > 0
}

// isStatement reports whether a paragraph stands between the heading of an epic and
// the list of what is in it: then it says what the epic is for.
func (s *survey) isStatement(x *site) bool {
	if x.form != formParagraph {
		return false
	}
	i := siteAbove(s.d, x)
	return s.roleAt(i) == sectionEpic && x.block == s.d.headings[i].block+1 &&
		x.block+1 < len(s.d.Blocks) && s.d.Blocks[x.block+1].Kind == markdown.BlockList
}

// wordsIn counts the words of a title; where no spaces are between them, as many as
// there may be.
func wordsIn(title string) int {
	if lexicon.Unspaced(title) {
		return len([]rune(title)) / 2
	}
	n := 0
	for range strings.FieldsSeq(title) {
		n++
	}
	return n
}

// styleFacts looks at how the line is written.
func (s *survey) styleFacts(f *facts, x *site) {
	bold, begins := s.lineOf(x).bold, x.bold
	if x.isSentence() { // "**As a** user, **I want** …"
		bold, begins = "", false
	}
	label := bold != "" && (s.bolds[bold] > 1 || lexicon.FieldOf(bold) != lexicon.FieldUnknown || s.isLabel(x))
	f.set(sigLabel, label)
	f.set(sigEntry, bold != "" && !label)
	f.set(sigBold, begins && bold == "")
	f.set(sigStruck, x.struck)
	f.set(sigBadge, x.more != nil && (x.more.priority != "" || x.more.points != nil))
	f.set(sigMark, x.marked != nil)
	f.set(sigBoxed, x.form == formChecklist)
	f.set(sigLink, x.link)
	f.set(sigSeveral, x.Many)
	f.set(sigSeparated, x.Sep && x.found)
	f.set(sigTicks, s.lineOf(x).ticks)
	f.set(sigCode, x.heading >= 0 && len(s.d.headings[x.heading].code) > 1)
	group := s.inBoldGroup(x)
	f.set(sigNested, x.depth > 0 && !group)
	f.set(sigInBoldGroup, group)
	if x.heading < 0 {
		f.add(s.aboveOf(x))
	}
}

// inBoldGroup reports whether a site stands right below an item of a list that is
// nothing but a title in bold with a list below it.
func (s *survey) inBoldGroup(x *site) bool {
	if x.depth != 1 || !x.lists() || x.up < 0 {
		return false
	}
	up := &s.sites[x.up]
	return up.lists() && up.depth == 0 && up.own.texts == 0 && up.own.fields == 0 &&
		(wholeBold(up.text) || up.form != formChecklist && strings.HasSuffix(up.Title, ":") || s.themes[up.block])
}

// findThemes finds the lists in which all that is in no other list names a theme: a word
// or two with nothing but a list below.
func (s *survey) findThemes() {
	const words = 3
	for i := range s.sites {
		x := &s.sites[i]
		if !x.lists() || x.depth > 0 {
			continue
		}
		theme := x.form != formChecklist && x.marked == nil && x.plainLead() && x.own.bullets > 0 && x.own.texts == 0 && x.own.fields == 0 && x.own.criteria == 0 &&
			wordsIn(x.Title) <= words && !x.isSentence() && !s.inBoard(siteAbove(s.d, x))
		if was, ok := s.themes[x.block]; !ok || was {
			s.themes[x.block] = theme
		}
	}
}

// isLabel reports whether a line in the text of what has an ID begins with text
// in bold that ends with a colon: "**Goal:** …".
func (s *survey) isLabel(x *site) bool {
	i := siteAbove(s.d, x)
	return i >= 0 && s.lineOf(x).colon && lexicon.ScanLead(s.d.headings[i].title).Found
}

// isTitle reports whether a heading is the title of the file.
func (s *survey) isTitle(x *site) bool {
	return x.heading >= 0 && x.heading == s.subject.top && x.level == 1
}

// announces reports whether a heading is the title of the file or says that
// items follow, so that a sentence below it is one of them.
func (s *survey) announces(x *site) bool {
	return x.heading >= 0 && (s.isTitle(x) || x.isEpicLead() || x.named && x.Epic || lexicon.TopicsOf(lexicon.Fold(x.Title)).Has(lexicon.OfBacklog))
}

// cellFacts looks at what the other cells of a row say, whatever the header is.
func (s *survey) cellFacts(f *facts, x *site) {
	if x.row == nil || x.board {
		return
	}
	row := markdown.RowReader{D: s.d.Document}
	row.Read(x.row.line)
	for i := range row.Cells {
		text := row.Text(i)
		if i == x.row.table.titles || i == x.row.table.ids || text == "" || len(text) > shortTitle/2 {
			continue
		}
		t := lexicon.Fold(text)
		_, state := lexicon.ReadStatus(text)
		f.set(sigKindCell, lexicon.IsKindWord(t))
		f.set(sigStateCell, state)
		f.set(sigPriorityCell, lexicon.IsPriorityTitle(t))
		_, rest, boxed := lexicon.CutBox(text)
		f.set(sigBoxCell, boxed && strings.TrimSpace(rest) == "")
	}
}
