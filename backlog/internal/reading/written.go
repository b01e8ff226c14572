package reading

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// ownStarts returns where ledgers and relation lists begin, in the order of the
// file: at their headings, unless these are items, else at the block itself.
func ownStarts(d *document, lines *candidates, ledgers []int) []int {
	items := make(map[int]bool)
	for _, c := range lines.found {
		if c.accepted && c.heading >= 0 {
			items[c.heading] = true
		}
	}
	own := []int{}
	for i := range d.headings {
		if d.headings[i].ours && !items[i] {
			own = append(own, d.headings[i].line.Start)
		}
	}
	for _, i := range ledgers {
		if underOwnMark(d, i) {
			i--
		}
		own = append(own, d.Blocks[i].Start)
	}
	slices.Sort(own)
	return own
}

// underOwnMark reports whether a block stands below the mark of a ledger that
// backlogsync added.
func underOwnMark(d *document, i int) bool {
	return i > 0 && d.Blocks[i-1].Kind == markdown.BlockHTML && bytes.Contains(d.Src[d.Blocks[i-1].Start:d.Blocks[i].Start], []byte(LedgerMark))
}

// findWritten finds what registering changes where people may have it within the
// text of an item: the ticks of other items, where they mean registered, and
// the tables of milestones.
func (a *assembly) findWritten(items []*candidate) {
	if a.f.Checkbox != CheckboxRegistered {
		return
	}
	for _, c := range items {
		if !c.Epic && c.box > 0 {
			a.written = append(a.written, markdown.Edit{Span: c.boxSpan(), New: " "})
		}
	}
	for _, t := range a.records.milestones {
		rows := a.f.Tables[t].Rows
		a.written = append(a.written, markdown.Edit{Span: markdown.Span{Start: rows[0].Start, End: rows[len(rows)-1].End}, New: ""})
	}
	slices.SortStableFunc(a.written, func(a, b markdown.Edit) int { return cmp.Compare(a.Start, b.Start) })
}

// textIn returns a part of the source without definitions and without what
// registering writes into it, so that the text of an item is the same before and
// after.
func (a *assembly) textIn(s markdown.Span) string {
	i, _ := slices.BinarySearchFunc(a.written, s.Start, func(e markdown.Edit, at int) int { return cmp.Compare(e.Start, at) })
	var edits []markdown.Edit
	for ; i < len(a.written) && a.written[i].End <= s.End; i++ {
		e := a.written[i]
		edits = append(edits, markdown.Edit{Span: markdown.Span{Start: e.Start - s.Start, End: e.End - s.Start}, New: e.New})
	}
	if edits = append(edits, a.defs.CutsIn(s)...); len(edits) == 0 {
		return a.d.Text[s.Start:s.End]
	}
	out, err := markdown.Apply(a.d.Src[s.Start:s.End], edits...)
	if err != nil {
		return a.d.Text[s.Start:s.End] // a box in a table, which would be a surprise of the parser
	}
	return string(out)
}

// placeRelations tells where a relation list would go: right below the last
// ledger, one level below its heading, but not below the third unless it would
// end the section of an item or one that goes on below the ledger. Where items follow the ledger in its section it
// goes to the end of that, so that they stay under the same heading.
func (a *assembly) placeRelations(items []*candidate) {
	f := a.f
	at := &f.Syntax.Relation
	at.At = -1
	if !f.HasLedger() {
		at.Level = relationLevel(f.Syntax.Level)
		return
	}
	last := f.Tables[f.Syntax.LastLedger].Rows
	above := a.d.sectionOf(last[0].Start)
	if above >= 0 {
		at.Level = relationLevel(a.d.headings[above].level)
	} else {
		at.Level = relationLevel(0)
	}
	below := last[len(last)-1].End
	next := len(f.src)
	if i := a.d.sectionOf(below) + 1; i < len(a.d.headings) {
		next = a.d.headings[i].line.Start
	}
	if above >= 0 && len(bytes.TrimSpace(a.d.Src[below:max(below, a.d.headings[above].end)])) > 0 {
		at.Level = max(at.Level, min(6, a.d.headings[above].level+1))
	}
	if epic := a.sections.at(last[0].Start); epic != nil {
		at.Level = max(at.Level, min(6, epic.level+1))
	}
	for _, c := range items {
		switch {
		case c.heading >= 0 && c.heading == above:
			at.Level = max(at.Level, min(6, a.d.headings[above].level+1))
		case c.line.Start >= below && c.line.Start < next:
			at.At = next
		}
	}
}

func relationLevel(level int) int { return max(1, level, min(level+1, 3)) }
