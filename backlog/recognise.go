package backlog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// A form is one way in which people write items. It adds what it finds to the
// candidates; which of them are items is decided over the whole file.
type form struct {
	name string
	find func(r *recognition)
}

// forms holds the forms, the fullest definitions first: where one ID is
// written in several forms, the first form defines the item.
var forms = []form{
	{"heading", findHeadings},
	{"checklist", findChecklists},
	{"epic table", findEpicRows},
}

// A candidate is a place that may define an item.
type candidate struct {
	idMatch
	form  int
	key   string
	line  Span // the line that defines it
	block int  // index of the block it stands in
	body  Span // whole lines below that belong to it
	level int  // of a heading, else 0

	item   ast.Node // of a list item with more than a title
	box    Span
	marked *bool // what a box or a mark behind the title says

	epicRow *epicRow // in the milestone table
}

func (c *candidate) kind() Kind {
	if c.epic {
		return KindMilestone
	}
	return KindIssue
}

// An epicRow is what the milestone table says of an epic.
type epicRow struct {
	row       rowSyntax
	milestone string
	status    Status
}

// An itemKey names an item of a file.
type itemKey struct {
	kind Kind
	key  string
}

// A heading is a heading of the document with what belongs to it.
type heading struct {
	block int
	level int
	title string
	line  Span
}

// A recognition is the work on one file.
type recognition struct {
	f          *File
	d          *document
	headings   []heading
	skip       map[int]bool // blocks that hold no items
	milestones []int        // tables of milestones, in File.tables
	items      map[int]bool // blocks that hold items of lists
	found      []*candidate
	slab       []candidate // where the next candidates are taken from
	boxes      *[2]bool    // what Story.Checked points to: false and true
	form       int         // the form at work
}

// checked returns a pointer for [Story.Checked], the same one for all stories.
func (r *recognition) checked(b bool) *bool {
	if b {
		return &r.boxes[1]
	}
	return &r.boxes[0]
}

// add adds a candidate. They are many, so they are allocated many at a time.
func (r *recognition) add(c candidate) *candidate {
	if len(r.slab) == 0 {
		r.slab = make([]candidate, 256)
	}
	p := &r.slab[0]
	r.slab = r.slab[1:]
	*p = c
	r.found = append(r.found, p)
	return p
}

// recognise fills f from its source.
func (f *File) recognise() {
	yaml, skip := frontMatter(f.src)
	f.readFrontMatter(yaml)
	f.syntax.start = skip
	d, err := parseDocument(f.src, skip)
	if err != nil {
		f.find(Span{}, SeverityError, CodeNoItems, "", "the Markdown cannot be parsed: %v", err)
		return
	}
	r := &recognition{f: f, d: d, boxes: &[2]bool{false, true}, skip: make(map[int]bool), items: make(map[int]bool)}
	r.outline()
	r.readLeadingComment()
	f.language = detectLanguage(r.sample())
	r.readTables()
	r.readRelations()
	for i, form := range forms {
		r.form = i
		form.find(r)
	}
	r.accept()
	r.checkCounts()
	at, registration := r.registration()
	f.decideKind(at, registration)
}

// outline collects the headings. A new section gets the level of the others:
// the highest one, leaving out a title above all.
func (r *recognition) outline() {
	titles, highest := 0, 0
	for i := range r.d.blocks {
		b := &r.d.blocks[i]
		if b.kind == blockHeading {
			r.headings = append(r.headings, heading{i, b.level, r.d.plain(b.node), r.lineOf(b)})
			if b.level == 1 {
				titles++
			} else if highest == 0 || b.level < highest {
				highest = b.level
			}
		}
	}
	r.f.syntax.level = cmp.Or(highest, 2)
	if titles > 1 {
		r.f.syntax.level = 1
	}
}

// lineOf returns the first line of a block, without its line ending.
func (r *recognition) lineOf(b *block) Span { return Span{b.start, r.d.lineEnd(b.start)} }

// sample returns the text that the language is told from: headings first.
func (r *recognition) sample() string {
	var b strings.Builder
	for i := range r.headings {
		if b.Len() > languageSample/4 {
			break
		}
		b.WriteString(r.headings[i].title)
		b.WriteByte('\n')
	}
	for i := range r.d.blocks {
		if b.Len() > languageSample {
			break
		}
		if blk := &r.d.blocks[i]; blk.kind != blockHeading && blk.kind != blockOther {
			b.Write(r.d.src[blk.start:min(blk.end, blk.start+languageSample/4)])
		}
	}
	return b.String()
}

// readLeadingComment reads metadata from the first comment above all sections.
func (r *recognition) readLeadingComment() {
	for i := range r.d.blocks {
		switch b := &r.d.blocks[i]; {
		case b.kind == blockHTML:
			r.f.readComment(r.d.htmlText(b))
			return
		case b.kind == blockList, b.kind == blockTable, b.kind == blockHeading && b.level > 1:
			return
		}
	}
}

// accept makes items of the candidates: one for each ID, by the form that
// defines it most fully.
func (r *recognition) accept() {
	prefixes := make(map[string]int)
	for i := range r.found {
		prefixes[r.found[i].word]++
	}
	first := make(map[itemKey]int, len(r.found)) // index of the definition
	chosen := make([]int, 0, len(r.found))
	for i := range r.found {
		c := r.found[i]
		if !c.epic && !c.story && prefixes[c.word] < 2 {
			continue
		}
		c.key = c.id.Key()
		name := itemKey{c.kind(), c.key}
		j, ok := first[name]
		if !ok {
			first[name] = i
			chosen = append(chosen, i)
			continue
		}
		def := r.found[j]
		if def.form == c.form {
			r.duplicate(def, c)
			continue
		}
		def.mention(c)
	}
	slices.SortFunc(chosen, func(a, b int) int { return cmp.Compare(r.found[a].line.Start, r.found[b].line.Start) })
	r.build(chosen)
}

// mention takes over what a second place says of an item: its box and its row.
func (c *candidate) mention(other *candidate) {
	if c.box == (Span{}) && other.box != (Span{}) {
		c.box = other.box
		if c.marked == nil {
			c.marked = other.marked
		}
	}
	if other.epicRow != nil {
		c.epicRow = other.epicRow
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

// build fills in the epics and stories. A story belongs to the epic whose
// section it stands in.
func (r *recognition) build(chosen []int) {
	f := r.f
	sections := r.epicSections(chosen)
	byKey := make(map[string]*Epic)
	stories := make([]Story, 0, len(chosen))
	for _, i := range chosen {
		c := r.found[i]
		if c.epic {
			e := r.epic(c)
			byKey[e.key] = e
			f.epics = append(f.epics, e)
		}
	}
	for _, i := range chosen {
		c := r.found[i]
		if c.epic {
			continue
		}
		stories = append(stories, Story{ID: c.id, Title: c.title, Checked: c.marked, Pos: f.Position(c.line.Start), key: c.key})
		s := &stories[len(stories)-1]
		s.syntax = storySyntax{line: c.line, box: c.box}
		if epic := sections.at(c.line.Start); epic != nil {
			if e := byKey[epic.key]; e != nil {
				s.Epic = e.ID
			}
		}
		r.readBody(c, s)
		f.stories = append(f.stories, s)
	}
	f.assignByNumber(byKey)
}

// epic makes an epic of its candidate.
func (r *recognition) epic(c *candidate) *Epic {
	e := &Epic{ID: c.id, Title: c.title, Pos: r.f.Position(c.line.Start), key: c.key}
	e.syntax = epicSyntax{heading: c.line, row: noRow}
	if c.epicRow != nil {
		e.syntax.row, e.Milestone, e.Status = c.epicRow.row, c.epicRow.milestone, c.epicRow.status
	}
	e.Milestone = cmp.Or(e.Milestone, strings.TrimSpace(string(e.ID)+" "+e.Title))
	if e.Status == "" && c.marked != nil {
		e.Status = StatusTodo
		if *c.marked {
			e.Status = StatusDone
		}
	}
	e.Text = r.epicText(c)
	return e
}

// sectionIndex tells which epic's section an offset is in.
type sectionIndex struct {
	starts []int
	epics  []*candidate // nil: no epic's section
}

func (s *sectionIndex) at(offset int) *candidate {
	i, exact := slices.BinarySearch(s.starts, offset)
	if !exact {
		i--
	}
	if i < 0 {
		return nil
	}
	return s.epics[i]
}

// epicSections finds where each epic's section begins and ends: it ends at the
// next heading of its level or above that is no story.
func (r *recognition) epicSections(chosen []int) *sectionIndex {
	defines := make(map[int]*candidate) // by block
	for _, i := range chosen {
		if c := r.found[i]; c.level > 0 {
			defines[c.block] = c
		}
	}
	s := &sectionIndex{}
	var open *candidate
	for i := range r.headings {
		h := &r.headings[i]
		c := defines[h.block]
		switch {
		case c != nil && c.epic:
			open = c
		case c == nil && open != nil && h.level <= open.level:
			open = nil
		default:
			continue
		}
		s.starts = append(s.starts, h.line.Start)
		s.epics = append(s.epics, open)
	}
	return s
}
