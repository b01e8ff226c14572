package backlog_test

import (
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/testutil"
	"github.com/backlogsync/backlogsync/internal/testutil/large"
)

func BenchmarkParseAndCheck(b *testing.B) {
	load := func(epics, stories int) testutil.Load {
		src := large.Execution(epics, stories)
		f := backlog.Parse("b.md", src, nil)
		if len(f.Stories()) != stories || len(f.Evidence()) != epics+stories || len(f.Check()) != 0 {
			b.Fatalf("parsed %d stories and %d rows, with findings %v", len(f.Stories()), len(f.Evidence()), f.Check())
		}
		return testutil.Load{Files: [][]byte{src}, Work: func() { backlog.Parse("b.md", src, nil).Check() }}
	}
	small, large := load(500, 50_000), load(1000, 100_000)
	const limit, maxGrowth = 1.5, 1.15
	var ratios []float64
	for b.Loop() {
		ratios = testutil.Ratios(func(r []float64) bool { return r[0] <= limit && r[1] <= r[0]*maxGrowth }, small, large)
	}
	growth := ratios[1] / ratios[0]
	b.ReportMetric(ratios[0], "x-goldmark")
	b.ReportMetric(growth, "growth")
	if ratios[0] > limit {
		b.Errorf("%.2f times goldmark's own parse; the budget is %.2f", ratios[0], limit)
	}
	if growth > maxGrowth {
		b.Errorf("the ratio grows from %.2f to %.2f with twice the stories; %.2f times is the budget", ratios[0], ratios[1], maxGrowth)
	}
}

// BenchmarkForms reads backlogs of each kind. It reports how long that takes, and
// fails if a story costs more where there are twice as many.
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
				return testutil.Load{Files: files, Work: func() {
					for _, src := range files {
						backlog.Parse("b.md", src, nil).Check()
					}
				}}
			}
			small, large := load(2_000), load(4_000)
			const maxGrowth = 1.25
			var ratios []float64
			for b.Loop() {
				ratios = testutil.Ratios(func(r []float64) bool { return r[1] <= r[0]*maxGrowth }, small, large)
			}
			growth := ratios[1] / ratios[0]
			b.ReportMetric(ratios[0], "x-goldmark")
			b.ReportMetric(growth, "growth")
			if growth > maxGrowth {
				b.Errorf("the ratio to goldmark's own parse grows from %.2f to %.2f with twice the stories", ratios[0], ratios[1])
			}
		})
	}
}

func BenchmarkRecord(b *testing.B) {
	src := large.Execution(500, 50_000)
	f := backlog.Parse("b.md", src, nil)
	r := recordOf(f)
	testutil.Budget(b, 1, testutil.Load{Files: [][]byte{src}, Work: func() {
		edits, findings := f.Record(r)
		if len(findings) > 0 {
			b.Fatal(findings)
		}
		if _, err := backlog.Apply(src, edits...); err != nil {
			b.Fatal(err)
		}
	}})
}

// recordOf is what a tracker would say after registering all of f.
func recordOf(f *backlog.File) backlog.Record {
	r := backlog.Record{Date: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), Relations: []backlog.Relation{}}
	held := make(map[backlog.ID][]backlog.ID)
	for _, s := range f.Stories() {
		held[s.Epic] = append(held[s.Epic], s.ID)
	}
	add := func(kind backlog.Kind, id backlog.ID) {
		r.Evidence = append(r.Evidence, backlog.Evidence{
			Kind: kind, ID: id, URL: "https://tracker.example/" + string(kind) + "/" + id.Key(),
			CreatedAt: "2026-02-15T19:53:36Z", Responsible: "dunay2", Status: backlog.StatusCreated,
		})
	}
	for _, e := range f.Epics() {
		add(backlog.KindMilestone, e.ID)
		r.Relations = append(r.Relations, backlog.Relation{Milestone: e.ID, Issues: held[e.ID]})
	}
	for _, s := range f.Stories() {
		add(backlog.KindIssue, s.ID)
	}
	return r
}
