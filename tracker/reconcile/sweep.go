package reconcile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/tracker"
)

// A sweeper closes what was made twice.
type sweeper struct{ *run }

// sweep closes the twins of what this run created: another run may have
// created the same at the same time. Whoever looks last sees both, and every
// run keeps the oldest.
func (r sweeper) sweep(ctx context.Context) error {
	if len(r.made) == 0 {
		return nil
	}
	if r.mayHaveTwinMilestones() {
		if err := r.p.observed.by(uncached(r.t)).pass(ctx, tracker.KindMilestone); err != nil {
			return fmt.Errorf("all that was to be created and changed was sent, but the milestones could not be read again: %w", err)
		}
	}
	var steps []*step
	for _, sp := range r.p.scopes {
		sp.matcher = newMatcher(r.p.observed, sp.scope.Name, sp.items, sp.opts)
		for _, m := range r.made {
			x := r.result.items[m]
			if m.in != sp || x == nil {
				continue
			}
			now := match{desired: m.desired, in: sp, item: x}
			if w, ok := sp.matcher.winner(x, &now); ok { // another run was faster
				if w == nil {
					continue
				}
				now.item = w
			} else if x.body.marker == nil { // a duplicate of something else by now
				continue
			}
			sp.matcher.checkCopies(&now)
			if now.item != x {
				m.follow = true
				r.result.note(m, now.item)
			}
			if now.blocked != nil {
				continue // the next plan shows it
			}
			m.item = now.item
			for _, twin := range now.twins {
				s := twinCloser{sp}.step(&now, twin)
				steps = append(steps, &s)
			}
		}
	}
	slices.SortStableFunc(steps, func(a, b *step) int { return -strings.Compare(string(a.Kind), string(b.Kind)) }) // milestones first
	r.steps = append(r.steps, steps...)
	if err := r.all(ctx, steps); err != nil {
		return err
	}
	return r.leaveDuplicates(ctx)
}

// leaveDuplicates moves issues that this run created in a milestone which
// another run has closed as a duplicate since.
func (r sweeper) leaveDuplicates(ctx context.Context) error {
	for _, m := range r.made {
		x := r.result.items[m]
		if m.kind != tracker.KindIssue || x == nil || x.Milestone == "" || x.body.marker == nil {
			continue
		}
		in := r.p.observed.items[tracker.Ref{Kind: tracker.KindMilestone, Key: x.Milestone}]
		if in == nil || in.body.marker != nil || in.body.former == nil || in.body.former.scope != m.scope {
			continue
		}
		if to := r.p.observed.winner(in); to != nil {
			if err := r.move(ctx, x, to); err != nil {
				return fmt.Errorf("%s is in %s, a duplicate of %s: %w", x.URL, in.URL, to.URL, err)
			}
		}
	}
	return nil
}

// move puts an issue into another milestone.
func (r sweeper) move(ctx context.Context, x, milestone *observed) error {
	item, err := r.updates.change(ctx, ActionUpdate, x.Ref, func() (tracker.Patch, error) { return tracker.Patch{Milestone: &milestone.Key}, nil })
	if err != nil {
		return err
	}
	r.p.observed.add(item)
	return nil
}

// mayHaveTwinMilestones reports whether it is worth a request to look at the
// milestones again: if an issue is in one that nobody has seen, or if one that
// was created holds no issue that would show that.
func (r sweeper) mayHaveTwinMilestones() bool {
	held := make(map[string]bool)
	for _, x := range r.p.observed.order {
		if x.Kind != tracker.KindIssue || x.Milestone == "" {
			continue
		}
		if r.p.observed.items[tracker.Ref{Kind: tracker.KindMilestone, Key: x.Milestone}] == nil {
			return true
		}
		held[x.Milestone] = true
	}
	return slices.ContainsFunc(r.made, func(m *match) bool {
		return m.kind == tracker.KindMilestone && r.result.items[m] != nil && !held[r.result.items[m].Key]
	})
}

// closeTwin closes an item as the duplicate of an older one and retires its
// marker. What people wrote into it stays. The issues of a milestone move to
// the one that stays, if they are ours.
func (r sweeper) closeTwin(ctx context.Context, s *step) error {
	winner, err := r.t.Get(ctx, s.twin.stays.Ref)
	if err != nil {
		return r.fail(ctx, s, err)
	}
	if mk := splitBody(winner.Body).marker; mk == nil || mk.nonce != s.twin.staysNonce {
		return r.fail(ctx, s, changedMeanwhile(winner))
	}
	if err := r.moveIssues(ctx, s); err != nil {
		return r.fail(ctx, s, err)
	}
	for try := 1; ; try++ {
		var closed *tracker.Item // by another run, which was faster
		item, err := r.updates.change(ctx, ActionClose, s.close.Ref, func() (tracker.Patch, error) {
			item, err := r.t.Get(ctx, s.close.Ref)
			if err != nil {
				return tracker.Patch{}, err
			}
			b := splitBody(item.Body)
			if b.marker == nil && b.former != nil && b.former.nonce == s.twin.nonce {
				closed = item
				return tracker.Patch{}, errClosed
			}
			if b.marker == nil || b.marker.nonce != s.twin.nonce {
				return tracker.Patch{}, changedMeanwhile(item)
			}
			return r.duplicate(item, &b, winner), nil
		})
		switch {
		case closed != nil:
			r.finish(s, r.p.observed.add(closed))
			return nil
		case err == nil:
			r.refusals = 0
			r.result.Closed++
			r.finish(s, r.p.observed.add(item))
			return nil
		case errors.Is(err, tracker.ErrChanged) && try < maxChanges:
		case errors.Is(err, tracker.ErrUnknown):
			r.unknown(s, err)
			return nil
		default:
			return r.fail(ctx, s, err)
		}
	}
}

// errClosed says that there is nothing left to send.
var errClosed = errors.New("another run has closed it")

func changedMeanwhile(item *tracker.Item) error {
	return fmt.Errorf("%w: %s was changed in the tracker since the plan was made; plan again", tracker.ErrConflict, item.URL)
}

// duplicate is what makes an item a duplicate of winner.
func (r sweeper) duplicate(item *tracker.Item, b *itemBody, winner *tracker.Item) tracker.Patch {
	former := &marker{id: b.marker.id, scope: b.marker.scope, nonce: b.marker.nonce, of: winner.Key}
	text := "Duplicate of " + winner.URL + "\n"
	if b.text != "" {
		text += "\n" + b.text
	}
	p := tracker.Patch{Body: new(b.join(former, strings.TrimRight(text, "\n"))), Version: item.Version}
	if item.State == tracker.Open {
		p.State, p.Reason = new(tracker.Closed), tracker.Duplicate
	}
	if item.Kind == tracker.KindMilestone && item.Title == winner.Title {
		// Where titles are unique, two of the same would be in each other's way.
		p.Title = new(fmt.Sprintf("%s (duplicate %s)", item.Title, item.Key))
	}
	return p
}

// moveIssues moves the issues of the scope out of a milestone that is to be
// closed as a duplicate.
func (r sweeper) moveIssues(ctx context.Context, s *step) error {
	if s.Kind != tracker.KindMilestone {
		return nil
	}
	for _, x := range r.p.observed.order {
		mk := x.body.marker
		if x.Kind != tracker.KindIssue || x.Milestone != s.close.Key || mk == nil || mk.scope != s.twin.scope {
			continue
		}
		if err := r.move(ctx, x, s.twin.stays); err != nil {
			return fmt.Errorf("move %s to %s: %w", x.URL, s.twin.stays.URL, err)
		}
	}
	return nil
}
