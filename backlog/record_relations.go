package backlog

import (
	"bytes"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// changeRelations writes the relation list below its heading; without one it
// goes after the ledger.
func (w *recorder) changeRelations() {
	f := w.ledger
	at := f.syntax.Relation
	switch {
	case w.r.Relations == nil:
	case at.List != (Span{}):
		bullet := string(f.src[at.List.Start : at.List.Start+1])
		if !strings.ContainsAny(bullet, "-*+") {
			bullet = "-"
		}
		text := w.relationList(bullet)
		old := strings.ReplaceAll(string(f.src[at.List.Start:at.List.End]), "\r\n", "\n")
		if text != old {
			w.edits = append(w.edits, Edit{Span: at.List, New: strings.ReplaceAll(text, "\n", w.eol)})
		}
		if text == "" { // else the next one would take its place
			for _, list := range at.More {
				w.edits = append(w.edits, Edit{Span: list, New: ""})
			}
		}
	case at.Heading != (Span{}):
		if list := w.relationList("-"); list != "" {
			w.insert(at.Heading.End, "\n\n"+list+apart(f, at.Heading.End))
		}
	case f.syntax.Ledger >= 0:
		list := w.relationList("-")
		if list == "" {
			return
		}
		section := w.relationHeading() + "\n\n" + list
		switch end := at.At; {
		case end < 0:
			rows := f.tables[f.syntax.LastLedger].Rows
			end = rows[len(rows)-1].End
			w.insert(end, "\n\n"+section+apart(f, end))
		case end < len(f.src):
			before := strings.ReplaceAll(string(f.src[max(0, end-4):end]), "\r", "")
			w.insert(end, strings.Repeat("\n", 2-min(2, len(before)-len(strings.TrimRight(before, "\n"))))+section+"\n\n")
		case w.closeEnd("relation list"):
			w.insert(end, strings.Repeat("\n", 2-min(2, trailingBreaks(f.src)))+section+"\n")
		}
	}
}

// apart returns what keeps a list that ends at an offset, the end of a line,
// from taking in what stands below it: text, indented text, another list.
func apart(f *File, at int) string {
	_, below, _ := bytes.Cut(f.src[at:], []byte{'\n'})
	next, _, _ := bytes.Cut(below, []byte{'\n'})
	after := ""
	if len(bytes.TrimSpace(next)) > 0 {
		after = "\n"
	}
	if text := bytes.TrimLeft(below, " \t\r\n"); len(text) > 0 {
		below = below[bytes.LastIndexByte(below[:len(below)-len(text)], '\n')+1:]
	}
	if len(below) > 1 && (markdown.IsBlank(below[0]) || below[0] == '-' && markdown.IsBlank(below[1])) {
		return "\n\n<!-- -->" + after
	}
	return after
}

// relationHeading returns the line above a new list.
func (w *recorder) relationHeading() string {
	return strings.Repeat("#", w.ledger.syntax.Relation.Level) + " " + w.words().RelationTitle
}

// relationList returns the lines of the list, without a last line ending.
func (w *recorder) relationList(bullet string) string {
	var b strings.Builder
	for i, rel := range w.r.Relations {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(bullet + " " + escapeCell(string(rel.Milestone)) + " ←")
		for j, id := range rel.Issues {
			if j > 0 {
				b.WriteByte(',')
			}
			b.WriteByte(' ')
			if link := w.links[id.Key()]; link != "" {
				b.WriteString("[" + linkText(string(id)) + "](" + link + ")")
			} else {
				b.WriteString(escapeCell(string(id)))
			}
		}
	}
	return b.String()
}
