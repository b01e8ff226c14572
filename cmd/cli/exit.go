package cli

import (
	"context"
	"errors"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// An exitCode is what the command tells its caller, the same in every command.
type exitCode int

const (
	exitDone         exitCode = 0
	exitFailed       exitCode = 1
	exitPending      exitCode = 2
	exitInvalid      exitCode = 3
	exitUnauthorized exitCode = 4
	exitPartial      exitCode = 5
	exitConflict     exitCode = 6
	exitInterrupted  exitCode = 130
)

const exitHelp = `Every command exits with one of these codes:

  0    done, or nothing to do
  1    failed
  2    a condition of --fail-on holds (plan, status), or facts differ (verify)
  3    the backlog is invalid
  4    not authenticated, or permission denied
  5    partly done, or an outcome is unknown
  6    conflict, or a stale plan
  130  interrupted
`

// A codeError ends the command with a code. A nil err prints nothing more.
type codeError struct {
	code exitCode
	err  error
}

func (e *codeError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *codeError) Unwrap() error { return e.err }

// A hintError says what to do next.
type hintError struct {
	err  error
	hint string
}

func (e *hintError) Error() string { return e.err.Error() }
func (e *hintError) Unwrap() error { return e.err }

func withHint(err error, hint string) error { return &hintError{err, hint} }

// codeOf returns the exit code of an error.
func codeOf(err error) exitCode {
	if c, ok := errors.AsType[*codeError](err); ok {
		return c.code
	}
	_, invalid := errors.AsType[*backlog.InvalidError](err)
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case invalid:
		return exitInvalid
	case errors.Is(err, tracker.ErrUnauthorized):
		return exitUnauthorized
	case errors.Is(err, tracker.ErrConflict), errors.Is(err, reconcile.ErrStale):
		return exitConflict
	case errors.Is(err, tracker.ErrUnknown):
		return exitPartial
	default:
		return exitFailed
	}
}

// hintOf returns what can be done about an error, or "".
func hintOf(err error) string {
	if h, ok := errors.AsType[*hintError](err); ok {
		return h.hint
	}
	if e, ok := errors.AsType[*tracker.Error](err); ok && e.Hint != "" {
		return e.Hint
	}
	if when := whenAgain(err, time.Now()); when != "" {
		return "run the same command again" + when
	}
	return ""
}
