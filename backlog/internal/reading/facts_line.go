package reading

import (
	"bytes"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// A lineLook is what the source of a line shows. A line may be as long as a file and
// hold as many sites, which follow each other: it is looked at once for all.
type lineLook struct {
	line  markdown.Span
	plain bool   // neither of a heading nor a row
	bold  string // see boldOf
	colon bool   // text in bold ends with a colon: "**Goal:** …"
	ticks bool
}

// lineOf looks at the line of a site.
func (s *survey) lineOf(x *site) *lineLook {
	plain := x.heading < 0 && x.row == nil
	if l := &s.line; l.line != x.line || l.plain != plain {
		src := s.d.Src[x.line.Start:x.line.End]
		*l = lineLook{line: x.line, plain: plain, ticks: bytes.IndexByte(src, '`') >= 0}
		if plain {
			l.bold, l.colon = boldOf(src), bytes.Contains(src, []byte(":**"))
		}
	}
	return &s.line
}

// boldOf returns the text in bold that a line begins with and goes on behind:
// "**Goal:** …" or "**Export** — …". One that stands again is a label, else it is
// the title of an entry.
func boldOf(line []byte) string {
	const reach = 26 // a marker, a box and two asterisks
	i := bytes.Index(line[:min(len(line), reach)], []byte("**"))
	if i < 0 {
		return ""
	}
	bold, after, ok := bytes.Cut(line[i+2:], []byte("**"))
	if !ok || len(bytes.Trim(after, ":： ")) == 0 {
		return ""
	}
	return lexicon.Fold(strings.Trim(string(bold), " :："))
}
