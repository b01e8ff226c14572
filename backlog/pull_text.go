package backlog

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// textPlaces are where the text of an item is written as a whole. Where it is
// composed, as that of a row of a table, none of them reads as it should.
func (p *puller) textPlaces(w *wanted) []place {
	var line, body Span
	var text string
	if e := p.f.epic[w.ID.Key()]; w.Kind == KindMilestone && e != nil && !e.syntax.Named {
		line, body, text = e.syntax.Heading, e.syntax.Text, e.Text
	} else if s := p.f.story[w.ID.Key()]; w.Kind == KindIssue && s != nil && s.syntax.Table == nil {
		line, body, text = s.syntax.Line, s.syntax.Text, s.Text
	} else {
		return nil
	}
	old, definitions := withoutDefinitions(p.f.src, trimmed(p.f.src, body), text)
	indent := p.textIndent(line, old)
	var all []place
	add := func(value string) {
		written := strings.ReplaceAll(indented(value, indent), "\n", p.eol)
		at := old
		switch {
		case at.Start < at.End && value == "":
			at.Start = bytes.LastIndexByte(p.f.src[:at.Start], '\n') + 1
			at.Start, written = max(at.Start, line.End), ""
			if next := nextLineAt(p.f.src, at.End); next < len(p.f.src) { // the blank line behind it goes too
				at.End = nextLineAt(p.f.src, next)
				if len(bytes.TrimSpace(p.f.src[next:at.End])) > 0 {
					at.End = next
				}
			}
		case at.Start < at.End:
			written = strings.TrimPrefix(written, strings.Repeat(" ", min(indent, column(p.f.src, at.Start))))
		default:
			end := markdown.LineEndAt(p.f.src, line.Start)
			at, written = Span{Start: end, End: end}, p.eol+p.eol+written
			if next := nextLineAt(p.f.src, end); next < len(p.f.src) && len(bytes.TrimSpace(p.f.src[next:nextLineAt(p.f.src, next)])) > 0 {
				written += p.eol
			}
		}
		all = append(all, place{edit: Edit{Span: at, New: written}})
	}
	if definitions != "" {
		if rest, ok := strings.CutSuffix(w.Value, definitions); ok {
			add(strings.TrimRight(rest, " \t\r\n"))
		}
	}
	add(w.Value)
	return all
}

// withoutDefinitions ends the text that is read from a part of the source where
// definitions of links follow it, which other items may use, too, and returns
// those that the item was given.
func withoutDefinitions(src []byte, part Span, text string) (own Span, definitions string) {
	raw := string(src[part.Start:part.End])
	if indentOf(src[part.Start:]) > 0 {
		return part, ""
	}
	for end := len(strings.TrimRight(raw[:beforeDefinitions(raw)], " \t\r\n")); end > 0; {
		head := strings.TrimRight(raw[:end], " \t\r\n")
		if rest, ok := strings.CutPrefix(text, head); ok && (rest == "" || rest[0] == '\n' || rest[0] == '\r') {
			return Span{Start: part.Start, End: part.Start + len(head)}, rest
		}
		if end = strings.LastIndexByte(raw[:end], '\n'); end < 0 {
			break
		}
	}
	return part, ""
}

// beforeDefinitions returns where the definitions begin that a text ends with.
func beforeDefinitions(text string) int {
	end := len(text)
	for end > 0 {
		at := strings.LastIndex(strings.TrimRight(text[:end], " \t\r\n"), "\n") + 1
		line := text[at:end]
		if _, _, ok := strings.Cut(line, "]:"); ok && line[0] == '[' || strings.TrimSpace(line) == "" {
			end = at
			continue
		}
		if line[0] != ' ' || at == 0 { // else it may go on with one
			break
		}
		i := beforeDefinitions(text[:at])
		if i == at {
			break
		}
		end = i
	}
	return end
}

// trimmed returns a span without the blank lines and line endings around its text.
func trimmed(src []byte, s Span) Span {
	text := src[s.Start:s.End]
	s.End -= len(text) - len(bytes.TrimRight(text, " \t\r\n"))
	for s.Start < s.End {
		next := nextLineAt(src, s.Start)
		if len(bytes.TrimSpace(src[s.Start:min(next, s.End)])) > 0 {
			break
		}
		s.Start = next
	}
	return s
}

// textIndent returns how far the lines of an item's text are indented: as those
// that it has, else as far as the item of a list needs it.
func (p *puller) textIndent(line, text Span) int {
	if text.Start < text.End {
		least := -1
		for at := bytes.LastIndexByte(p.f.src[:text.Start], '\n') + 1; at < text.End; at = nextLineAt(p.f.src, at) {
			src := p.f.src[at:min(nextLineAt(p.f.src, at), text.End)]
			if n := indentOf(src); len(bytes.TrimSpace(src)) > 0 && (least < 0 || n < least) {
				least = n
			}
		}
		if bytes.HasPrefix(p.f.src[line.Start:], []byte("#")) {
			return 0
		}
		return max(0, least)
	}
	src := p.f.src[bytes.LastIndexByte(p.f.src[:line.Start], '\n')+1:]
	bullet := bytes.TrimLeft(bytes.TrimLeft(src, " "), "0123456789")
	if len(bullet) < 2 || bytes.IndexByte([]byte("-*+.)"), bullet[0]) < 0 || bullet[1] != ' ' {
		return 0
	}
	return len(src) - len(bullet) + len("- ")
}

func column(src []byte, at int) int { return at - bytes.LastIndexByte(src[:at], '\n') - 1 }

// indented puts blanks before the lines of a text that hold something.
func indented(text string, n int) string {
	if n == 0 {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = strings.Repeat(" ", n) + line
		}
	}
	return strings.Join(lines, "\n")
}

// then returns the edits of src that make what first makes of it and second of
// the result of that.
func then(src []byte, first, second []Edit) []Edit {
	if len(first) == 0 || len(second) == 0 {
		return append(first, second...)
	}
	middle, err := Apply(src, first...)
	if err != nil {
		panic("unreachable: edits that were made already: " + err.Error())
	}
	written := make([]Span, len(first)) // of middle, by first
	shift := 0
	for i, e := range first {
		written[i] = Span{Start: e.Start + shift, End: e.Start + shift + len(e.New)}
		shift += len(e.New) - (e.End - e.Start)
	}
	touched := slices.Clone(written)
	for _, e := range second {
		touched = append(touched, e.Span)
	}
	slices.SortFunc(touched, func(a, b Span) int { return cmp.Or(a.Start-b.Start, a.End-b.End) })
	var edits []Edit
	for i := 0; i < len(touched); {
		r := touched[i]
		for i++; i < len(touched) && touched[i].Start <= r.End; i++ {
			r.End = max(r.End, touched[i].End)
		}
		var inside []Edit
		for _, e := range second {
			if e.Start >= r.Start && e.End <= r.End {
				inside = append(inside, Edit{Span: Span{Start: e.Start - r.Start, End: e.End - r.Start}, New: e.New})
			}
		}
		text, err := Apply(middle[r.Start:r.End], inside...)
		if err != nil {
			panic("unreachable: edits that were made already: " + err.Error())
		}
		at := r
		for j, w := range written {
			grown := len(first[j].New) - (first[j].End - first[j].Start)
			if w.Start < r.Start {
				at.Start -= grown
			}
			if w.Start <= r.End {
				at.End -= grown
			}
		}
		edits = append(edits, Edit{Span: at, New: string(text)})
	}
	return edits
}
