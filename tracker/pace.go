package tracker

import (
	"context"
	"errors"
	"time"
)

// wait sleeps and, if people notice it, says so.
func (r *run) wait(d time.Duration, reason string) error {
	if d >= time.Second {
		r.report(Event{Kind: EventWaiting, Wait: d, Reason: reason})
	}
	return r.sleep(r.ctx, d)
}

// Sleep waits for d, or until ctx ends, and then returns its cause.
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

// pace waits until the next write may start. A wait that people notice is
// reported.
func (r *run) pace(create bool) error {
	const noticed = 3 * time.Second
	switch d := r.governor.wait(r.now(), create); {
	case d > max(noticed, 2*r.limits.WriteInterval):
		if err := r.wait(d, "the service takes no more for now"); err != nil {
			return err
		}
	case d > 0:
		if err := r.sleep(r.ctx, d); err != nil {
			return err
		}
	}
	r.governor.start(r.now(), create)
	return nil
}

// maxRefusals is how often a write that a limit refuses is tried, and
// maxWait how long one wait for a limit may be.
const (
	maxRefusals = 5
	maxWait     = 65 * time.Minute // a quota is back within the hour
)

// write sends a write, again after a refusal by a limit: such a refusal says
// that nothing was done. The request in flight is finished when the run is
// being stopped.
func (r *run) write(kind Action, send func(context.Context) (*Item, error)) (*Item, error) {
	create := kind == ActionCreate
	for try := 1; ; try++ {
		if err := r.pace(create); err != nil {
			return nil, err
		}
		item, err := send(context.WithoutCancel(r.ctx))
		if !errors.Is(err, ErrRateLimited) {
			return item, err
		}
		wait := time.Minute << (try - 1)
		if e, ok := errors.AsType[*Error](err); ok && e.RetryAfter > 0 {
			wait = e.RetryAfter
		} else {
			r.governor.refused(r.now(), create)
		}
		if try == maxRefusals {
			return nil, err
		}
		if wait > maxWait {
			return nil, err
		}
		if err := r.wait(wait, "the service refuses more for now"); err != nil {
			return nil, err
		}
	}
}
