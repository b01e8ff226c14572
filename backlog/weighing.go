package backlog

// A Weighing is the result of the table of weights for lines that are written
// alike. Words, codes, recorded items and declarations take precedence over it.
// Weights are in tenths, shares in sixteenths and scores in 160ths, so that
// they are exact. A positive score speaks for an item.
type Weighing struct {
	Form        string // "heading", "checklist", "table", ...
	Text        string // of the first line
	Pos         Position
	Lines       int
	Stories     int // number read, whatever the weights say
	Epics       int
	ItemBias    int // initial score of being an item
	EpicBias    int // initial score of being an epic rather than a story
	Signals     []WeighedSignal
	Story, Epic int // the scores: that of being an item, minus what speaks for the other role
	PooledStory int // the scores including lines of the same form elsewhere in the file
	PooledEpic  int
}

// A WeighedSignal is the contribution of one signal: its share times its
// weight.
type WeighedSignal struct {
	Why        string
	Share      int // of the lines that show it, in sixteenths
	Weight     int // for being an item
	EpicWeight int // for being an epic rather than a story
}

// Weigh returns the scores by the table of weights for each kind of line, the
// likeliest items first.
func (f *File) Weigh() []Weighing {
	var out []Weighing
	for _, w := range f.study().Weigh() {
		x := Weighing{
			Form: w.Form, Text: w.Text, Pos: f.Position(w.At), Lines: w.Lines, Stories: w.Stories, Epics: w.Epics, ItemBias: w.ItemBias, EpicBias: w.EpicBias,
			Story: w.Own[0], Epic: w.Own[1], PooledStory: w.Pooled[0], PooledEpic: w.Pooled[1],
		}
		for _, p := range w.Parts {
			x.Signals = append(x.Signals, WeighedSignal{p.Words, p.Value, p.Item, p.Epic})
		}
		out = append(out, x)
	}
	return out
}
