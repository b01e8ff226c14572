package tracker

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// link makes the relations of all steps, once everything exists and it is known
// what lost to an older issue of another run: what is taken away first, since an
// issue belongs to one other at most. The error is one that ends the run.
func (r *run) link() error {
	var steps []*step
	for _, s := range r.steps {
		if s.links.pending() && s.match != nil && r.result.itemOf(s.match) != nil && !r.hasFailed(s) {
			steps = append(steps, s)
		}
	}
	for _, sp := range r.p.scopes {
		if sp.linker != nil {
			sp.linker.noteTwins()
		}
	}
	failed := make(map[*step]bool)
	for i, s := range steps {
		if r.ctx.Err() != nil {
			break
		}
		if s.onlyLinks() {
			r.report(Event{Kind: EventStarted, Change: &s.Change})
		}
		if err := r.unrelate(s); err != nil {
			failed[s] = true
			if err := r.failLink(s, err); err != nil {
				r.skipLinks(steps[i+1:], err)
				return err
			}
		}
	}
	for i, s := range steps {
		if r.ctx.Err() != nil {
			r.skipLinks(steps[i:], context.Cause(r.ctx))
			return nil
		}
		if failed[s] {
			continue
		}
		if err := r.relate(s); err != nil {
			if err := r.failLink(s, err); err != nil {
				r.skipLinks(steps[i+1:], err)
				return err
			}
		}
	}
	return nil
}

// skipLinks notes what is about relations alone and was not tried. The
// relations of other changes are made by the next run.
func (r *run) skipLinks(steps []*step, err error) {
	r.skip(slices.DeleteFunc(slices.Clone(steps), func(s *step) bool { return !s.onlyLinks() || r.hasFailed(s) }), err)
}

func (r *run) hasFailed(s *step) bool {
	return slices.ContainsFunc(r.result.Failed, func(f Failure) bool { return f.Change.Kind == s.Kind && f.Change.ID == s.ID && f.Change.File == s.File })
}

// failLink notes relations that were not made, and decides whether the run goes
// on.
func (r *run) failLink(s *step, err error) error {
	if s.onlyLinks() {
		return r.fail(s, err)
	}
	r.result.Failed = append(r.result.Failed, Failure{s.Change, fmt.Errorf("its relations: %w", err)})
	r.report(Event{Kind: EventFailed, Change: &s.Change, Err: err})
	if errors.Is(err, ErrUnauthorized) || errors.Is(err, ErrRateLimited) {
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
		for _, name := range set.remove {
			if r.ctx.Err() != nil {
				return nil
			}
			err := r.relation(fieldStories+field(i), x.Ref, l.nodes[name].x.Ref, true)
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
		next[i] = make(agreedSet, len(set.next))
		for name, has := range set.next {
			other := l.nodes[name].x
			if m := l.nodes[name].m; m != nil {
				other = r.result.itemOf(m)
			}
			if now := nodeName(other); now != "" && !slices.Contains(set.add, name) {
				next[i][now] = has
			}
		}
		for _, name := range set.add {
			other := r.result.itemOf(l.nodes[name].m)
			if other == nil || other.body.marker == nil { // it was not made: the next run relates it
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
			next[i][nodeName(other)] = err == nil
		}
	}
	item, err := r.noteLinks(s, x, next, l)
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
func (r *run) noteLinks(s *step, x *observed, next [2]agreedSet, l *linker) (*Item, error) {
	m := s.match
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
		if set == nil {
			continue
		}
		f := fieldStories + field(i)
		if old := before.set(f); s.Action == ActionCreate && old != nil { // another run made it, and related it
			old = maps.Clone(old)
			maps.Copy(old, set)
			set = old
		}
		mk.base.agreeSet(f, set)
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
