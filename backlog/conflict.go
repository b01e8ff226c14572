package backlog

import (
	"bytes"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// conflictMarks begin the lines that git leaves around the two sides of a
// merge that it could not do by itself, in this order.
var conflictMarks = [3][]byte{[]byte("<<<<<<< "), []byte("======="), []byte(">>>>>>> ")}

// mergeConflicts returns the first lines of unresolved merge conflicts. What
// stands inside one block of code is an example.
func (c *checker) mergeConflicts() []Span {
	var all []Span
	for at, opened, state := c.f.syntax.Start, 0, 0; at < len(c.f.src); {
		if state == 0 { // most files end here at once
			i := indexLine(c.f.src[at:], conflictMarks[0])
			if i < 0 {
				break
			}
			at += i
		}
		end := markdown.LineEndAt(c.f.src, at)
		line := c.f.src[at:end]
		switch {
		case bytes.HasPrefix(line, conflictMarks[0]):
			opened, state = at, 1
		case state == 1 && bytes.Equal(line, conflictMarks[1]):
			state = 2
		case state == 2 && bytes.HasPrefix(line, conflictMarks[2]):
			state = 0
			all = append(all, Span{Start: opened, End: end})
		}
		if i := bytes.IndexByte(c.f.src[end:], '\n'); i >= 0 {
			at = end + i + 1
		} else {
			break
		}
	}
	if len(all) == 0 {
		return nil
	}
	d, err := markdown.Parse(c.f.src, c.f.syntax.Start)
	if err != nil {
		return nil // has its own finding
	}
	var first []Span
	for _, s := range all {
		if !d.IsCode(s) {
			first = append(first, Span{Start: s.Start, End: markdown.LineEndAt(c.f.src, s.Start)})
		}
	}
	return first
}

// indexLine returns the offset of the first line that begins with prefix, or -1.
func indexLine(src, prefix []byte) int {
	for at := 0; ; {
		i := bytes.Index(src[at:], prefix)
		if i < 0 {
			return -1
		}
		at += i
		if at == 0 || src[at-1] == '\n' {
			return at
		}
		at += len(prefix)
	}
}
