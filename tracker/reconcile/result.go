package reconcile

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
)

// A Result is what [Apply] did.
type Result struct {
	Created, Updated, Recorded, Closed int
	Agreed                             int // items for which an agreement was noted; see [ActionAgree]

	Failed      []Failure // nothing was changed
	Unknown     []Failure // the next run finds out
	Skipped     []Failure // not tried
	Dropped     []Drop    // parts of writes that the service left out
	Interrupted bool      // the context ended before everything was done
	Nameless    error     // why rows of the ledger remain without a responsible person, or nil

	p     *Plan
	items map[*match]*observed // what is known to exist of what the plan records

	closed map[*observed]bool // because their stories are gone
}

// A Failure is a change that was not made, or that may not have been made.
type Failure struct {
	Change Change
	Err    error
}

// err names the item and, if a person has to do something there, the line.
func (f *Failure) err() error {
	what := fmt.Sprintf("%s %s", f.Change.Kind, cmp.Or(string(f.Change.ID), f.Change.Title))
	if c := &f.Change; !Passing(f.Err) && c.Line > 0 {
		what = fmt.Sprintf("%s:%d: %s", c.File, c.Line, what)
	}
	return fmt.Errorf("%s: %w", what, f.Err)
}

func newResult(p *Plan) *Result {
	return &Result{p: p, items: make(map[*match]*observed), closed: make(map[*observed]bool)}
}

// note remembers an item that the ledger is to hold.
func (r *Result) note(m *match, x *observed) { r.items[m] = x }

// written counts an update, and what is agreed and was noted with it, as the plan
// does.
func (r *Result) written(s *step) {
	if s.Action == ActionUpdate {
		r.Updated++
	}
	if s.Action == ActionAgree || len(s.merge.agreed) > 0 {
		r.Agreed++
	}
}

// Err returns nil if everything was done, else an error that joins
// [Result.Errors].
func (r *Result) Err() error { return errors.Join(r.Errors()...) }

// Errors returns the errors of the changes that were not made, and a
// [*DropError] for each field that a service left out entirely.
func (r *Result) Errors() []error {
	var errs []error
	for _, list := range [][]Failure{r.Failed, r.Unknown} {
		for _, f := range list {
			errs = append(errs, f.err())
		}
	}
	errs = append(errs, r.dropErrors()...)
	if n := len(r.Skipped); n > 0 {
		why := r.Skipped[0].Err
		said := errors.Is(errors.Join(errs...), why)
		errs = append(errs, &skippedError{n, why, said || errors.Is(why, context.Canceled)})
	}
	return errs
}

// A skippedError says how many changes were not tried, and why, unless people
// know: somebody stopped the run, or another error says it.
type skippedError struct {
	n     int
	err   error
	known bool
}

func (e *skippedError) Error() string {
	text := fmt.Sprintf("%d changes were not tried", e.n)
	if e.n == 1 {
		text = "1 change was not tried"
	}
	if e.known {
		return text
	}
	return fmt.Sprintf("%s: %v", text, e.err)
}

func (e *skippedError) Unwrap() error { return e.err }

// Resumable reports whether applying the same files again may do more, although
// nobody did anything about the failures; see [Passing].
func (r *Result) Resumable() bool {
	for _, list := range [][]Failure{r.Failed, r.Unknown, r.Skipped} {
		for _, f := range list {
			if Passing(f.Err) {
				return true
			}
		}
	}
	return false
}

// Record returns what to record in f after this run, for [backlog.File.Record].
// f may be a newer version of a file of the plan; items are found by scope and
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
			want := evidenceOf(m.desired, &x.Item, sp.o, sp.opts)
			rec.Evidence = append(rec.Evidence, want)
			if row := sp.rowOf(m); row != m.evidence {
				rec.Renamed = append(rec.Renamed, backlog.Renamed{Kind: m.kind, From: row.ID, To: m.id})
			}
			if have, ok := sp.addressOf(m, x.Ref); ok && have != want.URL {
				if rec.Aliases == nil {
					rec.Aliases = make(map[string]string)
				}
				rec.Aliases[have] = want.URL
			}
			if m.follow {
				rec.Follow = append(rec.Follow, backlog.ItemRef{Kind: m.kind, ID: m.id})
			}
		}
		for _, x := range sp.gone {
			row := sp.leftRow(x)
			if !r.closed[x] || row == nil || has[itemKey{row.Kind, idKey(row.Key())}] {
				continue
			}
			rec.Closed = append(rec.Closed, backlog.ItemRef{Kind: row.Kind, ID: row.ID})
			if e := closedEvidence(x, row, sp, f); e != nil {
				rec.Evidence = append(rec.Evidence, *e)
			}
		}
		rec.Relations = r.relations(sp, f)
	}
	return rec
}

// closedEvidence returns the row that a shared ledger gets of an item that was closed
// because its story is gone, while only the file itself has a row of it; nil where
// there is one to mark.
func closedEvidence(x *observed, row *backlog.Evidence, sp *scopePlan, f *backlog.File) *backlog.Evidence {
	if !slices.ContainsFunc(f.Evidence(), func(e *backlog.Evidence) bool { return e.Left() && e.Kind == row.Kind && e.Key() == row.Key() }) {
		return nil
	}
	return &backlog.Evidence{
		Kind: row.Kind, ID: row.ID, URL: sp.o.link(&x.Item, f.LedgerName()), CreatedAt: backlog.Timestamp(x.CreatedAt),
		Responsible: responsible(&x.Item, sp.o, sp.opts), Status: backlog.StatusClosed,
	}
}

// addressOf returns the address in the row of the ledger, if that led to the
// item.
func (sp *scopePlan) addressOf(m *match, ref tracker.Ref) (string, bool) {
	row := sp.rowOf(m)
	if row == nil {
		return "", false
	}
	to, ok := sp.o.destinations[row]
	return row.URL, ok && to.item != nil && to.item.Ref == ref
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
		ids[itemKey{tracker.KindMilestone, idKey(e.ID.Key())}] = true
		ids[itemKey{tracker.KindIssue, idKey(e.ID.Key())}] = true
	}
	for _, s := range f.Stories() {
		ids[itemKey{tracker.KindIssue, idKey(s.ID.Key())}] = true
	}
	return ids
}
