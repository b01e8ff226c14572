package reading

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// undecided are the weights for which no file is known in which their sign decides:
// a veto or a word stands above most of them, so that they rank proposals only.
var undecided = []string{
	"epic: IDs below begin with theirs", "bare: the same labels below most of them", "epic: a code for story",
	"coded: codes of requirements and the like", "bare: level 1", "bare: the file teaches how to write stories",
	"epic: criteria below", "bare: headings below", "coded: the same labels below most of them", "coded: a column of sprints",
	"coded: several columns of work", "coded: defined more fully elsewhere", "coded: an HTML table", "coded: headings with the same labels in a backlog or board",
	"bare: nothing in the file speaks of a backlog", "coded: a code for story",
}

// Each weight has a file that is read differently if its sign is the other.
func TestEachWeightDecides(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/weights.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string][]byte)
	for _, f := range archive.Files {
		files[f.Name] = f.Data
	}
	for sig := -1; sig < int(signalCount); sig++ {
		words := "bias"
		if sig >= 0 {
			words = signalWords[sig].words
		}
		for column, kind := range []string{"coded", "bare", "epic"} {
			name, other := kind+": "+words, weights
			w := other.at(sig, column)
			src, ok := files[name]
			delete(files, name)
			switch {
			case *w == 0:
				continue // a file that waits for the next fit
			case !ok && !slices.Contains(undecided, name):
				t.Errorf("%s: the weight %d has no file in which it decides", name, *w)
				continue
			case !ok:
				continue
			}
			*w = -*w
			if Read(src, Options{}).places() == Read(src, Options{Weights: &other}).places() {
				t.Errorf("%s: the sign of the weight decides nothing in\n%s", name, src)
			}
		}
	}
	for name := range files {
		t.Errorf("%s: there is no such weight", strings.TrimSpace(name))
	}
}

// at returns the weight of a signal, or the bias for -1, in a column of the table.
func (t *Weights) at(sig, column int) *int8 {
	w := &t.Bias
	if sig >= 0 {
		w = &t.Signals[sig]
	}
	return [...]*int8{&w.Coded, &w.Bare, &w.Epic}[column]
}
