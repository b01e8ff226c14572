package reading

import (
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/markdown"
	"github.com/backlogsync/backlogsync/backlog/internal/pattern"
)

// A view is what a declaration has to tell apart: the role of each site, and
// which sections hold nothing.
type view struct {
	want     []role
	wanted   []bool          // headings that are items, or have some below them
	kept     map[string]bool // their texts
	keys     [roleCount]map[string]bool
	sections []string          // by heading: the pattern of the highest one that may be ignored, "" if none may
	captions map[string]bool   // patterns of those that have items below them
	within   [roleCount][]bool // sites that are part of the text of an item of a role
}

func (w *declarer) view(want []role) *view {
	v := &view{want: want, wanted: make([]bool, len(w.d.headings)), kept: make(map[string]bool), sections: make([]string, len(w.d.headings))}
	v.captions = make(map[string]bool)
	for i := range w.sites {
		r := want[i]
		if r == roleOfNone {
			continue
		}
		x := &w.sites[i]
		if x.coded() {
			if v.keys[r] == nil {
				v.keys[r] = make(map[string]bool)
			}
			v.keys[r][x.idKey()] = true
		}
		if block := w.d.captionAbove(x); block >= 0 {
			v.captions[w.d.captionPattern(block)] = true
		}
		for h := w.sectionIn(x); h >= 0 && !v.wanted[h]; h = w.d.headings[h].parent {
			v.wanted[h] = true
		}
	}
	for h := range w.d.headings {
		if v.wanted[h] {
			v.kept[w.headingText(h)] = true
		}
	}
	for h := range w.d.headings { // the parents come first
		if p := w.d.headings[h].parent; p >= 0 {
			v.sections[h] = v.sections[p]
		}
		if text := w.headingText(h); v.sections[h] == "" && !v.wanted[h] && !v.kept[text] {
			v.sections[h] = text
		}
	}
	for r := roleOfStory; r < roleCount; r++ {
		v.within[r] = make([]bool, len(w.sites))
		for i := range w.sites {
			v.within[r][i] = v.isWithin(w, i, r)
		}
	}
	return v
}

// sectionIn returns the index of the heading that a site is, or stands under.
func (w *declarer) sectionIn(x *site) int {
	if x.heading >= 0 {
		return x.heading
	}
	return siteAbove(w.d, x)
}

// headingText returns the pattern of one heading.
func (w *declarer) headingText(h int) string {
	return strings.Repeat("#", w.d.headings[h].level) + " " + pattern.Escape(w.d.headings[h].title)
}

// sectionOf returns the pattern of the section that is to be ignored so that a
// site is nothing, "" if there is none.
func (v *view) sectionOf(w *declarer, i int) string {
	if h := w.sectionIn(&w.sites[i]); h >= 0 && v.sections[h] != "" {
		return v.sections[h]
	}
	if block := w.d.captionAbove(&w.sites[i]); block >= 0 {
		if text := w.d.captionPattern(block); !v.captions[text] {
			return text
		}
	}
	return ""
}

// isWithin reports whether a site is part of the text of an item of a role.
func (v *view) isWithin(w *declarer, i int, r role) bool {
	x := &w.sites[i]
	for n, up := 0, x.up; up >= 0 && n < maxUp; n, up = n+1, w.sites[up].up {
		if v.want[up] == r && !x.levelsBelow([]*candidate{w.sites[up].candidate}) {
			return true
		}
	}
	return false
}

// mentions reports whether a site names an item of a role, to which it adds.
func (v *view) mentions(w *declarer, i int, r role) bool {
	x := &w.sites[i]
	return x.coded() && v.keys[r][x.idKey()]
}

// alike is from how many sections with one first word on one pattern ignores
// them.
const alike = 3

// ignore adds the sections to a declaration that have lines which fit, but none
// that is meant.
func (v *view) ignore(w *declarer, d *Declaration) {
	var texts []string
	for i, r := range w.reads(d) {
		if r == roleOfNone || v.want[i] != roleOfNone || v.mentions(w, i, r) {
			continue
		}
		if text := v.sectionOf(w, i); text != "" && !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	d.Ignore = v.shortened(texts)
}

// shortened puts patterns together that begin with the same word, where no
// section that is meant begins so.
func (v *view) shortened(texts []string) []string {
	count := make(map[string]int)
	beginning := func(text string) string {
		marks, rest, _ := strings.Cut(text, " ")
		word, _, ok := strings.Cut(rest, " ")
		if !ok || strings.Contains(word, `\`) {
			return ""
		}
		return marks + " " + word + " "
	}
	for _, text := range texts {
		count[beginning(text)]++
	}
	var out []string
	for _, text := range texts {
		if b := beginning(text); b != "" && count[b] >= alike && !v.keeps(b) {
			text = b + "*"
		}
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

// keeps reports whether a section that is meant begins so.
func (v *view) keeps(beginning string) bool {
	for text := range v.kept {
		if len(text) >= len(beginning) && strings.EqualFold(text[:len(beginning)], beginning) {
			return true
		}
	}
	return false
}

func sectionSpan(h *heading) markdown.Span { return markdown.Span{Start: h.line.Start, End: h.end} }
