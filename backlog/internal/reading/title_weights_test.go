package reading_test

import (
	"slices"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
	"github.com/backlogsync/backlogsync/internal/testutil/forms"
)

// The title of a file shows how many sentences of stories stand below it. Were it an
// item for that, the sentences would be its text as soon as there are several.
func TestTitleIsNoItemUnderAnyWeights(t *testing.T) {
	words, _ := reading.SignalWords()
	var w reading.Weights
	w.Bias = reading.Weight{Bare: 10}
	w.Signals[slices.Index(words, "paragraphs")] = reading.Weight{Bare: 10}
	w.Signals[slices.Index(words, "several sentences of stories below")] = reading.Weight{Bare: 40}
	sentences := forms.All[slices.IndexFunc(forms.All, func(f forms.Form) bool { return f.Name == "sentences" })]
	for _, numbers := range [][]int{{3}, {3, 4}, {3, 4, 5}} {
		src := "# Release plan\n\n" + sentences.Render(numbers)
		if items := itemsOf(reading.Read([]byte(src), reading.Options{Weights: &w})); len(items) != len(numbers) {
			t.Errorf("of %d sentences the items are %v", len(numbers), items)
		}
	}
}
