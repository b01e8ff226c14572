package reading

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
)

// checkCounts compares headings that give a total, "(26 total)", with what is
// defined or listed below them.
func checkCounts(f *Result, d *document, lines *candidates) {
	for i := range d.headings {
		h := &d.headings[i]
		want, ok := total(h.title)
		if !ok {
			continue
		}
		end := len(d.Src)
		for j := i + 1; j < len(d.headings); j++ {
			if d.headings[j].level <= h.level {
				end = d.headings[j].line.Start
				break
			}
		}
		stories, epics := lines.countIn(h.line.End, end)
		have := stories
		if stories == 0 && want > 0 || epics > 0 && mentionsEpics(h.title) {
			have = epics
		}
		if have != want && have > 0 {
			f.WrongCounts = append(f.WrongCounts, WrongCount{h.line, want, have})
		}
	}
}

// total reads "(26 total)" or "(total: 26)", in any language that says total
// with a word like it.
func total(title string) (int, bool) {
	open := strings.LastIndexByte(title, '(')
	if open < 0 {
		return 0, false
	}
	inside, _, ok := strings.Cut(title[open+1:], ")")
	if !ok {
		return 0, false
	}
	n, said, number := 0, false, false
	for _, w := range strings.FieldsFunc(lexicon.Fold(inside), func(r rune) bool { return r == ' ' || r == ':' || r == ',' }) {
		if v, err := strconv.Atoi(w); err == nil {
			n, number = v, true
		} else if strings.HasPrefix(w, "total") || w == "insgesamt" || w == "gesamt" {
			said = true
		}
	}
	return n, said && number
}

// mentionsEpics reports whether a heading is about epics and not about stories.
func mentionsEpics(title string) bool {
	for _, w := range strings.FieldsFunc(lexicon.Fold(title), func(r rune) bool { return !lexicon.IsWordRune(r) }) {
		switch {
		case lexicon.ColumnWords[w] == lexicon.RoleEpic || lexicon.ColumnWords[w] == lexicon.RoleMilestone:
			return true
		case lexicon.KindWords[strings.TrimSuffix(w, "s")] == lexicon.KindIssue:
			return false
		}
	}
	return false
}

// countIn counts the stories and epics that are written in a range, each once.
func (l *candidates) countIn(start, end int) (stories, epics int) {
	seen := make(map[ItemKey]bool)
	placed := l.byPlace()
	first, _ := slices.BinarySearchFunc(placed, start, func(c *candidate, at int) int { return cmp.Compare(c.line.Start, at) })
	for _, c := range placed[first:] {
		if c.line.Start >= end {
			break
		}
		if !c.item {
			continue
		}
		k := ItemKey{c.kind(), c.key}
		if seen[k] {
			continue
		}
		seen[k] = true
		if !c.Epic {
			stories++
		} else {
			epics++
		}
	}
	return stories, epics
}
