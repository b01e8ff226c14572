package fit_test

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/backlogsync/backlogsync/internal/fit"
)

// examples show signal 0 where the answer is yes, signal 1 where it is no, and
// signal 2 everywhere.
func examples() []fit.Example {
	var out []fit.Example
	for i := range 200 {
		yes := i%2 == 0
		signal := 1
		if yes {
			signal = 0
		}
		out = append(out, fit.Example{Yes: yes, Weight: 1, Values: []fit.Value{{Signal: signal, Share: 1}, {Signal: 2, Share: 1}}})
	}
	return out
}

func TestFit(t *testing.T) {
	p := fit.Penalties{L1: 1, L2: 1}
	m := fit.Fit(examples(), []fit.Sign{fit.Either, fit.Either, fit.Either}, p)
	if m.Weights[0] <= 0 && m.Weights[1] >= 0 {
		t.Errorf("what tells yes from no has no weight: %+v", m)
	}
	if m.Weights[2] != 0 {
		t.Errorf("what tells nothing has a weight: %+v", m)
	}
	if again := fit.Fit(examples(), []fit.Sign{fit.Either, fit.Either, fit.Either}, p); !reflect.DeepEqual(m, again) {
		t.Errorf("two fits differ: %+v, %+v", m, again)
	}
}

func TestSigns(t *testing.T) {
	m := fit.Fit(examples(), []fit.Sign{fit.Minus, fit.Plus, fit.Never}, fit.Penalties{L1: 1, L2: 1})
	if m.Weights[0] > 0 || m.Weights[1] < 0 {
		t.Errorf("a weight has a sign that is not allowed: %+v", m)
	}
}

func TestData(t *testing.T) {
	d := &fit.Data{Signals: []string{"one", "two"}, Rows: []fit.Row{
		{File: "001", Family: "list", Bare: true, Fold: 3, None: 1, Story: 2, Values: []fit.Count{{Signal: 0, Sixteenths: fit.Full}, {Signal: 1, Sixteenths: 4}}},
		{File: "002", Copy: "list", Family: "table", Epic: 1},
	}}
	var b bytes.Buffer
	if err := d.Write(&b); err != nil {
		t.Fatal(err)
	}
	got, err := fit.Read(&b)
	if err != nil || !reflect.DeepEqual(got, d) {
		t.Errorf("read back %+v, %v", got, err)
	}
	if _, err := fit.Read(bytes.NewBufferString("one\n001\t\tlist\ttrue\t0\t1\t0\t0\t7\n")); err == nil {
		t.Error("a signal without a name is no error")
	}
}
