package rest

import (
	"context"
	"errors"
	"time"
)

// maxTries is how often a request that may be repeated is sent, and maxWait how
// long one wait for a limit may be.
const (
	maxTries = 4
	maxWait  = 15 * time.Minute
)

// Repeat sends a request that may be repeated, a read or an update: again after
// a refusal by a limit when the service allows, and after a failure that passing
// says may be gone at the next try.
func Repeat(ctx context.Context, sleep func(context.Context, time.Duration) error, passing func(error) bool, send func() error) error {
	for try := 1; ; try++ {
		err := send()
		if err == nil || try == maxTries || ctx.Err() != nil {
			return err
		}
		wait := time.Second << (try - 1)
		limit, limited := errors.AsType[*LimitError](err)
		switch {
		case limited:
			wait = limit.Wait
			if wait == 0 {
				wait = time.Minute << (try - 1)
			}
			if wait > maxWait {
				return err
			}
		case !passing(err):
			return err
		}
		if err := sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// Resend sends a request that must not be repeated: again only after a failure
// by which it never left, such as one to connect.
func Resend(ctx context.Context, sleep func(context.Context, time.Duration) error, send func() error) error {
	const tries = 3
	for try := 1; ; try++ {
		err := send()
		if _, unsent := errors.AsType[*UnsentError](err); !unsent || try == tries || ctx.Err() != nil {
			return err
		}
		if err := sleep(ctx, time.Second<<(try-1)); err != nil {
			return err
		}
	}
}

// Sleep waits for d, or until ctx ends.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
