package fit_test

import (
	"math"
	"reflect"
	"testing"

	"github.com/backlogsync/backlogsync/internal/fit"
	"pgregory.net/rapid"
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
	t.Parallel()
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

// Answers that weights gave are given back by the weights that are found, and those
// are near to the ones that gave them.
func TestFitFindsWeights(t *testing.T) {
	t.Parallel()
	want := fit.Model{Bias: -10, Weights: []int{30, -20, 0}}
	var all []fit.Example
	for i := range 8 {
		var values []fit.Value
		margin := float64(want.Bias)
		for signal, w := range want.Weights {
			if i>>signal&1 == 1 {
				values = append(values, fit.Value{Signal: signal, Share: 1})
				margin += float64(w)
			}
		}
		yes := 1 / (1 + math.Exp(-margin/10)) // of so many
		all = append(all, fit.Example{Values: values, Yes: true, Weight: 1000 * yes}, fit.Example{Values: values, Weight: 1000 * (1 - yes)})
	}
	m := fit.Fit(all, []fit.Sign{fit.Either, fit.Either, fit.Either}, fit.Penalties{L1: 1, L2: 0.01})
	near := func(a, b int) bool { return a-b <= 1 && b-a <= 1 }
	if !near(m.Bias, want.Bias) || !near(m.Weights[0], 30) || !near(m.Weights[1], -20) || m.Weights[2] != 0 {
		t.Errorf("found %+v, the answers are those of %+v", m, want)
	}

	smaller := fit.Fit(all, []fit.Sign{fit.Either, fit.Either, fit.Either}, fit.Penalties{L1: 1, L2: 500})
	if smaller.Weights[0] >= m.Weights[0] || smaller.Weights[1] <= m.Weights[1] {
		t.Errorf("believed less, the weights are %+v, else %+v", smaller, m)
	}
	fewer := fit.Fit(all, []fit.Sign{fit.Either, fit.Either, fit.Either}, fit.Penalties{L1: 1e4, L2: 0.01})
	if fewer.Weights[0] != 0 || fewer.Weights[1] != 0 {
		t.Errorf("with a large penalty the weights are %+v", fewer)
	}
}

// What counts more decides, and a signal that shows in part has a part of its weight.
func TestFitWeighs(t *testing.T) {
	t.Parallel()
	signs := []fit.Sign{fit.Either}
	values := []fit.Value{{Signal: 0, Share: 1}}
	for _, yes := range []bool{true, false} {
		examples := []fit.Example{{Values: values, Yes: yes, Weight: 50}, {Values: values, Yes: !yes, Weight: 5}, {Yes: true, Weight: 1}, {Weight: 1}}
		m := fit.Fit(examples, signs, fit.Penalties{})
		if (m.Weights[0]+m.Bias > 0) != yes {
			t.Errorf("what counts ten times as much is %t, and the weights are %+v", yes, m)
		}
	}
	half := func(share float64) int {
		few := []fit.Value{{Signal: 0, Share: share}}
		examples := []fit.Example{{Values: few, Yes: true, Weight: 9}, {Values: few, Weight: 1}, {Yes: true, Weight: 5}, {Weight: 5}}
		return fit.Fit(examples, signs, fit.Penalties{}).Weights[0]
	}
	if whole, part := half(1), half(0.5); part < 2*whole-2 || part > 2*whole+2 {
		t.Errorf("a signal that shows whole has the weight %d, one that shows half has %d", whole, part)
	}
}

// Weights end where more says nothing, even if nothing speaks against them, and
// without examples there are none.
func TestFitEnds(t *testing.T) {
	t.Parallel()
	signs := []fit.Sign{fit.Either}
	m := fit.Fit([]fit.Example{{Values: []fit.Value{{Signal: 0, Share: 0.01}}, Yes: true, Weight: 1e6}, {Weight: 1e6}}, signs, fit.Penalties{})
	if m.Weights[0] != 120 {
		t.Errorf("the weight is %d", m.Weights[0])
	}
	if m := fit.Fit(nil, signs, fit.Penalties{L1: 1, L2: 1}); m.Bias != 0 || m.Weights[0] != 0 {
		t.Errorf("of nothing the weights are %+v", m)
	}
	if m := fit.Fit([]fit.Example{{Values: []fit.Value{{}}, Yes: true}}, signs, fit.Penalties{}); m.Bias != 0 || m.Weights[0] != 0 {
		t.Errorf("of what counts nothing the weights are %+v", m)
	}
}

// A weight never has a sign that it may not have, whatever the examples say.
func TestSigns(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		signs := rapid.SliceOfN(rapid.SampledFrom([]fit.Sign{fit.Never, fit.Plus, fit.Minus, fit.Either}), 3, 3).Draw(t, "signs")
		var all []fit.Example
		for range rapid.IntRange(1, 12).Draw(t, "examples") {
			x := fit.Example{Yes: rapid.Bool().Draw(t, "yes"), Weight: float64(rapid.IntRange(0, 20).Draw(t, "weight"))}
			for signal := range signs {
				if share := rapid.IntRange(0, 4).Draw(t, "share"); share > 0 {
					x.Values = append(x.Values, fit.Value{Signal: signal, Share: float64(share) / 4})
				}
			}
			all = append(all, x)
		}
		m := fit.Fit(all, signs, fit.Penalties{L1: 0.1, L2: 0.1})
		for i, w := range m.Weights {
			if s := signs[i]; s == fit.Plus && w < 0 || s == fit.Minus && w > 0 || s == fit.Never && w != 0 {
				t.Fatalf("signal %d, which may be %d, has the weight %d", i, s, w)
			}
		}
	})
}
