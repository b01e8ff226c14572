package reading

import (
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// placeFacts looks at the headings above, which say the same of all sites below
// them, and are looked at once.
func (s *survey) placeFacts(f *facts, x *site) {
	i := siteAbove(s.d, x)
	f.set(sigNoHeading, i < 0)
	if i < 0 {
		return
	}
	if p := &s.places[i]; !p.known {
		p.facts, p.known = s.placeOf(i), true
	}
	place := s.places[i].facts
	if x.heading >= 0 {
		place.clear(sigUnderPriority)
	}
	f.add(place)
	role := s.roleAt(i)
	f.set(sigUnderTime, role == sectionTime && x.form == formChecklist)
	f.set(sigCardInBoard, x.heading >= 0 && (f.has(sigInBoard) || f.has(sigInPriorities)))
	f.set(sigRightUnderEpic, role == sectionEpic && s.follows(f, x, i))
	s.listFacts(f, x)
}

// A place is what a heading and those above it say of what stands below.
type place struct {
	facts facts
	name  string // see sectionName
	known bool   // the facts are worked out
	named bool   // the name is
}

// placeOf works out what a heading says of what stands below.
func (s *survey) placeOf(i int) (f facts) {
	d := s.d
	note := d.noteOf(i)
	f.set(sigInAside, note.aside)
	f.set(sigInListed, note.listed)
	f.set(sigInWork, note.work)
	if i != s.subject.top || d.headings[i].level > 1 {
		title := lexicon.Fold(d.headings[i].title)
		topics := lexicon.TopicsOf(title)
		f.set(sigUnderListed, topics.Has(lexicon.OfBacklog))
		f.set(sigUnderWork, topics.Has(lexicon.OfWork))
		f.set(sigUnderPlan, topics.Has(lexicon.OfPlan) || lexicon.IsPriorityTitle(title))
		f.set(sigUnderPriority, lexicon.IsPriorityTitle(title))
		f.set(sigUnderVersion, lexicon.IsVersionTitle(title))
	}
	role := s.roleAt(i)
	f.set(sigUnderState, role == sectionState)
	f.set(sigInBoard, s.inBoard(i))
	f.set(sigInPriorities, role == sectionPriority && s.inSeries(i))
	f.set(sigInTimes, role == sectionTime && s.inSeries(i))
	f.set(sigUnderEpics, lexicon.IsEpicsTitle(lexicon.Fold(d.headings[i].title)))
	f.set(sigRefused, note.refused)
	f.set(sigUnderTime, role == sectionTime && (s.plan || s.subject.plan || s.subject.backlog))
	for n, j := 0, i; j >= 0 && n < maxUp; n, j = n+1, d.headings[j].parent {
		f.set(sigDemanded, s.subject.demands && lexicon.IsRequirementsTitle(lexicon.Fold(d.headings[j].title)))
		if d.noteOf(j).lists { // what is above says nothing of a list of items
			break
		}
		t := lexicon.Fold(strings.Trim(d.headings[j].title, " :*"))
		role, topics := lexicon.FieldOf(t), lexicon.TopicsOf(t)
		f.set(sigInCriteria, role == lexicon.FieldCriteria || topics.Has(lexicon.OfCriteria))
		f.set(sigInField, role != lexicon.FieldUnknown && role != lexicon.FieldStory && d.stateOf(j) == "") // "## Completed"
		f.set(sigInPlan, (j != s.subject.top || d.headings[j].level > 1) && (topics.Has(lexicon.OfPlan) || lexicon.IsPriorityTitle(t)))
	}
	return f
}

// isDemanded reports whether a heading stands above what a product is to do.
func (s *survey) isDemanded(i int) bool {
	if i < 0 {
		return false
	}
	if p := &s.places[i]; !p.known {
		p.facts, p.known = s.placeOf(i), true
	}
	return s.places[i].facts.has(sigDemanded)
}

// listFacts looks at lists that are in no other list and have no label: those
// right under a heading that announces work, and those of a file that does.
func (s *survey) listFacts(f *facts, x *site) {
	if !x.lists() || x.depth > 0 && !f.has(sigInBoldGroup) || f.has(sigAboveCriteria) || f.has(sigAboveField) || f.has(sigAboveLabel) || f.has(sigInAside) {
		return
	}
	f.set(sigListOfWork, f.has(sigUnderListed) || f.has(sigUnderState) || f.has(sigUnderPlan))
	f.set(sigListOfFile, s.titledAsWork())
	f.set(sigThemeOfFile, s.isTheme(siteAbove(s.d, x)))
}

// lists reports whether a site is an item of a list.
func (c *candidate) lists() bool {
	return c.form == formList || c.form == formOrdered || c.form == formChecklist
}

// titledAsWork reports whether the title of the file says that it is a list of work.
func (s *survey) titledAsWork() bool { return s.subject.work || s.plan }

// isTheme reports whether a heading is a part of a file that is titled as a list of
// work, and says nothing else.
func (s *survey) isTheme(i int) bool {
	return i >= 0 && i != s.subject.top && s.d.headings[i].parent == s.subject.top && s.titledAsWork() &&
		s.roleAt(i) == sectionPlain && !s.d.headings[i].ours && !s.d.noteOf(i).own && !lexicon.ScanLead(s.d.headings[i].title).Found
}

// follows reports whether a list or table is the first thing below a heading, but for
// the sentence of an epic, or a line that says that items follow.
func (s *survey) follows(f *facts, x *site, i int) bool {
	at := s.d.headings[i].block + 1
	if !x.lists() && x.row == nil || x.depth > 0 {
		return false
	}
	if x.block > at && s.d.Blocks[at].Kind == markdown.BlockParagraph && lexicon.IsSentence(s.d.paragraph(at).plain()) {
		at++
	}
	return x.block == at || f.has(sigAboveItems)
}

// siteAbove returns the index of the heading above a site.
func siteAbove(d *document, x *site) int {
	if x.heading >= 0 {
		return d.headings[x.heading].parent
	}
	return d.above(x.candidate)
}

// aboveOf tells what the line above a list or table says: the label of
// criteria, of another field, any other label, or text.
func (s *survey) aboveOf(x *site) facts {
	if x.block <= 0 || x.flows() {
		return facts{}
	}
	if s.above.block != x.block { // sites of one block follow each other
		s.above.block, s.above.facts = x.block, s.aboveBlock(x.block)
	}
	return s.above.facts
}

// aboveBlock is [survey.aboveOf] for a block.
func (s *survey) aboveBlock(block int) (f facts) {
	d := s.d
	before := &d.Blocks[block-1]
	if before.Kind != markdown.BlockParagraph {
		return f
	}
	text := d.paragraph(block - 1).plain()
	f.set(sigRefused, (wholeBold(before.Node) || strings.HasSuffix(strings.TrimRight(text, "* "), ":")) && lexicon.IsRefusalTitle(lexicon.Fold(text)))
	switch role := labelAbove(d, block); {
	case role == lexicon.FieldCriteria:
		f.set(sigAboveCriteria, true)
	case role != lexicon.FieldUnknown:
		f.set(sigAboveField, true)
	case announcesItems(text), lexicon.IsSentence(text) && endsOpen(text):
		f.set(sigAboveItems, true)
	case isShouted(text):
		s.boldFacts(&f, text)
	case wholeBold(before.Node) && !strings.HasSuffix(text, ":"):
		s.boldFacts(&f, text)
	case headsList(text):
		s.boldFacts(&f, strings.TrimRight(text, " :：*"))
	case strings.HasSuffix(strings.TrimRight(text, "* "), ":"):
		theme := s.titledAsWork() && s.speaksInLabels()
		f.set(sigThemeOfFile, theme)
		f.set(sigAboveLabel, !theme)
	default:
		f.set(sigAboveText, true)
	}
	return f
}

// isShouted reports whether a line is a state or priority in capitals: "DONE".
func isShouted(text string) bool {
	return len(text) < labelLength && text == strings.ToUpper(text) && text != strings.ToLower(text) && sectionRoleOf(text) > sectionEpic
}

// speaksInLabels reports whether the file has no sections, and each of its lists stands
// below a short label that names no notes: "Kitchen:".
func (s *survey) speaksInLabels() bool {
	if s.labels == nil {
		s.labels = new(s.d.listsByLabels())
	}
	return *s.labels
}

func (d *document) listsByLabels() bool {
	const words = 3
	for i := range d.headings {
		if i != d.subject.top && !d.headings[i].lists && !d.headings[i].ours {
			return false
		}
	}
	for i := range d.Blocks {
		if d.Blocks[i].Kind != markdown.BlockList {
			continue
		}
		if i == 0 || d.Blocks[i-1].Kind != markdown.BlockParagraph {
			return false
		}
		label, ok := strings.CutSuffix(strings.TrimRight(d.paragraph(i-1).plain(), " "), ":")
		folded := lexicon.Fold(label)
		if !ok || len(strings.Fields(label)) > words || lexicon.AsideWords[folded] || lexicon.FieldOf(label) != lexicon.FieldUnknown {
			return false
		}
	}
	return true
}

// headsList reports whether a line that ends with a colon stands in the place of a
// heading: of a state, a priority, or a time.
func headsList(text string) bool {
	head, ok := strings.CutSuffix(strings.TrimRight(strings.ReplaceAll(text, "：", ":"), " *"), ":")
	return ok && len(head) < labelLength && sectionRoleOf(head) > sectionEpic
}

// announcesItems reports whether the last words of a line say that items follow:
// "User stories:", "**Tasks**".
func announcesItems(text string) bool {
	if i := strings.LastIndexAny(strings.TrimRight(text, " :*"), ".:!?\n"); i >= 0 {
		text = text[i+1:]
	}
	return lexicon.WorkWords[strings.Trim(lexicon.Fold(text), " :*")]
}

// boldFacts looks at a line in bold above a list, which stands in the place of a
// heading.
func (s *survey) boldFacts(f *facts, text string) {
	role := sectionRoleOf(text)
	f.set(sigAboveBold, role == sectionPlain && !s.titledAsWork())
	f.set(sigThemeOfFile, role == sectionPlain && s.titledAsWork())
	f.set(sigUnderState, role == sectionState)
	f.set(sigUnderPriority, role == sectionPriority)
	f.set(sigRightUnderEpic, role == sectionEpic)
	f.set(sigUnderTime, role == sectionTime)
}

// wholeBold reports whether a paragraph is nothing but a line in bold.
func wholeBold(n markdown.Node) bool {
	e, ok := markdown.FirstInline(n).(*markdown.Emphasis)
	return ok && e.Level == 2 && e.NextSibling() == nil
}
