package reading

import (
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// Read says what a file is taken to say, stage by stage: it finds the lines that
// may be items, gives them their roles, and reads what those that are items say.
// What is recorded is remembered only where the file does not say it on its own, so
// that to record what was read never changes it.
// Result.Err is that of the parser.
func Read(src []byte, opts Options) *Result {
	f := &Result{opts: opts, src: src}
	d := readDocument(f)
	if d == nil {
		return f
	}
	records := readRecords(f, d)
	if opts.Elsewhere != nil {
		f.opts.Known = slices.Concat(opts.Known, opts.Elsewhere(f.Metadata))
	}
	at, registration := records.registration()
	f.Checkbox = f.meaning(registration)
	known := f.known()
	if len(known) == 0 {
		recognize(f, d, records).read()
	} else {
		f = readRecorded(f, d, records, known)
	}
	f.decideKind(at, registration)
	return f
}

// readRecorded reads a file of which something is recorded: once as if nothing were,
// and again where more than that is known.
func readRecorded(alone *Result, d *document, records *records, known []Known) *Result {
	again := *alone
	r := recognize(alone, d, records)
	sites := slices.Clone(r.lines.all())
	r.read()
	if again.unaided = unaidedOf(alone, sites, known); again.unaided.isAll() {
		return alone
	}
	r = recognize(&again, d, records)
	m := r.prepare()
	if !m.recalls() {
		return alone
	}
	r.finish(m)
	return &again
}

// A recognition is the work on one file: what each stage makes is what the next
// ones start from.
type recognition struct {
	f        *Result
	d        *document
	records  *records
	lines    *candidates
	declared *declared
}

// recognize finds all lines that may be items, before anything is decided.
func recognize(f *Result, d *document, found *records) *recognition {
	own := *found
	own.f, own.skip = f, slices.Clone(found.skip)
	r := &recognition{f: f, d: d, records: &own}
	r.lines = findCandidates(f, d, r.records)
	r.declared = readDeclared(f, r.lines)
	return r
}

// look is [recognize] for a file whose records are all remembered. It is nil if the Markdown
// cannot be parsed.
func look(f *Result) *recognition {
	d := readDocument(f)
	if d == nil {
		return nil
	}
	records := readRecords(f, d)
	f.unaided = &unaided{lost: make(map[ItemKey]bool)}
	for _, k := range f.known() {
		f.unaided.lost[k.key()] = true
	}
	return recognize(f, d, records)
}

// read decides which lines are items, and reads those.
func (r *recognition) read() { r.finish(r.prepare()) }

func (r *recognition) finish(m *memory) {
	f := r.f
	r.decide(m)
	f.Read.Unused, f.Read.UnknownWords = r.declared.unused(), r.declared.unknown
	for i, p := range f.Read.Unused {
		f.Read.Unused[i].Default = !f.opts.Read.declares(p.Key) && !f.Read.Own.declares(p.Key)
	}
	r.assemble(r.items())
}

// prepare drops lines that are no items whatever else is known, and reads the others as
// they are declared and remembered.
func (r *recognition) prepare() *memory {
	for _, c := range r.lines.found {
		switch {
		case lexicon.IsPlaceholderTitle(c.Title):
			c.dropped = notPlaceholder
		case c.isBlank() && c.row != nil:
			c.dropped = notTitled
		case c.isBlank():
			c.dropped = notText
		case c.struck && (c.marked == nil || !*c.marked):
			c.setStatus(lexicon.StatusDropped)
		}
	}
	for _, c := range r.lines.plain {
		if c.row == nil && c.isBlank() { // a declaration makes no item of it, either
			c.dropped = notText
		}
	}
	for _, lines := range [][]*candidate{r.lines.found, r.lines.plain} {
		for _, c := range lines {
			if c.plainLead() && lexicon.IsNothing(c.Title) { // a declaration makes no item of it, either
				c.dropped = notThere
			}
		}
	}
	m := remember(r.f, r.f.recalled(), r.lines, r.declared)
	m.keep(r.f.unaided)
	m.readCodeWords()
	r.declared.apply()
	r.lines.takeLogins()
	r.lines.dropMentions()
	r.lines.dropMentionLists()
	return m
}

// decide gives lines their roles. What is ignored goes before what is declared,
// that before what is recorded, and that before what is guessed over the whole
// file; the guess comes earlier, since of several lines with a recorded ID the
// one that it took counts.
func (r *recognition) decide(m *memory) {
	g := &guess{f: r.f, d: r.d, lines: r.lines, declared: r.declared}
	g.decide()
	m.recall()
	decideLevels(r.f, r.lines)
}

// items returns the lines that are items, in the order of the file.
func (r *recognition) items() []*candidate {
	n := 0
	for _, c := range r.lines.found {
		if c.accepted {
			n++
		}
	}
	items := make([]*candidate, 0, n)
	for _, c := range r.lines.byPlace() {
		if !c.accepted {
			continue
		}
		if c.item = true; c.found {
			c.idKey()
		}
		items = append(items, c)
	}
	return items
}

// assemble gives each item its ID and keeps one definition for each, by the form
// that defines it most fully; other places only add to it. Then it reads the
// fields, and collects what looked like an item and is none.
func (r *recognition) assemble(items []*candidate) {
	f, d := r.f, r.d
	readCommentStates(d, items)
	own := ownStarts(d, r.lines, r.records.ledgers)
	findBodies(d, items, own)
	sections := d.sections(items)
	n := &naming{f: f, d: d, records: r.records, own: own, sections: sections}
	items = n.merge(items)
	n.deriveIDs(items)
	r.lines.addMentions(items)
	a := &assembly{f: f, d: d, lines: r.lines, records: r.records, sections: sections, epicNames: make(map[string]epicName)}
	a.defs = markdown.DefinitionsOf(d.Src, d.Root)
	a.build(items)
	o := &omissions{f: f, d: d, lines: r.lines, declared: r.declared}
	o.find(items)
	findLeftOut(f, r.lines)
	checkCounts(f, d, r.lines)
}
