package rest

import (
	"context"
	"errors"
	"fmt"

	"github.com/backlogsync/backlogsync/tracker"
)

// OpRelate is the operation of relating two issues. It is idempotent, so it may
// be repeated.
const OpRelate = "link"

// IsWrite reports whether an operation changes something.
func IsWrite(op string) bool { return op == "create" || op == "update" || op == OpRelate }

// Refuse returns an error of a kind for a problem that the adapter found
// itself, without the service. [Client.Failed] adds the operation and the item.
func Refuse(kind error, format string, args ...any) *tracker.Error {
	return &tracker.Error{Kind: kind, Err: fmt.Errorf(format, args...)}
}

// Failed classifies an error, and removes credentials from it. If op is a write
// that is not known to have been refused, the kind is [tracker.ErrUnknown]. A
// [tracker.Error] keeps its kind, operation and item.
func (c *Client) Failed(op string, ref tracker.Ref, err error) *tracker.Error {
	e := &tracker.Error{Target: c.Target, Op: op, Ref: ref, Err: err}
	known, isKnown := errors.AsType[*tracker.Error](err)
	answer, answered := errors.AsType[*AnswerError](err)
	_, isOther := errors.AsType[*notAPIError](err)
	switch {
	case isKnown:
		*e = *known
		if e.Op == "" {
			e.Target, e.Op, e.Ref = c.Target, op, ref
		}
	case unanswered(e, err, c.base.Host):
	case answered:
		if c.Classify != nil && answer.Status >= 300 {
			c.Classify(e, answer)
		}
		if e.Kind == nil {
			e.Kind = kindOf(answer.Status, IsWrite(op))
		}
	case IsWrite(op):
		e.Kind = tracker.ErrUnknown
	case isOther:
		e.Kind, e.Hint = tracker.ErrRejected, "check the address of the API, "+c.base.String()
	default:
		e.Kind = tracker.ErrUnavailable
	}
	return c.guard.clean(e)
}

// unanswered fills in the kind of e if err says that no answer of the service was
// had, and reports whether it does. host is that of the API.
func unanswered(e *tracker.Error, err error, host string) bool {
	if limit, ok := errors.AsType[*LimitError](err); ok {
		e.Kind, e.RetryAfter = tracker.ErrRateLimited, limit.Wait
		return true
	}
	if _, ok := errors.AsType[*UnsentError](err); ok {
		e.Kind, e.Hint = tracker.ErrUnavailable, "check the network and the address "+host
		return true
	}
	if _, ok := errors.AsType[*FinalError](err); ok {
		e.Kind, e.Hint = tracker.ErrUnavailable, fmt.Sprintf("the server does not answer like one of its kind; check the address %s, and what stands between", host)
		if IsWrite(e.Op) {
			e.Kind = tracker.ErrUnknown
		}
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

// passing reports whether a failure may be gone at the next try: of the network, of
// the service itself, or an answer that was cut off.
func passing(err error) bool {
	if answer, ok := errors.AsType[*AnswerError](err); ok {
		return answer.Status >= 500 || answer.Status < 300
	}
	_, redirected := errors.AsType[*RedirectError](err)
	_, final := errors.AsType[*FinalError](err)
	_, known := errors.AsType[*tracker.Error](err)
	_, other := errors.AsType[*notAPIError](err)
	return !redirected && !final && !known && !other && !errors.Is(err, context.Canceled)
}

// kindOf returns the kind of the error that an answer with some status is, where
// its status says no more than it does everywhere.
func kindOf(status int, write bool) error {
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
