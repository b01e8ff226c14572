// Command embed registers a backlog in a directory and records the evidence in
// the backlog itself: the main job of backlogsync in a program of one's own.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/local"
)

func main() {
	ctx, name, dir := context.Background(), os.Args[1], os.Args[2] // BACKLOG.md DIRECTORY
	file := backlog.Parse(name, must(os.ReadFile(name)), nil)
	all := backlog.New(file)

	items := local.Open(dir, &local.Options{User: "embed"})
	project := must(items.Project(ctx))
	store := must(tracker.OpenStore(ctx, filepath.Join(dir, ".state"), project, nil))
	defer store.Close()
	seen := must(tracker.Observe(ctx, items, project, all, store, nil))
	plan := must(tracker.NewPlan(all, seen, nil))
	fmt.Println(plan.Summary)

	result := must(tracker.Apply(ctx, items, plan, &tracker.ApplyOptions{Store: store}))
	edits, _ := file.Record(result.Record(file))
	out := must(backlog.Apply(file.Source(), edits...))
	if err := errors.Join(os.WriteFile(name, out, 0o666), result.Err()); err != nil {
		log.Fatal(err)
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
