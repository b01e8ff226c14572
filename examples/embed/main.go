// Command embed registers a backlog in a directory and records the evidence in
// the backlog itself: the main job of backlogsync in a program of one's own.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/backlogsync/backlogsync/tracker/local"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

func main() {
	name, dir := os.Args[1], os.Args[2] // BACKLOG.md DIRECTORY
	items := local.Open(dir, &local.Options{User: "embed"})
	done, err := reconcile.Sync(context.Background(), items, []string{name}, &reconcile.SyncOptions{
		State: filepath.Join(dir, ".state"),
	})
	if err == nil {
		fmt.Println(done.Plan.Summary)
		err = done.Err()
	}
	if err != nil {
		log.Fatal(err)
	}
}
