package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// counts compare what was read with the labels.
type counts struct{ right, wrong, missed int }

func (c *counts) add(o counts) {
	c.right += o.right
	c.wrong += o.wrong
	c.missed += o.missed
}

func (c counts) f1() float64 { return ratio(2*c.right, 2*c.right+c.wrong+c.missed) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

// A result is how well one file was read.
type result struct{ epics, stories counts }

func (r *result) perfect() bool { return r.epics.f1() == 1 && r.stories.f1() == 1 }

// compare compares a file with its labels. What is optional, and soft groups as
// epics, are neither right nor wrong.
func compare(d *document, f *reading.Result) (r result) {
	l := &d.Labels
	line := func(at int) int { return 1 + strings.Count(d.Source[:at], "\n") }
	var epics, stories []answer
	for _, e := range f.Epics {
		epics = append(epics, answer{string(e.ID), e.Title, line(e.Syntax.Heading.Start)})
	}
	for _, s := range f.Stories {
		stories = append(stories, answer{string(s.ID), s.Title, line(s.Syntax.Line.Start)})
	}
	r.epics = match(epics, l.Epics, l, l.Groups)
	r.stories = match(stories, l.Stories, l, nil)
	return r
}

func match(answers []answer, wanted []label, l *labels, groups []label) (c counts) {
	open := slices.Clone(wanted)
	optional := make(map[string]bool)
	for _, id := range l.Optional {
		optional[squeeze(ascii(id))] = true
	}
	for _, a := range answers {
		i := slices.IndexFunc(open, func(w label) bool { return same(a, w) })
		switch {
		case i >= 0:
			open = slices.Delete(open, i, i+1)
			c.right++
		case slices.Contains(l.OptionalLines, a.Line), optional[squeeze(ascii(a.ID))]:
		case slices.ContainsFunc(groups, func(g label) bool { return same(a, g) || similar(a.Title, g.Title) }):
		default:
			c.wrong++
		}
	}
	for _, w := range open {
		if w.ID == "" || !optional[squeeze(ascii(w.ID))] {
			c.missed++
		}
	}
	return c
}

// A summary adds up results.
type summary struct {
	files, perfect, negatives, clean int
	result
}

func (s *summary) add(r result, negative bool) {
	s.files++
	s.epics.add(r.epics)
	s.stories.add(r.stories)
	if r.perfect() {
		s.perfect++
	}
	if negative {
		s.negatives++
		if r.perfect() {
			s.clean++
		}
	}
}

func (s *summary) String() string {
	text := fmt.Sprintf("%3d of %3d perfect, stories P %.3f R %.3f F1 %.3f, epics F1 %.3f", s.perfect, s.files,
		ratio(s.stories.right, s.stories.right+s.stories.wrong), ratio(s.stories.right, s.stories.right+s.stories.missed), s.stories.f1(), s.epics.f1())
	if s.negatives > 0 {
		text += fmt.Sprintf(", %d of %d negatives clean", s.clean, s.negatives)
	}
	return text
}
