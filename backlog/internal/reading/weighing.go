package reading

import (
	"cmp"
	"slices"
)

// A Weighing is what the weights say of lines that are written alike. Scores are
// in 160ths, so that they are exact: of a weight in tenths times a share in
// sixteenths.
type Weighing struct {
	Form           string
	Text           string // of the first line
	At             int
	Lines          int
	Stories, Epics int // what was decided
	ItemBias       int // what being an item begins with
	EpicBias       int // what being an epic rather than a story begins with
	Parts          []Part
	Own            [2]int // the scores of story and epic by themselves
	Pooled         [2]int // with those that are written so elsewhere in the file
}

// A Part is what one signal adds.
type Part struct {
	Words      string // why
	Value      int    // how many of the lines show it, in sixteenths
	Item, Epic int    // the weights, in tenths
}

// Weigh says what the weights make of each kind of lines, the likeliest items
// first.
func (st *Study) Weigh() []Weighing {
	if st.survey == nil {
		return nil
	}
	s, t := st.survey, st.opts.weights()
	pooled := s.pooled(t)
	var out []Weighing
	for i, c := range s.schemes {
		own, first := t.score(c), &s.sites[c.sites[0]]
		w := Weighing{
			Form: forms[c.form].name, Text: first.Title, At: first.line.Start, Lines: len(c.sites),
			ItemBias: int(t.Bias.Coded) * unit, EpicBias: int(t.Bias.Epic) * unit,
			Own:    [2]int{own[roleOfStory], own[roleOfEpic]},
			Pooled: [2]int{pooled[i][roleOfStory], pooled[i][roleOfEpic]},
		}
		if first.found {
			w.Text = string(first.Id) + " " + w.Text
		}
		if c.bare() {
			w.ItemBias = int(t.Bias.Bare) * unit
		}
		for _, n := range c.sites {
			switch x := &s.sites[n]; {
			case x.accepted && x.Epic:
				w.Epics++
			case x.accepted:
				w.Stories++
			}
		}
		w.Parts = t.partsOf(c)
		out = append(out, w)
	}
	slices.SortStableFunc(out, func(a, b Weighing) int {
		return cmp.Compare(max(b.Pooled[0], b.Pooled[1]), max(a.Pooled[0], a.Pooled[1]))
	})
	return out
}

// partsOf returns what each signal of a scheme adds to its score, what adds most
// first.
func (t *Weights) partsOf(c *siteScheme) []Part {
	var parts []Part
	for sig, n := range c.shows {
		w := t.Signals[sig]
		p := Part{Words: signalWords[sig].words, Value: int(n), Item: int(w.Coded), Epic: int(w.Epic)}
		if c.bare() {
			p.Item = int(w.Bare)
		}
		if n != 0 && (p.Item != 0 || p.Epic != 0) {
			parts = append(parts, p)
		}
	}
	size := func(p Part) int { return p.Value * (max(p.Item, -p.Item) + max(p.Epic, -p.Epic)) }
	slices.SortStableFunc(parts, func(a, b Part) int { return cmp.Compare(size(b), size(a)) })
	return parts
}
