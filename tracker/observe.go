package tracker

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
)

// Observed is what a project holds, read once. It is not modified by planning.
type Observed struct {
	project Project
	items   map[Ref]*observed
	order   []*observed // as listed
	links   map[*backlog.Evidence]link
	foreign []*backlog.Evidence // rows that name another project
	journal []entry             // what earlier runs on this machine know or do not know
	link    func(*Item, string) string
	labels  map[string]*Label // by name in lower case; nil if they were not read
	blocks  bool              // the tracker is a [Blocker]
	linked  bool              // the tracker is a [Linker]: addresses do not work everywhere
	managed string            // the label that the listing of issues was narrowed to, or ""
	at      time.Time
	date    time.Time // the server's own, see [Dater]
}

// An observed is an item with its text taken apart.
type observed struct {
	Item
	body  body
	index int // in Observed.order
}

// A link is where the address in a ledger row leads.
type link struct {
	item    *observed
	foreign bool // to another project
	gone    bool // to an item that does not exist any more
}

// Project returns what the server said of the project.
func (o *Observed) Project() *Project { return &o.project }

// Observe reads what planning b needs of the project p of r: its milestones and
// its issues, and single items only where the ledger or st names one that the
// listings lack. st is what earlier runs remember, and has the clock; nil stands
// for nothing remembered and time.Now. opts, which may be nil, are those of the
// plan.
func Observe(ctx context.Context, r Reader, p *Project, b *backlog.Backlog, st *Store, opts *Options) (*Observed, error) {
	if opts == nil {
		opts = &Options{}
	}
	o := &Observed{
		project: *p,
		items:   make(map[Ref]*observed),
		links:   make(map[*backlog.Evidence]link),
		link:    func(item *Item, _ string) string { return item.URL },
		at:      time.Now(),
	}
	if st != nil {
		o.at = st.now()
	}
	if l, ok := r.(Linker); ok {
		o.link, o.linked = l.Link, true
	}
	_, o.blocks = r.(Blocker)
	if err := o.readLabels(ctx, r, opts); err != nil {
		return nil, err
	}
	o.narrow(r, b, st, opts)
	for _, kind := range []Kind{KindMilestone, KindIssue} {
		if err := o.addAll(o.list(ctx, r, kind)); err != nil {
			return nil, fmt.Errorf("%ss could not be listed, so nothing can be planned: %w", kind, err)
		}
	}
	o.trustOwn(ctx, r, b)
	if err := o.follow(ctx, r, b); err != nil {
		return nil, err
	}
	if err := o.identifyRows(ctx, r); err != nil {
		return nil, err
	}
	if st != nil {
		if err := o.remember(ctx, r, st.journal); err != nil {
			return nil, err
		}
	}
	if d, ok := r.(Dater); ok {
		o.date = d.Date()
	}
	return o, nil
}

func (o *Observed) addAll(list iter.Seq2[*Item, error]) error {
	for item, err := range list {
		if err != nil {
			return err
		}
		o.add(item)
	}
	return nil
}

// add takes item, in place of what was known under its key.
func (o *Observed) add(item *Item) *observed {
	if old, ok := o.items[item.Ref]; ok {
		trusted := old.Trusted || item.Trusted // its author does not change
		old.Item, old.body = *item, splitBody(item.Body)
		old.Trusted = trusted
		return old
	}
	x := &observed{Item: *item, body: splitBody(item.Body), index: len(o.order)}
	o.items[item.Ref] = x
	o.order = append(o.order, x)
	return x
}

// get returns an item, read on its own if the listings lack it; nil if it does
// not exist.
func (o *Observed) get(ctx context.Context, r Reader, ref Ref) (*observed, error) {
	if x, ok := o.items[ref]; ok {
		return x, nil
	}
	item, err := r.Get(ctx, ref)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return o.add(item), nil
}

// follow resolves the addresses of the ledgers.
func (o *Observed) follow(ctx context.Context, r Reader, b *backlog.Backlog) error {
	for _, f := range b.Files() {
		for _, e := range f.Evidence() {
			if e.URL == "" {
				continue
			}
			ref, err := r.Resolve(ctx, e.URL, f.Name())
			if errors.Is(err, ErrForeign) || err == nil && ref.Kind != e.Kind {
				o.links[e] = link{foreign: true}
				o.foreign = append(o.foreign, e)
				continue
			}
			if err != nil {
				return fmt.Errorf("%s: %s: %w", e.Pos, e.ID, err)
			}
			item, err := o.get(ctx, r, ref)
			if err != nil {
				return fmt.Errorf("%s: %s: %w", e.Pos, e.ID, err)
			}
			o.links[e] = link{item: item, gone: item == nil}
			if err := o.followDuplicate(ctx, r, item); err != nil {
				return fmt.Errorf("%s: %s: %w", e.Pos, e.ID, err)
			}
		}
	}
	return nil
}

// followDuplicate reads what an item lost to that was closed as a duplicate.
func (o *Observed) followDuplicate(ctx context.Context, r Reader, x *observed) error {
	for range len(o.order) { // people may have made a circle
		if x == nil || x.body.marker != nil || x.body.former == nil {
			return nil
		}
		var err error
		if x, err = o.get(ctx, r, Ref{x.Kind, x.body.former.of}); err != nil {
			return err
		}
	}
	return nil
}

// remember takes over what the journal knows. An item that a listing does not
// show yet is read by its key; one that is gone is forgotten.
func (o *Observed) remember(ctx context.Context, r Reader, j *journal) error {
	for e := range j.created {
		item, err := o.get(ctx, r, Ref{e.Kind, e.Key})
		if err != nil {
			return fmt.Errorf("%s %s of an earlier run: %w", e.Kind, e.ID, err)
		}
		if item != nil {
			o.journal = append(o.journal, *e)
		}
	}
	for e := range j.open {
		o.journal = append(o.journal, *e)
	}
	return nil
}
