package reconcile

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/backlogsync/backlogsync/tracker"
)

// A relater makes and takes back relations between issues.
type relater struct{ *run }

// relateAll makes the relations of all steps, once everything exists and it is known
// what lost to an older issue of another run: what is taken away first, since an
// issue belongs to one other at most. The error is one that ends the run.
func (r relater) relateAll(ctx context.Context) error {
	var steps []*step
	for _, s := range r.steps {
		if s.relations.pending() && s.match != nil && r.result.itemOf(s.match) != nil && !r.hasFailed(s) {
			steps = append(steps, s)
		}
	}
	for _, sp := range r.p.scopes {
		if sp.graph != nil {
			sp.graph.noteTwins()
		}
	}
	failed := make(map[*step]bool)
	for i, s := range steps {
		if ctx.Err() != nil {
			break
		}
		if s.onlyRelations() {
			r.report(Event{Kind: EventStarted, Change: &s.Change})
		}
		if err := r.unrelate(ctx, s); err != nil {
			failed[s] = true
			if err := r.failed(ctx, s, err); err != nil {
				r.skipAll(steps[i+1:], err)
				return err
			}
		}
	}
	for i, s := range steps {
		if ctx.Err() != nil {
			r.skipAll(steps[i:], context.Cause(ctx))
			return nil
		}
		if failed[s] {
			continue
		}
		if err := r.relate(ctx, s); err != nil {
			if err := r.failed(ctx, s, err); err != nil {
				r.skipAll(steps[i+1:], err)
				return err
			}
		}
	}
	return nil
}

// skipAll notes what is about relations alone and was not tried. The
// relations of other changes are made by the next run.
func (r relater) skipAll(steps []*step, err error) {
	r.skip(slices.DeleteFunc(slices.Clone(steps), func(s *step) bool { return !s.onlyRelations() || r.hasFailed(s) }), err)
}

func (r relater) hasFailed(s *step) bool {
	return slices.ContainsFunc(r.result.Failed, func(f Failure) bool { return f.Change.Kind == s.Kind && f.Change.ID == s.ID && f.Change.File == s.File })
}

// failed notes relations that were not made, and decides whether the run goes
// on.
func (r relater) failed(ctx context.Context, s *step, err error) error {
	if s.onlyRelations() || r.stopped(ctx, err) {
		return r.fail(ctx, s, err)
	}
	r.result.Failed = append(r.result.Failed, Failure{s.Change, fmt.Errorf("its relations: %w", err)})
	r.report(Event{Kind: EventFailed, Change: &s.Change, Err: err})
	if errors.Is(err, tracker.ErrUnauthorized) || errors.Is(err, tracker.ErrRateLimited) {
		return err
	}
	return nil
}

// onlyRelations reports whether an update is about relations alone.
func (s *step) onlyRelations() bool {
	return (s.Action == ActionUpdate || s.Action == ActionAgree) && s.match != nil && !s.match.adopt &&
		s.relations.pending() && len(s.merge.update)+len(s.merge.agreed) == 0
}

// unrelate takes relations back.
func (r relater) unrelate(ctx context.Context, s *step) error {
	graph, x := s.match.in.graph, r.result.itemOf(s.match)
	for i, set := range s.relations.sets {
		for _, name := range set.remove {
			if ctx.Err() != nil {
				return nil
			}
			err := r.relation(ctx, fieldStories+field(i), x.Ref, graph.nodes[name].x.Ref, true)
			if err != nil && !errors.Is(err, tracker.ErrUnsupported) {
				return err
			}
		}
	}
	return nil
}

// relate makes relations, and notes in the marker what came of it. Without
// anything to note nothing is sent.
func (r relater) relate(ctx context.Context, s *step) error {
	graph, x := s.match.in.graph, r.result.itemOf(s.match)
	var next [2]agreedSet
	var missing *match // to be related, and not made
	for i, set := range s.relations.sets {
		if set.next == nil {
			continue
		}
		next[i] = make(agreedSet, len(set.next))
		for name, p := range set.next {
			other := graph.nodes[name].x
			if m := graph.nodes[name].m; m != nil {
				other = r.result.itemOf(m)
			}
			if now := nodeName(other); now != "" && !slices.Contains(set.add, name) {
				next[i][now] = p
			}
		}
		for _, name := range set.add {
			other := r.result.itemOf(graph.nodes[name].m)
			if other == nil || other.body.marker == nil { // the next run relates it
				missing = graph.nodes[name].m
				continue
			}
			if i == 0 && graph.twins[other.Parent] { // an issue belongs to one other at most
				parent := tracker.Ref{Kind: tracker.KindIssue, Key: other.Parent}
				if err := r.relation(ctx, fieldStories, parent, other.Ref, true); err != nil && !errors.Is(err, tracker.ErrUnsupported) {
					return err
				}
			}
			err := r.relation(ctx, fieldStories+field(i), x.Ref, other.Ref, false)
			if err != nil && !errors.Is(err, tracker.ErrUnsupported) {
				return err
			}
			next[i][nodeName(other)] = present
			if err != nil {
				next[i][nodeName(other)] = refused
			}
		}
	}
	if missing != nil && x.body.marker != nil && x.body.marker.base.relates(next) {
		if s.onlyRelations() {
			r.skip([]*step{s}, r.notMade(missing))
		}
		return nil
	}
	item, err := r.note(ctx, s, x, next, graph)
	if err != nil {
		return err
	}
	x = r.p.observed.add(item)
	if s.onlyRelations() {
		r.result.written(s)
		r.finish(s, x)
	}
	return nil
}

// relates reports whether the base says of relations what next does; nil leaves
// a set as it is.
func (b *base) relates(next [2]agreedSet) bool {
	for i, set := range next {
		if set != nil && !maps.Equal(set, b.set(fieldStories+field(i))) {
			return false
		}
	}
	return true
}

// notMade says why an issue that others are related to does not exist.
func (r relater) notMade(m *match) error {
	for _, list := range [][]Failure{r.result.Failed, r.result.Unknown, r.result.Skipped} {
		for _, f := range list {
			if c := f.Change; c.Kind == m.kind && c.ID == m.id && c.File == m.file.Name() {
				return fmt.Errorf("%s was not created: %w", m.id, f.Err)
			}
		}
	}
	return fmt.Errorf("%s does not exist", m.id)
}

// relation makes or takes back one relation of item to other.
func (r relater) relation(ctx context.Context, f field, item, other tracker.Ref, remove bool) error {
	_, err := r.write(ctx, ActionUpdate, func(sending context.Context) (*tracker.Item, error) {
		if f == fieldStories {
			p, ok := r.t.(tracker.Parenter)
			switch {
			case !ok:
				return nil, tracker.ErrUnsupported
			case remove:
				return nil, p.RemoveParent(sending, other, item)
			}
			return nil, p.SetParent(sending, other, item)
		}
		b, ok := r.t.(tracker.Blocker)
		switch {
		case !ok:
			return nil, tracker.ErrUnsupported
		case remove:
			return nil, b.RemoveBlocker(sending, item, other)
		}
		return nil, b.AddBlocker(sending, item, other)
	})
	return err
}

// note writes into the marker which relations there are, and into the
// managed text those that the tracker lacks.
func (r relater) note(ctx context.Context, s *step, x *observed, next [2]agreedSet, graph *relationGraph) (*tracker.Item, error) {
	m := s.match
	item, err := r.t.Get(ctx, x.Ref)
	if err != nil {
		return nil, err
	}
	b := splitBody(item.Body)
	if b.marker == nil || x.body.marker == nil || b.marker.nonce != x.body.marker.nonce || b.broken {
		return nil, fmt.Errorf("%w: its marker was changed in the tracker since the plan was made; plan again", tracker.ErrConflict)
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
	if m.text != nil && digest(text) == mk.base.value(fieldText).tracker && text == graph.listed(m, &before, r.result.itemOf) {
		text = graph.listed(m, &mk.base, r.result.itemOf)
		mk.base.agreeText(m.sourceOf(text), text, text)
	}
	body := compose(b, &mk, &merge{text: text})
	return r.write(ctx, ActionUpdate, func(sending context.Context) (*tracker.Item, error) {
		return r.t.Update(sending, x.Ref, tracker.Patch{Body: &body, Version: item.Version})
	})
}
