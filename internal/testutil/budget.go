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

// A Meter measures the work of loads against goldmark's own parse of their
// bytes with the same extensions. It keeps the best time of each, since all
// that a busy machine adds is noise.
type Meter struct {
	loads      []Load
	base, best []time.Duration
}

// NewMeter returns a meter that has not run.
func NewMeter(loads ...Load) *Meter {
	m := &Meter{loads: loads, base: make([]time.Duration, len(loads)), best: make([]time.Duration, len(loads))}
	for i := range loads {
		const never = time.Duration(1 << 62)
		m.base[i], m.best[i] = never, never
	}
	return m
}

// Rounds is how often a benchmark calls [Meter.Run] before it believes that a
// budget is exceeded: a busy machine slows one of the two down more, now and
// then, for longer than five runs take.
const Rounds = 4

// Run does five rounds of everything, taking turns, and returns the ratios of
// all rounds so far.
func (m *Meter) Run() []float64 {
	for range 5 {
		for i, l := range m.loads {
			m.base[i] = min(m.base[i], elapsed(func() { parse(l.Src) }))
			m.best[i] = min(m.best[i], elapsed(l.Work))
		}
	}
	ratios := make([]float64, len(m.loads))
	for i := range ratios {
		ratios[i] = float64(m.best[i]) / float64(m.base[i])
	}
	return ratios
}

// Budget reports the ratio of one load, and fails if it is over the limit.
func Budget(b *testing.B, limit float64, l Load) {
	b.Helper()
	var ratio float64
	for b.Loop() {
		m := NewMeter(l)
		for range Rounds {
			if ratio = m.Run()[0]; ratio <= limit {
				break
			}
		}
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
