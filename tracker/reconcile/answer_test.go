package reconcile_test

import (
	"context"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
)

// A misleading tracker answers updates with what bend makes of the answer.
type misleading struct {
	*memory
	bend func(tracker.Item) *tracker.Item
}

func (m misleading) Update(ctx context.Context, ref tracker.Ref, p tracker.Patch) (*tracker.Item, error) {
	item, err := m.memory.Update(ctx, ref, p)
	if err != nil {
		return nil, err
	}
	return m.bend(*item), nil
}

// An answer to an update that says nothing of the item leaves open what became of it, and
// the next run finds out.
func TestAnswerOfAnother(t *testing.T) {
	t.Parallel()
	for what, bend := range map[string]func(tracker.Item) *tracker.Item{
		"nothing":        func(tracker.Item) *tracker.Item { return nil },
		"another one":    func(x tracker.Item) *tracker.Item { x.Key = "99"; return &x },
		"without a page": func(x tracker.Item) *tracker.Item { x.URL = ""; return &x },
	} {
		p := newProject(t, small)
		p.MustApply(t)
		p.Replace(t, "US-1.1 Login", "US-1.1 Sign in")
		p.Sees = misleading{p.m, bend}
		_, r, err := p.Apply(t, nil)
		if err != nil || len(r.Unknown) != 1 || r.Updated != 0 {
			t.Errorf("%s: %v, %+v", what, err, r)
		}
		p.Sees = nil
		p.MustApply(t)
		p.WantNoChanges(t)
	}
}
