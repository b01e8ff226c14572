package reading

import (
	"bytes"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// merge drops what is written a second time.
func (n *naming) merge(items []*candidate) []*candidate {
	items = n.mergeNumbers(items)
	n.qualifyRecorded(items)
	several := sameIDs(items)
	if several == nil {
		return items
	}
	counted := n.sequences(several)
	if restarts := n.restarts(items, several, counted); len(restarts) > 0 {
		n.qualifyAll(items, restarts)
		several = sameIDs(items)
	}
	for _, c := range items { // in the order of the file, so that findings are
		name := ItemKey{c.kind(), c.key}
		if same := several[name]; len(same) > 1 && same[0] == c {
			n.mergeSame(same, counted)
		}
	}
	return slices.DeleteFunc(items, func(c *candidate) bool { return !c.accepted })
}

// sameIDs returns the items of each ID that several have.
func sameIDs(items []*candidate) map[ItemKey][]*candidate {
	var several map[ItemKey][]*candidate
	var first [2]map[string]*candidate // of stories, and of epics
	for i, c := range items {
		if !c.found {
			continue
		}
		of := &first[0]
		if c.Epic {
			of = &first[1]
		}
		if *of == nil {
			*of = make(map[string]*candidate, len(items)-i)
		}
		one := (*of)[c.key]
		if one == nil {
			(*of)[c.key] = c
			continue
		}
		if several == nil {
			several = make(map[ItemKey][]*candidate)
		}
		name := ItemKey{c.kind(), c.key}
		if several[name] == nil {
			several[name] = []*candidate{one}
		}
		several[name] = append(several[name], c)
	}
	return several
}

// counted reports whether an ID is nothing but the place in a sequence: it has
// one number, or a letter or a number in words: "Story A", "故事一".
func (c *candidate) counted() bool {
	n := numbersIn(c.key)
	return n == 1 || n == 0 && c.Class == lexicon.ClassWord
}

// numbersIn counts the numbers in a key.
func numbersIn(key string) int {
	n := 0
	for part := range strings.SplitSeq(key, "-") {
		if lexicon.StartsWithDigit(part) {
			n++
		}
	}
	return n
}

// parentName names what c stands under: its epic, else the heading above it. That of
// a ledger names nothing: what is below came last into the file.
func (n *naming) parentName(c *candidate) string {
	if e := n.sections.at(c.line.Start); e != nil {
		if id := epicID(e); id != "" {
			return string(id)
		}
	}
	i := n.d.above(c)
	for i >= 0 && n.d.headings[i].ours {
		i = n.d.headings[i].parent
	}
	if i < 0 || n.d.isFileTitle(i) {
		return ""
	}
	return n.headingName(i)
}

// headingName names a heading: those whose names make the same IDs, as "Story" and
// "Stories" do, by the name of the first.
func (n *naming) headingName(i int) string {
	if n.names == nil {
		n.names, n.first = make([]string, len(n.d.headings)), make(map[string]string)
	}
	if n.names[i] == "" {
		slug := n.d.slugOf(i)
		key := lexicon.ID(slug).Key()
		if n.first[key] == "" {
			n.first[key] = slug
		}
		n.names[i] = n.first[key]
	}
	return n.names[i]
}

// slugOf returns the slug of the title of a heading.
func (d *document) slugOf(i int) string {
	h := &d.headings[i]
	if h.slug == "" {
		h.slug = Slug(h.title)
	}
	return h.slug
}

// epicID returns the ID that an epic has or will have.
func epicID(e *candidate) lexicon.ID {
	if e.Id == "" {
		return lexicon.ID(Slug(e.Title))
	}
	return e.Id
}

// qualifyRecorded puts the names of what they stand under before the numbers of items
// that are recorded so on another line: they are the same once more.
func (n *naming) qualifyRecorded(items []*candidate) {
	recorded := make(map[string]bool)
	for _, c := range items {
		if c.recorded && c.qualified {
			recorded[c.key] = true
		}
	}
	if len(recorded) > 0 {
		n.qualify(items, func(_ *candidate, id lexicon.ID) bool { return recorded[id.Key()] })
	}
}

// qualify puts the names of what they stand under before the numbers of items for which
// that is wanted.
func (n *naming) qualify(items []*candidate, wanted func(c *candidate, id lexicon.ID) bool) {
	for _, c := range items {
		if c.Epic || !c.found || c.recorded || c.qualified || !c.counted() {
			continue
		}
		parent := n.parentName(c)
		if id := lexicon.ID(parent + "/" + string(c.Id)); parent != "" && wanted(c, id) {
			c.Id, c.qualified = id, true
			c.idKey()
		}
	}
}

// qualifyAll puts the IDs of epics before the numbers that begin anew under
// each.
func (n *naming) qualifyAll(items []*candidate, restarts map[schemeKey]bool) {
	n.qualify(items, func(c *candidate, _ lexicon.ID) bool { return restarts[schemeOf(c)] })
	several := sameIDs(items)
	for _, c := range items {
		name := ItemKey{c.kind(), c.key}
		if same := several[name]; len(same) > 1 && same[0] == c && c.qualified {
			n.qualifyBySection(same)
		}
	}
}

// qualifyBySection puts the headings that items of one epic stand under before
// their IDs, if no two stand under the same.
func (n *naming) qualifyBySection(same []*candidate) {
	sections := make(map[string]bool)
	for _, c := range same {
		i := n.d.above(c)
		if i < 0 || sections[n.headingName(i)] {
			return
		}
		sections[n.headingName(i)] = true
	}
	for _, c := range same[1:] {
		parent, number, ok := strings.Cut(string(c.Id), "/")
		if !ok {
			parent, number = "", string(c.Id)
		}
		c.Id = lexicon.ID(strings.TrimPrefix(parent+"/", "/") + n.headingName(n.d.above(c)) + "/" + number)
		c.idKey()
	}
}

// mergeSame keeps the fullest of several places with one ID. Two full
// definitions are an error; both are kept for people to see.
func (n *naming) mergeSame(same []*candidate, counted sequences) {
	def := same[0]
	for _, c := range same[1:] {
		if c.revived || !def.revived && n.fuller(c, def) {
			def = c
		}
	}
	for _, c := range same {
		if c == def {
			continue
		}
		if isDuplicate(n.d, def, c) || counted.apart(def, c) {
			first, second := def, c
			if second.line.Start < first.line.Start {
				first, second = second, first
			}
			n.duplicate(first, second)
			continue
		}
		c.accepted = false // it adds to the definition
		def.mention(c)
	}
}

// fuller reports whether a defines an item more fully than b.
func (n *naming) fuller(a, b *candidate) bool {
	if a.form != b.form {
		return a.form < b.form
	}
	if a.form != formHeading || a.level == b.level && !isAgain(n.d, b, a) {
		return false
	}
	if within(b, a) || b.Sep && !a.Sep {
		return false
	}
	return n.sizeOf(a) > 2*n.sizeOf(b)
}

func within(outer, inner *candidate) bool {
	return inner.line.Start > outer.line.Start && inner.line.Start < outer.body.End
}

// sizeOf returns how much stands in the section of a heading. What backlogsync
// writes never counts, so that the choice stays the same with it: ledgers and
// relation lists with their headings, milestone tables, anchors, and the ends
// of what was left open.
func (n *naming) sizeOf(c *candidate) int {
	end, size := n.d.headings[c.heading].end, 0
	for i := c.block; i < len(n.d.Blocks) && n.d.Blocks[i].Start < end; i++ {
		b := &n.d.Blocks[i]
		if b.Kind == markdown.BlockOther || b.Kind == markdown.BlockHTML || n.records.skip[i] || slices.Contains(n.own, b.Start) || n.f.Syntax.Relation.has(b.Start) {
			continue
		}
		text := n.d.Src[b.Start:b.End]
		size += len(bytes.TrimSpace(text))
		for {
			_, rest, found := bytes.Cut(text, []byte(AnchorMark))
			if !found {
				break
			}
			anchor := len(rest)
			if i := bytes.Index(rest, []byte("-->")); i >= 0 {
				anchor = i + len("-->")
			}
			size -= len(" ") + len(AnchorMark) + anchor
			text = rest[anchor:]
		}
	}
	return size
}

// isDuplicate reports whether c defines anew what def defines, rather than
// mention it.
func isDuplicate(d *document, def, c *candidate) bool {
	if def.form != c.form || def.level != c.level || def.details().epicRow != nil {
		return false
	}
	similar := SimilarTitles(def.Title, c.Title)
	switch c.form {
	case formHeading:
		if isAgain(d, def, c) {
			return false
		}
		if def.Sep && !c.Sep && !similar {
			return false // "E-001 Open points" beside "Epic E-001: Billing"
		}
		return !similar || !isEmpty(d, def) && !isEmpty(d, c) || d.above(def) == d.above(c)
	case formTable:
		return def.row.table == c.row.table && !c.board || !similar && sameHeader(d, def.row.table, c.row.table)
	case formHTML:
		return def.block == c.block
	case formOrdered, formList:
		return !similar && def.depth == c.depth && def.isSentence() == c.isSentence() && def.bold == c.bold && c.Title != "" && c.isSentence()
	default:
		return !similar || d.above(def) == d.above(c)
	}
}

// isAgain reports whether a heading stands again, with the same number and title, in
// another chapter: there more is said of one story. Below epics it is a story of each.
func isAgain(d *document, def, c *candidate) bool {
	return c.form == formHeading && def.form == formHeading && c.Title != "" && lexicon.Fold(def.Title) == lexicon.Fold(c.Title) &&
		d.above(def) != d.above(c) && !d.underEpic(def) && !d.underEpic(c)
}

func isEmpty(d *document, c *candidate) bool {
	return strings.TrimSpace(string(d.Src[c.body.Start:max(c.body.Start, c.body.End)])) == ""
}

func sameHeader(d *document, a, b *storyTable) bool {
	return a.titles == b.titles && headerOf(d, a) == headerOf(d, b)
}

// headerOf returns the header of a table without blanks.
func headerOf(d *document, t *storyTable) string {
	if t.name == "" {
		t.name = strings.Join(strings.Fields(d.Text[t.header.Start:t.header.End]), "")
	}
	return t.name
}

// SimilarTitles reports whether two titles may be of one item: one is missing or begins
// with the other, or most words of the shorter one are in the longer one.
func SimilarTitles(a, b string) bool {
	x, y := strings.FieldsFunc(lexicon.Fold(a), lexicon.NotWord), strings.FieldsFunc(lexicon.Fold(b), lexicon.NotWord)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) == 0 {
		return a == "" || b == "" || a == b
	}
	n := 0
	for _, w := range x {
		if slices.Contains(y, w) {
			n++
		}
	}
	return n*10 >= len(x)*6
}

// mention takes over what a second place says of an item: its box, its row, and
// whether it is done.
func (c *candidate) mention(other *candidate) {
	if c.box == 0 {
		c.box = other.box
	}
	if c.marked == nil {
		c.marked, c.unwanted = other.marked, c.unwanted || other.unwanted
	}
	if c.row == nil {
		c.row = other.row
	}
	if row := other.details().epicRow; row != nil {
		c.detail().epicRow = row
	}
	if c.Title == "" {
		c.Title = other.Title
	}
}

func (n *naming) duplicate(first, second *candidate) {
	n.f.Duplicates = append(n.f.Duplicates, Duplicate{second.line, first.line.Start, second.Id, first.Id})
}
