package tracker

import (
	"context"
	"errors"
	"fmt"
)

// maxChanges is how often an update is worked out anew because the item was
// changed at the same moment.
const maxChanges = 3

// update writes what changed in the file. Every update sends the text, since
// the marker in it holds the base; so what people wrote into the text since it
// was seen is read again first.
func (r *run) update(s *step) error {
	m := s.match
	x, g := m.item, s.merge
	for try := 1; ; try++ {
		if try > 1 || r.now().Sub(r.p.observed.at) >= r.limits.Fresh {
			item, err := r.t.Get(context.WithoutCancel(r.ctx), x.Ref)
			if err != nil {
				return r.fail(s, err)
			}
			fresh := &observed{Item: *item, body: splitBody(item.Body)}
			if err := sameManaged(x, fresh, m); err != nil {
				return r.fail(s, err)
			}
			x = fresh
			again := *m
			again.item = x
			g = r.merger(m).merge(&again)
		}
		patch, err := r.patch(m, x, g)
		if errors.Is(err, errUnsettled) {
			r.deferred = append(r.deferred, s)
			return nil
		}
		if err != nil {
			return r.fail(s, err)
		}
		item, err := r.change(ActionUpdate, x.Ref, patch)
		switch {
		case err == nil:
			r.refusals = 0
			r.result.Updated++
			if item, err = r.checkDropped(s, &patch, item, Patch{}); err != nil {
				return r.fail(s, err)
			}
			r.finish(s, r.p.observed.add(item))
			return nil
		case errors.Is(err, ErrChanged) && try < maxChanges:
		case errors.Is(err, ErrUnknown):
			// An update may be sent again: the next run compares anew.
			r.unknown(s, err)
			return nil
		default:
			return r.fail(s, err)
		}
	}
}

// change sends an update and makes sure that the answer speaks of the item.
func (r *run) change(kind Action, ref Ref, p Patch) (*Item, error) {
	item, err := r.write(kind, func(ctx context.Context) (*Item, error) { return r.t.Update(ctx, ref, p) })
	if err == nil && (item == nil || item.Ref != ref || item.URL == "") {
		return nil, &Error{Target: r.p.Target, Op: "update", Ref: ref, Kind: ErrUnknown, Err: errors.New("the answer speaks of another item")}
	}
	return item, err
}

// merger returns the merger of the scope of m.
func (r *run) merger(m *match) *merger {
	for _, sp := range r.p.scopes {
		if sp.scope.Name == m.scope {
			return sp.merger
		}
	}
	panic("unreachable scope " + m.scope)
}

// sameManaged makes sure that the plan still fits: what people may change
// freely may have changed, the managed fields may not.
func sameManaged(old, fresh *observed, m *match) error {
	changed := func(what string) error {
		return fmt.Errorf("%w: its %s was changed in the tracker since the plan was made; plan again", ErrConflict, what)
	}
	switch {
	case (old.body.marker == nil) != (fresh.body.marker == nil),
		old.body.marker != nil && old.body.marker.String() != fresh.body.marker.String():
		return changed("marker")
	case old.Title != fresh.Title:
		return changed("title")
	case old.body.text != fresh.body.text || old.body.broken != fresh.body.broken:
		return changed("managed text")
	case m.milestone != "" && old.Milestone != fresh.Milestone:
		return changed("milestone")
	case m.due != "" && old.Due != fresh.Due:
		return changed("due date")
	case m.points != "" && old.Points != fresh.Points:
		return changed("points")
	case old.State != fresh.State && m.state != "":
		return changed("state")
	}
	return nil
}

// patch builds what is sent for an update.
func (r *run) patch(m *match, x *observed, g *merge) (Patch, error) {
	p := g.patch
	p.Version = x.Version
	if g.milestone != nil {
		key, err := r.milestone(m.desired)
		if err != nil {
			return p, err
		}
		p.Milestone = &key
	}
	mk := &marker{id: m.id, scope: m.scope, base: g.base}
	if old := x.body.marker; old != nil && !m.adopt {
		mk.nonce = old.nonce
	} else {
		mk.nonce = newNonce()
	}
	text := compose(x.body, mk, g)
	if limit := r.limits.BodyBytes; limit > 0 && len(text) > limit {
		return p, fmt.Errorf("%w: the text would have %d bytes; %d are allowed", ErrRejected, len(text), limit)
	}
	p.Body = &text
	return p, nil
}

// compose puts the text of an item together as g wants it.
func compose(b body, mk *marker, g *merge) string {
	switch g.shape {
	case shapeKeep:
	case shapeEnclose:
		b.above = ""
	case shapeRepair:
		b.below = normalise(b.below)[len(g.text):]
	}
	return b.join(mk, g.text)
}

// prune closes an item whose story is gone from the file.
func (r *run) prune(s *step) error {
	x := s.close
	item, err := r.t.Get(context.WithoutCancel(r.ctx), x.Ref)
	if err != nil {
		return r.fail(s, err)
	}
	fresh := &observed{Item: *item, body: splitBody(item.Body)}
	mk := fresh.body.marker
	if mk == nil || mk.nonce != x.body.marker.nonce || fresh.State != Open {
		return r.fail(s, fmt.Errorf("%w: it was changed in the tracker since the plan was made; plan again", ErrConflict))
	}
	closing := *mk
	closing.base.pruned = true
	text := compose(fresh.body, &closing, &merge{text: fresh.body.text})
	item, err = r.change(ActionClose, x.Ref, Patch{State: new(Closed), Reason: NotPlanned, Body: &text, Version: fresh.Version})
	if err != nil {
		return r.fail(s, err)
	}
	r.result.Closed++
	r.finish(s, r.p.observed.add(item))
	return nil
}
