package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
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
		{&tracker.Refusal{Code: "moved-scope", Message: "moved"}, exitConflict},
		{fmt.Errorf("x: %w", tracker.ErrStale), exitConflict},
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
	failure := func(kind error) []tracker.Failure { return []tracker.Failure{{Err: kind}} }
	done, cancel := context.WithCancel(t.Context())
	cancel()
	for name, test := range map[string]struct {
		ctx  context.Context
		r    tracker.Result
		p    tracker.Plan
		err  error
		want exitCode
	}{
		"done":               {r: tracker.Result{Created: 1}, want: exitDone},
		"nothing done":       {r: tracker.Result{Failed: failure(tracker.ErrRejected)}, want: exitFailed},
		"part":               {r: tracker.Result{Created: 1, Failed: failure(tracker.ErrRejected)}, want: exitPartial},
		"left out":           {r: tracker.Result{Created: 1, Dropped: []tracker.Drop{{Whole: true}}}, want: exitPartial},
		"unknown":            {r: tracker.Result{Unknown: failure(tracker.ErrUnknown)}, want: exitPartial},
		"changed meanwhile":  {r: tracker.Result{Updated: 1, Failed: failure(tracker.ErrConflict)}, want: exitConflict},
		"conflict in plan":   {r: tracker.Result{Created: 1}, p: tracker.Plan{Summary: tracker.Summary{Conflicts: 1}}, want: exitConflict},
		"token died":         {r: tracker.Result{Created: 1}, err: tracker.ErrUnauthorized, want: exitUnauthorized},
		"ledger not written": {r: tracker.Result{Created: 1}, err: errors.New("disk full"), want: exitPartial},
		"interrupted":        {ctx: done, r: tracker.Result{Created: 1, Skipped: failure(context.Canceled)}, want: exitInterrupted},
	} {
		if test.ctx == nil {
			test.ctx = t.Context()
		}
		err := outcome(test.ctx, &test.p, &test.r, test.err)
		if got := codeOf(err); got != test.want {
			t.Errorf("%s: exit %d, want %d", name, got, test.want)
		}
		if again := hintOf(err) != ""; name == "left out" && again || name == "part" && !again {
			t.Errorf("%s: hint %q", name, hintOf(err))
		}
		if err != nil && strings.Contains(err.Error(), context.Canceled.Error()) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
