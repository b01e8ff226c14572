package reading

import (
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// ReadLedger reads a ledger that several files share: what it records of the file
// of this name, under the heading that says the name. Result.Syntax.Section is
// empty if there is none. Result.Err is that of the parser.
func ReadLedger(src []byte, name string) *Result {
	f := &Result{src: src}
	d := readDocument(f)
	if d == nil {
		return f
	}
	f.Syntax.Relation.Level, f.Syntax.Relation.At = min(6, d.level+1), -1
	i := d.headingOf(name)
	if i < 0 {
		return f
	}
	f.Syntax.Relation.Level = min(6, d.headings[i].level+1)
	at := d.sectionSpan(i)
	f.Syntax.Section = at
	r := &records{f: f, d: d, skip: make([]bool, len(d.Blocks)), within: at}
	r.readTables()
	r.readRelations()
	return f
}

// headingOf returns the index of the first heading that says a name, and nothing
// else; -1 if none does.
func (d *document) headingOf(name string) int {
	for i := range d.headings {
		if h := &d.headings[i]; !h.lists && strings.TrimSpace(h.title) == name {
			return i
		}
	}
	return -1
}

// sectionSpan returns what stands under a heading, with the heading: a relation
// list ends no section, however deep it stands.
func (d *document) sectionSpan(i int) markdown.Span {
	at := markdown.Span{Start: d.headings[i].line.Start, End: len(d.Src)}
	for _, h := range d.headings[i+1:] {
		if h.level <= d.headings[i].level && !h.lists {
			at.End = h.line.Start
			break
		}
	}
	return at
}
