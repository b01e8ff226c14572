package tracker

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// link makes the relations of all steps, once everything exists: what is taken
// away first, since an issue belongs to one other at most.
func (r *run) link() error {
	var steps []*step
	for _, s := range r.steps {
		if s.links.pending() && s.match != nil && r.result.itemOf(s.match) != nil && !r.hasFailed(s) {
			steps = append(steps, s)
		}
	}
	failed := make(map[*step]bool)
	for _, s := range steps {
		if err := r.unrelate(s); err != nil {
			failed[s] = true
			if err := r.failLink(s, err); err != nil {
				return err
			}
		}
	}
	for _, s := range steps {
		if r.ctx.Err() != nil || failed[s] {
			continue
		}
		if err := r.relate(s); err != nil {
			if err := r.failLink(s, err); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *run) hasFailed(s *step) bool {
	return slices.ContainsFunc(r.result.Failed, func(f Failure) bool { return f.Change.Kind == s.Kind && f.Change.ID == s.ID && f.Change.File == s.File })
}

// failLink notes relations that were not made.
func (r *run) failLink(s *step, err error) error {
	if s.onlyLinks() {
		return r.fail(s, err)
	}
	r.result.Failed = append(r.result.Failed, Failure{s.Change, fmt.Errorf("its relations: %w", err)})
	r.report(Event{Kind: EventFailed, Change: &s.Change, Err: err})
	if errors.Is(err, ErrUnauthorized) {
		return err
	}
	return nil
}

// onlyLinks reports whether an update is about relations alone.
func (s *step) onlyLinks() bool {
	return s.Action == ActionUpdate && s.match != nil && !s.match.adopt && s.links.pending() && len(s.merge.update)+len(s.merge.agreed) == 0
}

// unrelate takes relations back.
func (r *run) unrelate(s *step) error {
	l, x := r.linkerOf(s.match), r.result.itemOf(s.match)
	for i, set := range s.links.sets {
		for _, key := range set.remove {
			other := l.gone[key]
			if m := l.issues[key]; m != nil {
				other = r.result.itemOf(m)
			}
			if other == nil || r.ctx.Err() != nil {
				continue
			}
			err := r.relation(fieldStories+field(i), x.Ref, other.Ref, true)
			if err != nil && !errors.Is(err, ErrUnsupported) {
				return err
			}
		}
	}
	return nil
}

// relate makes relations, and notes in the marker what came of it.
func (r *run) relate(s *step) error {
	l, x := r.linkerOf(s.match), r.result.itemOf(s.match)
	var next [2]agreedSet
	for i, set := range s.links.sets {
		if set.next == nil {
			continue
		}
		next[i] = maps.Clone(set.next)
		for _, key := range set.add {
			other := r.result.itemOf(l.issues[key])
			if other == nil { // it was not made: the next run relates it
				delete(next[i], digest(key))
				continue
			}
			if i == 0 && l.twins[other.Parent] { // an issue belongs to one other at most
				if err := r.relation(fieldStories, Ref{KindIssue, other.Parent}, other.Ref, true); err != nil && !errors.Is(err, ErrUnsupported) {
					return err
				}
			}
			err := r.relation(fieldStories+field(i), x.Ref, other.Ref, false)
			if err != nil && !errors.Is(err, ErrUnsupported) {
				return err
			}
			next[i][digest(key)] = err == nil
		}
	}
	item, err := r.noteLinks(s.match, x, next, l)
	if err != nil {
		return err
	}
	x = r.p.observed.add(item)
	if s.onlyLinks() {
		r.result.Updated++
		r.finish(s, x)
	}
	return nil
}

// relation makes or takes back one relation of item to other.
func (r *run) relation(f field, item, other Ref, remove bool) error {
	_, err := r.write(ActionUpdate, func(ctx context.Context) (*Item, error) {
		if f == fieldStories {
			p, ok := r.t.(Parenter)
			switch {
			case !ok:
				return nil, ErrUnsupported
			case remove:
				return nil, p.RemoveParent(ctx, other, item)
			}
			return nil, p.SetParent(ctx, other, item)
		}
		b, ok := r.t.(Blocker)
		switch {
		case !ok:
			return nil, ErrUnsupported
		case remove:
			return nil, b.RemoveBlocker(ctx, item, other)
		}
		return nil, b.AddBlocker(ctx, item, other)
	})
	return err
}

// noteLinks writes into the marker which relations there are, and into the
// managed text those that the tracker lacks.
func (r *run) noteLinks(m *match, x *observed, next [2]agreedSet, l *linker) (*Item, error) {
	item, err := r.t.Get(context.WithoutCancel(r.ctx), x.Ref)
	if err != nil {
		return nil, err
	}
	b := splitBody(item.Body)
	if b.marker == nil || x.body.marker == nil || b.marker.nonce != x.body.marker.nonce || b.broken {
		return nil, fmt.Errorf("%w: its marker was changed in the tracker since the plan was made; plan again", ErrConflict)
	}
	mk := *b.marker
	before := mk.base
	for i, set := range next {
		if set != nil {
			mk.base.agreeSet(fieldStories+field(i), set)
		}
	}
	text := b.text
	if m.text != nil && digest(text) == mk.base.value(fieldText).tracker && text == l.listed(m, &before, r.result.itemOf) {
		text = l.listed(m, &mk.base, r.result.itemOf)
		mk.base.agree(fieldText, digest(text), digest(text))
	}
	body := compose(b, &mk, &merge{text: text})
	return r.write(ActionUpdate, func(ctx context.Context) (*Item, error) {
		return r.t.Update(ctx, x.Ref, Patch{Body: &body, Version: item.Version})
	})
}

func (r *run) linkerOf(m *match) *linker {
	for _, sp := range r.p.scopes {
		if sp.scope.Name == m.scope {
			return sp.linker
		}
	}
	panic("unreachable scope " + m.scope)
}
