package reconcile

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
)

// maxReads is how many items that the ledgers or the journal name may be missing
// from a listing before the listing is doubted rather than each of them read.
const maxReads = 50

// readNamed finds what the ledgers and the journal name. What the listings lack
// is read by its key: whether it exists is the server's word, not a conclusion.
func (o observer) readNamed(ctx context.Context, b *backlog.Backlog, st *Store) error {
	refs, err := o.resolve(ctx, b)
	if err != nil {
		return err
	}
	if err := o.relist(ctx, refs, st); err != nil {
		return err
	}
	for _, f := range b.Files() {
		for _, e := range f.Evidence() {
			ref, ok := refs[e]
			if !ok {
				continue
			}
			to, err := o.get(ctx, ref)
			if err == nil {
				err = o.followDuplicate(ctx, to.item)
			}
			if err != nil {
				return fmt.Errorf("%s: %s: %w", e.Pos, e.ID, err)
			}
			o.destinations[e] = to
		}
	}
	if st == nil {
		return nil
	}
	return o.recall(ctx, st.journal)
}

// resolve says which items the addresses in the ledgers name.
func (o observer) resolve(ctx context.Context, b *backlog.Backlog) (map[*backlog.Evidence]tracker.Ref, error) {
	refs := make(map[*backlog.Evidence]tracker.Ref)
	for _, f := range b.Files() {
		for _, e := range f.Evidence() {
			if e.URL == "" {
				continue
			}
			ref, err := o.r.Resolve(ctx, e.URL, e.Pos.File)
			switch {
			case errors.Is(err, tracker.ErrForeign) || err == nil && ref.Kind != e.Kind:
				o.destinations[e] = destination{foreign: true}
				o.foreign = append(o.foreign, e)
			case err != nil:
				return nil, fmt.Errorf("%s: %s: %w", e.Pos, e.ID, err)
			default:
				refs[e] = ref
			}
		}
	}
	return refs, nil
}

// relist lists again where more is missing than items usually are. Two listings
// that differ prove nothing, of whatever either shows.
func (o observer) relist(ctx context.Context, refs map[*backlog.Evidence]tracker.Ref, st *Store) error {
	missing := make(map[tracker.Ref]bool)
	note := func(ref tracker.Ref) {
		if o.items[ref] == nil {
			missing[ref] = true
		}
	}
	for _, ref := range refs {
		note(ref)
	}
	if st != nil {
		for e := range st.journal.created {
			note(tracker.Ref{Kind: e.Kind, Key: e.Key})
		}
	}
	if len(missing) <= maxReads {
		return nil
	}
	narrowed := o.managed != ""
	o.managed = ""
	for _, kind := range []tracker.Kind{tracker.KindMilestone, tracker.KindIssue} {
		if err := o.by(uncached(o.r)).pass(ctx, kind); err != nil {
			return fmt.Errorf("%ss could not be listed, so nothing can be planned: %w", kind, err)
		}
		if narrowed && kind == tracker.KindIssue {
			continue // the one before showed a part on purpose
		}
		if n := o.differing(kind); n > 0 {
			return fmt.Errorf("two listings of the %ss of %s differ by %d rows, so nothing was concluded from them "+
				"and nothing was sent; run again, and if this stays, ask the service",
				kind, o.project.Target, n)
		}
	}
	return nil
}

// followDuplicate reads what an item lost to that was closed as a duplicate.
func (o observer) followDuplicate(ctx context.Context, x *observed) error {
	for range len(o.order) { // people may have made a circle
		if x == nil || x.body.marker != nil || x.body.former == nil {
			return nil
		}
		to, err := o.get(ctx, tracker.Ref{Kind: x.Kind, Key: x.body.former.of})
		if err != nil {
			return err
		}
		x = to.item
	}
	return nil
}

// recall takes over what the journal knows. An item that a listing does not show
// yet is read by its key.
func (o observer) recall(ctx context.Context, j *journal) error {
	for e := range j.created {
		to, err := o.get(ctx, tracker.Ref{Kind: e.Kind, Key: e.Key})
		if err == nil {
			err = o.followDuplicate(ctx, to.item)
		}
		if err != nil {
			return fmt.Errorf("%s %s of an earlier run: %w", e.Kind, e.ID, err)
		}
		o.journal = append(o.journal, recalled{*e, to})
		if to.item != nil {
			o.made[to.item.Ref] = e
		}
	}
	for _, list := range []iter.Seq[*entry]{j.open, j.chosen} {
		for e := range list {
			o.journal = append(o.journal, recalled{entry: *e})
		}
	}
	return nil
}
