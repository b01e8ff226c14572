// Package testutil holds what the tests of several packages need.
package testutil

import (
	"bytes"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
	"go.yaml.in/yaml/v3"
)

// A Load is work on the bytes of files.
type Load struct {
	Files [][]byte
	Work  func()
}

// A budget is believed to be kept after fewTurns, and to be exceeded after
// manyTurns: a machine may be busy for longer than a few turns take.
const fewTurns, manyTurns = 5, 60

// gcPercents are what the collector is set to in one turn after the other. Its
// last collection falls early or late in a piece of work, as the size of the
// heap will have it, and makes that up to a third dearer: with these, from one
// doubling of the heap to nearly the next, it falls everywhere.
var gcPercents = [fewTurns]int{100, 115, 132, 152, 174}

// LeastTimes lets the pieces of work take turns until the processor time of each
// is within the budget, and returns these times: the mean over the settings of
// the collector, of the least time with each. What other processes do costs a
// piece of work no processor time but what they push out of the caches, which
// the least time of several turns leaves out. Collecting the garbage counts,
// since making it is part of the work.
func LeastTimes(within func(times []time.Duration) bool, work ...func()) []time.Duration {
	defer debug.SetGCPercent(debug.SetGCPercent(gcPercents[0]))
	least := make([][fewTurns]time.Duration, len(work))
	times := make([]time.Duration, len(work))
	for turn := range manyTurns {
		setting := turn % len(gcPercents)
		debug.SetGCPercent(gcPercents[setting])
		for i, f := range work {
			runtime.GC()
			start := processTime()
			f()
			if took := processTime() - start; turn < fewTurns || took < least[i][setting] {
				least[i][setting] = took
			}
			times[i] = 0
			for _, t := range least[i] {
				times[i] += t / fewTurns
			}
		}
		if turn+1 >= fewTurns && within(times) {
			break
		}
	}
	return times
}

// Ratios measures the work of loads against the libraries' own parse of their
// files, until the ratios are within the budget: that of goldmark with the same
// extensions, and of front matter that of the YAML library.
func Ratios(within func(ratios []float64) bool, loads ...Load) []float64 {
	var work []func()
	for _, l := range loads {
		work = append(work, librariesParse(l.Files), l.Work)
	}
	ratios := make([]float64, len(loads))
	LeastTimes(func(times []time.Duration) bool {
		for i := range ratios {
			ratios[i] = float64(times[2*i+1]) / float64(times[2*i])
		}
		return within(ratios)
	}, work...)
	return ratios
}

// Budget reports the ratio of one load, and fails if it is over the limit.
func Budget(b *testing.B, limit float64, l Load) {
	b.Helper()
	var ratio float64
	for b.Loop() {
		ratio = Ratios(func(ratios []float64) bool { return ratios[0] <= limit }, l)[0]
	}
	b.ReportMetric(ratio, "x-goldmark")
	if ratio > limit {
		b.Errorf("%.2f times goldmark's own parse; the budget is %.2f", ratio, limit)
	}
}

// librariesParse returns the work with which that on files is compared.
func librariesParse(files [][]byte) func() {
	markdown := goldmark.New(goldmark.WithExtensions(extension.Table, extension.TaskList, extension.Strikethrough)).Parser()
	return func() {
		for _, src := range files {
			if rest, ok := bytes.CutPrefix(src, []byte("---\n")); ok {
				front, body, _ := bytes.Cut(rest, []byte("\n---\n"))
				if err := yaml.Unmarshal(front, new(yaml.Node)); err != nil {
					panic(err) // a test generated it
				}
				src = body
			}
			markdown.Parse(text.NewReader(src))
		}
	}
}
