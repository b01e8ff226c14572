// Package fit makes tables of weights from labelled examples: logistic
// regression in plain Go, the same to the last bit on every machine.
//
// The L1 penalty chooses which signals matter, then those alone are fitted
// again with the L2 penalty, and what comes out is rounded to tenths. A weight
// never gets a sign that its signal must not have.
package fit

import "math"

// An Example is one case: which signals it shows, how strongly, and the answer.
type Example struct {
	Values []Value
	Yes    bool
	Weight float64
}

// A Value is how strongly a signal shows, from 0 to 1.
type Value struct {
	Signal int
	Share  float64
}

// A Sign restricts a weight.
type Sign int8

// The signs of a weight.
const (
	Never Sign = iota // the signal has no weight
	Plus
	Minus
	Either
)

// Penalties say how little a weight is believed: the larger, the fewer and the
// smaller the weights.
type Penalties struct{ L1, L2 float64 }

// A Model is a bias and a weight for each signal, in tenths.
type Model struct {
	Bias    int
	Weights []int
}

// Fit fits the weights of signals to examples.
func Fit(examples []Example, signs []Sign, p Penalties) Model {
	chosen := newProblem(examples, signs)
	chosen.solve(p.L1, 0)
	kept := make([]Sign, len(signs))
	for i, w := range chosen.weights {
		if w != 0 {
			kept[i] = signs[i]
		}
	}
	again := newProblem(examples, kept)
	again.solve(0, p.L2)
	m := Model{Bias: tenths(again.bias), Weights: make([]int, len(signs))}
	for i, w := range again.weights {
		m.Weights[i] = tenths(w)
	}
	return m
}

func tenths(w float64) int { return int(math.Round(math.Max(-12, math.Min(12, w)) * 10)) }

// A problem is a fit at work. It goes from weight to weight and sets each to
// what fits best while the others stay.
type problem struct {
	yes, weight []float64
	columns     [][]entry
	signs       []Sign
	bias        float64
	weights     []float64
	margin      []float64 // of each example: bias and weights summed up
}

// An entry is the share of a signal in one example.
type entry struct {
	example int
	share   float64
}

func newProblem(examples []Example, signs []Sign) *problem {
	p := &problem{
		yes: make([]float64, len(examples)), weight: make([]float64, len(examples)), margin: make([]float64, len(examples)),
		columns: make([][]entry, len(signs)), signs: signs, weights: make([]float64, len(signs)),
	}
	for i, x := range examples {
		p.weight[i] = x.Weight
		if x.Yes {
			p.yes[i] = 1
		}
		for _, v := range x.Values {
			if signs[v.Signal] != Never {
				p.columns[v.Signal] = append(p.columns[v.Signal], entry{i, v.Share})
			}
		}
	}
	return p
}

const (
	rounds    = 400   // at most
	precision = 0.002 // of a weight; a fiftieth of what rounding leaves
)

// solve minimises the weighted log loss and the penalties. The curvature of the
// loss is at most a quarter, so that no step goes too far.
func (p *problem) solve(l1, l2 float64) {
	total := 0.0
	for _, w := range p.weight {
		total += w
	}
	for range rounds {
		moved := p.moveBias(total)
		for j, column := range p.columns {
			if len(column) == 0 {
				continue
			}
			gradient, curvature := l2*p.weights[j], l2
			for _, e := range column {
				gradient += float64(p.weight[e.example] * e.share * (squash(p.margin[e.example]) - p.yes[e.example]))
				curvature += float64(p.weight[e.example] * e.share * e.share / 4)
			}
			if curvature == 0 {
				continue
			}
			next := p.signs[j].clip(shrink(float64(curvature*p.weights[j])-gradient, l1) / curvature)
			step := next - p.weights[j]
			if step == 0 {
				continue
			}
			p.weights[j] = next
			for _, e := range column {
				p.margin[e.example] += float64(step * e.share)
			}
			moved = math.Max(moved, math.Abs(step))
		}
		if moved < precision {
			return
		}
	}
}

func (p *problem) moveBias(total float64) float64 {
	gradient := 0.0
	for i, m := range p.margin {
		gradient += float64(p.weight[i] * (squash(m) - p.yes[i]))
	}
	if total == 0 {
		return 0
	}
	step := -4 * gradient / total
	p.bias += step
	for i := range p.margin {
		p.margin[i] += step
	}
	return math.Abs(step)
}

func (s Sign) clip(w float64) float64 {
	if s == Plus && w < 0 || s == Minus && w > 0 || s == Never {
		return 0
	}
	return w
}

func shrink(w, by float64) float64 {
	switch {
	case w > by:
		return w - by
	case w < -by:
		return w + by
	}
	return 0
}

func squash(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
