package backlog_test

import (
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/testutil"
	"github.com/backlogsync/backlogsync/internal/testutil/large"
)

func BenchmarkRecord(b *testing.B) {
	src := large.Execution(500, 50_000)
	f := backlog.Parse("b.md", src, nil)
	if len(f.Evidence()) != 50_500 {
		b.Fatalf("parsed %d rows", len(f.Evidence()))
	}
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
