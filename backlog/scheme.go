package backlog

import (
	"cmp"
	"slices"
	"strings"
)

// A schemeKey tells apart the schemes of IDs of a file: where they stand and
// what they look like.
type schemeKey struct {
	form  int
	level int // of headings
	class codeClass
	table *storyTable
	entry bool
}

// A scheme is a number of candidates that are written alike. Whether they are
// items shows in all of them together.
type scheme struct {
	schemeKey
	all    []*candidate
	proven int // with fields, sentences or marks
	listed int // under a heading that speaks of a backlog
	work   int // under a heading that speaks of work to do
	never  int // with codes of something else
	phases int // with codes of milestones, versions, quarters
	marked int
}

// decideSchemes decides about candidates that no word or code proves: headings
// first, since what stands in their text is no item.
func (r *recognition) decideSchemes() {
	strong := r.count()
	r.containers()
	headings := r.schemes(formHeading)
	for _, s := range headings {
		if !s.plain() {
			r.settle(s, r.headingScheme(s, strong))
		}
	}
	if r.count() == 0 {
		r.settleBest(headings)
	}
	lines := slices.Concat(r.schemes(formTable), r.schemes(formChecklist), r.schemes(formBold), r.schemes(formOrdered), r.schemes(formList), r.schemes(formParagraph))
	slices.SortStableFunc(lines, func(a, b *scheme) int { return cmp.Compare(b.weight(), a.weight()) })
	for _, s := range lines {
		if s.class != classNone {
			r.settle(s, r.lineScheme(s, strong))
		}
	}
	for _, s := range lines {
		if s.class == classNone {
			r.settle(s, r.sentenceScheme(s))
		}
	}
	if r.context.work && r.among(formChecklist) { // a single ID among boxes without
		for _, c := range r.found {
			if c.form == formChecklist && c.dropped == notSingle && c.rank != rankNever {
				c.accept()
			}
		}
	}
}

// plain reports whether the scheme is of headings without codes or words.
func (s *scheme) plain() bool {
	return s.class == classNone || s.class == classOrdinal || s.class == classDotted
}

// weight ranks the schemes of lines: tables and checklists first, then the
// schemes with more members.
func (s *scheme) weight() int {
	n := len(s.all)
	switch s.form {
	case formTable, formChecklist:
		return 1<<40 + n
	default:
		return n
	}
}

// count returns the number of stories accepted so far.
func (r *recognition) count() int {
	n := 0
	for _, c := range r.found {
		if c.accepted && !c.epic {
			n++
		}
	}
	return n
}

// epicCount returns the number of epics accepted so far.
func (r *recognition) epicCount() int {
	n := 0
	for _, c := range r.found {
		if c.accepted && c.epic {
			n++
		}
	}
	return n
}

// schemes groups the candidates of a form about which nothing is decided yet.
func (r *recognition) schemes(form int) []*scheme {
	byKey := make(map[schemeKey]*scheme)
	var list []*scheme
	for _, c := range r.found {
		if c.form != form || !c.open() || c.epic {
			continue
		}
		k := schemeKey{form: form, class: c.class, entry: c.entry}
		if form == formHeading {
			k.level = c.level
		}
		if c.row != nil {
			k.table = c.row.table
		}
		s := byKey[k]
		if s == nil {
			s = &scheme{schemeKey: k}
			byKey[k] = s
			list = append(list, s)
		}
		s.all = append(s.all, c)
		s.note(r, c)
	}
	return list
}

// note takes one more candidate into account.
func (s *scheme) note(r *recognition, c *candidate) {
	if c.rank == rankNever || isPriority(string(c.id)) {
		s.never++
	}
	if c.class == classKey && phaseCodes[c.word] {
		s.phases++
	}
	if c.marked != nil || c.struck {
		s.marked++
	}
	proven := c.isSentence() && (r.context.backlog || r.listed(c) || c.wants())
	if c.heading >= 0 {
		p := r.proofOf(c.heading)
		proven = p.ok() && (c.class == classWord || r.context.backlog || r.listed(c) || p.sentence || p.id != "" || p.fields > 1)
		if p.id != "" && c.class == classOrdinal { // "#### 1. Title" with "**Story ID:** US-5.1"
			c.id, c.rank, c.story = p.id, rankStory, true
		}
		if c.title == "" {
			c.title = r.titleBelow(c, &p)
		}
	}
	if proven {
		s.proven++
	}
	if note := r.noteOf(r.above(c)); note.listed {
		s.listed++
		if note.work {
			s.work++
		}
	}
}

// titleBelow returns the title of a heading that is nothing but an ID: that of
// the heading right below it, else the sentence.
func (r *recognition) titleBelow(c *candidate, p *proof) string {
	if next := c.heading + 1; next < len(r.headings) {
		h := &r.headings[next]
		if h.block == c.block+1 && h.level > c.level && fieldOf(h.title) == fieldUnknown {
			return h.title
		}
	}
	return p.story
}

// A verdict says whether a scheme is one of items, and why.
type verdict struct {
	why string
	ok  bool
}

// settle accepts the candidates of a scheme, or drops them.
func (r *recognition) settle(s *scheme, v verdict) {
	inside := r.itemRanges()
	var accepted []*candidate
	for _, c := range s.all {
		switch {
		case !v.ok:
			c.drop(v.why)
		case c.rank == rankNever:
			c.drop(notScheme)
		case c.heading >= 0 && r.holds(c, func(x *candidate) bool { return x.accepted && x.epic }):
			c.drop(notGroup)
		case s.form != formHeading && inside.has(c.line.Start):
			c.drop(notPart)
		case s.form != formHeading && r.aside(c):
			c.drop(notAside)
		case c.many && s.form != formHeading:
			c.drop(notSeveral)
		case c.link:
			c.drop(notMention)
		default:
			c.accept()
			accepted = append(accepted, c)
		}
	}
	if s.table != nil && len(accepted) > 0 {
		r.headers[r.headerOf(s.table)] = true
	}
	r.use(s.form, KindIssue, v.why, accepted)
}

// headingScheme decides about headings with codes or words.
func (r *recognition) headingScheme(s *scheme, strong int) verdict {
	n := len(s.all)
	switch {
	case s.never*2 > n, s.phases == n:
		return verdict{notScheme, false}
	case n < 2 && (s.proven == 0 || !r.context.backlog && s.listed == 0):
		return verdict{notSingle, false}
	case s.proven*2 < n && r.holdsCodes(s):
		return verdict{notGroup, false}
	case strong > 0 && !r.siblings(s) && s.proven*2 < n:
		return verdict{notMain, false}
	case s.proven*10 >= n*3 || s.marked*10 >= n*3 && n > 2:
		return verdict{whyProven, true}
	case strong == 0 && (r.context.backlog || s.listed*2 > n) && n > 1 && s.class != classHash:
		return verdict{whyContext, true}
	}
	return verdict{notProven, false}
}

// siblings reports whether headings of the scheme's level are stories already.
func (r *recognition) siblings(s *scheme) bool {
	return slices.ContainsFunc(r.found, func(c *candidate) bool {
		return c.accepted && !c.epic && c.form == s.form && c.level == s.level
	})
}

// settleBest accepts the numbered or plain headings of one level: the one where
// most of them have the fields of items.
func (r *recognition) settleBest(headings []*scheme) {
	var best *scheme
	for _, s := range headings {
		if !s.plain() {
			continue
		}
		if s.class == classNone {
			s.keepProven(r)
		}
		n := len(s.all)
		proven := s.proven*10 >= n*6 || s.class == classOrdinal && r.context.backlog && s.marked*10 >= n*3
		if n < 2 || !proven || r.holdsCodes(s) {
			continue
		}
		if best == nil || s.proven > best.proven {
			best = s
		}
	}
	for _, s := range headings {
		if s == best {
			r.settle(s, verdict{whyProven, true})
		} else if s.plain() {
			r.settle(s, verdict{notProven, false})
		}
	}
}

// keepProven keeps the plain headings under those parents where most have
// fields or a sentence: an entry that lacks them is one like its neighbours. A
// heading above several sentences shows that its neighbours group them, too.
// Titles, and sections that hold others, are none.
func (s *scheme) keepProven(r *recognition) {
	type family struct {
		all    []*candidate
		proven int
		groups int // with several sentences below them, which are the items
	}
	families := make(map[int]*family)
	var order []int
	for _, c := range s.all {
		h := &r.headings[c.heading]
		if fieldOf(h.title) != fieldUnknown || asideWords[fold(strings.Trim(h.title, " :"))] || hasWord(fold(h.title), criteriaWords) {
			c.drop(notAside)
			continue
		}
		f := families[h.parent]
		if f == nil {
			f = &family{}
			families[h.parent] = f
			order = append(order, h.parent)
		}
		f.all = append(f.all, c)
		p := r.proofOf(c.heading)
		if p.lists > 1 {
			f.groups++
		}
		if p.ok() && (r.context.backlog || p.sentence) && !r.hasSections(c.heading) {
			f.proven++
		}
	}
	var kept []*candidate
	s.proven = 0
	for _, parent := range order {
		f := families[parent]
		if f.proven*10 >= len(f.all)*6 && f.groups*4 < len(f.all) {
			kept = append(kept, f.all...)
			s.proven += f.proven
			continue
		}
		for _, c := range f.all {
			c.drop(notProven)
		}
	}
	if s.proven*10 < len(s.all)*6 && len(kept)*2 < len(s.all) { // elsewhere on this level they are sections
		for _, c := range kept {
			c.drop(notProven)
		}
		kept = nil
	}
	s.all = kept
}

// hasSections reports whether a heading has others below it that are no fields.
func (r *recognition) hasSections(i int) bool {
	next := i + 1
	return next < len(r.headings) && r.headings[next].parent == i && fieldOf(r.headings[next].title) == fieldUnknown
}

// holdsCodes reports whether boxes or rows with IDs stand below the headings of
// a scheme: then those are the items, and the headings group them.
func (r *recognition) holdsCodes(s *scheme) bool {
	members := make(map[int]bool, len(s.all))
	for _, c := range s.all {
		members[c.heading] = true
	}
	n := 0
	for _, x := range r.found {
		if x.form != formChecklist && x.form != formTable && !x.alone || !x.found || x.rank == rankNever || x.class == classOrdinal || x.epic {
			continue
		}
		for i := r.above(x); i >= 0; i = r.headings[i].parent {
			if members[i] {
				n++
				break
			}
		}
	}
	return n > len(s.all)
}

// holds reports whether a candidate that is wanted stands below the heading c.
func (r *recognition) holds(c *candidate, wanted func(*candidate) bool) bool {
	placed, end := r.byPlace(), r.headings[c.heading].end
	i, _ := slices.BinarySearchFunc(placed, c.line.Start+1, func(x *candidate, offset int) int { return cmp.Compare(x.line.Start, offset) })
	for ; i < len(placed) && placed[i].line.Start < end; i++ {
		if wanted(placed[i]) {
			return true
		}
	}
	return false
}
