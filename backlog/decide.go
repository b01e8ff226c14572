package backlog

import (
	"cmp"
	"slices"
	"strings"
)

// Why something that looks like an item is none.
const (
	notForTitle     = "the title of the file says that it is something else than a backlog"
	notPlaceholder  = "its title is a placeholder"
	notStruck       = "it is struck out"
	notSeveral      = "it names several IDs"
	notMention      = "it is defined elsewhere in the file"
	notPart         = "it stands in the text of another item"
	notAside        = "it stands in a section of criteria, notes or the like"
	notScheme       = "codes like this name requirements, criteria or other things"
	notProven       = "nothing shows that entries like this are items"
	notMain         = "the file writes its stories in another form"
	notLevel        = "it is of another level than the issues"
	notListed       = "the table or list is none of stories"
	notGroup        = "it groups items"
	notThroughout   = "only few of the epics have entries like this"
	notSingle       = "a single code is no scheme of IDs"
	whyWord         = "a word or code for it stands before the number"
	whyProven       = "fields of items or sentences of user stories stand with most of them"
	whyContext      = "the title or the heading above speaks of a backlog"
	whyTable        = "the header of the table names columns of stories"
	whySentence     = "they are sentences of user stories"
	whyHolds        = "items whose IDs begin with theirs stand below"
	whyFieldOfStory = "stories name them in a field"
)

// decide tells which candidates are items, over the whole file: first what
// words and codes prove, then the schemes of IDs that the file itself uses.
func (r *recognition) decide() {
	r.readContext()
	for _, c := range r.found {
		switch {
		case isPlaceholderTitle(c.title):
			c.dropped = notPlaceholder
		case c.struck && c.marked == nil && !c.epic:
			c.dropped = notStruck
		}
	}
	if r.isOther() {
		for _, c := range r.found {
			c.drop(notForTitle)
		}
		return
	}
	r.decideEpics()
	r.decideStories()
	r.decideSchemes()
	r.decideLevels()
}

func (c *candidate) drop(why string) {
	c.accepted = false
	if c.dropped == "" {
		c.dropped = why
	}
}

func (c *candidate) accept() { c.accepted, c.dropped = true, "" }

// open reports whether it is not yet decided what c is.
func (c *candidate) open() bool { return !c.accepted && c.dropped == "" }

// decideEpics accepts the epics of the fullest form that has any. In other
// forms they are mentioned.
func (r *recognition) decideEpics() {
	forms := make([][]*candidate, formCount)
	word := 0 // level of the highest heading with a word for epic
	for _, c := range r.found {
		if c.epic && c.form == formHeading && c.class == classWord && c.found && (word == 0 || c.level < word) {
			word = c.level
		}
	}
	for _, c := range r.found {
		if !c.epic || !c.open() {
			continue
		}
		if c.class == classKey && c.word == "e" && word > 0 && (c.form != formHeading || c.level > word) {
			c.epic, c.rank = false, rankItem // "### E0 — Title" below "## EPIC E — …"
			continue
		}
		forms[c.form] = append(forms[c.form], c)
	}
	if len(forms[formEpicTable]) > len(forms[formBold]) { // bold lines mention its epics
		for _, c := range forms[formBold] {
			c.drop(notMention)
		}
		forms[formBold] = nil
	}
	done := false
	for _, form := range []int{formHeading, formBold, formHTML, formTable, formOrdered, formList, formChecklist} {
		n := 0
		for _, c := range forms[form] {
			switch {
			case done:
				c.drop(notMention)
			case r.isEpic(c, forms[form]):
				c.accept()
				n++
			}
		}
		if n > 0 {
			done = true
			r.use(form, KindMilestone, whyWord, forms[form])
		}
	}
	r.namedEpics()
	for _, c := range forms[formEpicTable] {
		c.accept()
	}
	r.use(formEpicTable, KindMilestone, whyTable, forms[formEpicTable])
}

// namedEpics accepts headings among those of epics that have the word, but no
// number: "### Épica Transversal: Title".
func (r *recognition) namedEpics() {
	level, word, n := 0, "", 0
	for _, c := range r.found {
		if c.accepted && c.epic && c.form == formHeading && c.class == classWord {
			level, word = c.level, c.word
			n++
		}
	}
	if n < 2 {
		return
	}
	for _, c := range r.found {
		if !c.open() || c.form != formHeading || c.found {
			continue
		}
		end := letters(c.title)
		if end < 3 || fold(c.title[:end]) != word || !strings.ContainsAny(c.title, ":—–") || c.level != level && !r.holds(c, func(x *candidate) bool { return x.found && !x.epic }) {
			continue
		}
		c.title = strings.TrimSpace(c.title[end:])
		c.epic, c.rank = true, rankEpic
		c.accept()
	}
}

// isEpic reports whether c, of the candidates of its form, is an epic.
func (r *recognition) isEpic(c *candidate, same []*candidate) bool {
	switch c.form {
	case formHeading:
		return c.found && (c.class != classKey || c.word != "e" || len(same) > 1) || c.named && (c.heading > 0 || len(same) > 1)
	case formBold:
		return len(same) > 1 && c.title != ""
	case formHTML:
		return true
	case formTable:
		t := c.row.table
		return len(same) > 1 && c.title != "" && t.ids == 0 && !t.story && !r.aside(c) && (t.listed > 0 || r.context.backlog)
	default:
		return len(same) > 1 && c.title != "" && c.depth == 0 && !c.link && !c.many && c.class == classWord && (r.context.backlog || r.listed(c)) && (c.bold || c.item != nil)
	}
}

// decideStories accepts what a word or code for story proves.
func (r *recognition) decideStories() {
	var byForm [formCount][]*candidate
	for _, c := range r.found {
		if c.story && !c.epic && c.open() {
			byForm[c.form] = append(byForm[c.form], c)
		}
	}
	r.dropMinority(byForm[formHeading])
	total := 0
	for form := range byForm {
		accepted := byForm[form][:0]
		inside := r.itemRanges()
		sparse := r.sparse(form, func(x *candidate) bool { return x.form == form && x.story })
		for _, c := range byForm[form] {
			if !c.open() {
				continue
			}
			if why := cmp.Or(r.notStory(c, inside, total, len(byForm[form])), sparse); why != "" {
				c.drop(why)
				continue
			}
			c.accept()
			accepted = append(accepted, c)
		}
		total += len(accepted)
		r.use(form, KindIssue, whyWord, accepted)
	}
}

// dropMinority drops headings with the word for story where most have a code for
// it, on another level: there the word means something else.
func (r *recognition) dropMinority(headings []*candidate) {
	codes, words := make(map[int]int), 0
	for _, c := range headings {
		if c.class == classStory {
			codes[c.level]++
		} else {
			words++
		}
	}
	coded := 0
	for _, n := range codes {
		coded += n
	}
	if words*2 > coded {
		return
	}
	for _, c := range headings {
		if c.class != classStory && codes[c.level] == 0 {
			c.drop(notMain)
		}
	}
}

// notStory says why c, which has a word or code for story, is none; "" if it
// is one. others are the stories of fuller forms.
func (r *recognition) notStory(c *candidate, inside ranges, others, same int) string {
	switch c.form {
	case formTask:
		if same+others > 0 && r.hasHeadings() {
			return notMain
		}
		return ""
	case formHTML:
		return ""
	case formHeading:
		if c.named && c.heading == 0 && c.level == 1 {
			return notProven // the title of the file
		}
		if r.phased && c.class == classWord {
			return notMention // "Tests of user story 1", below the phase of it
		}
		return ""
	case formChecklist:
		if c.many {
			return notSeveral
		}
	case formBold:
		if inside.has(c.line.Start) {
			return notPart
		}
	case formTable:
		t := c.row.table
		switch {
		case c.title == "" && !c.board || t.ids > 1:
			return notListed
		case c.many:
			return notSeveral
		case !t.story && t.listed == 0 && !r.context.backlog && !r.listed(c):
			return notListed
		}
	default:
		switch {
		case c.many:
			return notSeveral
		case c.link || c.title == "" && c.item == nil || r.phased && c.class == classWord:
			return notMention
		case others > 0 && (inside.has(c.line.Start) || same <= others):
			return notMain
		case r.aside(c):
			return notAside
		case !c.isSentence() && !c.bold && c.item == nil && (!c.sep || same < 2 || !r.context.backlog && !r.listed(c) && !r.underEpic(c)):
			return notProven
		}
	}
	return ""
}

// hasHeadings reports whether epics or stories are headings of the file.
func (r *recognition) hasHeadings() bool {
	return slices.ContainsFunc(r.found, func(c *candidate) bool { return c.form == formHeading && (c.epic || c.story) && c.found })
}

// sparse says why bold lines or items of lists that only few of the epics have
// are none of their stories; "" if enough have them.
func (r *recognition) sparse(form int, entry func(*candidate) bool) string {
	if form != formBold && form != formOrdered && form != formList {
		return ""
	}
	all := 0
	with := make(map[*candidate]bool)
	var open *candidate
	for _, x := range r.byPlace() {
		switch {
		case x.accepted && x.epic && x.heading >= 0:
			all++
			open = x
		case open != nil && x.line.Start < r.headings[open.heading].end && entry(x):
			with[open] = true
		}
	}
	if n := len(with); n > 0 && all > 3 && n*4 < all {
		return notThroughout
	}
	return ""
}

// byPlace returns the candidates in the order of the file.
func (r *recognition) byPlace() []*candidate {
	if len(r.placed) != len(r.found) {
		r.placed = slices.Clone(r.found)
		slices.SortStableFunc(r.placed, func(a, b *candidate) int { return cmp.Compare(a.line.Start, b.line.Start) })
	}
	return r.placed
}

// isSentence reports whether the title is the sentence of a user story, or
// begins with one.
func (c *candidate) isSentence() bool {
	return c.sentence || isSentence(c.title) || isSentence(c.extra)
}

// wants reports whether the sentence says who wants what, so that it is one of
// a user story wherever it stands.
func (c *candidate) wants() bool {
	for _, text := range []string{c.title, c.extra} {
		if _, want := scanSentence(text); want {
			return true
		}
	}
	return c.sentence && !c.wish
}

// ranges are parts of the file, in order and apart from each other.
type ranges []Span

func (s ranges) has(offset int) bool {
	i, _ := slices.BinarySearchFunc(s, offset, func(s Span, offset int) int { return cmp.Compare(s.Start, offset) })
	return i > 0 && offset < s[i-1].End
}

// itemRanges returns the sections of the stories that are headings, without
// the headings themselves.
func (r *recognition) itemRanges() ranges {
	var s ranges
	for _, c := range r.found {
		if c.accepted && !c.epic && c.heading >= 0 {
			s = append(s, Span{c.line.Start, r.headings[c.heading].end})
		}
	}
	slices.SortFunc(s, func(a, b Span) int { return cmp.Compare(a.Start, b.Start) })
	last := 0
	for i := range s { // a section within another one ends with it at the latest
		if i > 0 && s[i].Start < s[last].End && s[i].End < s[last].End {
			s[i].End = s[last].End
		}
		last = i
	}
	return s
}

// use notes that a form gave items.
func (r *recognition) use(form int, kind Kind, why string, items []*candidate) {
	if len(items) == 0 {
		return
	}
	first := items[0]
	for _, c := range items {
		if c.line.Start < first.line.Start {
			first = c
		}
	}
	r.uses = append(r.uses, FormUse{Form: forms[form].name, Kind: kind, Example: first.id, Items: len(items), Why: why, Pos: r.f.Position(first.line.Start)})
}
