package reconcile_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// What a person has to do something about gets no advice to run again.
func TestPassing(t *testing.T) {
	t.Parallel()
	for err, want := range map[error]bool{
		tracker.ErrRateLimited: true, tracker.ErrUnavailable: true, tracker.ErrUnknown: true, tracker.ErrChanged: true, tracker.ErrNotFound: true,
		errors.New("anything else"): true,
		tracker.ErrRejected:         false, tracker.ErrUnauthorized: false, tracker.ErrExists: false, tracker.ErrForeign: false, tracker.ErrConflict: false,
		tracker.ErrUnsupported: false,
	} {
		if got := reconcile.Passing(fmt.Errorf("update: %w", err)); got != want {
			t.Errorf("%v: %t, want %t", err, got, want)
		}
	}
	if reconcile.Passing(nil) {
		t.Error("nothing passes")
	}
}
