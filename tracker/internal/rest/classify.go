package rest

import (
	"errors"
	"fmt"

	"github.com/backlogsync/backlogsync/tracker"
)

// OpLink is the operation of relating two issues. It says what is to be, so it
// may be repeated.
const OpLink = "link"

// IsWrite reports whether an operation changes something.
func IsWrite(op string) bool { return op == "create" || op == "update" || op == OpLink }

// Classify fills in the kind of e if err says that no answer of the service was
// had, and reports whether it does. host is that of the API.
func Classify(e *tracker.Error, err error, host string) bool {
	if limit, ok := errors.AsType[*LimitError](err); ok {
		e.Kind, e.RetryAfter = tracker.ErrRateLimited, limit.Wait
		return true
	}
	if _, ok := errors.AsType[*UnsentError](err); ok {
		e.Kind, e.Hint = tracker.ErrUnavailable, "check the network and the address "+host
		return true
	}
	if redirect, ok := errors.AsType[*RedirectError](err); ok {
		// It would be the same for every request, so the run has to end.
		e.Kind = tracker.ErrUnauthorized
		e.Hint = fmt.Sprintf("the token is not sent from %s to %s; if the project is there now, name it by its new address", host, redirect.Host)
		if IsWrite(e.Op) && !redirect.Same {
			e.Kind, e.Err = tracker.ErrUnknown, fmt.Errorf("%w: %w", tracker.ErrUnauthorized, e.Err)
		}
		return true
	}
	return false
}

// KindOf returns the kind of the error that an answer with some status is, where
// its status says no more than it does everywhere.
func KindOf(status int, write bool) error {
	switch {
	case status >= 300 && status < 400 && !write:
		return tracker.ErrNotFound // moved to where it cannot be followed
	case status >= 400 && status < 500:
		return tracker.ErrRejected
	case write:
		return tracker.ErrUnknown
	default:
		return tracker.ErrUnavailable
	}
}
