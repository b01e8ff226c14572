package backlog

import (
	"bytes"
	"strings"
)

// readCommentStates takes the state of items from comments on their lines, or
// right below their headings: "### US-1 Title <!-- @DONE -->".
func (r *recognition) readCommentStates(items []*candidate) {
	if !bytes.Contains(r.d.src, []byte("<!--")) {
		return
	}
	for _, c := range items {
		if c.epic || c.marked != nil {
			continue
		}
		c.setStatus(commentState(string(r.d.src[c.line.Start:c.line.End])))
		if next := c.block + 1; c.marked == nil && c.heading >= 0 && next < len(r.d.blocks) && r.d.blocks[next].kind == blockHTML {
			text := r.d.htmlText(&r.d.blocks[next])
			c.setStatus(commentState(string(r.d.src[text.Start:text.End])))
		}
	}
}

// commentState reads a comment that holds nothing but a state: "<!-- @DONE -->",
// "<!-- status: done -->".
func commentState(text string) Status {
	for {
		_, rest, ok := strings.Cut(text, "<!--")
		if !ok {
			return ""
		}
		inside, after, ok := strings.Cut(rest, "-->")
		if !ok {
			return ""
		}
		word := strings.Trim(inside, " \t\r\n@:")
		if label, value, ok := strings.Cut(word, ":"); ok && fieldOf(label) == fieldStatus {
			word = strings.TrimSpace(value)
		}
		if s := statusWords[fold(word)]; s != "" {
			return s
		}
		text = after
	}
}
