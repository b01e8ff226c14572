package reading

import (
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// Read says what a file is taken to say, stage by stage: it finds the lines that
// may be items, gives them their roles, and reads what those that are items say.
// Result.Err is that of the parser.
func Read(src []byte, opts Options) *Result {
	f := &Result{opts: opts, src: src}
	r := look(f)
	if r == nil {
		return f
	}
	if opts.Elsewhere != nil {
		f.opts.Known = slices.Concat(opts.Known, opts.Elsewhere(f.Metadata))
	}
	at, registration := r.records.registration()
	f.Checkbox = f.meaning(registration)
	r.decide()
	f.Read.Unused, f.Read.UnknownWords = r.declared.unused(), r.declared.unknown
	for i, p := range f.Read.Unused {
		f.Read.Unused[i].Default = !opts.Read.declares(p.Key) && !f.Read.Own.declares(p.Key)
	}
	r.assemble(r.items())
	f.decideKind(at, registration)
	return f
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

// look finds all lines that may be items, before anything is decided. It is nil
// if the Markdown cannot be parsed.
func look(f *Result) *recognition {
	d := readDocument(f)
	if d == nil {
		return nil
	}
	r := &recognition{f: f, d: d, records: readRecords(f, d)}
	r.lines = findCandidates(f, d, r.records)
	r.declared = readDeclared(f, r.lines)
	return r
}

// decide gives lines their roles. What is ignored goes before what is declared,
// that before what is recorded, and that before what is guessed over the whole
// file; the guess comes earlier, since of several lines with a recorded ID the
// one that it took counts.
func (r *recognition) decide() {
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
			if c.plainLead() && lexicon.IsNothing(c.Title) {
				c.dropped = notPlaceholder
			}
		}
	}
	m := remember(r.f, r.lines, r.declared)
	m.readCodeWords()
	r.declared.apply()
	r.lines.takeLogins()
	r.lines.dropMentions()
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
