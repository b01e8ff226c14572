package backlog

// A Weighing is what the table of weights says of lines that are written alike.
// Words, codes, what is recorded and what is declared go before it. Weights are in
// tenths, shares in sixteenths and scores in 160ths, so that they are exact: more
// than nothing speaks for an item.
type Weighing struct {
	Form        string // "heading", "checklist", "table", ...
	Text        string // of the first line
	Pos         Position
	Lines       int
	Stories     int // that were read, whatever the weights say
	Epics       int
	ItemBias    int // what being an item begins with
	EpicBias    int // what being an epic rather than a story begins with
	Signals     []WeighedSignal
	Story, Epic int // the scores: of the item, less what speaks for the other
	PooledStory int // with those of lines that are written so elsewhere in the file
	PooledEpic  int
}

// A WeighedSignal is what one signal adds: its share times its weight.
type WeighedSignal struct {
	Why        string
	Share      int // of the lines that show it, in sixteenths
	Weight     int // for being an item
	EpicWeight int // for being an epic rather than a story
}

// Weigh says what the table of weights makes of each kind of lines, the likeliest
// items first.
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
