package reading

import (
	"bytes"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// findHTMLCells finds items in the cells of tables that are written in HTML.
func findHTMLCells(s *search) {
	for i := range s.d.Blocks {
		b := &s.d.Blocks[i]
		if b.Kind != markdown.BlockHTML || s.skip[i] {
			continue
		}
		src := s.d.Src[b.Start:min(b.End, s.d.Size)]
		if bytes.Contains(src, []byte("<!--")) {
			continue // what is commented out is not there
		}
		for at := 0; ; {
			start, end, next := htmlCell(src, at)
			if next < 0 {
				break
			}
			first := bytes.Contains(src[at:start], []byte("<tr"))
			at = next
			s.htmlCell(i, b.Start+start, string(src[start:end]), first)
		}
	}
}

// htmlCell finds the next cell: where its content begins and ends, and where to
// look further; next is -1 if there is none.
func htmlCell(src []byte, from int) (start, end, next int) {
	i := bytes.Index(src[from:], []byte("<td"))
	if i < 0 {
		return 0, 0, -1
	}
	open := bytes.IndexByte(src[from+i:], '>')
	if open < 0 {
		return 0, 0, -1
	}
	start = from + i + open + 1
	n := bytes.Index(src[start:], []byte("</td"))
	if n < 0 {
		return 0, 0, -1
	}
	return start, start + n, start + n
}

// htmlCell adds a cell that may be an item; without a word or code for one, that
// is the first of its row.
func (s *search) htmlCell(block, at int, html string, first bool) {
	text := markdown.Unescape([]byte(strings.Join(strings.Fields(stripTags(html)), " ")))
	l := lexicon.ScanLead(text)
	weak := !l.Found || !l.Story && !l.Epic
	if l.Title == "" || weak && !first {
		return
	}
	start := s.d.LineStart(at)
	c := candidate{Match: l.Match, form: s.form, block: block, section: -2, heading: -1, line: markdown.Span{Start: start, End: s.d.LineEnd(start)}}
	c.take(&l)
	c.weak = weak
	s.lines.add(&c)
}

// stripTags takes the tags out of HTML.
func stripTags(html string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(html, '<')
		if i < 0 {
			b.WriteString(html)
			return b.String()
		}
		b.WriteString(html[:i])
		j := strings.IndexByte(html[i:], '>')
		if j < 0 {
			return b.String()
		}
		b.WriteByte(' ')
		html = html[i+j+1:]
	}
}
