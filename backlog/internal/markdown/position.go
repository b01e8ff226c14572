package markdown

import (
	"fmt"
)

// A Span is a range of byte offsets into a file's source, half open.
type Span struct{ Start, End int }

func (s Span) Has(offset int) bool { return offset >= s.Start && offset < s.End }

// A Position is a place in a file as people count: Line and Column start at 1,
// Column counts bytes. The zero Position is no place.
type Position struct {
	File   string
	Line   int
	Column int
}

// String returns "file:line:col", or "file" if p has no line.
func (p Position) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}
