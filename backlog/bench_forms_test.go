package backlog_test

import (
	"cmp"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/testutil"
	"github.com/backlogsync/backlogsync/internal/testutil/large"
)

// What reading and checking a backlog of any kind with 50,000 stories is to cost:
// time, against what the libraries take for the same bytes, and memory, against the
// size of the files. maxGrowth is how much larger the first of these ratios may be
// where there are twice as many stories.
const (
	timeAim   = 1.5
	memoryAim = 30
	maxGrowth = 1.15
)

// limits stand in the place of aims that are not reached yet, by kind: what reading
// costs now, and a little more. One that can be lower is to be lowered.
var limits = map[string]struct{ time, memory float64 }{
	"headings":          {time: 3.4, memory: 48},
	"table-per-section": {time: 2.9},
	"epic-column":       {time: 1.8}, // now 1.2, now 1.6
	"checklist":         {time: 2.7, memory: 42},
	"sentences":         {time: 4.2},
	"task-files":        {time: 2.9},
}

// BenchmarkForms reads and checks backlogs of each kind.
func BenchmarkForms(b *testing.B) {
	for _, kind := range large.Kinds {
		b.Run(kind.Name, func(b *testing.B) {
			load := func(stories int) testutil.Load {
				files := kind.Files(stories)
				epics, read := 0, 0
				for _, src := range files {
					f := backlog.Parse("b.md", src, nil)
					epics, read = epics+len(f.Epics()), read+len(f.Stories())
					if found := f.Check(); len(found) != 0 {
						b.Fatalf("findings %v", found)
					}
				}
				if read != stories || epics != kind.Epics(stories) {
					b.Fatalf("parsed %d epics and %d stories", epics, read)
				}
				return testutil.Load{Files: files, Work: func() { parseAndCheck(files) }}
			}
			limit := cmp.Or(limits[kind.Name].time, timeAim)
			small, large := load(50_000), load(100_000)
			var ratios []float64
			for b.Loop() {
				ratios = testutil.Ratios(func(r []float64) bool { return r[0] <= limit && r[1] <= r[0]*maxGrowth }, small, large)
			}
			growth := ratios[1] / ratios[0]
			b.ReportMetric(ratios[0], "x-libraries")
			b.ReportMetric(growth, "growth")
			if ratios[0] > limit {
				b.Errorf("%.2f times the libraries' own parse; the limit is %.2f", ratios[0], limit)
			}
			if growth > maxGrowth {
				b.Errorf("the ratio grows from %.2f to %.2f with twice the stories; %.2f times is the limit", ratios[0], ratios[1], maxGrowth)
			}
		})
	}
}

// BenchmarkPeakMemory looks at the heap while backlogs of each kind are read and
// checked.
func BenchmarkPeakMemory(b *testing.B) {
	for _, kind := range large.Kinds {
		b.Run(kind.Name, func(b *testing.B) {
			files := kind.Files(50_000)
			limit := cmp.Or(limits[kind.Name].memory, memoryAim)
			testutil.MemoryBudget(b, limit, files, func() int64 { return testutil.PeakHeap(func() { parseAndCheck(files) }) })
		})
	}
}

func parseAndCheck(files [][]byte) {
	for _, src := range files {
		backlog.Parse("b.md", src, nil).Check()
	}
}
