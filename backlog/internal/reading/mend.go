package reading

import "slices"

// A Mend is what makes an item of a line, or says that it is none.
type Mend uint8

// What people can do.
const (
	MendLine    Mend = iota // a comment at its end
	MendRow                 // a comment in a cell of it
	MendCell                // a comment in it: it is a cell itself
	MendTable               // nothing between it and the table
	MendBox                 // a blank before its box
	MendGroup               // a comment at its end that it is an epic
	MendDeclare             // a declaration
)

// mendOf returns what helps lines like c. A story would take the items below it for
// its text.
func (o *omissions) mendOf(c *candidate, items []*candidate) Mend {
	within := func(x *candidate) bool {
		return c.line.Start < x.line.Start && x.line.Start < o.d.headings[c.heading].end
	}
	switch {
	case c.form == formHTML:
		return MendDeclare
	case c.heading >= 0 && slices.ContainsFunc(items, within):
		return MendGroup
	case c.board:
		return MendCell
	case c.row != nil:
		return MendRow
	}
	return MendLine
}
