package reading

import (
	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// The omissions are what looks like an item of the file and is none.
type omissions struct {
	f        *Result
	d        *document
	lines    *candidates
	declared *declared
	sections map[spot]bool // those in which items stand, nil until asked for
	likely   []int         // where lines begin that look like its own and are no headings, the same
	styles   map[ownStyle]bool
	codes    map[ownCode]bool
}

// A spot is where a line stands, as far as the spots beside it are lists of the
// same: below one of the headings of a level under one heading. The headings say a
// state or a priority, or the tables below them have the same column of titles.
type spot struct {
	level, parent int
	titles        string // "" of an entry of a list
}

// spotOf tells the spot in which a row or an entry of a list stands.
func (o *omissions) spotOf(c *candidate) (p spot, ok bool) {
	if c.row == nil && c.form != formList && c.form != formOrdered {
		return p, false
	}
	i := o.d.above(c)
	if i < 0 {
		return p, false
	}
	p = spot{level: o.d.headings[i].level, parent: o.d.headings[i].parent}
	if c.row == nil {
		role := o.d.roleOf(i)
		return p, role == sectionState || role == sectionPriority
	}
	header := markdown.RowReader{D: o.d.Document}
	header.Read(c.row.table.header)
	p.titles = lexicon.Fold(header.Text(c.row.table.titles))
	return p, p.titles != ""
}

// besideItems reports whether items stand beside a line in such a spot.
func (o *omissions) besideItems(c *candidate) bool {
	if o.sections == nil {
		o.sections = make(map[spot]bool)
		var table *storyTable
		for _, x := range o.lines.found {
			if !x.accepted || x.Epic || x.row != nil && x.row.table == table {
				continue
			}
			if x.row != nil {
				table = x.row.table
			}
			if p, ok := o.spotOf(x); ok {
				o.sections[p] = true
			}
		}
	}
	p, ok := o.spotOf(c)
	return ok && o.sections[p]
}
