package reading

import (
	"cmp"
	"slices"
)

// An epicRows gives the rows that begin with the ID of an epic and are no items,
// since nothing but their ID shows what they are. Where stories name that epic, such
// a row says its title, as it would if the epic were recorded.
type epicRows map[string]*candidate

func newEpicRows(lines *candidates) epicRows {
	rows := make(epicRows)
	for _, c := range lines.all() {
		if c.row == nil || !c.found || !c.Epic || c.accepted || c.Many || c.link || c.Title == "" || c.dropped == notIgnored || c.dropped == notDeclared {
			continue
		}
		if key := c.idKey(); rows[key] == nil {
			rows[key] = c
		}
	}
	return rows
}

// epicOfRow adds the epic that a story names and a row describes, if one does.
func (a *assembly) epicOfRow(n *epicName) *Epic {
	if a.epicRows == nil {
		a.epicRows = newEpicRows(a.lines)
	}
	c := a.epicRows[n.key]
	if c == nil {
		return nil
	}
	a.lines.admit(c)
	e := a.epic(c)
	a.f.Epics = append(a.f.Epics, e)
	return e
}

// sortEpics puts epics that stories named in the order in which they stand.
func (a *assembly) sortEpics() {
	if len(a.epicRows) > 0 {
		slices.SortStableFunc(a.f.Epics, func(a, b *Epic) int { return cmp.Compare(a.Syntax.Heading.Start, b.Syntax.Heading.Start) })
	}
}
