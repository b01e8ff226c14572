package reconcile

import (
	"errors"
	"fmt"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// ErrStale says that a stored plan does not fit any more.
var ErrStale = errors.New("stale plan")

// A Refusal is an error wrapping [tracker.ErrConflict]: nothing at all is planned,
// because going on would very likely be wrong.
type Refusal struct{ Reason reason.Reason }

// Error returns the reason in words.
func (r *Refusal) Error() string { return r.Reason.String() }

// Unwrap returns [tracker.ErrConflict].
func (r *Refusal) Unwrap() error { return tracker.ErrConflict }

// An UnknownIDError says that [Options] name an item that the backlog does not
// have.
type UnknownIDError struct {
	ID     backlog.ID
	Option string // the field: "Only", "Recreate" or "Create"
}

// Error implements error.
func (e *UnknownIDError) Error() string { return fmt.Sprintf("the backlog has no item %s", e.ID) }

// A ReasonError says of a change why it was not made: something has come up that
// the plan did not see.
type ReasonError struct{ Change *Change }

// Error returns the reason in words.
func (e *ReasonError) Error() string { return e.Change.Reason.String() }

// Passing reports whether what failed with err may succeed if the same is tried
// again, by itself or in the next run. A refusal for good, missing rights and a
// conflict stay until a person has done something about them.
func Passing(err error) bool {
	for _, kind := range []error{
		tracker.ErrRejected, tracker.ErrUnauthorized, tracker.ErrExists, tracker.ErrForeign, tracker.ErrConflict, tracker.ErrUnsupported,
	} {
		if errors.Is(err, kind) {
			return false
		}
	}
	return err != nil
}
