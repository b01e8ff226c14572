package reading

import (
	"bytes"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// readCommentStates takes the state of items from comments on their lines, or
// right below their headings: "### US-1 Title <!-- @DONE -->".
func readCommentStates(d *document, items []*candidate) {
	if !bytes.Contains(d.Src, []byte("<!--")) {
		return
	}
	for _, c := range items {
		if c.Epic || c.marked != nil {
			continue
		}
		c.setStatus(commentState(string(d.Src[c.line.Start:c.line.End])))
		if next := c.block + 1; c.marked == nil && c.heading >= 0 && next < len(d.Blocks) && d.Blocks[next].Kind == markdown.BlockHTML {
			text := d.HTMLText(&d.Blocks[next])
			c.setStatus(commentState(string(d.Src[text.Start:text.End])))
			if c.marked != nil && isOneComment(d.Src[text.Start:text.End]) { // a field then, and no text of the story
				c.detail().after = d.NextLine(text.End - 1)
			}
		}
	}
}

// isOneComment reports whether a text is a comment on one line and nothing else. One
// that goes on may be open to the end of the file, until a ledger below closes it.
func isOneComment(text []byte) bool {
	text = bytes.TrimSpace(text)
	if bytes.ContainsAny(text, "\r\n") {
		return false
	}
	end := bytes.Index(text, []byte("-->"))
	return bytes.HasPrefix(text, []byte("<!--")) && end == len(text)-len("-->")
}

// commentState reads a comment that holds nothing but a state: "<!-- @DONE -->",
// "<!-- status: done -->".
func commentState(text string) lexicon.Status {
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
		if label, value, ok := strings.Cut(word, ":"); ok && lexicon.FieldOf(label) == lexicon.FieldStatus {
			word = strings.TrimSpace(value)
		}
		if s := lexicon.StatusWords[lexicon.Fold(word)]; s != "" {
			return s
		}
		text = after
	}
}
