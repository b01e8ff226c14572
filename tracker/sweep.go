package tracker

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// sweep closes the twins of what this run created: another run may have
// created the same at the same time. Whoever looks last sees both, and every
// run keeps the oldest.
func (r *run) sweep() error {
	if len(r.made) == 0 {
		return nil
	}
	if r.mayHaveTwinMilestones() {
		if err := r.p.observed.addAll(r.t.List(context.WithoutCancel(r.ctx), KindMilestone)); err != nil {
			return fmt.Errorf("what there was to create and change was sent, but the milestones could not be read again: %w", err)
		}
	}
	var steps []*step
	for _, sp := range r.p.scopes {
		sp.matcher = newMatcher(r.p.observed, sp.scope.Name, sp.opts)
		for _, m := range r.made {
			x := r.result.items[m]
			if m.scope != sp.scope.Name || x == nil || x.body.marker == nil && x.body.former == nil {
				continue
			}
			now := match{desired: m.desired, item: x}
			if w, ok := sp.matcher.winner(x, &now); ok { // another run was faster
				if w == nil {
					continue
				}
				now.item = w
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
				s := sp.twinStep(&now, twin)
				steps = append(steps, &s)
			}
		}
	}
	slices.SortStableFunc(steps, func(a, b *step) int { return -strings.Compare(string(a.Kind), string(b.Kind)) }) // milestones first
	r.steps = append(r.steps, steps...)
	if err := r.all(steps); err != nil {
		return err
	}
	return r.leaveDuplicates()
}

// leaveDuplicates moves issues that this run created in a milestone which
// another run has closed as a duplicate since.
func (r *run) leaveDuplicates() error {
	for _, m := range r.made {
		x := r.result.items[m]
		if m.kind != KindIssue || x == nil || x.Milestone == "" || x.body.marker == nil {
			continue
		}
		in := r.p.observed.items[Ref{KindMilestone, x.Milestone}]
		if in == nil || in.body.marker != nil || in.body.former == nil || in.body.former.scope != m.scope {
			continue
		}
		if to := r.p.observed.winner(in); to != nil {
			if err := r.move(x, to); err != nil {
				return fmt.Errorf("%s is in %s, a duplicate of %s: %w", x.URL, in.URL, to.URL, err)
			}
		}
	}
	return nil
}

// move puts an issue into another milestone.
func (r *run) move(x, milestone *observed) error {
	item, err := r.change(ActionUpdate, x.Ref, Patch{Milestone: &milestone.Key})
	if err != nil {
		return err
	}
	r.p.observed.add(item)
	return nil
}

// mayHaveTwinMilestones reports whether it is worth a request to look at the
// milestones again: if an issue is in one that nobody has seen, or if one that
// was created holds no issue that would show that.
func (r *run) mayHaveTwinMilestones() bool {
	held := make(map[string]bool)
	for _, x := range r.p.observed.order {
		if x.Kind != KindIssue || x.Milestone == "" {
			continue
		}
		if r.p.observed.items[Ref{KindMilestone, x.Milestone}] == nil {
			return true
		}
		held[x.Milestone] = true
	}
	return slices.ContainsFunc(r.made, func(m *match) bool {
		return m.kind == KindMilestone && r.result.items[m] != nil && !held[r.result.items[m].Key]
	})
}

// closeTwin closes an item as the duplicate of an older one and retires its
// marker. What people wrote into it stays. The issues of a milestone move to
// the one that stays, if they are ours.
func (r *run) closeTwin(s *step) error {
	winner, err := r.t.Get(context.WithoutCancel(r.ctx), s.twin.stays.Ref)
	if err != nil {
		return r.fail(s, err)
	}
	if mk := splitBody(winner.Body).marker; mk == nil || mk.nonce != s.twin.staysNonce {
		return r.fail(s, changedMeanwhile(winner))
	}
	if err := r.moveIssues(s); err != nil {
		return r.fail(s, err)
	}
	for try := 1; ; try++ {
		item, err := r.t.Get(context.WithoutCancel(r.ctx), s.close.Ref)
		if err != nil {
			return r.fail(s, err)
		}
		b := splitBody(item.Body)
		if b.marker == nil && b.former != nil && b.former.nonce == s.twin.nonce {
			r.finish(s, r.p.observed.add(item)) // another run was faster
			return nil
		}
		if b.marker == nil || b.marker.nonce != s.twin.nonce {
			return r.fail(s, changedMeanwhile(item))
		}
		item, err = r.change(ActionClose, item.Ref, r.duplicate(item, &b, winner))
		switch {
		case err == nil:
			r.refusals = 0
			r.result.Closed++
			r.finish(s, r.p.observed.add(item))
			return nil
		case errors.Is(err, ErrChanged) && try < maxChanges:
		case errors.Is(err, ErrUnknown):
			r.unknown(s, err)
			return nil
		default:
			return r.fail(s, err)
		}
	}
}

func changedMeanwhile(item *Item) error {
	return fmt.Errorf("%w: %s was changed in the tracker since the plan was made; plan again", ErrConflict, item.URL)
}

// duplicate is what makes an item a duplicate of winner.
func (r *run) duplicate(item *Item, b *body, winner *Item) Patch {
	former := &marker{id: b.marker.id, scope: b.marker.scope, nonce: b.marker.nonce, of: winner.Key}
	text := "Duplicate of " + winner.URL + "\n"
	if b.text != "" {
		text += "\n" + b.text
	}
	p := Patch{Body: new(b.join(former, strings.TrimRight(text, "\n"))), Version: item.Version}
	if item.State == Open {
		p.State, p.Reason = new(Closed), Duplicate
	}
	if item.Kind == KindMilestone && item.Title == winner.Title {
		// Where titles are unique, two of the same would be in each other's way.
		p.Title = new(fmt.Sprintf("%s (duplicate %s)", item.Title, item.Key))
	}
	return p
}

// moveIssues moves the issues of the scope out of a milestone that is to be
// closed as a duplicate.
func (r *run) moveIssues(s *step) error {
	if s.Kind != KindMilestone {
		return nil
	}
	for _, x := range r.p.observed.order {
		mk := x.body.marker
		if x.Kind != KindIssue || x.Milestone != s.close.Key || mk == nil || mk.scope != s.twin.scope {
			continue
		}
		if err := r.move(x, s.twin.stays); err != nil {
			return fmt.Errorf("move %s to %s: %w", x.URL, s.twin.stays.URL, err)
		}
	}
	return nil
}
