package reconcile

import (
	"context"

	"github.com/backlogsync/backlogsync/tracker"
)

// A goneMover takes the items along whose stories are gone from a backlog that was
// moved: else the next run would not know them any more.
type goneMover struct{ *scopePlan }

func (sp goneMover) plan() {
	closing := make(map[*observed]bool)
	for i := range sp.steps {
		if s := &sp.steps[i]; s.Action == ActionClose {
			closing[s.close] = true
		}
	}
	for _, x := range sp.gone {
		mk := x.body.marker
		if mk == nil || mk.scope == sp.scope.Name || closing[x] || sp.contested[x] || len(sp.matcher.copies(x)) > 1 || !sp.wanted(mk.id) {
			continue
		}
		c := Change{Action: ActionUpdate, Kind: x.Kind, ID: mk.id, Title: x.Title, URL: x.URL, Fields: []Field{
			{"marker", mk.scope + " " + string(mk.id), sp.scope.Name + " " + string(mk.id)},
		}}
		if row := sp.leftRow(x); row != nil {
			c.File, c.Line = row.Pos.File, row.Pos.Line
		}
		sp.steps = append(sp.steps, step{Change: c, gone: x, scope: sp.scope.Name})
		sp.summary.Update++
		sp.changes = append(sp.changes, c)
	}
}

// moveGone writes into the marker of an item whose story is gone its scope, and that it
// is displaced.
func (r updater) moveGone(ctx context.Context, s *step) error {
	x := s.gone
	item, err := r.change(ctx, ActionUpdate, x.Ref, func() (tracker.Patch, error) {
		item, err := r.t.Get(ctx, x.Ref)
		if err != nil {
			return tracker.Patch{}, err
		}
		fresh := &observed{Item: *item, body: splitBody(item.Body)}
		mk := fresh.body.marker
		if mk == nil || mk.nonce != x.body.marker.nonce {
			return tracker.Patch{}, errMeanwhile
		}
		moved := *mk
		moved.scope, moved.base.pruned = s.scope, moved.base.pruned || s.displaces
		text := compose(fresh.body, &moved, &merge{text: fresh.body.text})
		return tracker.Patch{Body: &text, Version: fresh.Version}, nil
	})
	if err != nil {
		return r.fail(ctx, s, err)
	}
	r.result.Updated++
	r.finish(s, r.p.observed.add(item))
	return nil
}
