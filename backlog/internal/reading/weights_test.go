package reading

import (
	"os"
	"testing"

	"github.com/backlogsync/backlogsync/internal/fit"
)

// The committed table is what the committed signals give.
func TestWeightsAreFitted(t *testing.T) {
	f, err := os.Open("testdata/signals.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	d, err := fit.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	words, _ := SignalWords()
	if len(words) != len(d.Signals) {
		t.Fatalf("%d signals, %d in the file: write it anew with backlog/internal/measure", len(words), len(d.Signals))
	}
	for i, w := range words {
		if w != d.Signals[i] {
			t.Fatalf("signal %d is %q, in the file %q: write it anew with backlog/internal/measure", i, w, d.Signals[i])
		}
	}
	if got := Fit(d); *got != weights {
		for i, w := range got.Signals {
			if w != weights.Signals[i] {
				t.Errorf("%v: fitted %+v, committed %+v", signal(i), w, weights.Signals[i])
			}
		}
		t.Errorf("bias: fitted %+v, committed %+v; write the table anew with backlog/internal/measure", got.Bias, weights.Bias)
	}
}

// A weight speaks only the way that can be explained.
func TestSenses(t *testing.T) {
	for i, info := range signalWords {
		if info.words == "" {
			t.Errorf("%v has no words", signal(i))
		}
		w := weights.Signals[i]
		for k, n := range []int8{w.Coded, w.Bare, w.Epic} {
			s := []sense{info.coded, info.bare, info.epic}[k]
			if n > 0 && s != "+" && s != "±" || n < 0 && s != "-" && s != "±" {
				t.Errorf("%v: weight %d against its sense %q", signal(i), n, s)
			}
		}
	}
}
