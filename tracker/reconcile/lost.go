package reconcile

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
)

// A finder finds out about the creates whose answers were lost.
type finder struct{ *run }

// find finds out about the creates whose answers were lost: their markers
// are looked for in new listings until the settle window has passed. Only then
// is a create sent again, once.
func (r finder) find(ctx context.Context) error {
	for delay := 2 * time.Second; len(r.lost) > 0; delay = min(2*delay, 30*time.Second) {
		if err := r.list(ctx); err != nil {
			// While the service does not answer, nothing is concluded.
			if ctx.Err() != nil || errors.Is(err, tracker.ErrUnauthorized) || delay >= 30*time.Second {
				r.giveUp(err)
				return nil
			}
		} else if err := r.collect(ctx); err != nil {
			return err
		} else if err := r.resend(ctx); err != nil {
			return err
		}
		if len(r.lost) == 0 {
			return nil
		}
		if err := r.wait(ctx, min(delay, r.untilSettled()), "looking for items whose creation was not confirmed"); err != nil {
			r.giveUp(err)
			return nil
		}
	}
	return nil
}

// list lists the kinds of what is missing. It fails if that would not show that
// something does not exist.
func (r finder) list(ctx context.Context) error {
	for _, kind := range []tracker.Kind{tracker.KindMilestone, tracker.KindIssue} {
		if !r.lacks(kind) {
			continue
		}
		if err := r.p.observed.by(r.t).survey(ctx, kind); err != nil {
			return err
		}
	}
	return nil
}

// collect takes up what the listings show by now. An error ends the run.
func (r finder) collect(ctx context.Context) error {
	found := make(map[string]*observed)
	for _, x := range r.p.observed.order {
		if mk := x.body.marker; mk != nil {
			found[mk.nonce] = x
		} else if mk := x.body.former; mk != nil {
			found[mk.nonce] = r.p.observed.winner(x) // another run was faster
		}
	}
	lost := r.lost
	r.lost = nil
	for i, l := range lost {
		x := found[l.nonce]
		if x == nil {
			r.lost = append(r.lost, l)
			continue
		}
		if err := r.creates.created(ctx, l.step, &x.Item, l.nonce); err != nil {
			r.lost = append(r.lost, lost[i+1:]...)
			return err
		}
	}
	return nil
}

func (r finder) lacks(kind tracker.Kind) bool {
	for _, l := range r.lost {
		if l.step.Kind == kind {
			return true
		}
	}
	return false
}

// resend sends again what has been missing for the whole settle window. What
// is lost a second time is left to the next run.
func (r finder) resend(ctx context.Context) error {
	lost := r.lost
	r.lost = nil
	for i, l := range lost {
		switch {
		case ctx.Err() != nil, r.now().Sub(l.sent) < r.limits.Settle:
			r.lost = append(r.lost, l)
			continue
		case l.again:
			r.leave(l, errors.New("it was sent twice"))
			continue
		}
		refused := entry{Time: r.now(), Op: opRefused, Nonce: l.nonce}
		if err := r.opts.Store.journal.append(refused); err != nil {
			r.lost = append(r.lost, lost[i:]...)
			return err
		}
		delete(r.milestones[l.step.match.in].missing, l.step.match.key)
		l.step.match.intent = nil
		if err := r.creates.send(ctx, l.step, true); err != nil {
			r.lost = append(r.lost, lost[i+1:]...)
			return err
		}
	}
	return nil
}

// untilSettled returns how long the youngest lost create has to be waited for.
func (r finder) untilSettled() time.Duration {
	var d time.Duration
	for _, l := range r.lost {
		d = max(d, r.limits.Settle-r.now().Sub(l.sent))
	}
	return max(d, 10*time.Millisecond)
}

// giveUp leaves what is lost to the next run.
func (r finder) giveUp(err error) {
	for _, l := range r.lost {
		r.leave(l, err)
	}
	r.lost = nil
}

// leave leaves one create to the next run.
func (r finder) leave(l *lostCreate, err error) {
	lost := l.err
	if !errors.Is(lost, tracker.ErrUnknown) {
		lost = fmt.Errorf("%w: %w", tracker.ErrUnknown, lost)
	}
	r.unknown(l.step, fmt.Errorf("%w (%w); run again to find out", lost, err))
}

// look reads the issues once more after the last write: the relation that the
// ledger records is the server's word, not ours.
func (r *run) look(ctx context.Context) error {
	if r.result.Created+r.result.Updated+r.result.Closed+r.result.Agreed == 0 {
		return nil
	}
	if err := r.p.observed.by(uncached(r.t)).pass(ctx, tracker.KindIssue); err != nil {
		return fmt.Errorf("all that was to be created and changed was sent, but the issues could not be read again: %w", err)
	}
	return nil
}
