package reconcile

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/wait"
	"github.com/backlogsync/backlogsync/tracker"
)

// Observed holds the items of a project, read once. Neither planning nor
// [Apply] modifies it, so several plans can be made from it. Only one of them
// can be applied, and only once.
type Observed struct {
	applied atomic.Pointer[Plan] // the plan that Apply took

	project      tracker.Project
	items        map[tracker.Ref]*observed
	order        []*observed // as listed
	destinations map[*backlog.Evidence]destination
	foreign      []*backlog.Evidence    // rows that name another project
	journal      []recalled             // what earlier runs on this machine know or do not know
	made         map[tracker.Ref]*entry // of journal, by the item that was made
	link         func(*tracker.Item, string) string
	labels       map[string]*tracker.Label // by name in lower case; nil if they were not read
	blocks       bool                      // the tracker is a [tracker.Blocker]
	linked       bool                      // the tracker is a [tracker.Linker]: addresses do not work everywhere
	managed      string                    // the label that the listing of issues was narrowed to, or ""
	at           time.Time
	date         time.Time // the server's own, see [tracker.Server]
	quota        *Quota    // what was left of it afterwards, nil if that is not known; see [tracker.Server]
	now          func() time.Time
	skew         time.Duration // by which the server's clock is ahead of now
	settle       time.Duration // after which each listing shows an item
	identity     identity
	trust        *permissions
	recalled     *recollection
	pulled       pullNotes // what was taken into the files and is in no marker yet

	named    bool // the ledgers or the journal name all that the backlog wants
	passes   int  // listings so far
	listings map[tracker.Kind]*listing
	gone     map[tracker.Ref]destination // what was read on its own and does not exist, and what was moved away
	moved    []*observed                 // what moves to other projects left in this one
	reads    int                         // items that were read on their own to plan
	unproven map[tracker.Kind]string     // why nothing of a kind may be created; see absence.go
}

// An observed is an item with its text taken apart.
type observed struct {
	tracker.Item
	body    itemBody
	index   int  // in Observed.order
	pass    int  // the last listing that showed it, 0 if none did
	read    int  // how many listings there had been when it was last read or written on its own
	deleted bool // a listing showed it, and then it was gone
}

// A destination is where an address leads, or what the journal names.
type destination struct {
	item    *observed
	foreign bool   // to another project
	gone    bool   // to an item that no longer exists, here at least
	moved   string // the address at which it is now, if the service tells
}

// A recalled is an entry of the journal, with where it leads if it is of an item
// that was made.
type recalled struct {
	entry
	destination
}

// Project returns what the server said about the project.
func (o *Observed) Project() *tracker.Project { return &o.project }

// Observe reads what is needed to plan b in project p of r: all milestones and
// issues, and single items if the ledger or st names one that the listings
// lack. It asks who may write to the project at most once a day for each login.
// st holds what earlier runs remember, and the clock; nil means that nothing is
// remembered, and [time.Now]. opts are the options of the plan, and may be nil.
func Observe(ctx context.Context, r tracker.Reader, p *tracker.Project, b *backlog.Backlog, st *Store, opts *Options) (*Observed, error) {
	if opts == nil {
		opts = &Options{}
	}
	o := newObserved(p, st, opts).by(r)
	if l, ok := r.(tracker.Linker); ok {
		o.link, o.linked = l.Link, true
	}
	_, o.blocks = r.(tracker.Blocker)
	if err := o.readLabels(ctx, opts); err != nil {
		return nil, err
	}
	o.narrow(b, st, opts)
	o.named = allNamed(b, st, opts)
	for _, kind := range []tracker.Kind{tracker.KindMilestone, tracker.KindIssue} {
		if err := o.by(o.firstReader(opts)).pass(ctx, kind); err != nil {
			return nil, fmt.Errorf("%ss could not be listed, so nothing can be planned: %w", kind, err)
		}
	}
	o.setClock()
	if err := o.readNamed(ctx, b, st); err != nil {
		return nil, err
	}
	if err := o.vouch(ctx, b.Scopes(), opts); err != nil {
		return nil, err
	}
	b = o.remember(b, st, opts)
	if err := o.prove(ctx, b, opts); err != nil {
		return nil, err
	}
	o.identifyRows(ctx, b)
	o.setClock()
	if q, ok := r.(tracker.Server); ok {
		if left, resets, known := q.Quota(); known {
			o.quota = &Quota{left, resets, resets.Sub(o.now()) <= wait.Max}
		}
	}
	return o.Observed, nil
}

func newObserved(p *tracker.Project, st *Store, opts *Options) *Observed {
	o := &Observed{
		project:      *p,
		items:        make(map[tracker.Ref]*observed),
		destinations: make(map[*backlog.Evidence]destination), made: make(map[tracker.Ref]*entry),
		link:     func(item *tracker.Item, _ string) string { return item.URL },
		now:      time.Now,
		listings: make(map[tracker.Kind]*listing), gone: make(map[tracker.Ref]destination), unproven: make(map[tracker.Kind]string),
	}
	o.settle = opts.limits(p).Settle
	if st != nil {
		o.now = st.now
		o.trust = st.permissions
		o.pulled = st.pulled
	}
	if o.trust == nil {
		o.trust = newPermissions()
	}
	o.at = o.now()
	return o
}

// An observer observes a project by means of a reader.
type observer struct {
	*Observed
	r tracker.Reader
}

func (o *Observed) by(r tracker.Reader) observer { return observer{o, r} }

// setClock takes over the server's date, and how far its clock is from ours.
func (o observer) setClock() {
	d, ok := o.r.(tracker.Server)
	if !ok {
		return
	}
	if o.date = d.Date(); !o.date.IsZero() {
		o.skew = o.date.Sub(o.now())
	}
}

// age returns how old an item is by the server's clock. A service that does not
// say when an item was made has none that are young.
func (o *Observed) age(x *observed) time.Duration {
	return o.now().Add(o.skew).Sub(x.CreatedAt)
}

// add takes item, in place of what was known under its key.
func (o *Observed) add(item *tracker.Item) *observed {
	item = o.plain(item)
	if old, ok := o.items[item.Ref]; ok {
		trusted := old.Trusted || item.Trusted // its author does not change
		old.Item, old.body = *item, splitBody(item.Body)
		old.Trusted, old.read, old.deleted = trusted, o.passes, false
		return old
	}
	x := &observed{Item: *item, body: splitBody(item.Body), index: len(o.order), read: o.passes}
	o.items[item.Ref] = x
	o.order = append(o.order, x)
	return x
}

// leave notes an item that was moved to another project. What is left of it is
// nobody's item.
func (o *Observed) leave(item *tracker.Item) {
	if o.gone[item.Ref].moved == "" {
		o.moved = append(o.moved, &observed{Item: *item, body: splitBody(item.Body)})
	}
	o.gone[item.Ref] = destination{gone: true, moved: item.MovedTo}
}

// plain returns an item with the title that the file has: what a title got so
// that the service reads nothing into it is taken out.
func (o *Observed) plain(item *tracker.Item) *tracker.Item {
	if title := o.project.Text.PlainTitle(item.Title); title != item.Title {
		copied := *item
		copied.Title = title
		return &copied
	}
	return item
}

// get returns where a reference leads: to an item, read on its own if the
// listings lack it, or to one that is gone.
func (o observer) get(ctx context.Context, ref tracker.Ref) (destination, error) {
	if x, ok := o.items[ref]; ok {
		return destination{item: x}, nil
	}
	if to, ok := o.gone[ref]; ok {
		return to, nil
	}
	o.reads++
	to, err := o.read(ctx, ref)
	if err == nil && to.gone {
		o.gone[ref] = to
	}
	return to, err
}

// read reads an item on its own, whatever is known of it.
func (o observer) read(ctx context.Context, ref tracker.Ref) (destination, error) {
	item, err := o.r.Get(ctx, ref)
	if errors.Is(err, tracker.ErrNotFound) {
		to := destination{gone: true}
		if e, ok := errors.AsType[*tracker.Error](err); ok {
			to.moved = e.MovedTo
		}
		return to, nil
	}
	if err == nil && item.Ref != ref {
		err = &tracker.Error{Target: o.project.Target, Op: "read", Ref: ref, Kind: tracker.ErrUnavailable, Err: fmt.Errorf("the answer is about %s", item.Ref)}
	}
	if err != nil {
		return destination{}, err
	}
	return destination{item: o.add(item)}, nil
}
