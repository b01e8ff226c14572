package backlog

import (
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// titleIn returns where on a line of Markdown a title stands with its markup:
// where the bytes read as the title, the title itself rather than emphasis
// around it. It is not ok if the line shows the title nowhere.
func titleIn(line, title string) (at Span, ok bool) {
	if title == "" {
		return Span{}, false
	}
	for _, written := range []string{escapeText(title), escapeCell(title), title} {
		if i := strings.LastIndex(line, written); i >= 0 {
			return Span{Start: i, End: i + len(written)}, true
		}
	}
	if len(line) > maxTitleLine {
		return Span{}, false
	}
	for start := range len(line) {
		if !startsTitle(line, start, title) {
			continue
		}
		for end := len(line); end > start; end-- {
			if shown(line[start:end]) == title {
				return Span{Start: start, End: end}, true
			}
		}
	}
	return Span{}, false
}

// maxTitleLine keeps the search for a title with markup short.
const maxTitleLine = 600

// startsTitle reports whether a title can begin at an offset: with its first
// character, or with markup.
func startsTitle(line string, at int, title string) bool {
	return line[at] == title[0] || strings.IndexByte("*_`[<\\&~", line[at]) >= 0
}

// shown returns what inline Markdown shows.
func shown(text string) string {
	sub, node := markdown.ParseInline([]byte(text))
	return sub.Plain(node)
}

// retitleLine returns the edits that write another title in the line that defines
// an item. The line keeps its ID, its marks and what else stands in it. It is
// not ok if the line does not show the old one.
func retitleLine(src []byte, line Span, old, title string, inTable bool) (edit Edit, ok bool) {
	at, ok := titleIn(string(src[line.Start:line.End]), old)
	if !ok {
		return Edit{}, false
	}
	written := escapeTitle(title)
	if inTable {
		written = escapeCell(title)
	}
	return Edit{Span: Span{Start: line.Start + at.Start, End: line.Start + at.End}, New: written}, true
}
