package backlog

import (
	"bytes"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// itemAt returns the lines of the list item that begins on a line: those below
// that are indented deeper, with blank lines between them.
func itemAt(src []byte, line Span) Span {
	start := bytes.LastIndexByte(src[:line.Start], '\n') + 1
	indent := indentOf(src[start:])
	end := nextLineAt(src, line.Start)
	for at := end; at < len(src); {
		next := nextLineAt(src, at)
		if text := src[at:next]; len(bytes.TrimSpace(text)) > 0 {
			if indentOf(text) <= indent {
				break
			}
			end = next
		}
		at = next
	}
	return Span{Start: start, End: end}
}

func indentOf(line []byte) int { return len(line) - len(bytes.TrimLeft(line, " \t")) }

func nextLineAt(src []byte, at int) int {
	if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(src)
}

// closeGaps takes a blank line away behind what is removed where one stands
// before it, too.
func closeGaps(src []byte, removed []Edit) []Edit {
	for i := range removed {
		last := i+1 == len(removed) || removed[i+1].Start != removed[i].End
		first := i
		for first > 0 && removed[first-1].End >= removed[first].Start {
			first--
		}
		if !last || !blankBefore(src, removed[first].Start) {
			continue
		}
		if next := nextLineAt(src, removed[i].End); len(bytes.TrimSpace(src[removed[i].End:next])) == 0 {
			removed[i].End = next
		}
	}
	return removed
}

// blankBefore reports whether the line before the one that begins at an offset
// is blank.
func blankBefore(src []byte, at int) bool {
	before := bytes.TrimRight(src[:at], " \t\r")
	if len(before) == 0 || before[len(before)-1] != '\n' {
		return len(before) == 0
	}
	before = bytes.TrimRight(before[:len(before)-1], " \t\r")
	return len(before) == 0 || before[len(before)-1] == '\n'
}

// sectionEnd returns where the section ends that holds an offset, below a
// heading of a level.
func sectionEnd(f *File, offset, level int) int {
	d, err := markdown.Parse(f.src, f.syntax.Start)
	if err != nil {
		return len(f.src)
	}
	for i := range d.Blocks {
		if b := &d.Blocks[i]; b.Kind == markdown.BlockHeading && b.Start > offset && b.Level <= level {
			return b.Start
		}
	}
	return len(f.src)
}
