package evidence_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/evidence"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// registered is a backlog with an issue of which the ledger says who made it, and
// a tracker that says something else.
func registered(ctx context.Context) (*backlog.Backlog, *reconcile.Observed) {
	now := func() time.Time { return time.Date(2026, 2, 15, 19, 53, 36, 0, time.UTC) }
	items := trackertest.NewMemory(&trackertest.MemoryOptions{Login: "ana", Now: now})
	issue, err := items.Create(ctx, tracker.KindIssue, tracker.Content{Title: "US-1.1 Login"})
	if err != nil {
		log.Fatal(err)
	}
	file := backlog.Parse("backlog.md", []byte(`# Backlog

- [ ] US-1.1 Login

## Evidence

| Type  | Identifier | URL | UTC date | Responsible | Status |
| ----- | ---------- | --- | -------- | ----------- | ------ |
| Issue | US-1.1     | `+issue.URL+` | 2026-02-15T19:53:36Z | eva | ✅ |
`), nil)
	all := backlog.New(file)
	project, err := items.Project(ctx)
	if err != nil {
		log.Fatal(err)
	}
	seen, err := reconcile.Observe(ctx, items, project, all, nil, nil)
	if err != nil {
		log.Fatal(err)
	}
	return all, seen
}

func ExampleVerify() {
	all, seen := registered(context.Background())
	bundle, err := evidence.Verify(all, seen, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, d := range bundle.Findings {
		fmt.Println(&d)
	}
	// Output:
	// backlog.md:9:1: error: the responsible person of US-1.1 is recorded as "eva", in the tracker it is "ana" [evidence-differs]
}

func ExampleNewStatus() {
	all, seen := registered(context.Background())
	plan, err := reconcile.NewPlan(all, seen, nil)
	if err != nil {
		log.Fatal(err)
	}
	status := evidence.NewStatus(all, plan)
	fmt.Printf("%d of %d stories are open\n", status.Total.Open, status.Total.Stories)
	// Output:
	// 1 of 1 stories are open
}
