package backlog

import (
	"slices"
)

// An Explanation says how a file was read.
type Explanation struct {
	Forms   []FormUse // in the order of the decisions
	LeftOut []LeftOut // in the order of the file
}

// A FormUse is a form in which a file writes items.
type FormUse struct {
	Form    string // "heading", "checklist", "table", ...
	Kind    Kind
	Example ID  // of the first item; "" if it has none of its own
	Items   int // number of places; several may name the same item
	Why     string
	Pos     Position // of the first item
}

// A LeftOut is a place that looks like an item but is not one.
type LeftOut struct {
	Text string // the ID and the title
	Why  string
	Pos  Position
}

// Explain says which forms of items were recognised and why, and what looked
// like an item and was left out.
func (f *File) Explain() Explanation {
	e := Explanation{Forms: slices.Clone(f.forms)}
	for _, l := range f.leftOut {
		e.LeftOut = append(e.LeftOut, LeftOut{l.Text, l.Why, f.Position(l.At)})
	}
	return e
}
