package rest

import (
	"fmt"
	"time"
)

// A LimitError is a refusal because of a rate limit. Nothing was done.
type LimitError struct {
	Wait    time.Duration // the wait that the service asks for; 0 if it does not say
	message string
}

// Error implements error.
func (e *LimitError) Error() string { return e.message }

// An UnsentError says that a request was never sent.
type UnsentError struct{ Err error }

// Error implements error.
func (e *UnsentError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *UnsentError) Unwrap() error { return e.Err }

// A RedirectError is a redirect that is not followed.
type RedirectError struct {
	Host string
	Same bool // the redirect asks for the same request at Host, so nothing was done
}

// Error implements error.
func (e *RedirectError) Error() string { return "redirected to another host, " + e.Host }

// A FinalError is an unusable answer that would not be better at the next try.
// A write that got one may have been carried out.
type FinalError struct{ text string }

// Unusable returns a [FinalError].
func Unusable(format string, args ...any) error { return &FinalError{fmt.Sprintf(format, args...)} }

// Error implements error.
func (e *FinalError) Error() string { return e.text }
