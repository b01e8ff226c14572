package trackertest

import (
	"context"
	"iter"
	"slices"

	"github.com/backlogsync/backlogsync/tracker"
)

// A direct disturbs the methods of a tracker that sends no HTTP requests.
type direct struct {
	tracker.Tracker
	e    *Env
	rows int // of a page, 0 until the project has said it
}

// A directLinker is one whose addresses depend on where they are written.
type directLinker struct {
	direct
	tracker.Linker
}

// disturbed returns t with the faults of the suite.
func (e *Env) disturbed(t tracker.Tracker) tracker.Tracker {
	if e.wired {
		return t
	}
	d := direct{Tracker: t, e: e}
	if l, ok := t.(tracker.Linker); ok {
		return &directLinker{d, l}
	}
	return &d
}

// call runs one method under the faults. A fault that loses the answer to a
// write makes its outcome unknown.
func call[T any](ctx context.Context, d *direct, op string, ref tracker.Ref, do func() (T, error)) (T, error) {
	done := turn(ctx)
	write := op == "create" || op == "update"
	f := d.e.in.next(request{op + " " + ref.String(), write})
	if f == nil {
		v, err := do()
		done()
		return v, err
	}
	lost := &tracker.Error{Target: "test", Op: op, Ref: ref, Kind: tracker.ErrUnavailable}
	switch {
	case f.kind != nil:
		lost.Kind = f.kind
	case write && !f.unsent:
		lost.Kind = tracker.ErrUnknown
	}
	var none T
	if !f.stored {
		if f.kill {
			d.e.in.kill()
		}
		return none, lost
	}
	if v, err := do(); err != nil {
		return v, err
	}
	if f.kill {
		d.e.in.kill()
	}
	return none, lost
}

func (d *direct) Project(ctx context.Context) (*tracker.Project, error) {
	p, err := call(ctx, d, "read", tracker.Ref{}, func() (*tracker.Project, error) { return d.Tracker.Project(ctx) })
	if err == nil {
		d.rows = p.Limits.PageRows
	}
	return p, err
}

func (d *direct) Get(ctx context.Context, ref tracker.Ref) (*tracker.Item, error) {
	return call(ctx, d, "read", ref, func() (*tracker.Item, error) { return d.Tracker.Get(ctx, ref) })
}

func (d *direct) Create(ctx context.Context, kind tracker.Kind, c tracker.Content) (*tracker.Item, error) {
	return call(ctx, d, "create", tracker.Ref{Kind: kind}, func() (*tracker.Item, error) { return d.Tracker.Create(ctx, kind, c) })
}

func (d *direct) Update(ctx context.Context, ref tracker.Ref, p tracker.Patch) (*tracker.Item, error) {
	return call(ctx, d, "update", ref, func() (*tracker.Item, error) { return d.Tracker.Update(ctx, ref, p) })
}

// List reads page by page, as far as the limits say what a page is: whatever
// happens between two pages, an item that exists all the time is yielded.
func (d *direct) List(ctx context.Context, kind tracker.Kind) iter.Seq2[*tracker.Item, error] {
	return func(yield func(*tracker.Item, error) bool) {
		met := make(map[tracker.Ref]bool)
		for more := true; more; {
			items, err := call(ctx, d, "list", tracker.Ref{Kind: kind}, func() ([]*tracker.Item, error) { return list(ctx, d.Tracker, kind) })
			if err != nil {
				yield(nil, err)
				return
			}
			items = slices.DeleteFunc(items, func(x *tracker.Item) bool { return met[x.Ref] })
			if more = d.rows > 0 && len(items) > d.rows; more {
				items = items[:d.rows]
			}
			for _, x := range items {
				met[x.Ref] = true
				if !yield(x, nil) {
					return
				}
			}
		}
	}
}

// list collects a listing.
func list(ctx context.Context, t tracker.Reader, kind tracker.Kind) ([]*tracker.Item, error) {
	var items []*tracker.Item
	for item, err := range t.List(ctx, kind) {
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, nil
}
