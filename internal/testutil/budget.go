package testutil

import (
	"runtime"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// A Load is work on the bytes of a file.
type Load struct {
	Src  []byte
	Work func()
}

// Ratios measures the work of each load against goldmark's own parse of its
// bytes with the same extensions: the best of five runs each, taken in turns so
// that all meet the same machine.
func Ratios(loads ...Load) []float64 {
	const never = time.Duration(1 << 62)
	base, best := make([]time.Duration, len(loads)), make([]time.Duration, len(loads))
	for i := range loads {
		base[i], best[i] = never, never
	}
	for range 5 {
		for i, l := range loads {
			base[i] = min(base[i], elapsed(func() { parse(l.Src) }))
			best[i] = min(best[i], elapsed(l.Work))
		}
	}
	ratios := make([]float64, len(loads))
	for i := range loads {
		ratios[i] = float64(best[i]) / float64(base[i])
	}
	return ratios
}

// Budget reports the ratio of one load, and fails if it is over the limit.
func Budget(b *testing.B, limit float64, l Load) {
	b.Helper()
	var ratio float64
	for b.Loop() {
		ratio = Ratios(l)[0]
	}
	b.ReportMetric(ratio, "x-goldmark")
	if ratio > limit {
		b.Errorf("%.2f times goldmark's own parse; the budget is %.2f", ratio, limit)
	}
}

func parse(src []byte) {
	p := goldmark.New(goldmark.WithExtensions(extension.Table, extension.TaskList, extension.Strikethrough)).Parser()
	p.Parse(text.NewReader(src))
}

func elapsed(f func()) time.Duration {
	runtime.GC()
	start := time.Now()
	f()
	return time.Since(start)
}
