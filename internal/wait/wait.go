// Package wait waits for the limits of services.
package wait

import (
	"context"
	"time"
)

// Max is how long one wait for a limit may be, of reads and of writes: a quota is
// back within the hour.
const Max = 65 * time.Minute

// For waits for d, or until ctx ends, and then returns its cause.
func For(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
