package cli

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

var evening = time.Date(2026, 2, 15, 20, 53, 36, 0, time.FixedZone("", 3600))

// A quota that is not enough is said, and what apply does until there is more.
func TestQuotaText(t *testing.T) {
	t.Parallel()
	const left = ", longer than apply waits: what it does not get done is left until it is run again after that."
	for want, q := range map[string]reconcile.Quota{
		"The service accepts 17 more until 20:30 UTC, so apply will wait for that.": {Remaining: 17, Resets: evening.Add(36*time.Minute + 24*time.Second),
			Waits: true},
		"The service accepts no more until 20:31 UTC, so apply will wait for that.": {Resets: evening.Add(36*time.Minute + 25*time.Second), Waits: true},
		"The service accepts 3 more until 23:53 UTC" + left:                         {Remaining: 3, Resets: evening.Add(3*time.Hour + 59*time.Minute)},
		"The service accepts no more until 2026-02-16 00:54 UTC" + left:             {Resets: evening.Add(5 * time.Hour)},
	} {
		if got := quotaText(&q, evening); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// Who was refused by a limit is told when the same command may do more.
func TestWhenAgain(t *testing.T) {
	t.Parallel()
	limit := func(wait time.Duration) error {
		return &tracker.Error{Target: "x:y", Op: "update", Kind: tracker.ErrRateLimited, RetryAfter: wait}
	}
	other := &tracker.Error{Kind: tracker.ErrUnavailable, Hint: "check the network"}
	for _, test := range []struct {
		err  error
		want string
	}{
		{nil, ""},
		{other, ""},
		{limit(0), " later"},
		{limit(2 * time.Hour), " after 21:54 UTC"},
		{fmt.Errorf("read: %w", limit(2*time.Hour)), " after 21:54 UTC"},
		{errors.Join(other, limit(2*time.Hour), limit(5*time.Hour), limit(0)), " after 2026-02-16 00:54 UTC"},
		{&tracker.Error{Kind: tracker.ErrNotFound, Err: limit(time.Minute)}, " after 19:55 UTC"},
	} {
		if got := whenAgain(test.err, evening); got != test.want {
			t.Errorf("%v: %q, want %q", test.err, got, test.want)
		}
	}
	if got := hintOf(limit(0)); got != "run the same command again later" {
		t.Errorf("hint %q", got)
	}
}
