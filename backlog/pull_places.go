package backlog

import (
	"bytes"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// places returns where a value may be written.
func (p *puller) places(w *wanted) []place {
	if w.Field == PullText {
		return p.textPlaces(w)
	}
	if w.Kind == KindMilestone {
		return p.milestonePlaces(w)
	}
	s := p.f.story[w.ID.Key()]
	switch {
	case s == nil:
		return nil
	case w.Field == PullTitle:
		return p.titlePlaces(s, w)
	case w.Field == PullState:
		return p.statePlaces(s, w)
	}
	role := fieldRoles[w.Field]
	all := p.cells(s.key, func(heading string) bool { return lexicon.FieldOf(heading) == role || columnIs(heading, w.Field) }, func(string) string {
		return escapeCell(w.written())
	})
	all = append(all, p.fieldPlaces(s.syntax.Line, role, func(string) string { return escapeText(w.written()) })...)
	if w.Field == PullAssignees {
		all = append(all, p.loginPlaces(s, w.Set)...)
	}
	return all
}

// loginPlaces are the logins behind the title of a story. Where nobody is left, what
// sets them apart goes, too.
func (p *puller) loginPlaces(s *Story, logins []string) []place {
	at := s.syntax.Logins
	if at.Start == at.End {
		return nil
	}
	src := p.f.src
	if len(logins) > 0 {
		separator := " @"
		if bytes.IndexByte(src[at.Start:at.End], ',') >= 0 {
			separator = ", @"
		}
		return []place{{edit: Edit{Span: at, New: "@" + strings.Join(logins, separator)}}}
	}
	if src[at.Start-1] == '(' && at.End < len(src) && src[at.End] == ')' {
		at = Span{Start: at.Start - 1, End: at.End + 1}
	}
	before := strings.TrimRight(string(src[s.syntax.Line.Start:at.Start]), " \t,;:—–-→")
	return []place{{edit: Edit{Span: Span{Start: s.syntax.Line.Start + len(before), End: at.End}}}}
}

var fieldRoles = map[PullField]lexicon.FieldRole{
	PullState: lexicon.FieldStatus, PullLabels: lexicon.FieldLabels, PullAssignees: lexicon.FieldAssignee,
	PullDue: lexicon.FieldDue, PullPoints: lexicon.FieldPoints,
}

// isStatusColumn reports whether a heading is that of the state of items.
func isStatusColumn(heading string) bool {
	return columnIs(heading, PullState) || lexicon.FieldOf(heading) == lexicon.FieldStatus
}

// columnIs reports whether a heading of a table of stories is that of a field.
func columnIs(heading string, field PullField) bool {
	c, _ := lexicon.StoryColumnOf(heading)
	switch field {
	case PullState:
		return c == lexicon.ColumnStatus
	case PullLabels:
		return c == lexicon.ColumnLabels
	case PullAssignees:
		return c == lexicon.ColumnAssignee
	case PullPoints:
		return c == lexicon.ColumnPoints
	default:
		return false
	}
}

// milestonePlaces are those of an epic: the cells of the milestone table, and the
// title in its own line along with them.
func (p *puller) milestonePlaces(w *wanted) []place {
	e := p.f.epic[w.ID.Key()]
	if e == nil {
		return nil
	}
	var own *place
	_, title, ok := LeadingID(w.Value)
	if !ok {
		title = w.Value
	}
	at := e.syntax.Row
	inTable := at.Table >= 0 && e.syntax.Heading == p.f.tables[at.Table].Rows[at.Row]
	if w.Field == PullTitle && !inTable && !e.syntax.Named {
		if edit, ok := retitleLine(p.f.src, e.syntax.Heading, e.Title, title, false); ok {
			own = &place{edit: edit}
		}
	}
	var all []place
	if at.Table >= 0 {
		t := &p.f.tables[at.Table]
		if w.Field == PullTitle {
			cell := place{rows: t.Rows, row: at.Row, cell: t.Columns.Milestone, text: escapeCell(w.Value)}
			if own != nil {
				both := cell
				both.extra = own
				all = append(all, both)
			}
			all = append(all, cell)
		} else {
			header := markdown.RowReader{D: p.d}
			header.Read(t.Rows[0])
			for i := range header.Cells {
				if lexicon.FieldOf(header.Text(i)) == lexicon.FieldDue {
					all = append(all, place{rows: t.Rows, row: at.Row, cell: i, text: escapeCell(w.written())})
				}
			}
		}
	}
	if own != nil {
		all = append(all, *own)
	}
	if w.Field == PullDue && !inTable && !e.syntax.Named {
		all = append(all, p.fieldPlaces(e.syntax.Heading, lexicon.FieldDue, func(string) string { return escapeText(w.written()) })...)
	}
	return all
}

// titlePlaces are the title in the line of a story, or in the cell of its row.
func (p *puller) titlePlaces(s *Story, w *wanted) []place {
	if t := s.syntax.Table; t != nil {
		line := p.f.src[t.Rows[s.syntax.Row].Start:t.Rows[s.syntax.Row].End]
		var all []place
		for i, cell := range markdown.SplitRow(line, nil) {
			raw := string(line[cell.Start:cell.End])
			if at, ok := titleIn(raw, s.Title); ok {
				all = append(all, place{rows: t.Rows, row: s.syntax.Row, cell: i, text: raw[:at.Start] + escapeCell(w.Value) + raw[at.End:]})
			}
		}
		return all
	}
	if edit, ok := retitleLine(p.f.src, s.syntax.Line, s.Title, w.Value, false); ok {
		return []place{{edit: edit}}
	}
	return nil
}

// statePlaces are the box of a story, and the words of its status.
func (p *puller) statePlaces(s *Story, w *wanted) []place {
	status := Status(w.Value)
	var all []place
	if box := s.syntax.Box; box.End == box.Start+1 {
		all = append(all, place{edit: Edit{Span: box, New: boxOf(status)}})
	} else if at, ok := droppedBox(p.f.src, s.syntax.Line); ok {
		all = append(all, place{edit: Edit{Span: at, New: boxOf(status)}})
	}
	word := func(now string) string { return statusLike(p.statusWord(status), now, status) }
	all = append(all, p.cells(s.key, isStatusColumn, word)...)
	return append(all, p.fieldPlaces(s.syntax.Line, lexicon.FieldStatus, word)...)
}

func boxOf(s Status) string {
	switch s {
	case StatusDone:
		return "x"
	case StatusDropped:
		return "-"
	default:
		return " "
	}
}

// droppedBox returns where the sign stands of a box on a line that CommonMark does
// not know as one, "[-]".
func droppedBox(src []byte, line Span) (Span, bool) {
	text := string(src[line.Start:line.End])
	lead := len(text) - len(strings.TrimLeft(text, " \t-*+0123456789.)"))
	if rest := text[lead:]; len(rest) > 2 && rest[0] == '[' && rest[2] == ']' {
		return Span{Start: line.Start + lead + 1, End: line.Start + lead + 2}, true
	}
	return Span{}, false
}
