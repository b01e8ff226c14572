package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

func TestExitCodes(t *testing.T) {
	t.Parallel()
	failed := func(kind error) error {
		return fmt.Errorf("while: %w", &tracker.Error{Target: "x:y", Op: "read", Kind: kind})
	}
	for _, test := range []struct {
		err  error
		want exitCode
	}{
		{nil, exitDone},
		{errors.New("other"), exitFailed},
		{failed(tracker.ErrNotFound), exitFailed},
		{failed(tracker.ErrUnavailable), exitFailed},
		{failed(tracker.ErrUnauthorized), exitUnauthorized},
		{failed(tracker.ErrUnknown), exitPartial},
		{&reconcile.Refusal{Reason: reason.MovedScope{}}, exitConflict},
		{fmt.Errorf("x: %w", reconcile.ErrStale), exitConflict},
		{&backlog.InvalidError{}, exitInvalid},
		{context.Canceled, exitInterrupted},
		{withHint(failed(tracker.ErrUnauthorized), "log in"), exitUnauthorized},
		{&codeError{code: exitPending}, exitPending},
	} {
		if got := codeOf(test.err); got != test.want {
			t.Errorf("codeOf(%v) = %d, want %d", test.err, got, test.want)
		}
	}
}

// The outcome of apply is that of its worst failure.
func TestOutcome(t *testing.T) {
	t.Parallel()
	failure := func(kind error) []reconcile.Failure { return []reconcile.Failure{{Err: kind}} }
	far := &tracker.Error{Kind: tracker.ErrRateLimited, RetryAfter: 2 * time.Hour}
	done, cancel := context.WithCancel(t.Context())
	cancel()
	for name, test := range map[string]struct {
		ctx  context.Context
		r    reconcile.Result
		p    reconcile.Plan
		err  error
		want exitCode

		again bool // the same command does the rest
		after bool // but not before some time
	}{
		"done":              {r: reconcile.Result{Created: 1}, want: exitDone},
		"nothing done":      {r: reconcile.Result{Failed: failure(tracker.ErrRejected)}, want: exitFailed},
		"part":              {r: reconcile.Result{Created: 1, Failed: failure(tracker.ErrRejected)}, want: exitPartial},
		"left out":          {r: reconcile.Result{Created: 1, Dropped: []reconcile.Drop{{Whole: true}}}, want: exitPartial},
		"assignee left out": {r: reconcile.Result{Created: 1, Dropped: []reconcile.Drop{{Assignees: []string{"gone"}}}}, want: exitDone},
		"exists":            {r: reconcile.Result{Created: 1, Failed: failure(fmt.Errorf("milestone: %w", tracker.ErrExists))}, want: exitPartial},
		"gone since":        {r: reconcile.Result{Created: 1, Failed: failure(tracker.ErrNotFound)}, want: exitPartial, again: true},
		"part and part": {r: reconcile.Result{Created: 1, Failed: append(failure(tracker.ErrRejected), failure(tracker.ErrUnavailable)...)}, want: exitPartial,
			again: true},
		"milestone refused": {r: reconcile.Result{Created: 1, Failed: failure(fmt.Errorf("its milestone does not exist: %w", tracker.ErrRejected))},
			want: exitPartial},
		"unreachable": {r: reconcile.Result{Failed: failure(tracker.ErrUnavailable)}, want: exitFailed, again: true},
		"conflict, assignee": {r: reconcile.Result{Failed: failure(tracker.ErrConflict), Dropped: []reconcile.Drop{{Assignees: []string{"gone"}}}},
			want: exitConflict},
		"limited":            {r: reconcile.Result{Created: 1, Failed: failure(far)}, want: exitPartial, again: true, after: true},
		"limited in between": {r: reconcile.Result{Created: 1, Skipped: failure(far)}, err: far, want: exitPartial, again: true, after: true},
		"unknown":            {r: reconcile.Result{Unknown: failure(tracker.ErrUnknown)}, want: exitPartial, again: true},
		"changed meanwhile":  {r: reconcile.Result{Updated: 1, Failed: failure(tracker.ErrConflict)}, want: exitConflict},
		"conflict in plan":   {r: reconcile.Result{Created: 1}, p: reconcile.Plan{Summary: reconcile.Summary{Conflicts: 1}}, want: exitConflict},
		"token died":         {r: reconcile.Result{Created: 1}, err: tracker.ErrUnauthorized, want: exitUnauthorized},
		"ledger not written": {r: reconcile.Result{Created: 1}, err: errors.New("disk full"), want: exitPartial, again: true},
		"interrupted":        {ctx: done, r: reconcile.Result{Created: 1, Skipped: failure(context.Canceled)}, want: exitInterrupted, again: true},
	} {
		if test.ctx == nil {
			test.ctx = t.Context()
		}
		err := outcome(test.ctx, &test.p, &test.r, test.err)
		if got := codeOf(err); got != test.want {
			t.Errorf("%s: exit %d, want %d", name, got, test.want)
		}
		// What will not pass never gets the advice to try it again.
		if again := strings.Contains(hintOf(err), "run the same command again"); again != test.again {
			t.Errorf("%s: hint %q", name, hintOf(err))
		}
		if after := strings.Contains(hintOf(err), "run the same command again after "); after != test.after {
			t.Errorf("%s: hint %q", name, hintOf(err))
		}
		if err != nil && strings.Contains(err.Error(), context.Canceled.Error()) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What is left unknown is spoken of as what it is, one or several.
func TestUnknownLeft(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{
		1: "of 1 item it cannot be told whether the tracker holds it", 2: "of 2 items it cannot be told whether the tracker holds them",
	} {
		if err := conflictsLeft(&reconcile.Plan{Summary: reconcile.Summary{Unknown: n}}); err == nil || err.Error() != want || codeOf(err) != exitPartial {
			t.Errorf("%d: %v, want %q", n, err, want)
		}
	}
}
