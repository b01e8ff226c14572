package cli

import (
	"errors"
	"fmt"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// quotaText says what a service still takes, and what apply does about it.
func quotaText(q *reconcile.Quota, now time.Time) string {
	text := fmt.Sprintf("The service accepts %d more until %s", q.Remaining, clockText(q.Resets, now))
	if q.Remaining == 0 {
		text = "The service accepts no more until " + clockText(q.Resets, now)
	}
	if q.Waits {
		return text + ", so apply will wait for that."
	}
	return text + ", longer than apply waits: what it does not get done is left until it is run again after that."
}

// whenAgain says, with a space in front, when a run that a limit ended may be
// repeated: before that it would only be refused again. It is "" of any other
// error.
func whenAgain(err error, now time.Time) string {
	wait, limited := limitOf(err)
	switch {
	case !limited:
		return ""
	case wait == 0: // the service does not say
		return " later"
	}
	return " after " + clockText(now.Add(wait), now)
}

// limitOf reports whether a limit is among the causes of an error, and the
// longest time that a service asks for; 0 if none does.
func limitOf(err error) (wait time.Duration, limited bool) {
	var causes []error
	switch e := err.(type) { //nolint:errorlint // the whole tree is walked
	case *tracker.Error:
		if errors.Is(e.Kind, tracker.ErrRateLimited) {
			return e.RetryAfter, true
		}
		causes = e.Unwrap()
	case interface{ Unwrap() []error }:
		causes = e.Unwrap()
	case interface{ Unwrap() error }:
		causes = []error{e.Unwrap()}
	}
	for _, cause := range causes {
		w, ok := limitOf(cause)
		wait, limited = max(wait, w), limited || ok
	}
	return wait, limited
}

// clockText is a time to wait for, rounded up to the minute, with its date unless
// that is today's.
func clockText(t, now time.Time) string {
	t, now = t.UTC().Add(time.Minute-1).Truncate(time.Minute), now.UTC()
	if t.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return t.Format("15:04 UTC")
	}
	return t.Format("2006-01-02 15:04 UTC")
}
