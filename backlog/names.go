package backlog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// accept gives each item its ID and keeps one definition for each, by the form
// that defines it most fully; other places only add to it.
func (r *recognition) accept() {
	var items []*candidate
	for _, c := range r.found {
		if c.accepted {
			items = append(items, c)
		}
	}
	slices.SortStableFunc(items, func(a, b *candidate) int { return cmp.Compare(a.line.Start, b.line.Start) })
	r.readAnchors(items)
	r.readCommentStates(items)
	for _, c := range items {
		if c.found {
			c.key = c.id.Key()
		}
	}
	r.bodies(items)
	s := r.sections(items)
	items = r.merge(items, s)
	r.deriveIDs(items, s)
	r.build(items, s)
}

// merge drops what is written a second time.
func (r *recognition) merge(items []*candidate, s *sectionIndex) []*candidate {
	several := sameIDs(items)
	if several == nil {
		return items
	}
	if restarts := r.restarts(items, several, s); len(restarts) > 0 {
		r.qualifyAll(items, restarts, s)
		several = sameIDs(items)
	}
	for _, c := range items { // in the order of the file, so that findings are
		name := itemKey{c.kind(), c.key}
		if same := several[name]; len(same) > 1 && same[0] == c {
			r.mergeSame(same)
		}
	}
	return slices.DeleteFunc(items, func(c *candidate) bool { return !c.accepted })
}

// sameIDs returns the items of each ID that several have.
func sameIDs(items []*candidate) map[itemKey][]*candidate {
	first := make(map[itemKey]*candidate, len(items))
	var several map[itemKey][]*candidate
	for _, c := range items {
		if !c.found {
			continue
		}
		name := itemKey{c.kind(), c.key}
		switch {
		case first[name] == nil:
			first[name] = c
			continue
		case several == nil:
			several = make(map[itemKey][]*candidate)
		}
		if several[name] == nil {
			several[name] = []*candidate{first[name]}
		}
		several[name] = append(several[name], c)
	}
	return several
}

// schemeOf returns the scheme that an accepted item belongs to.
func schemeOf(c *candidate) schemeKey { return schemeKey{form: c.form, level: c.level, class: c.class} }

// restarts tells the schemes whose numbering begins anew under each epic, or
// under each heading: in most of the places that hold a number which occurs
// again, the first number is the same.
func (r *recognition) restarts(items []*candidate, several map[itemKey][]*candidate, s *sectionIndex) map[schemeKey]bool {
	type place struct {
		scheme schemeKey
		parent string
	}
	firsts := make(map[place]string)
	order := make(map[schemeKey][]place)
	for _, c := range items {
		if c.epic || !c.found || numbersIn(c.key) != 1 {
			continue // "US-1.2" says itself what it is under
		}
		p := place{schemeOf(c), r.parentName(c, s)}
		if _, ok := firsts[p]; !ok {
			firsts[p] = c.key
			order[p.scheme] = append(order[p.scheme], p)
		}
	}
	twice := make(map[schemeKey]bool)
	for _, same := range several {
		for _, c := range same[1:] {
			if c.form == same[0].form && r.parentName(c, s) != r.parentName(same[0], s) {
				twice[schemeOf(c)] = true
			}
		}
	}
	restart := make(map[schemeKey]bool)
	for scheme, places := range order {
		if !twice[scheme] || len(places) < 2 {
			continue
		}
		counts, most := make(map[string]int), 0
		for _, p := range places {
			counts[firsts[p]]++
			most = max(most, counts[firsts[p]])
		}
		restart[scheme] = most > 1 && most*2 >= len(places)
	}
	return restart
}

// numbersIn counts the numbers in a key.
func numbersIn(key string) int {
	n := 0
	for part := range strings.SplitSeq(key, "-") {
		if isDigits(part) {
			n++
		}
	}
	return n
}

// parentName names what c stands under: its epic, else the heading above it.
func (r *recognition) parentName(c *candidate, s *sectionIndex) string {
	if e := s.at(c.line.Start); e != nil {
		if id := r.epicID(e); id != "" {
			return string(id)
		}
	}
	i := r.above(c)
	if i < 0 || r.headings[i].parent < 0 && r.headings[i].level == 1 && r.titles < 2 {
		return ""
	}
	return slug(r.headings[i].title)
}

// epicID returns the ID that an epic has or will have.
func (r *recognition) epicID(e *candidate) ID {
	if e.id == "" {
		return ID(slug(e.title))
	}
	return e.id
}

// qualifyAll puts the IDs of epics before the numbers that begin anew under
// each.
func (r *recognition) qualifyAll(items []*candidate, restarts map[schemeKey]bool, s *sectionIndex) {
	for _, c := range items {
		if c.epic || !c.found || !restarts[schemeOf(c)] || numbersIn(c.key) != 1 {
			continue
		}
		if parent := r.parentName(c, s); parent != "" {
			c.id = ID(parent + "/" + string(c.id))
			c.key = c.id.Key()
			c.qualified = true
		}
	}
	several := sameIDs(items)
	for _, c := range items {
		name := itemKey{c.kind(), c.key}
		if same := several[name]; len(same) > 1 && same[0] == c && c.qualified {
			r.qualifyBySection(same)
		}
	}
}

// qualifyBySection puts the headings that items of one epic stand under before
// their IDs, if no two stand under the same.
func (r *recognition) qualifyBySection(same []*candidate) {
	sections := make(map[string]bool)
	for _, c := range same {
		i := r.above(c)
		if i < 0 || sections[slug(r.headings[i].title)] {
			return
		}
		sections[slug(r.headings[i].title)] = true
	}
	for _, c := range same[1:] {
		parent, number, ok := strings.Cut(string(c.id), "/")
		if !ok {
			parent, number = "", string(c.id)
		}
		c.id = ID(strings.TrimPrefix(parent+"/", "/") + slug(r.headings[r.above(c)].title) + "/" + number)
		c.key = c.id.Key()
	}
}

// mergeSame keeps the fullest of several places with one ID. Two full
// definitions are an error; both are kept for people to see.
func (r *recognition) mergeSame(same []*candidate) {
	def := same[0]
	for _, c := range same[1:] {
		if r.fuller(c, def) {
			def = c
		}
	}
	for _, c := range same {
		if c == def {
			continue
		}
		if r.isDuplicate(def, c) {
			first, second := def, c
			if second.line.Start < first.line.Start {
				first, second = second, first
			}
			r.duplicate(first, second)
			continue
		}
		c.accepted = false // it adds to the definition
		def.mention(c)
	}
}

// fuller reports whether a defines an item more fully than b.
func (r *recognition) fuller(a, b *candidate) bool {
	if a.form != b.form {
		return a.form < b.form
	}
	if a.form != formHeading || a.level == b.level {
		return false
	}
	if within(b, a) {
		return false
	}
	return a.size(r) > 2*b.size(r)
}

func within(outer, inner *candidate) bool {
	return inner.line.Start > outer.line.Start && inner.line.Start < outer.body.End
}

func (c *candidate) size(r *recognition) int {
	return r.headings[c.heading].end - c.line.Start
}

// isDuplicate reports whether c defines anew what def defines, rather than
// mention it.
func (r *recognition) isDuplicate(def, c *candidate) bool {
	if def.form != c.form || def.level != c.level || def.epicRow != nil {
		return false
	}
	similar := similarTitles(def.title, c.title)
	switch c.form {
	case formHeading:
		return !similar || !r.isEmpty(def) && !r.isEmpty(c) || r.above(def) == r.above(c)
	case formTable:
		return def.row.table == c.row.table && !c.board || !similar && sameHeader(r, def.row.table, c.row.table)
	case formHTML:
		return def.block == c.block
	case formOrdered, formList:
		return !similar && def.depth == c.depth && def.isSentence() == c.isSentence() && def.bold == c.bold && c.title != "" && c.isSentence()
	default:
		return !similar || r.above(def) == r.above(c)
	}
}

func (r *recognition) isEmpty(c *candidate) bool {
	return strings.TrimSpace(string(r.d.src[c.body.Start:max(c.body.Start, c.body.End)])) == ""
}

func sameHeader(r *recognition, a, b *storyTable) bool {
	return a.titles == b.titles && r.headerOf(a) == r.headerOf(b)
}

// headerOf returns the header of a table without blanks.
func (r *recognition) headerOf(t *storyTable) string {
	return strings.Join(strings.Fields(r.d.text[t.header.Start:t.header.End]), "")
}

// similarTitles reports whether two titles may be of one item: one begins with
// the other, or most words of the shorter one are in the longer one.
func similarTitles(a, b string) bool {
	x, y := strings.FieldsFunc(fold(a), notWord), strings.FieldsFunc(fold(b), notWord)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) == 0 {
		return true
	}
	n := 0
	for _, w := range x {
		if slices.Contains(y, w) {
			n++
		}
	}
	return n*10 >= len(x)*6
}

func notWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// mention takes over what a second place says of an item: its box, its row, and
// whether it is done.
func (c *candidate) mention(other *candidate) {
	if c.box == (Span{}) && other.box != (Span{}) {
		c.box = other.box
	}
	if c.marked == nil {
		c.marked = other.marked
	}
	if c.row == nil {
		c.row = other.row
	}
	if other.epicRow != nil {
		c.epicRow = other.epicRow
	}
	if c.title == "" {
		c.title = other.title
	}
}

func (r *recognition) duplicate(first, second *candidate) {
	f := r.f
	at := f.Position(first.line.Start)
	f.find(second.line, SeverityError, CodeDuplicateID, second.id,
		"%s is defined a second time; the first is at line %d: give one of them another ID", second.id, at.Line)
	last := &f.findings[len(f.findings)-1]
	last.Related = []Related{{at, fmt.Sprintf("first definition of %s", first.id)}}
}
