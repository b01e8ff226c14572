package reconcile_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// The main job: what the backlog has and the tracker lacks is created, and the
// evidence is recorded in the backlog.
func Example() {
	ctx, src := context.Background(), []byte("# Backlog\n\n## Epic 1: Access\n\n- [ ] US-1.1 Login\n")
	file := backlog.Parse("backlog.md", src, nil)
	all := backlog.New(file)

	// Any tracker will do; this one is in memory.
	now := func() time.Time { return time.Date(2026, 2, 15, 19, 53, 36, 0, time.UTC) }
	items := trackertest.NewMemory(&trackertest.MemoryOptions{Login: "ana", Now: now})
	project, err := items.Project(ctx)
	if err != nil {
		log.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "state")
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	store, err := reconcile.OpenStore(ctx, dir, project, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = store.Close() }()

	seen, err := reconcile.Observe(ctx, items, project, all, store, nil)
	if err != nil {
		log.Fatal(err)
	}
	plan, err := reconcile.NewPlan(all, seen, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(plan.Summary)

	result, err := reconcile.Apply(ctx, items, plan, &reconcile.ApplyOptions{Store: store})
	if err != nil {
		log.Fatal(err)
	}
	edits, _ := file.Record(result.Record(file))
	out, err := backlog.Apply(file.Source(), edits...)
	if err != nil {
		log.Fatal(err)
	}
	for _, e := range backlog.Parse("backlog.md", out, nil).Evidence() {
		fmt.Println(e.Kind, e.ID, e.CreatedAt, e.Responsible)
	}
	// Output:
	// Plan: 2 to create, 0 to update, 0 to record, 0 to close, 0 unchanged.
	// milestone EPIC-1 2026-02-15T19:53:36Z ana
	// issue US-1.1 2026-02-15T19:53:36Z ana
}

// One call does the main job, and saves the file as the command does.
func ExampleSync() {
	dir, err := os.MkdirTemp("", "backlog")
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	name := filepath.Join(dir, "BACKLOG.md")
	if err := os.WriteFile(name, []byte("# Backlog\n\n## Epic 1: Access\n\n- [ ] US-1.1 Login\n"), 0o666); err != nil {
		log.Fatal(err)
	}

	// Any tracker will do; this one is in memory.
	items := trackertest.NewMemory(&trackertest.MemoryOptions{Login: "ana"})
	done, err := reconcile.Sync(context.Background(), items, []string{name}, &reconcile.SyncOptions{
		State: filepath.Join(dir, "state"),
		Confirm: func(p *reconcile.Plan) error { // what returns an error is not done
			fmt.Println(p.Summary)
			return nil
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	if err := done.Err(); err != nil { // what became of single changes
		log.Fatal(err)
	}
	fmt.Println(done.Created, "created")
	// Output:
	// Plan: 2 to create, 0 to update, 0 to record, 0 to close, 0 unchanged.
	// 2 created
}
