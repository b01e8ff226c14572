package reading

import (
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// The candidates are the lines of a file that may define items. The forms find
// them, see [search]; what people declare, what is recorded and the guess then
// say which of them do.
type candidates struct {
	d          *document
	found      []*candidate
	plain      []*candidate // lines that only memory or a declaration can make items of
	placed     []*candidate // those found, in the order of the file, see byPlace
	everything []*candidate // in the order of the file, see all
	counted    [2]int       // found and plain when that was put in order
	slab       []candidate  // where the next ones are taken from
	rows       []tableRow   // the same for their rows
	skip       []bool       // blocks that no form looks at: those of the records, and rows that are parted from their table
	items      []bool       // blocks that hold items of lists or bold lines
	phased     bool         // user stories are phases of work, which hold tasks
	boxes      *[2]bool     // what Story.Checked points to: false and true

	beside map[[2]int]bool // levels and parents of headings that are items, see hasItemBeside
}

func newCandidates(d *document) *candidates {
	return &candidates{d: d, items: make([]bool, len(d.Blocks)), boxes: &[2]bool{false, true}}
}

// checked returns a pointer for [backlog.Story.Checked], the same one for all stories.
func (l *candidates) checked(b bool) *bool {
	if b {
		return &l.boxes[1]
	}
	return &l.boxes[0]
}

// add adds a copy of a candidate. They are many, so they are allocated many at a time.
func (l *candidates) add(c *candidate) {
	if len(l.slab) == 0 {
		l.slab = make([]candidate, min(256, max(8, len(l.found)+len(l.plain))))
	}
	p := &l.slab[0]
	l.slab = l.slab[1:]
	*p = *c
	if c.weak {
		l.plain = append(l.plain, p)
	} else {
		l.found = append(l.found, p)
	}
}

// newRow makes the row of a candidate, many of which are allocated at a time, too.
func (l *candidates) newRow(t *storyTable, line markdown.Span, cell int) *tableRow {
	if len(l.rows) == 0 {
		l.rows = make([]tableRow, min(256, max(8, len(l.found)+len(l.plain))))
	}
	r := &l.rows[0]
	l.rows = l.rows[1:]
	*r = tableRow{t, line, cell}
	return r
}

// addPlain adds a line that may be an item only if something else says so:
// memory or a declaration.
func (l *candidates) addPlain(c *candidate) {
	c.weak = true
	l.add(c)
}

// all returns every line that may be an item, in the order of the file.
func (l *candidates) all() []*candidate {
	if l.everything == nil || l.counted != [2]int{len(l.found), len(l.plain)} {
		l.plain = slices.DeleteFunc(l.plain, func(c *candidate) bool { return !c.weak }) // what was taken
		l.everything = byLine(slices.Concat(l.found, l.plain))
		l.counted = [2]int{len(l.found), len(l.plain)}
	}
	return l.everything
}

// admit accepts a line that more than a guess makes an item of.
func (l *candidates) admit(c *candidate) {
	c.accept()
	if c.weak {
		c.weak = false
		l.found = append(l.found, c)
	}
	if c.row != nil && c.row.table.titles < 0 && c.row.table.ids < 0 {
		c.row.table.titles = 0 // no column is known
	}
	if c.block >= 0 {
		l.items[c.block] = true
	}
}
