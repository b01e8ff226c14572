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
	if i != d.subject.top || d.headings[i].level > 1 {
		title := lexicon.Fold(d.headings[i].title)
		topics := lexicon.TopicsOf(title)
		f.set(sigUnderListed, topics.Has(lexicon.OfBacklog))
		f.set(sigUnderWork, topics.Has(lexicon.OfWork))
		f.set(sigUnderPlan, topics.Has(lexicon.OfPlan) || lexicon.IsPriorityTitle(title))
		f.set(sigUnderPriority, lexicon.IsPriorityTitle(title))
		f.set(sigUnderVersion, lexicon.IsVersionTitle(title))
	}
	f.set(sigUnderState, d.stateOf(i) != "")
	for n, j := 0, i; j >= 0 && n < maxUp; n, j = n+1, d.headings[j].parent {
		if d.noteOf(j).lists { // what is above says nothing of a list of items
			break
		}
		t := lexicon.Fold(strings.Trim(d.headings[j].title, " :*"))
		role, topics := lexicon.FieldOf(t), lexicon.TopicsOf(t)
		f.set(sigInCriteria, role == lexicon.FieldCriteria || topics.Has(lexicon.OfCriteria))
		f.set(sigInField, role != lexicon.FieldUnknown && role != lexicon.FieldStory && d.stateOf(j) == "") // "## Completed"
		f.set(sigInPlan, (j != d.subject.top || d.headings[j].level > 1) && (topics.Has(lexicon.OfPlan) || lexicon.IsPriorityTitle(t)))
	}
	return f
}

// listFacts looks at lists that are in no other list and have no label: those
// right under a heading that announces work, and those of a file that does.
func (s *survey) listFacts(f *facts, x *site) {
	list := x.form == formList || x.form == formOrdered || x.form == formChecklist
	if !list || x.depth > 0 || f.has(sigAboveCriteria) || f.has(sigAboveField) || f.has(sigAboveLabel) || f.has(sigInAside) {
		return
	}
	f.set(sigListOfWork, f.has(sigUnderListed) || f.has(sigUnderState) || f.has(sigUnderPlan))
	f.set(sigListOfFile, s.d.subject.work || s.plan)
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
		s.above.block, s.above.facts = x.block, aboveBlock(s.d, x.block)
	}
	return s.above.facts
}

// aboveBlock is [survey.aboveOf] for a block.
func aboveBlock(d *document, block int) (f facts) {
	before := &d.Blocks[block-1]
	if before.Kind != markdown.BlockParagraph {
		return f
	}
	switch role := labelAbove(d, block); {
	case role == lexicon.FieldCriteria:
		f.set(sigAboveCriteria, true)
	case role != lexicon.FieldUnknown:
		f.set(sigAboveField, true)
	case strings.HasSuffix(strings.TrimRight(d.Plain(before.Node), "* "), ":"), wholeBold(before.Node):
		f.set(sigAboveLabel, true)
	default:
		f.set(sigAboveText, true)
	}
	return f
}

// wholeBold reports whether a paragraph is nothing but a line in bold.
func wholeBold(n markdown.Node) bool {
	e, ok := n.FirstChild().(*markdown.Emphasis)
	return ok && e.Level == 2 && e.NextSibling() == nil
}
