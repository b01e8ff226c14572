package reading

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// Why lines are items.
const (
	whyDeclared     = "it is declared"
	whyRecorded     = "the ledger, an anchor or the tracker names them"
	whyWord         = "a word or code for it stands before the number"
	whyProven       = "fields of items or sentences of user stories stand with most of them"
	whyContext      = "the title or the heading above speaks of a backlog"
	whyTable        = "the header of the table names columns of stories"
	whySentence     = "they are sentences of user stories"
	whyHolds        = "items whose IDs begin with theirs stand below"
	whyFieldOfStory = "stories name them in a field"
)

// decideEpics accepts the epics of the fullest form that has any. In other
// forms they are mentioned.
func (g *guess) decideEpics() {
	forms := make([][]*candidate, formCount)
	word := 0 // level of the highest heading with a word for epic
	for _, c := range g.lines.found {
		if c.Epic && c.form == formHeading && c.Class == lexicon.ClassWord && c.found && (word == 0 || c.level < word) {
			word = c.level
		}
	}
	for _, c := range g.lines.found {
		if !c.Epic || !c.open() {
			continue
		}
		if c.Class == lexicon.ClassKey && c.Word == "e" && word > 0 && (c.form != formHeading || c.level > word) {
			c.Epic, c.Rank = false, lexicon.RankItem // "### E0 — Title" below "## EPIC E — …"
			continue
		}
		forms[c.form] = append(forms[c.form], c)
	}
	rows := slices.DeleteFunc(slices.Clone(forms[formTable]), func(c *candidate) bool { return !g.isEpic(c) })
	if !haveAll(forms[formBold], forms[formEpicTable]) || namesSome(forms[formBold], rows) { // bold lines mention some of their epics
		for _, c := range forms[formBold] {
			c.drop(notMention)
		}
		forms[formBold] = nil
	}
	done, defined := false, make(map[string]bool)
	for _, form := range []int{formHeading, formBold, formHTML, formTable, formOrdered, formList, formChecklist} {
		n := 0
		for _, c := range forms[form] {
			switch {
			case done && (form != formTable || !c.row.table.epics || defined[c.idKey()]):
				c.drop(notMention)
			case g.isEpic(c):
				c.accept()
				defined[c.idKey()] = true
				n++
			}
		}
		if n > 0 {
			done = true
			use(g.f, form, lexicon.KindMilestone, whyWord, forms[form])
		}
	}
	g.namedEpics()
	for _, c := range forms[formEpicTable] {
		c.accept()
	}
	use(g.f, formEpicTable, lexicon.KindMilestone, whyTable, forms[formEpicTable])
}

// namesSome reports whether each ID of some lines is one of the epics of a table, and the
// table has more than twice as many.
func namesSome(lines, rows []*candidate) bool {
	return len(lines)*2 < len(rows) && haveAll(rows, lines)
}

// haveAll reports whether each of the IDs that others have is one of these.
func haveAll(these, others []*candidate) bool {
	keys := make(map[string]bool)
	for _, c := range these {
		keys[c.idKey()] = true
	}
	return !slices.ContainsFunc(others, func(c *candidate) bool { return !keys[c.idKey()] })
}

// namedEpics accepts headings among those of epics that have the word, but no
// number: "### Épica Transversal: Title".
func (g *guess) namedEpics() {
	level, word, n := 0, "", 0
	for _, c := range g.lines.found {
		if c.accepted && c.Epic && c.form == formHeading && c.Class == lexicon.ClassWord {
			level, word = c.level, c.Word
			n++
		}
	}
	if n == 0 {
		return
	}
	for _, c := range g.lines.found {
		if !c.open() || c.form != formHeading || c.found {
			continue
		}
		end := lexicon.Letters(c.Title)
		if end < 3 || lexicon.Fold(c.Title[:end]) != word || !strings.ContainsAny(c.Title, ":—–") ||
			c.level != level && !g.lines.holds(c, func(x *candidate) bool { return x.found && !x.Epic }) {
			continue
		}
		c.Title = strings.TrimSpace(c.Title[end:])
		c.Epic, c.Rank = true, lexicon.RankEpic
		c.accept()
	}
}

// isEpic reports whether c is an epic by its form.
func (g *guess) isEpic(c *candidate) bool {
	switch c.form {
	case formHeading:
		return c.found && (c.Class != lexicon.ClassKey || c.Word != "e" || isEpicCode(c.Id) && !g.d.listsErrors(c)) || c.named && c.heading > g.d.firstHeading()
	case formBold:
		return c.Title != ""
	case formHTML:
		return true
	case formTable:
		t := c.row.table
		return strings.ContainsFunc(c.Title, unicode.IsLetter) && t.ids == 0 && !t.story && !g.d.aside(c) && (t.listed > 0 || g.d.subject.backlog)
	default:
		return c.Title != "" && c.depth == 0 && !c.link && !c.Many && c.Class == lexicon.ClassWord &&
			(g.d.subject.backlog || g.d.listed(c)) && (c.bold || c.holds)
	}
}

// isEpicCode reports whether an ID is the letter for an epic with a number, and
// not an abbreviation such as "E2E".
func isEpicCode(id lexicon.ID) bool {
	return strings.Trim(string(id)[1:], "0123456789-_.") == ""
}

// decideStories accepts what a word or code for story proves.
func (g *guess) decideStories() {
	var byForm [formCount][]*candidate
	for _, c := range g.lines.found {
		if c.Story && !c.Epic && c.open() {
			byForm[c.form] = append(byForm[c.form], c)
		}
	}
	dropWithin(g.d, byForm[formHeading])
	total, numbered := 0, 0
	for form := range byForm {
		if len(byForm[form]) == 0 {
			continue
		}
		accepted := byForm[form][:0]
		inside := g.lines.itemRanges()
		sparse := g.sparse(form, func(x *candidate) bool { return x.form == form && x.Story })
		for _, c := range byForm[form] {
			if !c.open() {
				continue
			}
			others := total
			if form == formList { // the marker of a list says nothing
				others -= numbered
			}
			if why := cmp.Or(g.notStory(c, inside, others, len(byForm[form])), sparse); why != notDropped {
				c.drop(why)
				continue
			}
			c.accept()
			accepted = append(accepted, c)
		}
		total += len(accepted)
		if form == formOrdered {
			numbered = len(accepted)
		}
		use(g.f, form, lexicon.KindIssue, whyWord, accepted)
	}
}

// dropWithin drops headings with the word for story that stand below one with a
// code for it: there the word means something else.
func dropWithin(d *document, headings []*candidate) {
	var coded ranges
	for _, c := range headings {
		if c.Class == lexicon.ClassStory {
			coded = append(coded, markdown.Span{Start: c.line.Start, End: d.headings[c.heading].end})
		}
	}
	coded = coded.joined()
	for _, c := range headings {
		if c.Class != lexicon.ClassStory && coded.holds(c.line.Start) {
			c.drop(notMain)
		}
	}
}

// notStory says why c, which has a word or code for story, is none; notDropped
// if it is one. others are the stories of fuller forms.
func (g *guess) notStory(c *candidate, inside ranges, others, same int) reason {
	switch c.form {
	case formTask:
		if same+others > 0 && g.lines.hasHeadings() {
			return notMain
		}
		return notDropped
	case formHTML:
		return notDropped
	case formHeading:
		if c.named && c.heading == g.d.firstHeading() && c.level == 1 {
			return notProven // the title of the file
		}
		if g.lines.phased && c.Class == lexicon.ClassWord {
			return notMention // "Tests of user story 1", below the phase of it
		}
		if c.Many {
			return notSeveral
		}
		if c.Class == lexicon.ClassStory && g.lines.holds(c, c.begins) {
			return notGroup
		}
		return notDropped
	case formChecklist:
		if c.Many {
			return notSeveral
		}
	case formBold:
		if inside.has(c.line.Start) {
			return notPart
		}
	case formTable:
		t := c.row.table
		switch {
		case c.Title == "" && !c.board || t.ids > 1:
			return notListed
		case c.Many:
			return notSeveral
		case !t.story && t.listed == 0 && !g.d.subject.backlog && !g.d.listed(c):
			return notListed
		}
	default:
		switch {
		case c.Many:
			return notSeveral
		case c.link || c.Title == "" && !c.holds || g.lines.phased && c.Class == lexicon.ClassWord:
			return notMention
		case others > 0:
			return notMain
		case g.d.aside(c):
			return notAside
		case !c.isSentence() && !c.bold && !c.holds && !g.d.subject.backlog && !g.d.subject.plan && !g.d.listed(c) && !g.d.underEpic(c):
			return notProven
		}
	}
	return notDropped
}

// begins reports whether the ID of a heading with a code for story begins with that
// of c: "US-1.1" and "US-1".
func (c *candidate) begins(x *candidate) bool {
	if x.heading < 0 || !x.Story || x.Class != lexicon.ClassStory {
		return false
	}
	rest, ok := strings.CutPrefix(x.idKey(), c.idKey())
	return ok && strings.HasPrefix(rest, "-")
}

// hasHeadings reports whether epics or stories are headings of the file.
func (l *candidates) hasHeadings() bool {
	return slices.ContainsFunc(l.found, func(c *candidate) bool { return c.form == formHeading && (c.Epic || c.Story) && c.found })
}

// sparse says why bold lines or items of lists that only a few of the epics have
// are none of their stories; notDropped if enough have them.
func (g *guess) sparse(form int, entry func(*candidate) bool) reason {
	if form != formBold && form != formOrdered && form != formList {
		return notDropped
	}
	all := 0
	with := make(map[*candidate]bool)
	var open *candidate
	for _, x := range g.lines.byPlace() {
		switch {
		case x.accepted && x.Epic && x.heading >= 0:
			all++
			open = x
		case open != nil && x.line.Start < g.d.headings[open.heading].end && entry(x):
			with[open] = true
		}
	}
	if n := len(with); n > 0 && n*4 < all {
		return notThroughout
	}
	return notDropped
}

// byPlace returns the candidates in the order of the file.
func (l *candidates) byPlace() []*candidate {
	if len(l.placed) != len(l.found) {
		l.placed = byLine(slices.Clone(l.found))
	}
	return l.placed
}

// isSentence reports whether the title is the sentence of a user story, or
// begins with one.
func (c *candidate) isSentence() bool {
	if c.sentence {
		return true
	}
	j := c.judge()
	return j.title.role || j.extra.role
}

// judge says what the title and the text behind it are, as sentences. That a text is
// none is found out quickly; what else there is to say is worked out once.
func (c *candidate) judge() judged {
	if j := c.judged; j != nil && j.title.text == c.Title && j.extra.text == c.extra {
		return *j
	}
	j := judged{sentenceOf(c.Title), sentenceOf(c.extra)}
	if j.title.role || j.extra.role {
		c.judged = new(j)
	}
	return j
}

// A judged is what was found out about the texts of a line.
type judged struct{ title, extra sentence }

// A sentence is a text that may be that of a user story.
type sentence struct {
	text        string
	role, wants bool
}

func sentenceOf(text string) sentence {
	role, wants := lexicon.ScanSentence(text)
	return sentence{text, role, wants}
}

// wants reports whether the sentence says who wants what, so that it is one of
// a user story wherever it stands.
func (c *candidate) wants() bool {
	j := c.judge()
	return j.title.wants || j.extra.wants || c.sentence && !c.wish
}

// ranges are parts of the file, in order and apart from each other.
type ranges []markdown.Span

func (s ranges) has(offset int) bool {
	i, _ := slices.BinarySearchFunc(s, offset, func(s markdown.Span, offset int) int { return cmp.Compare(s.Start, offset) })
	return i > 0 && offset < s[i-1].End
}

// itemRanges returns the sections of the stories that are headings, without
// the headings themselves.
func (l *candidates) itemRanges() ranges {
	var s ranges
	for _, c := range l.found {
		if c.accepted && !c.Epic && c.heading >= 0 {
			s = append(s, markdown.Span{Start: c.line.Start, End: l.d.headings[c.heading].end})
		}
	}
	slices.SortFunc(s, func(a, b markdown.Span) int { return cmp.Compare(a.Start, b.Start) })
	last := 0
	for i := range s { // a section within another one ends with it at the latest
		if i > 0 && s[i].Start < s[last].End && s[i].End < s[last].End {
			s[i].End = s[last].End
		}
		last = i
	}
	return s
}
