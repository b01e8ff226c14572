package reconcile

import (
	"errors"
	"fmt"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// ErrStale says that a stored plan no longer matches the files or the tracker.
var ErrStale = errors.New("stale plan")

// A Refusal is an error wrapping [tracker.ErrConflict]. Nothing at all is
// planned, because any plan would very likely be wrong.
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

// A ReasonError says why a change was not made: Apply found something that was
// not there when the plan was made.
type ReasonError struct{ Change *Change }

// Error returns the reason in words.
func (e *ReasonError) Error() string { return e.Change.Reason.String() }

// Passing reports whether an operation that failed with err may succeed if it
// is repeated, in this run or the next. It returns false for final refusals,
// missing permissions and conflicts, which a person has to resolve.
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
