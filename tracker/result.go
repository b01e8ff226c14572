package tracker

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/backlogsync/backlogsync/backlog"
)

// A Result is what [Apply] did.
type Result struct {
	Created, Updated, Recorded, Closed int

	Failed      []Failure // nothing was changed
	Unknown     []Failure // the next run finds out
	Skipped     []Failure // not tried
	Dropped     []Drop    // parts of writes that the service left out
	Interrupted bool      // the context ended before everything was done

	p     *Plan
	items map[*match]*observed // what is known to exist of what the plan records
}

// A Failure is a change that was not made, or not for certain.
type Failure struct {
	Change Change
	Err    error
}

func newResult(p *Plan) *Result {
	return &Result{p: p, items: make(map[*match]*observed)}
}

// note remembers an item that the ledger is to hold.
func (r *Result) note(m *match, x *observed) { r.items[m] = x }

// Err returns nil if everything was done, else an error that joins the
// failures.
func (r *Result) Err() error {
	var errs []error
	for _, list := range [][]Failure{r.Failed, r.Unknown} {
		for _, f := range list {
			errs = append(errs, fmt.Errorf("%s %s: %w", f.Change.Kind, cmp.Or(string(f.Change.ID), f.Change.Title), f.Err))
		}
	}
	errs = append(errs, r.dropErrors()...)
	if n := len(r.Skipped); n > 0 {
		why := r.Skipped[0].Err
		said := errors.Is(errors.Join(errs...), why)
		errs = append(errs, &skippedError{n, why, said || errors.Is(why, context.Canceled)})
	}
	return errors.Join(errs...)
}

// A skippedError says how many changes were not tried, and why, unless people
// know: somebody stopped the run, or another error says it.
type skippedError struct {
	n     int
	err   error
	known bool
}

func (e *skippedError) Error() string {
	if e.known {
		return fmt.Sprintf("%d changes were not tried", e.n)
	}
	return fmt.Sprintf("%d changes were not tried: %v", e.n, e.err)
}

func (e *skippedError) Unwrap() error { return e.err }

// Record returns what f is to say after this run, for [backlog.File.Record].
// f may be a newer version of a file of the plan: items are found by scope and
// ID. The caller sets Date.
func (r *Result) Record(f *backlog.File) backlog.Record {
	var rec backlog.Record
	for _, sp := range r.p.scopes {
		if sp.scope.Name != f.Scope() {
			continue
		}
		has := idsOf(f)
		for i := range sp.matches {
			m := &sp.matches[i]
			x := r.items[m]
			if x == nil || !has[itemKey{m.kind, m.key}] {
				continue
			}
			rec.Evidence = append(rec.Evidence, evidenceOf(m.desired, &x.Item, sp.o, sp.opts))
			if m.follow {
				rec.Follow = append(rec.Follow, backlog.ItemRef{Kind: m.kind, ID: m.id})
			}
		}
		rec.Relations = r.relations(sp, f)
	}
	return rec
}

// itemOf returns the item as last seen, nil if there is none.
func (r *Result) itemOf(m *match) *observed {
	if x := r.items[m]; x != nil {
		return x
	}
	return m.item
}

// idsOf returns the items that f has.
func idsOf(f *backlog.File) map[itemKey]bool {
	ids := make(map[itemKey]bool, len(f.Epics())+len(f.Stories()))
	for _, e := range f.Epics() {
		ids[itemKey{KindMilestone, e.ID.Key()}] = true
		ids[itemKey{KindIssue, e.ID.Key()}] = true
	}
	for _, s := range f.Stories() {
		ids[itemKey{KindIssue, s.ID.Key()}] = true
	}
	return ids
}
