package backlog

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// Anchors returns the edits that write an anchor beside each item whose ID
// comes from its title, so that the item keeps its ID when its title changes.
// In a table, the anchor is in the cell of the title.
func (f *File) Anchors() []Edit {
	var edits []Edit
	for _, e := range f.epics {
		if e.DerivedID && !e.syntax.Named {
			edits = append(edits, anchorAt(f.src, e.syntax.Heading, e.ID))
		}
	}
	tables := make(map[int]*markdown.TableEditor)
	var order []int
	for _, s := range f.stories {
		if !s.DerivedID {
			continue
		}
		if s.syntax.Table == nil {
			edits = append(edits, anchorAt(f.src, s.syntax.Line, s.ID))
			continue
		}
		at := s.syntax.Table
		t := tables[at.Rows[0].Start]
		if t == nil {
			t = markdown.NewTableEditor(f.src, at.Rows, "\n")
			tables[at.Rows[0].Start] = t
			order = append(order, at.Rows[0].Start)
		}
		if cells := t.Row(s.syntax.Row); at.Title < len(cells) {
			t.Set(s.syntax.Row, at.Title, cells[at.Title]+" "+anchor(s.ID))
		}
	}
	for _, at := range order {
		edits = append(edits, tables[at].Edits()...)
	}
	slices.SortStableFunc(edits, func(a, b Edit) int { return cmp.Compare(a.Start, b.Start) })
	return edits
}

func anchor(id ID) string { return reading.AnchorMark + " " + string(id) + " -->" }

// anchorAt adds an anchor at the end of a line, before the number signs that
// close a heading and the blanks that break a line.
func anchorAt(src []byte, line Span, id ID) Edit {
	text := src[line.Start:line.End]
	end := len(bytes.TrimRight(text, " \t"))
	if trimmed := bytes.TrimRight(text[:end], "#"); len(trimmed) < end && len(trimmed) > 0 && markdown.IsBlank(trimmed[len(trimmed)-1]) && text[0] == '#' {
		end = len(bytes.TrimRight(trimmed, " \t"))
	}
	at := line.Start + end
	return Edit{Span: Span{Start: at, End: at}, New: " " + anchor(id)}
}
