package backlog

import (
	"bytes"
	"strings"
)

// changeRelations writes the relation list below its heading; without one it
// goes after the ledger.
func (w *recorder) changeRelations() {
	f := w.f
	at := f.syntax.relation
	switch {
	case w.r.Relations == nil:
	case at.list != (Span{}):
		bullet := string(f.src[at.list.Start : at.list.Start+1])
		if !strings.ContainsAny(bullet, "-*+") {
			bullet = "-"
		}
		text := w.relationList(bullet)
		old := strings.ReplaceAll(string(f.src[at.list.Start:at.list.End]), "\r\n", "\n")
		if text != old {
			w.edits = append(w.edits, Edit{at.list, strings.ReplaceAll(text, "\n", w.eol)})
		}
	case at.heading != (Span{}):
		if list := w.relationList("-"); list != "" {
			w.insert(at.heading.End, "\n\n"+list+w.apart(at.heading.End))
		}
	case f.HasLedger():
		if list := w.relationList("-"); list != "" {
			rows := f.tables[f.syntax.lastLedger].rows
			end := rows[len(rows)-1].End
			w.insert(end, "\n\n"+w.relationHeading(f.syntax.ledgerLevel)+"\n\n"+list+w.apart(end))
		}
	}
}

// apart returns what keeps a list that ends at an offset, the end of a line,
// from taking in what stands below it: text, indented text, another list.
func (w *recorder) apart(at int) string {
	_, below, _ := bytes.Cut(w.f.src[at:], []byte{'\n'})
	next, _, _ := bytes.Cut(below, []byte{'\n'})
	after := ""
	if len(bytes.TrimSpace(next)) > 0 {
		after = "\n"
	}
	if text := bytes.TrimLeft(below, " \t\r\n"); len(text) > 0 {
		below = below[bytes.LastIndexByte(below[:len(below)-len(text)], '\n')+1:]
	}
	if len(below) > 1 && (isBlank(below[0]) || below[0] == '-' && isBlank(below[1])) {
		return "\n\n<!-- -->" + after
	}
	return after
}

// relationHeading is one level below a section, but not below the third.
func (w *recorder) relationHeading(level int) string {
	return strings.Repeat("#", max(level, min(level+1, 3))) + " " + w.f.language.wording().relationTitle
}

// relationList returns the lines of the list, without a last line ending.
func (w *recorder) relationList(bullet string) string {
	var b strings.Builder
	for i, rel := range w.r.Relations {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(bullet + " " + string(rel.Milestone) + " ←")
		for j, id := range rel.Issues {
			if j > 0 {
				b.WriteByte(',')
			}
			b.WriteByte(' ')
			if link := w.links[id.Key()]; link != "" {
				b.WriteString("[" + string(id) + "](" + linkDestination(link) + ")")
			} else {
				b.WriteString(string(id))
			}
		}
	}
	return b.String()
}

// linkDestination makes an address fit for the parentheses of a link.
func linkDestination(address string) string {
	if strings.ContainsAny(address, " ()<>") {
		return strings.NewReplacer(" ", "%20", "(", "%28", ")", "%29", "<", "%3C", ">", "%3E").Replace(address)
	}
	return address
}
