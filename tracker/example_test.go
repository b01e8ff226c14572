package tracker_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// Any tracker is read and written alike; this one is in memory.
func Example() {
	ctx := context.Background()
	now := func() time.Time { return time.Date(2026, 2, 15, 19, 53, 36, 0, time.UTC) }
	var t tracker.Tracker = trackertest.NewMemory(&trackertest.MemoryOptions{Login: "ana", Now: now})

	made, err := t.Create(ctx, tracker.KindIssue, tracker.Content{Title: "US-1.1 Login", Labels: []string{"auth"}})
	if err != nil {
		log.Fatal(err)
	}
	if _, err = t.Update(ctx, made.Ref, tracker.Patch{State: new(tracker.Closed), Reason: tracker.NotPlanned}); err != nil {
		log.Fatal(err)
	}
	for item, err := range t.List(ctx, tracker.KindIssue) {
		if err != nil {
			log.Fatal(err) // what came before proves nothing about what does not exist
		}
		fmt.Println(item.Ref, item.Title, item.State, item.Labels, item.Creator, item.CreatedAt.Format(time.DateOnly))
	}
	// Output: issue 1 US-1.1 Login closed [auth] ana 2026-02-15
}

// A failure has a kind to decide by, and prints for people.
func ExampleError() {
	err := error(&tracker.Error{
		Target: "github:acme/shop", Op: "update", Ref: tracker.Ref{Kind: tracker.KindIssue, Key: "17"},
		Kind: tracker.ErrRateLimited, RetryAfter: time.Minute, Err: errors.New("secondary rate limit"),
	})
	fmt.Println(err)
	if e, ok := errors.AsType[*tracker.Error](err); ok && errors.Is(err, tracker.ErrRateLimited) {
		fmt.Println("again in", e.RetryAfter)
	}
	// Output:
	// github:acme/shop: update issue 17: rate limited: secondary rate limit
	// again in 1m0s
}
