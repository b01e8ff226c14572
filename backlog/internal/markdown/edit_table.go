package markdown

import (
	"bytes"
	"slices"
	"strings"
)

// SplitRow returns the cells of a table row without the blanks around them. It
// splits where goldmark does: at every "|" that has no backslash before it,
// inside code too. The cells are appended to buf.
func SplitRow(line []byte, buf []Span) []Span {
	start := len(line) - len(bytes.TrimLeft(line, " \t"))
	end := len(bytes.TrimRight(line, " \t\r"))
	if start >= end {
		return buf
	}
	if line[start] == '|' {
		start++
	}
	if end > start && line[end-1] == '|' {
		end--
	}
	for pos := start; pos < end; {
		stop := pipe(line, pos, end)
		buf = append(buf, trimSpan(line, Span{pos, stop}))
		pos = stop + 1
	}
	return buf
}

// pipe returns where the next pipe stands that ends a cell, or the end.
func pipe(line []byte, pos, end int) int {
	for pos < end {
		i := bytes.IndexByte(line[pos:end], '|')
		if i < 0 {
			return end
		}
		if pos += i; pos == 0 || line[pos-1] != '\\' {
			return pos
		}
		pos++
	}
	return end
}

// trimSpan takes the blanks off both ends. Of a blank cell the middle is left.
func trimSpan(line []byte, s Span) Span {
	for s.Start < s.End && IsBlank(line[s.Start]) {
		s.Start++
	}
	for s.End > s.Start && IsBlank(line[s.End-1]) {
		s.End--
	}
	return s
}

func IsBlank(c byte) bool { return c == ' ' || c == '\t' }

// A TableEditor collects changes of one table.
type TableEditor struct {
	src   []byte
	rows  []Span
	cells [][]string // of each row; nil for a row that was not looked at
	dirty [][]bool   // which cells of a row have changed; nil for none
	added map[int][][]string
	eol   string
}

func NewTableEditor(src []byte, rows []Span, eol string) *TableEditor {
	return &TableEditor{
		src: src, rows: rows, eol: eol,
		cells: make([][]string, len(rows)), dirty: make([][]bool, len(rows)),
		added: make(map[int][][]string),
	}
}

func (t *TableEditor) line(row int) []byte { return t.src[t.rows[row].Start:t.rows[row].End] }

// Row returns the cells of a row as written, as many as the header has.
func (t *TableEditor) Row(i int) []string {
	if t.cells[i] == nil {
		line := t.line(i)
		text := string(line)
		spans := SplitRow(line, nil)
		n := len(spans)
		if i > 0 {
			n = len(t.Row(0))
		}
		cells := make([]string, n)
		for j, s := range spans[:min(n, len(spans))] {
			cells[j] = text[s.Start:s.End]
		}
		t.cells[i] = cells
	}
	return t.cells[i]
}

// Set changes a cell.
func (t *TableEditor) Set(row, column int, text string) {
	cells := t.Row(row)
	if column < 0 || column >= len(cells) || cells[column] == text {
		return
	}
	if t.dirty[row] == nil {
		t.dirty[row] = make([]bool, len(cells))
	}
	cells[column] = text
	t.dirty[row][column] = true
}

// Insert adds a row of cells below a row.
func (t *TableEditor) Insert(after int, cells []string) {
	t.added[after] = append(t.added[after], cells)
}

// Edits returns the edits that make the changes. A table that was aligned is
// aligned again, the way Prettier does it; in any other table only what
// changes is touched.
func (t *TableEditor) Edits() []Edit {
	if len(t.added) == 0 && !slices.ContainsFunc(t.dirty, func(d []bool) bool { return d != nil }) {
		return nil
	}
	if t.aligned() {
		return t.alignedEdits()
	}
	return t.raggedEdits()
}

// aligned reports whether the pipes of all rows stand below each other, with
// blanks around every text.
func (t *TableEditor) aligned() bool {
	var widths, cellWidths []int
	for i := range t.rows {
		line := bytes.TrimRight(t.line(i), " \t\r")
		indent := len(line) - len(bytes.TrimLeft(line, " "))
		if len(line) < indent+2 || line[indent] != '|' || line[len(line)-1] != '|' || bytes.IndexByte(line, '\t') >= 0 {
			return false
		}
		cellWidths = append(cellWidths[:0], indent)
		spans := SplitRow(line, nil)
		at := indent + 1
		for j, s := range spans {
			end := len(line) - 1
			if j+1 < len(spans) {
				end = at + bytes.IndexByte(line[s.End:], '|') + s.End - at
			}
			cell := line[at:end]
			if i != 1 && (len(cell) < 2 || cell[0] != ' ' || cell[len(cell)-1] != ' ') {
				return false
			}
			cellWidths = append(cellWidths, Width(string(cell)))
			at = end + 1
		}
		if i == 0 {
			widths = slices.Clone(cellWidths)
		} else if !slices.Equal(widths, cellWidths) {
			return false
		}
	}
	return true
}

// alignedEdits re-aligns the table.
func (t *TableEditor) alignedEdits() []Edit {
	marks := t.Row(1)
	widths := make([]int, len(marks))
	for i := range widths {
		widths[i] = 3
	}
	widen := func(cells []string) {
		for i, c := range cells {
			widths[i] = max(widths[i], Width(c))
		}
	}
	for i := range t.rows {
		if i != 1 {
			widen(t.Row(i))
		}
		for _, cells := range t.added[i] {
			widen(cells)
		}
	}
	indent := t.line(0)[:len(t.line(0))-len(bytes.TrimLeft(t.line(0), " "))]
	var edits []Edit
	var b strings.Builder
	for i, span := range t.rows {
		b.Reset()
		b.Write(indent)
		if i == 1 {
			WriteDelimiters(&b, marks, widths)
		} else {
			WriteCells(&b, t.Row(i), marks, widths)
		}
		if old := bytes.TrimRight(t.line(i), " \t\r"); b.String() != string(old) {
			edits = append(edits, Edit{Span{span.Start, span.Start + len(old)}, b.String()})
		}
		for _, cells := range t.added[i] {
			b.Reset()
			b.WriteString(t.eol)
			b.Write(indent)
			WriteCells(&b, cells, marks, widths)
			edits = append(edits, Edit{Span{span.End, span.End}, b.String()})
		}
	}
	return edits
}

// WriteCells writes one aligned row. marks are the cells of the delimiter row.
func WriteCells(b *strings.Builder, cells, marks []string, widths []int) {
	b.WriteByte('|')
	for i, c := range cells {
		left, right := 0, widths[i]-Width(c)
		switch toLeft, toRight := strings.HasPrefix(marks[i], ":"), strings.HasSuffix(marks[i], ":"); {
		case toLeft && toRight:
			left = right / 2
			right -= left
		case toRight:
			left, right = right, 0
		}
		pad(b, ' ', left+1)
		b.WriteString(c)
		pad(b, ' ', right+1)
		b.WriteByte('|')
	}
}

func WriteDelimiters(b *strings.Builder, marks []string, widths []int) {
	b.WriteByte('|')
	for i, m := range marks {
		b.WriteByte(' ')
		n := widths[i]
		if strings.HasPrefix(m, ":") {
			b.WriteByte(':')
			n--
		}
		if toRight := strings.HasSuffix(m, ":"); toRight {
			pad(b, '-', n-1)
			b.WriteByte(':')
		} else {
			pad(b, '-', n)
		}
		b.WriteString(" |")
	}
}

func pad(b *strings.Builder, c byte, n int) {
	const blanks, dashes = "                                                                ", "----------------------------------------------------------------"
	s := blanks
	if c == '-' {
		s = dashes
	}
	for n > 0 {
		k := min(n, len(s))
		b.WriteString(s[:k])
		n -= k
	}
}

// raggedEdits touches only the cells that change; added rows take the form of
// the row that they follow.
func (t *TableEditor) raggedEdits() []Edit {
	var edits []Edit
	for i, span := range t.rows {
		if t.dirty[i] != nil {
			edits = append(edits, t.cellEdits(i)...)
		}
		for _, cells := range t.added[i] {
			edits = append(edits, Edit{Span{span.End, span.End}, t.eol + t.like(i, cells)})
		}
	}
	return edits
}

// cellEdits replaces the cells of a row that have changed. Cells that the row
// lacks are added at its end.
func (t *TableEditor) cellEdits(row int) []Edit {
	line, at := t.line(row), t.rows[row].Start
	spans := SplitRow(line, nil)
	var edits []Edit
	last := -1
	for j, dirty := range t.dirty[row] {
		if !dirty {
			continue
		}
		if j >= len(spans) {
			last = j
			continue
		}
		s, text := spans[j], t.cells[row][j]
		if s.Start == s.End { // one blank on both sides, however many there were
			for s.Start > 0 && IsBlank(line[s.Start-1]) {
				s.Start--
			}
			for s.End < len(line) && IsBlank(line[s.End]) {
				s.End++
			}
			text = " " + text + " "
		}
		edits = append(edits, Edit{Span{at + s.Start, at + s.End}, text})
	}
	if last >= 0 {
		edits = append(edits, appendCells(line, at, t.cells[row][len(spans):last+1]))
	}
	return edits
}

// appendCells adds cells to a row that is too short; at is where the line
// stands.
func appendCells(line []byte, at int, cells []string) Edit {
	end := len(bytes.TrimRight(line, " \t\r"))
	text := " " + strings.Join(cells, " | ") + " |"
	switch closed := end > 0 && line[end-1] == '|' && (end == 1 || line[end-2] != '\\'); {
	case !closed:
		text = " |" + text
	case end > 1 && line[end-2] == '|' && (end == 2 || line[end-3] != '\\'):
		// "||": the empty cell between them is filled.
		return Edit{Span{at + end - 1, at + end}, text}
	}
	return Edit{Span{at + end, at + end}, text}
}

// like writes a new row in the form of another one: of the header, if it is to
// follow the delimiters.
func (t *TableEditor) like(row int, cells []string) string {
	if row == 1 {
		row = 0
	}
	line := bytes.TrimRight(t.line(row), " \t\r")
	body := bytes.TrimLeft(line, " \t")
	gap := " "
	if found := bytes.Contains(body, []byte{'|'}); found && !bytes.Contains(body, []byte(" |")) && !bytes.Contains(body, []byte("| ")) {
		gap = ""
	}
	text := strings.Join(cells, gap+"|"+gap)
	// Without a pipe in front, a cell such as "#" would begin a heading.
	plain := cells[0] != "" && (IsASCIILetter(cells[0][0]) || cells[0][0] >= 0x80)
	if bytes.HasPrefix(body, []byte{'|'}) || !plain {
		text = "|" + gap + text
	}
	if bytes.HasSuffix(body, []byte{'|'}) {
		text += gap + "|"
	}
	return string(line[:len(line)-len(body)]) + text
}

func IsWordByte(c byte) bool { return c >= '0' && c <= '9' || IsASCIILetter(c) || c >= 0x80 }
