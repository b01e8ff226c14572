package reconcile

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
)

// maxChanges is how often an update is worked out anew because the item was
// changed at the same moment.
const maxChanges = 3

// fresh is how old an observation may be before an update that sends text reads the
// item again, which costs a request. A service with versions refuses what somebody
// was faster with; with any other one this is the time in which that is overwritten.
const fresh = 10 * time.Second

// An updater writes to items that exist.
type updater struct{ *run }

// update writes what changed in the file. Every update sends the text, since
// the marker in it holds the base; so what people wrote into the text since it
// was seen is read again first, when all waits are over.
func (r updater) update(ctx context.Context, s *step) error {
	m := s.match
	x, g := m.item, s.merge
	if g.milestone != nil {
		switch _, err := r.milestone(m); {
		case errors.Is(err, errUnsettled):
			r.deferred = append(r.deferred, s)
			return nil
		case err != nil:
			return r.fail(ctx, s, err)
		}
	}
	var patch tracker.Patch
	seen, stale := r.p.observed.at, false
	for try := 1; ; try++ {
		item, err := r.change(ctx, ActionUpdate, x.Ref, func() (tracker.Patch, error) {
			if stale || r.now().Sub(seen) >= fresh {
				item, err := r.t.Get(ctx, x.Ref)
				if err != nil {
					return patch, err
				}
				now := &observed{Item: *r.p.observed.plain(item), body: splitBody(item.Body)}
				if err := sameManaged(x, now, m); err != nil {
					return patch, err
				}
				again := *m
				again.item = now
				x, g = now, m.in.merger.merge(&again)
				seen, stale = r.now(), false
			}
			p, err := r.patch(m, x, g)
			if err == nil {
				patch = p // as it was sent
			}
			return p, err
		})
		stale = true
		switch {
		case err == nil:
			r.refusals = 0
			r.result.written(s)
			r.reportUnassigned(s, item.URL)
			if item, err = r.amend(ctx, item, tracker.Patch{}, r.dropped(s, &patch, item)); err != nil {
				return r.fail(ctx, s, fmt.Errorf("the service left out a part of what was sent, which could not be noted: %w", err))
			}
			r.finish(s, r.p.observed.add(item))
			return nil
		case errors.Is(err, tracker.ErrChanged) && try < maxChanges:
		case patch.Assignees != nil && r.unassign(m, *patch.Assignees, err):
		case errors.Is(err, tracker.ErrUnknown):
			// An update may be sent again: the next run compares anew.
			r.unknown(s, err)
			return nil
		case patch.State != nil && *patch.State == tracker.Closed:
			return r.fail(ctx, s, r.heldOpen(m.scope, x, err))
		default:
			return r.fail(ctx, s, err)
		}
	}
}

// change sends an update, built when its turn has come, and makes sure that the
// answer speaks of the item. It is built anew if it is sent again.
func (r updater) change(ctx context.Context, kind Action, ref tracker.Ref, build func() (tracker.Patch, error)) (*tracker.Item, error) {
	item, err := r.write(ctx, kind, func(sending context.Context) (*tracker.Item, error) {
		p, err := build()
		if err != nil {
			return nil, err
		}
		return r.t.Update(sending, ref, p)
	})
	return r.answer(ref, item, err)
}

// answer makes sure that the answer to an update speaks of the item.
func (r updater) answer(ref tracker.Ref, item *tracker.Item, err error) (*tracker.Item, error) {
	if err == nil && (item == nil || item.Ref != ref || item.URL == "") {
		return nil, &tracker.Error{Target: r.p.Target, Op: "update", Ref: ref, Kind: tracker.ErrUnknown, Err: errors.New("the answer is about another item")}
	}
	if err == nil {
		r.noteText(item)
	}
	return item, err
}

// noteText remembers the managed text of an item as it is stored, so that it can
// be told from people's text should the marker be lost. That may fail: it matters
// only then.
func (r updater) noteText(item *tracker.Item) {
	b := splitBody(item.Body)
	if b.marker == nil {
		return
	}
	text, j := digest(b.text), r.opts.Store.journal
	if old := j.entries[b.marker.nonce]; old != nil && (old.Op != opCreated || old.Text == text) {
		return
	}
	e := entry{
		Time: r.now(), Op: opCreated, Nonce: b.marker.nonce, Kind: item.Kind, Scope: b.marker.scope, ID: b.marker.id,
		Sent: item.CreatedAt, Key: item.Key, URL: item.URL, Text: text,
	}
	if err := j.jot(e); err != nil {
		r.log.Warn("the text of an item is not remembered", "url", item.URL, "error", err)
	}
}

// sameManaged makes sure that the plan still fits: what people may change
// freely may have changed, the managed fields may not.
func sameManaged(old, fresh *observed, m *match) error {
	changed := func(what string) error {
		return fmt.Errorf("%w: its %s was changed in the tracker since the plan was made; plan again", tracker.ErrConflict, what)
	}
	var b base
	if mk := old.body.marker; mk != nil {
		b = mk.base
	}
	switch {
	case (old.body.marker == nil) != (fresh.body.marker == nil),
		old.body.marker != nil && old.body.marker.String() != fresh.body.marker.String():
		return changed("marker")
	case old.Title != fresh.Title:
		return changed("title")
	case old.body.text != fresh.body.text || old.body.broken != fresh.body.broken:
		return changed("managed text")
	case (m.milestone != "" || b.declared(fieldMilestone)) && old.Milestone != fresh.Milestone:
		return changed("milestone")
	case (m.due != "" || b.declared(fieldDue)) && old.Due != fresh.Due:
		return changed("due date")
	case (m.points != "" || b.declared(fieldPoints)) && old.Points != fresh.Points:
		return changed("points")
	case old.State != fresh.State && m.state != "":
		return changed("state")
	}
	return nil
}

// patch builds what is sent for an update.
func (r updater) patch(m *match, x *observed, g *merge) (tracker.Patch, error) {
	p := g.patch
	p.Version = x.Version
	if g.milestone != nil {
		key, err := r.milestone(m)
		if err != nil {
			return p, err
		}
		p.Milestone = &key
	}
	if p.Assignees != nil {
		p.Assignees = new(r.assignable(m, *p.Assignees))
	}
	mk := &marker{id: m.id, scope: m.scope, base: g.base}
	r.noteUnassigned(m, &mk.base)
	if old := x.body.marker; old != nil && !m.adopt {
		mk.nonce = old.nonce
	} else {
		mk.nonce = newNonce()
	}
	text := compose(x.body, mk, g)
	if tooLong(&r.limits, text) { // what people wrote into it counts, too
		return p, fmt.Errorf("%w: the text would have %s; shorten it there or in the file", tracker.ErrRejected, excess(&r.limits, text, r.p.Target))
	}
	p.Body = &text
	return p, nil
}

// compose puts the text of an item together as g wants it.
func compose(b itemBody, mk *marker, g *merge) string {
	switch g.shape {
	case shapeKeep:
	case shapeEnclose:
		b.above = ""
	case shapeRepair:
		b.below = normalise(b.below)[len(g.text):]
	}
	return b.join(mk, g.text)
}

// errMeanwhile says that an item without a story is no longer what was planned for.
var errMeanwhile = fmt.Errorf("%w: it was changed in the tracker since the plan was made; plan again", tracker.ErrConflict)

// prune closes an item whose story is gone from the file.
func (r updater) prune(ctx context.Context, s *step) error {
	x := s.close
	item, err := r.change(ctx, ActionClose, x.Ref, func() (tracker.Patch, error) {
		item, err := r.t.Get(ctx, x.Ref)
		if err != nil {
			return tracker.Patch{}, err
		}
		fresh := &observed{Item: *item, body: splitBody(item.Body)}
		mk := fresh.body.marker
		if mk == nil || mk.nonce != x.body.marker.nonce || fresh.State != tracker.Open {
			return tracker.Patch{}, errMeanwhile
		}
		closing := *mk
		closing.base.pruned, closing.scope = true, s.scope
		text := compose(fresh.body, &closing, &merge{text: fresh.body.text})
		return tracker.Patch{State: new(tracker.Closed), Reason: tracker.NotPlanned, Body: &text, Version: fresh.Version}, nil
	})
	if err != nil {
		return r.fail(ctx, s, r.heldOpen(x.body.marker.scope, x, err))
	}
	r.result.Closed++
	r.finish(s, r.p.observed.add(item))
	return nil
}
