package backlog

import (
	"bytes"
	"strings"
)

// findHTMLCells finds items in the cells of tables that are written in HTML.
func findHTMLCells(r *recognition) {
	for i := range r.d.blocks {
		b := &r.d.blocks[i]
		if b.kind != blockHTML || r.skip[i] {
			continue
		}
		src := r.d.src[b.start:min(b.end, r.d.size)]
		if bytes.Contains(src, []byte("<!--")) {
			continue // what is commented out is not there
		}
		for at := 0; ; {
			start, end, next := htmlCell(src, at)
			if next < 0 {
				break
			}
			at = next
			r.htmlCell(i, b.start+start, string(src[start:end]))
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

func (r *recognition) htmlCell(block, at int, html string) {
	text := unescape([]byte(strings.Join(strings.Fields(stripTags(html)), " ")))
	l := scanLead(text)
	if !l.found || !l.story && !l.epic || l.title == "" {
		return
	}
	start := r.d.lineStart(at)
	c := candidate{idMatch: l.idMatch, form: r.form, block: block, section: -2, heading: -1, line: Span{start, r.d.lineEnd(start)}}
	c.take(&l)
	r.add(c)
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
