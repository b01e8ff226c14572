package backlog

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// anchorMark begins the comment that names an item: "<!-- id: … -->".
const anchorMark = "<!-- id:"

// readAnchors takes the IDs of items from the anchors on their lines.
func (r *recognition) readAnchors(items []*candidate) {
	if !bytes.Contains(r.d.src, []byte(anchorMark)) {
		return
	}
	for _, c := range items {
		if c.found {
			continue
		}
		line := string(r.f.src[c.line.Start:c.line.End])
		_, rest, ok := strings.Cut(line, anchorMark)
		if !ok {
			continue
		}
		id, _, ok := strings.Cut(rest, "-->")
		if id = strings.TrimSpace(id); ok && id != "" {
			c.id, c.found, c.anchored = ID(id), true, true
		}
	}
}

// Anchors returns the edits that write an anchor beside each item whose ID
// comes from its title, so that it keeps the ID when the title changes. In a
// table the anchor stands in the cell of the title.
func (f *File) Anchors() []Edit {
	var edits []Edit
	for _, e := range f.epics {
		if e.DerivedID && !e.syntax.named {
			edits = append(edits, f.anchorAt(e.syntax.heading, e.ID))
		}
	}
	tables := make(map[int]*tableEditor)
	var order []int
	for _, s := range f.stories {
		if !s.DerivedID {
			continue
		}
		if s.syntax.table == nil {
			edits = append(edits, f.anchorAt(s.syntax.line, s.ID))
			continue
		}
		at := s.syntax.table
		t := tables[at.rows[0].Start]
		if t == nil {
			t = newTableEditor(f.src, &tableSyntax{rows: at.rows}, "\n")
			tables[at.rows[0].Start] = t
			order = append(order, at.rows[0].Start)
		}
		if cells := t.row(s.syntax.row); at.title < len(cells) {
			t.set(s.syntax.row, at.title, cells[at.title]+" "+anchor(s.ID))
		}
	}
	for _, at := range order {
		edits = append(edits, tables[at].edits()...)
	}
	slices.SortStableFunc(edits, func(a, b Edit) int { return cmp.Compare(a.Start, b.Start) })
	return edits
}

func anchor(id ID) string { return anchorMark + " " + string(id) + " -->" }

// anchorAt adds an anchor at the end of a line, before the number signs that
// close a heading and the blanks that break a line.
func (f *File) anchorAt(line Span, id ID) Edit {
	text := f.src[line.Start:line.End]
	end := len(bytes.TrimRight(text, " \t"))
	if trimmed := bytes.TrimRight(text[:end], "#"); len(trimmed) < end && len(trimmed) > 0 && isBlank(trimmed[len(trimmed)-1]) && text[0] == '#' {
		end = len(bytes.TrimRight(trimmed, " \t"))
	}
	at := line.Start + end
	return Edit{Span{at, at}, " " + anchor(id)}
}
