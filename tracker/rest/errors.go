package rest

import (
	"fmt"
	"time"
)

// A LimitError is a refusal by a limit: nothing was done.
type LimitError struct {
	Wait    time.Duration // as the service asks; 0 if it does not say
	message string
}

// Error implements error.
func (e *LimitError) Error() string { return e.message }

// An UnsentError is a request that never left.
type UnsentError struct{ Err error }

// Error implements error.
func (e *UnsentError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *UnsentError) Unwrap() error { return e.Err }

// A RedirectError is a redirect that is not followed.
type RedirectError struct {
	Host string
	Same bool // the same request was asked for there, so nothing was done here
}

// Error implements error.
func (e *RedirectError) Error() string { return "redirected to another host, " + e.Host }

// A FinalError is an answer that is of no use, and would be of no use at the next
// try. A write that got one may have been carried out.
type FinalError struct{ text string }

// Unusable returns a [FinalError].
func Unusable(format string, args ...any) error { return &FinalError{fmt.Sprintf(format, args...)} }

// Error implements error.
func (e *FinalError) Error() string { return e.text }
