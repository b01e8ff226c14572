package local_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/local"
)

// Items are Markdown files, which people may edit.
func Example() {
	dir, err := os.MkdirTemp("", "tracker")
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()

	ctx := context.Background()
	now := func() time.Time { return time.Date(2026, 2, 15, 19, 53, 36, 0, time.UTC) }
	t := local.Open(dir, &local.Options{User: "ana", Now: now})
	made, err := t.Create(ctx, tracker.KindIssue, tracker.Content{Title: "US-1.1 Login", Body: "A form with two fields.", Labels: []string{"auth"}})
	if err != nil {
		log.Print(err)
		return
	}
	if _, err = t.Update(ctx, made.Ref, tracker.Patch{State: new(tracker.Closed)}); err != nil {
		log.Print(err)
		return
	}
	text, err := os.ReadFile(filepath.Join(dir, "issues", made.Key+".md"))
	if err != nil {
		log.Print(err)
		return
	}
	fmt.Print(string(text))
	// Output:
	// ---
	// title: US-1.1 Login
	// state: closed
	// labels: [auth]
	// created: 2026-02-15T19:53:36Z
	// creator: ana
	// ---
	//
	// A form with two fields.
}
