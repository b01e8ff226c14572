package reconcile_test

import (
	"context"
	"iter"
	"slices"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
)

// A window is a tracker whose listings do not show all there is.
type window struct {
	*memory
	passes map[tracker.Kind]int
	show   func(kind tracker.Kind, pass int, items []*tracker.Item) []*tracker.Item // pass counts from 1
	get    func(tracker.Ref) error
	fail   func(kind tracker.Kind, pass int) error
}

func (w *window) List(ctx context.Context, kind tracker.Kind) iter.Seq2[*tracker.Item, error] {
	w.passes[kind]++
	var items []*tracker.Item
	var failed error
	for item, err := range w.memory.List(ctx, kind) {
		if failed = err; err == nil {
			items = append(items, item)
		}
	}
	items = w.show(kind, w.passes[kind], items)
	return func(yield func(*tracker.Item, error) bool) {
		for _, item := range items {
			if !yield(item, nil) {
				return
			}
		}
		if w.fail != nil && failed == nil {
			failed = w.fail(kind, w.passes[kind])
		}
		if failed != nil {
			yield(nil, failed)
		}
	}
}

func (w *window) Get(ctx context.Context, ref tracker.Ref) (*tracker.Item, error) {
	if w.get != nil {
		if err := w.get(ref); err != nil {
			return nil, err
		}
	}
	return w.memory.Get(ctx, ref)
}

// look lets the engine see the project through a window.
func (p *project) look(show func(kind tracker.Kind, pass int, items []*tracker.Item) []*tracker.Item) *window {
	w := &window{memory: p.m, passes: make(map[tracker.Kind]int), show: show}
	p.Sees = w
	return w
}

// without hides issues of these keys.
func without(items []*tracker.Item, keys ...string) []*tracker.Item {
	return slices.DeleteFunc(items, func(x *tracker.Item) bool { return x.Kind == tracker.KindIssue && slices.Contains(keys, x.Key) })
}

func all(_ tracker.Kind, _ int, items []*tracker.Item) []*tracker.Item { return items }

// later lets the settle window pass.
func (p *project) later() { p.Clock.Set(p.Clock.Now().Add(time.Hour)) }

// unregister forgets the ledger, as a checkout from before the run does.
func (p *project) unregister() { p.Src = small }

// calls returns how often the engine sent a request.
func (p *project) count(call string) int {
	n := 0
	for _, c := range p.m.Calls() {
		if c == call {
			n++
		}
	}
	return n
}
