package rest

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/backlogsync/backlogsync/internal/wait"
)

// maxTries is how often a request that may be repeated is sent.
const maxTries = 4

// repeatRead sends a read: again after a refusal by a limit when the service allows,
// and after a failure that passing says may be gone at the next try.
func repeatRead(ctx context.Context, sleep func(context.Context, time.Duration) error, passing func(error) bool, send func() error) error {
	return repeat(ctx, sleep, send, func(try int, err error) (time.Duration, bool) {
		limit, limited := errors.AsType[*LimitError](err)
		if !limited {
			return time.Second << (try - 1), passing(err)
		}
		d := cmp.Or(limit.Wait, time.Minute<<(try-1))
		return d, d <= wait.Max
	})
}

// repeatWrite sends a write that may be repeated, since it says what is to be.
// It is [repeatRead], but that a refusal by a limit is the caller's to wait for: who
// paces all writes has to know of it, and can be interrupted.
func repeatWrite(ctx context.Context, sleep func(context.Context, time.Duration) error, passing func(error) bool, send func() error) error {
	return repeat(ctx, sleep, send, func(try int, err error) (time.Duration, bool) {
		_, limited := errors.AsType[*LimitError](err)
		return time.Second << (try - 1), !limited && passing(err)
	})
}

// repeat sends until again says no; it says after which wait to send, too.
func repeat(
	ctx context.Context, sleep func(context.Context, time.Duration) error, send func() error,
	again func(try int, err error) (wait time.Duration, ok bool),
) error {
	for try := 1; ; try++ {
		err := send()
		if err == nil || try == maxTries || ctx.Err() != nil {
			return err
		}
		wait, ok := again(try, err)
		if !ok {
			return err
		}
		if err := sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// resend sends a request that must not be repeated: again only after a failure
// by which it never left, such as one to connect.
func resend(ctx context.Context, sleep func(context.Context, time.Duration) error, send func() error) error {
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
