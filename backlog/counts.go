package backlog

import (
	"strconv"
	"strings"
)

// checkCounts compares headings that give a total, "(26 total)", with what is
// defined or listed below them.
func (r *recognition) checkCounts() {
	for i := range r.headings {
		h := &r.headings[i]
		want, ok := total(h.title)
		if !ok {
			continue
		}
		end := len(r.d.src)
		for j := i + 1; j < len(r.headings); j++ {
			if r.headings[j].level <= h.level {
				end = r.headings[j].line.Start
				break
			}
		}
		stories, epics := r.countIn(h.line.End, end)
		have := stories
		if stories == 0 || epics > 0 && mentionsEpics(h.title) {
			have = epics
		}
		if have != want && have > 0 {
			r.f.find(h.line, SeverityWarning, CodeCountMismatch, "",
				"the heading says %d, the list below it has %d; correct one of them", want, have)
			r.f.findings[len(r.f.findings)-1].Fixes = r.f.fixCount(h.line, want, have)
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
	for _, w := range strings.FieldsFunc(fold(inside), func(r rune) bool { return r == ' ' || r == ':' || r == ',' }) {
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
	for _, w := range strings.FieldsFunc(fold(title), func(r rune) bool { return !isWordRune(r) }) {
		switch {
		case columnWords[w] == roleEpic || columnWords[w] == roleMilestone:
			return true
		case kindWords[strings.TrimSuffix(w, "s")] == KindIssue:
			return false
		}
	}
	return false
}

// countIn counts the stories and epics that are written in a range, each once.
func (r *recognition) countIn(start, end int) (stories, epics int) {
	seen := make(map[itemKey]bool)
	for i := range r.found {
		c := r.found[i]
		if c.key == "" || c.line.Start < start || c.line.Start >= end {
			continue
		}
		k := itemKey{c.kind(), c.key}
		if seen[k] {
			continue
		}
		seen[k] = true
		if !c.epic {
			stories++
		} else {
			epics++
		}
	}
	return stories, epics
}
