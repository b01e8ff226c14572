package tracker

import (
	"errors"
	"time"
)

// The kinds of failures, for [errors.Is].
var (
	ErrNotFound     = errors.New("not found")           // the item or project does not exist or is not visible
	ErrUnauthorized = errors.New("not authorized")      // the credentials are missing, wrong or insufficient
	ErrRateLimited  = errors.New("rate limited")        // refused for now; nothing was done
	ErrRejected     = errors.New("rejected")            // refused for good; nothing was done
	ErrExists       = errors.New("already exists")      // an item of that title or name exists
	ErrChanged      = errors.New("changed meanwhile")   // the item is at another version than the patch was made for, or a listing changed while it was read
	ErrForeign      = errors.New("not of this project") // the address names something else
	ErrUnavailable  = errors.New("not available")       // the service cannot be reached or does not work; nothing was done
	ErrUnknown      = errors.New("outcome unknown")     // the request may or may not have been carried out
)

// ErrConflict says that file and tracker disagree and the engine must not
// choose between them. Nothing was done; a person has to decide first.
var ErrConflict = errors.New("conflict")

// An Error is a failed operation of a tracker, for [errors.AsType]. It prints
// as "local:tracker: update issue 17: not found: …", never with a token.
type Error struct {
	Target     string        // as in [Project]
	Op         string        // "read", "list", "create", "update"; "link" for relations, "resolve"; for people only
	Ref        Ref           // Key is "" if the item has none yet
	Kind       error         // one of the Err variables
	RetryAfter time.Duration // with ErrRateLimited; zero if the service gave none
	Hint       string        // what the user can do about it, or ""
	MovedTo    string        // with ErrNotFound: the new address of the item, or "" if unknown
	Assignees  []string      // with ErrRejected: the logins that caused the refusal; the item may be accepted without them
	Err        error         // the error of the service or the transport, or nil
}

// Error implements error.
func (e *Error) Error() string {
	s := e.Target + ": " + e.Op
	if e.Ref.Kind != "" {
		s += " " + string(e.Ref.Kind)
		if e.Ref.Key != "" {
			s += " " + e.Ref.Key
		}
	}
	s += ": " + e.Kind.Error()
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the kind and the cause.
func (e *Error) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Err}
}
