package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// outcome is the error that apply ends with.
func outcome(ctx context.Context, p *reconcile.Plan, r *reconcile.Result, err error) error {
	failed := failedInWords(r)
	if !errors.Is(failed, err) { // else it is said which item it was met at
		failed = errors.Join(err, failed)
	}
	switch {
	case r.Interrupted || ctx.Err() != nil:
		return &codeError{exitInterrupted, withHint(errors.Join(errors.New("interrupted"), failed),
			"run the same command again"+whenAgain(failed, time.Now())+" to do the rest")}
	case errors.Is(failed, tracker.ErrUnauthorized):
		return &codeError{exitUnauthorized, failed}
	case failed == nil:
		return conflictsLeft(p)
	case onlyConflicts(r) && err == nil:
		return &codeError{exitConflict, failed}
	}
	if r.Resumable() || err != nil && reconcile.Passing(err) {
		failed = withHint(failed, "run the same command again"+whenAgain(failed, time.Now())+" to do the rest")
	} else if hintOf(failed) == "" && len(r.Failed) > 0 {
		failed = withHint(failed, "correct what was refused, or it will be refused again")
	}
	if err == nil && len(r.Unknown) == 0 && r.Created+r.Updated+r.Recorded+r.Closed+r.Agreed == 0 {
		return failed
	}
	return &codeError{exitPartial, failed}
}

// onlyConflicts reports whether nothing failed but for what people changed at
// the same time.
func onlyConflicts(r *reconcile.Result) bool {
	for _, f := range r.Failed {
		if !errors.Is(f.Err, tracker.ErrConflict) {
			return false
		}
	}
	left := slices.ContainsFunc(r.Dropped, func(d reconcile.Drop) bool { return d.Whole })
	return len(r.Unknown)+len(r.Skipped) == 0 && !left
}

// conflictsLeft says with which code a plan ends that was carried out.
func conflictsLeft(p *reconcile.Plan) error {
	n, them := p.Summary.Unknown, "them"
	if n == 1 {
		them = "it"
	}
	switch {
	case p.Summary.Conflicts > 0:
		return &codeError{exitConflict, fmt.Errorf("%s left for a person to decide", count(p.Summary.Conflicts, "conflict is", "conflicts are"))}
	case n > 0:
		return &codeError{exitPartial, fmt.Errorf("of %s it cannot be told whether the tracker holds %s", count(n, "item", "items"), them)}
	}
	return nil
}
