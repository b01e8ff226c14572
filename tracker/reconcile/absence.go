package reconcile

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// This file decides what a create may rest on: that an item was not found does
// not say that it does not exist. The one ground is a complete listing of
// this run that no cache had a part in and that nothing contradicts which is
// known, by the journal, the ledgers or an earlier listing.

// errIncomplete says that a listing contradicts what is known.
var errIncomplete = errors.New("the listing is not complete")

// A listing is one pass over the items of a kind.
type listing struct {
	pass   int         // its number
	kept   bool        // answers that a cache kept had a part in it
	twice  *observed   // met a second time, so others may not have been met at all
	fresh  []*observed // that no listing before showed
	passes int         // how often the kind was listed so far
}

// uncached returns a reader of the same project that keeps nothing.
func uncached(r tracker.Reader) tracker.Reader {
	if c, ok := r.(tracker.Cacher); ok {
		return c.Uncached()
	}
	return r
}

// firstReader returns what the first listing is read with: with kept answers
// only if the ledgers and the journal name all that the backlog wants, since else
// something is very likely to be created, and the project would be listed twice.
// Who looks for items that were made twice wants to see all there are.
func (o observer) firstReader(opts *Options) tracker.Reader {
	if o.named && !opts.Dedupe {
		return o.r
	}
	return uncached(o.r)
}

// dangling reports whether what the ledgers or the journal name is not all there.
func (o *Observed) dangling() bool {
	for _, to := range o.destinations {
		if to.item == nil {
			return true
		}
	}
	return slices.ContainsFunc(o.journal, func(e recalled) bool { return e.Op == opCreated && e.item == nil })
}

// allNamed reports whether the ledgers or the journal name each item that b
// wants.
func allNamed(b *backlog.Backlog, st *Store, opts *Options) bool {
	for _, s := range b.Scopes() {
		named := make(map[itemKey]bool)
		for _, f := range s.Files {
			for _, e := range f.Evidence() {
				if e.URL != "" {
					named[itemKey{e.Kind, idKey(e.Key())}] = true
				}
			}
		}
		if st != nil {
			for e := range st.journal.created {
				if e.Scope == s.Name {
					named[itemKey{e.Kind, idKey(e.ID.Key())}] = true
				}
			}
		}
		for _, f := range s.Files {
			for _, e := range f.Epics() {
				key := idKey(e.Key())
				if opts.Epics.Milestones() && !named[itemKey{tracker.KindMilestone, key}] || opts.Epics.Issues() && !named[itemKey{tracker.KindIssue, key}] {
					return false
				}
			}
			for _, story := range f.Stories() {
				if !named[itemKey{tracker.KindIssue, idKey(story.Key())}] {
					return false
				}
			}
		}
	}
	return true
}

// pass lists the items of a kind, of the issues only those with the managed label
// where the listing is narrowed. A listing that failed because rows came or went
// while it ran is begun anew.
func (o observer) pass(ctx context.Context, kind tracker.Kind) error {
	for try := 1; ; try++ {
		if err := o.passOnce(ctx, kind); err == nil || try == maxChanges || !errors.Is(err, tracker.ErrChanged) {
			return err
		}
	}
}

func (o observer) passOnce(ctx context.Context, kind tracker.Kind) error {
	cached := func() int {
		if c, ok := o.r.(tracker.Cacher); ok {
			return c.Cached()
		}
		return 0
	}
	before := cached()
	o.passes++
	l := &listing{pass: o.passes, passes: 1}
	if old := o.listings[kind]; old != nil {
		l.passes += old.passes
	}
	for item, err := range o.list(ctx, kind) {
		if err != nil {
			return err
		}
		if item.Key == "" || item.Kind != kind {
			return &tracker.Error{
				Target: o.project.Target, Op: "list", Ref: tracker.Ref{Kind: kind}, Kind: tracker.ErrUnavailable,
				Err:  fmt.Errorf("the answer has %q without a number, so no item of it can be told from another; nothing was concluded from it", item.Title),
				Hint: "check that the server at that address is of the kind that the target names",
			}
		}
		if item.MovedTo != "" {
			o.leave(item)
			continue
		}
		x := o.add(item)
		switch x.pass {
		case l.pass:
			l.twice = x
		case 0:
			l.fresh = append(l.fresh, x)
		}
		x.pass = l.pass
	}
	l.kept = cached() > before
	o.listings[kind] = l
	return nil
}

// differing returns how many rows the last listing of a kind shows that the one
// before should have shown, and lacks that it did show. What may have been made
// in between counts as neither.
func (o *Observed) differing(kind tracker.Kind) int {
	l, n := o.listings[kind], 0
	for _, x := range l.fresh {
		if o.settled(x) {
			n++
		}
	}
	for _, x := range o.order {
		if x.Kind == kind && x.pass > 0 && x.pass < l.pass {
			n++
		}
	}
	return n
}

// settled reports whether an item is so old that every listing has to show it.
func (o *Observed) settled(x *observed) bool { return o.age(x) > o.settle }

// prove makes sure that what planning finds nothing of does not exist. Where
// that cannot be had, unproven says why, and nothing of the kind is created.
func (o observer) prove(ctx context.Context, b *backlog.Backlog, opts *Options) error {
	doubts := make(map[tracker.Kind]bool)
	for kind, l := range o.listings {
		why, err := o.contradiction(ctx, kind)
		if err != nil {
			return err
		}
		doubts[kind] = l.kept || why != ""
	}
	if !doubts[tracker.KindMilestone] && !doubts[tracker.KindIssue] {
		return nil
	}
	if opts.Dedupe || o.named && !o.dangling() && len(opts.Recreate) == 0 && opts.Renumbered == "" {
		return nil
	}
	creates := o.creates(b, opts)
	for _, kind := range []tracker.Kind{tracker.KindMilestone, tracker.KindIssue} {
		if !doubts[kind] || !creates[kind] {
			continue
		}
		switch err := o.survey(ctx, kind); {
		case errors.Is(err, errIncomplete):
			o.unproven[kind] = err.Error()
		case err != nil:
			return fmt.Errorf("%ss could not be listed, so nothing can be planned: %w", kind, err)
		}
	}
	return o.vouch(ctx, b.Scopes(), opts)
}

// checkProven blocks the create of what may exist after all.
func (sp *scopePlan) checkProven(m *match) {
	why := sp.o.unproven[m.kind]
	switch {
	case why == "", m.item != nil, m.blocked != nil, m.intent != nil: // an intent is looked into by apply
	case sp.matcher.create(m):
		m.chosen = true
	default:
		m.block(ActionUnknown, reason.Unproven{Why: why})
	}
}

// creates returns the kinds of which planning would create something, as far as
// finding the items tells: one that goes to another story leaves one without.
func (o *Observed) creates(b *backlog.Backlog, opts *Options) map[tracker.Kind]bool {
	if opts.Renumbered == FollowTitles {
		return map[tracker.Kind]bool{tracker.KindMilestone: true, tracker.KindIssue: true}
	}
	kinds := make(map[tracker.Kind]bool)
	for _, s := range b.Scopes() {
		sp := newScopePlan(s, o, opts)
		for _, m := range sp.matcher.matchAll(sp.items) {
			if m.item == nil && m.blocked == nil {
				kinds[m.kind] = true
			}
		}
	}
	return kinds
}

// survey lists a kind, so that what is not found by then does not exist. The
// error wraps errIncomplete if the listing contradicts what is known, also the
// second time: what came or went while the first one ran is over by then.
func (o observer) survey(ctx context.Context, kind tracker.Kind) error {
	o = o.by(uncached(o.r))
	var why string
	for range 2 {
		err := o.pass(ctx, kind)
		if err != nil {
			return err
		}
		if why, err = o.contradiction(ctx, kind); err != nil || why == "" {
			return err
		}
	}
	return fmt.Errorf("%w: %s; nothing is created on that basis: run again later", errIncomplete, why)
}

// contradiction says what shows that the last listing of a kind lacks rows: ""
// if nothing does. An item that it lacks although it is known is read once more.
// One that is gone by now went while the listing ran, which may have moved another
// one out of sight.
func (o observer) contradiction(ctx context.Context, kind tracker.Kind) (string, error) {
	l := o.listings[kind]
	if l.twice != nil {
		return fmt.Sprintf("%s appeared twice, so another row may have been missed", l.twice.URL), nil
	}
	if kind == tracker.KindIssue && o.managed != "" {
		return "", nil // it shows a part on purpose, and nothing is created
	}
	why := ""
	for _, x := range o.order {
		if x.Kind != kind || x.pass == l.pass || x.deleted || !o.settled(x) {
			continue
		}
		if x.read < l.pass {
			found, err := o.read(ctx, x.Ref)
			if err != nil {
				return "", err
			}
			if found.item == nil {
				x.deleted = true
				why = fmt.Sprintf("%s was deleted meanwhile, so another row may have been missed", x.URL)
				continue
			}
		}
		return fmt.Sprintf("it lacks %s, which exists", x.URL), nil
	}
	return why, nil
}
