package backlog

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
)

// fieldPlaces are the values of a field in the lines of an item: "**Labels:** a, b", or
// the line below a label that stands alone.
func (p *puller) fieldPlaces(line Span, role lexicon.FieldRole, text func(now string) string) []place {
	var all []place
	end := len(p.f.src)
	if i, _ := slices.BinarySearch(p.items, line.Start+1); i < len(p.items) {
		end = p.items[i]
	}
	labelled := false
	for at := line.Start; at < end; {
		now := string(p.f.src[at:markdown.LineEndAt(p.f.src, at)])
		values := fieldValues(now, role)
		if value := strings.TrimSpace(now); labelled && value != "" {
			from := strings.Index(now, value)
			values = append(values, Span{Start: from, End: from + len(value)})
		}
		for _, v := range values {
			all = append(all, place{edit: Edit{Span: Span{Start: at + v.Start, End: at + v.End}, New: text(now[v.Start:v.End])}})
		}
		labelled = labelled && strings.TrimSpace(now) == "" || lexicon.FieldOf(strings.Trim(now, " \t\r-*_+>#:")) == role
		at = nextLineAt(p.f.src, at)
	}
	return all
}

// fieldValues returns where on a line values of a field stand: behind a label with
// a colon, up to the next label in bold or the end.
func fieldValues(line string, role lexicon.FieldRole) []Span {
	var all []Span
	for i := range len(line) {
		if line[i] != ':' {
			continue
		}
		label := line[:i]
		if j := strings.LastIndexAny(label, "|·"); j >= 0 {
			label = label[j+1:]
		}
		label = strings.Trim(label, " \t-*_+>#")
		if lexicon.FieldOf(label) != role {
			continue
		}
		start := i + 1
		for start < len(line) && strings.IndexByte("* \t_", line[start]) >= 0 {
			start++
		}
		end := len(line)
		for _, next := range []string{" | **", " · **"} {
			if j := strings.Index(line[start:], next); j >= 0 {
				end = min(end, start+j)
			}
		}
		end = start + len(strings.TrimRight(line[start:end], " \t\r"))
		if start < end {
			all = append(all, Span{Start: start, End: end})
		}
	}
	return all
}

// statusLike returns a word for a status in the form of another one: with a mark
// if that has one, in lower case if that is, else with a capital.
func statusLike(word, now string, s Status) string {
	mark, rest := "", strings.TrimSpace(now)
	if _, without := lexicon.CutMark(rest); without != rest {
		mark, rest = statusMarks[s]+" ", strings.TrimSpace(without)
	}
	if inside, ok := strings.CutPrefix(rest, "["); ok && strings.HasPrefix(inside[min(1, len(inside)):], "]") { // "[x]"
		return "[" + boxOf(s) + "]"
	}
	if rest == "" && mark != "" {
		return strings.TrimSpace(mark)
	}
	switch first, _ := utf8.DecodeRuneInString(rest); {
	case rest == "":
	case unicode.IsLower(first):
		word = strings.ToLower(word)
	default:
		word = capitalized(word)
	}
	return mark + word
}

var statusMarks = map[Status]string{StatusDone: "✅", StatusTodo: "⬜", StatusDropped: "⛔"}

// pointsText returns story points as trackers have them.
func pointsText(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
