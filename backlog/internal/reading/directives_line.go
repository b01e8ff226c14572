package reading

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// readLineDirectives finds the comments in the line of a heading, an entry of a list,
// a row or a paragraph, which speak of that alone; one in the cell of a board, of that
// cell.
func (p *declared) readLineDirectives() {
	const open, end = "<!--", "-->"
	src := p.d.Src
	for at := 0; at < len(src); {
		i := bytes.Index(src[at:], []byte(open))
		if i < 0 {
			return
		}
		start := at + i
		n := bytes.Index(src[start:], []byte(end))
		if n < 0 {
			return
		}
		at = start + n + len(end)
		word, known, ok := directiveOf(string(src[start:at]))
		if !ok || !p.isInLine(start) {
			continue
		}
		item := p.itemAt(start)
		switch {
		case word == "ignore":
			p.ignored = append(p.ignored, item)
		case word == "epics":
			p.setLineRole(roleEpic, item.Start)
		case word == "stories":
			p.setLineRole(roleStory, item.Start)
		case !known:
			p.unknown = append(p.unknown, UnknownWord{markdown.Span{Start: start, End: at}, word})
		}
	}
}

func (p *declared) setLineRole(role, at int) {
	if p.lineRoles[role] == nil {
		p.lineRoles[role] = make(map[int]bool)
	}
	p.lineRoles[role][at] = true
}

// isInLine reports whether a comment stands behind something else in its line, which
// is neither code nor quoted.
func (p *declared) isInLine(at int) bool {
	i, exact := slices.BinarySearchFunc(p.d.Blocks, at, func(b markdown.Block, at int) int { return cmp.Compare(b.Start, at) })
	if !exact {
		i--
	}
	if i < 0 || at >= p.d.Blocks[i].End || p.d.Blocks[i].Kind == markdown.BlockHTML || p.d.Blocks[i].Kind == markdown.BlockOther {
		return false
	}
	before := p.d.Src[p.d.LineStart(at):at]
	return len(bytes.TrimSpace(before)) > 0 && bytes.Count(before, []byte("`"))%2 == 0
}

// headingAt returns the heading in the line that begins at an offset, -1 if there is
// none.
func (d *document) headingAt(line int) int {
	if i := d.sectionOf(line); i >= 0 && d.headings[i].line.Start == line {
		return i
	}
	return -1
}

// itemAt returns what belongs to the item in whose line an offset is: the section of a
// heading, the whole entry of a list, the cell of a board, or the line alone.
func (p *declared) itemAt(offset int) markdown.Span {
	line := markdown.Span{Start: p.d.LineStart(offset), End: p.d.LineEnd(offset)}
	if i := p.d.headingAt(line.Start); i >= 0 {
		return markdown.Span{Start: line.Start, End: p.d.headings[i].end}
	}
	for _, c := range p.lines.all() {
		switch {
		case c.line.Start != line.Start:
		case c.board:
			if cell := p.d.cellOf(c); cell.Start <= offset && offset < cell.End {
				return cell
			}
		case c.lists():
			return markdown.Span{Start: line.Start, End: max(line.End, c.end)}
		}
	}
	return line
}

// ignores reports whether a line, or a cell of a board, holds no item, as people say.
func (p *declared) ignores(c *candidate) bool {
	return len(p.ignored) > 0 && p.ignored.holds(p.d.startOf(c))
}

// startOf returns where a line begins, or the cell of a board.
func (d *document) startOf(c *candidate) int {
	if c.board {
		return d.cellOf(c).Start
	}
	return c.line.Start
}

// cellOf returns the cell of a board that a candidate stands in.
func (d *document) cellOf(c *candidate) markdown.Span {
	row := &d.row
	if row.D == nil || row.Line != c.row.line {
		row.D = d.Document
		row.Read(c.row.line)
	}
	if c.row.cell >= len(row.Cells) {
		return c.line
	}
	cell := row.Cells[c.row.cell]
	return markdown.Span{Start: row.Line.Start + cell.Start, End: row.Line.Start + cell.End}
}

// entryBelow returns the entry or row that comments speak of which stand right between two
// of what would be one list or table without them: not what follows it.
func (p *declared) entryBelow(comment, below int) (markdown.Span, bool) {
	for comment > 0 && p.d.Blocks[comment-1].Kind == markdown.BlockHTML {
		comment--
	}
	if comment == 0 {
		return markdown.Span{}, false
	}
	b := &p.d.Blocks[below]
	if p.d.Blocks[comment-1].Kind == markdown.BlockTable && p.d.partedRows(comment-1) == below {
		return markdown.Span{Start: b.Start, End: p.d.LineEnd(b.Start)}, true
	}
	above, ok := p.d.Blocks[comment-1].Node.(*markdown.List)
	next, also := b.Node.(*markdown.List)
	if !ok || !also || above.Marker != next.Marker {
		return markdown.Span{}, false
	}
	before := p.d.Src[:p.d.Blocks[comment].Start]
	if bytes.Count(before[len(bytes.TrimRight(before, " \t\r\n")):], []byte("\n")) > 1 {
		return markdown.Span{}, false // below a blank line, a list of its own
	}
	for it := range p.d.Items(b.Node, b.End) {
		return markdown.Span{Start: it.Start, End: it.End}, true
	}
	return markdown.Span{}, false
}
