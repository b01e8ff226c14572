package reading

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Explain writes the schemes of a file, each with its scores and what every
// signal adds to them, in tenths.
func (st *Study) Explain() string {
	if st.survey == nil {
		return ""
	}
	s, t := st.survey, st.survey.f.opts.weights()
	scores := s.pooled(t)
	var b strings.Builder
	for i, c := range s.schemes {
		x := &s.sites[c.sites[0]]
		own := t.score(c)
		n := s.accepted(c)
		fmt.Fprintf(&b, "%s (%d, stories %d, epics %d): story %d, with its like %d, epic %d, with its like %d; %q %s\n",
			cmp.Or(s.patternOf(c), "?"), len(c.sites), n[roleOfStory], n[roleOfEpic],
			own[roleOfStory]/unit, scores[i][roleOfStory]/unit, own[roleOfEpic]/unit, scores[i][roleOfEpic]/unit, x.Title, x.dropped)
		for _, p := range t.parts(c) {
			fmt.Fprintf(&b, "   %s %+d/%+d;", p.words, p.item, p.epic)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// A part is what a signal adds to the score of a scheme.
type part struct {
	words      string
	item, epic int
}

// parts returns what each signal adds, the most first.
func (t *Weights) parts(c *siteScheme) []part {
	var parts []part
	for sig, n := range c.shows {
		if n == 0 {
			continue
		}
		w := &t.Signals[sig]
		item := w.Coded
		if c.bare() {
			item = w.Bare
		}
		parts = append(parts, part{signalWords[sig].words, int(item) * int(n) / unit, int(w.Epic) * int(n) / unit})
	}
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(b.item, a.item) })
	return parts
}
