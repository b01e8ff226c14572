package reconcile

import (
	"context"
	"errors"
	"time"

	"github.com/backlogsync/backlogsync/internal/wait"
	"github.com/backlogsync/backlogsync/tracker"
)

// A pacer sends writes at the pace that the service takes.
type pacer struct {
	governor *governor
	limits   tracker.Limits
	now      func() time.Time
	sleep    func(context.Context, time.Duration) error
	report   func(Event)
}

// wait sleeps and, if people notice it, says so.
func (r *pacer) wait(ctx context.Context, d time.Duration, reason string) error {
	if d >= time.Second {
		r.report(Event{Kind: EventWaiting, Wait: d, Reason: reason})
	}
	return r.sleep(ctx, d)
}

// pace waits until the next write may start. A wait that people notice is
// reported.
func (r *pacer) pace(ctx context.Context, create bool) error {
	const noticed = 3 * time.Second
	switch d := r.governor.wait(r.now(), create); {
	case d > max(noticed, 2*r.limits.WriteInterval):
		if err := r.wait(ctx, d, "the service accepts no more for now"); err != nil {
			return err
		}
	case d > 0:
		if err := r.sleep(ctx, d); err != nil {
			return err
		}
	}
	r.governor.start(r.now(), create)
	return nil
}

// maxRefusals is how often a write that a limit refuses is tried.
const maxRefusals = 5

// write sends a write, again after a refusal by a limit: such a refusal says
// that nothing was done. The request in flight is finished when the run is
// being stopped.
func (r *pacer) write(ctx context.Context, kind Action, send func(context.Context) (*tracker.Item, error)) (*tracker.Item, error) {
	create := kind == ActionCreate
	for try := 1; ; try++ {
		if err := r.pace(ctx, create); err != nil {
			return nil, err
		}
		item, err := send(context.WithoutCancel(ctx))
		if !errors.Is(err, tracker.ErrRateLimited) {
			return item, err
		}
		d := time.Minute << (try - 1)
		if e, ok := errors.AsType[*tracker.Error](err); ok && e.RetryAfter > 0 {
			d = e.RetryAfter
		} else {
			r.governor.refused(r.now(), create)
		}
		if try == maxRefusals {
			return nil, err
		}
		if d > wait.Max {
			return nil, err
		}
		if err := r.wait(ctx, d, "the service refuses more for now"); err != nil {
			return nil, err
		}
	}
}
