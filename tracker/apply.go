package tracker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// ApplyOptions says how to apply. Store is required.
type ApplyOptions struct {
	// Store is where creates are noted before they are sent. Without it
	// nothing may be sent.
	Store *Store

	// Save, if set, is called with what is known so far: about every 30 s,
	// and once at the end, after an interruption too. Its error stops Apply.
	Save func(*Result) error

	// Report, if set, is called as the work goes on, never concurrently.
	Report func(Event)

	Logger *slog.Logger                                     // nil: nothing is logged
	Now    func() time.Time                                 // nil: time.Now
	Sleep  func(ctx context.Context, d time.Duration) error // nil: a timer
}

// An EventKind is the kind of an [Event].
type EventKind string

// The kinds of events.
const (
	EventStarted EventKind = "started"
	EventDone    EventKind = "done"
	EventFailed  EventKind = "failed"  // not done, and nothing was changed
	EventUnknown EventKind = "unknown" // it may or may not have been done
	EventWaiting EventKind = "waiting"
	EventSkipped EventKind = "skipped" // not tried
)

// An Event is one step of [Apply].
type Event struct {
	Kind   EventKind
	Change *Change
	URL    string        // with EventDone: the item's address, as the ledger will have it
	Done   int           // changes that are finished, one way or the other
	Total  int           // changes to make
	Wait   time.Duration // with EventWaiting
	Reason string        // with EventWaiting: what for
	Err    error         // with EventFailed, EventUnknown and EventSkipped
}

// saveInterval is how long what was learned may stay in the journal alone.
const saveInterval = 30 * time.Second

// Apply makes the changes of p, which [NewPlan] made in this process, on t:
// milestones first, one change at a time, and nothing that p does not list.
// A create is noted in the store before it is sent, and one whose answer was
// lost is looked for before it is sent again, so that a run that was killed
// can be run again. With nothing to do Apply sends nothing.
//
// When ctx ends, the request in flight is finished and Save is called; what is
// left is in Result.Skipped. A change that fails does not stop those that do
// not need it, except that a failure of the credentials stops everything. The
// error is that of Store, Save, or the whole run; failures of single changes
// are in the Result, see [Result.Err].
func Apply(ctx context.Context, t Tracker, p *Plan, opts *ApplyOptions) (*Result, error) {
	if p.observed == nil {
		return nil, errors.New("apply: the plan was made offline or was read from a file; plan anew and compare with Plan.Matches")
	}
	if opts == nil || opts.Store == nil || opts.Store.lock == nil {
		return nil, errors.New("apply: no store was opened, so nothing may be sent")
	}
	r := newRun(ctx, t, p, opts)
	if len(r.steps) == 0 {
		return r.result, nil
	}
	if why := p.observed.project.ReadOnly; why != "" && p.writes() {
		return r.result, &Error{Target: p.Target, Op: "apply", Kind: ErrUnauthorized, Err: errors.New("nothing was sent"), Hint: why}
	}
	err := r.apply()                         //nolint:contextcheck // a run is one call and carries its context
	if saveErr := r.save(); saveErr != nil { //nolint:contextcheck // as above
		err = errors.Join(err, fmt.Errorf("%w; what was created is kept in %s and recorded by the next run", saveErr, opts.Store.Dir()))
	}
	return r.result, err
}

// writes reports whether applying p writes to the tracker.
func (p *Plan) writes() bool { return p.Summary.Create+p.Summary.Update+p.Summary.Close > 0 }

// A run is one Apply.
type run struct {
	ctx    context.Context // ends when the run is to be stopped
	t      Tracker
	p      *Plan
	opts   *ApplyOptions
	log    *slog.Logger
	now    func() time.Time
	sleep  func(context.Context, time.Duration) error
	limits Limits

	steps      []*step
	result     *Result
	milestones map[string]map[string]string // scope → key of the epic's ID → key of its milestone
	failed     map[string]error             // milestones that were not made, by scope and key
	lost       []*lostCreate
	deferred   []*step  // that need a milestone which is in lost
	made       []*match // whose items this run created
	done       int
	governor   *governor
	lastSave   time.Time
	refusals   int // in a row, for lack of a connection
}

func newRun(ctx context.Context, t Tracker, p *Plan, opts *ApplyOptions) *run {
	r := &run{
		ctx: ctx, t: t, p: p, opts: opts,
		log: opts.Logger, now: opts.Now, sleep: opts.Sleep,
		limits:     p.limits(),
		result:     newResult(p),
		milestones: make(map[string]map[string]string),
		failed:     make(map[string]error),
	}
	if r.log == nil {
		r.log = slog.New(slog.DiscardHandler)
	}
	if r.now == nil {
		r.now = time.Now
	}
	if r.sleep == nil {
		r.sleep = Sleep
	}
	r.lastSave = r.now()
	r.governor = newGovernor(r.limits, opts.Store.creates(r.now()))
	for _, sp := range p.scopes {
		epics := make(map[string]string)
		for i := range sp.matches {
			if m := &sp.matches[i]; m.kind == KindMilestone && m.item != nil {
				epics[m.key] = m.item.Key
			}
		}
		r.milestones[sp.scope.Name] = epics
	}
	for i := range p.labels {
		r.steps = append(r.steps, &p.labels[i])
	}
	// Milestones of all scopes come first, then everything else.
	for _, first := range []bool{true, false} {
		for _, sp := range p.scopes {
			for i := range sp.steps {
				s := &sp.steps[i]
				if (s.Kind == KindMilestone && s.Action == ActionCreate) == first {
					r.steps = append(r.steps, s)
				}
			}
		}
	}
	return r
}

// limits returns the target's limits as the options change them.
func (p *Plan) limits() Limits {
	l := p.observed.project.Limits
	if p.Options.WriteInterval != nil {
		l.WriteInterval = *p.Options.WriteInterval
		l.CreatesPerMinute, l.CreatesPerHour = 0, 0
	}
	if p.Options.Settle != nil {
		l.Settle = *p.Options.Settle
	}
	return l
}

// apply makes the changes; what it returns ends the run.
func (r *run) apply() error {
	steps := r.resume()
	err := r.settle()
	if err == nil {
		steps, err = r.meetOthers(steps)
	}
	for err == nil && len(steps)+len(r.deferred) > 0 {
		err = r.all(steps)
		steps = nil
		if err == nil {
			err = r.settle()
		}
		if err == nil {
			steps, r.deferred = r.deferred, nil
		}
	}
	if err != nil {
		r.giveUp(err)
		r.skip(append(steps, r.deferred...), err)
	} else if r.ctx.Err() == nil { // else the next run looks
		if err = r.look(); err == nil {
			err = r.sweep()
		}
	}
	if err != nil {
		r.skipLinks(r.steps, err)
	} else {
		err = r.link()
	}
	r.result.Interrupted = r.ctx.Err() != nil
	return err
}

// all makes one change after the other.
func (r *run) all(steps []*step) error {
	for i, s := range steps {
		if r.ctx.Err() != nil {
			r.skip(steps[i:], context.Cause(r.ctx))
			return nil
		}
		if err := r.one(s); err != nil {
			r.skip(steps[i+1:], err)
			return err
		}
		if r.now().Sub(r.lastSave) >= saveInterval {
			if err := r.save(); err != nil {
				r.skip(steps[i+1:], err)
				return err
			}
		}
	}
	return nil
}

// one makes one change. The error is one that ends the run.
func (r *run) one(s *step) error {
	r.report(Event{Kind: EventStarted, Change: &s.Change})
	if s.label != nil {
		return r.label(s)
	}
	switch s.Action {
	case ActionCreate:
		return r.send(s, false)
	case ActionUpdate:
		return r.update(s)
	case ActionClose:
		if s.twin != nil {
			return r.closeTwin(s)
		}
		return r.prune(s)
	case ActionRecord:
		r.result.Recorded++
		r.finish(s, s.match.item)
		return nil
	default:
		panic("unreachable action " + string(s.Action))
	}
}

// finish notes a change that was made; x is the item as it is now.
func (r *run) finish(s *step, x *observed) {
	r.done++
	url := x.URL
	if s.match != nil {
		r.result.note(s.match, x)
		url = r.p.observed.link(&x.Item, s.match.file.Name())
		if s.Kind == KindMilestone {
			r.milestones[s.match.scope][s.match.key] = x.Key
		}
	}
	r.report(Event{Kind: EventDone, Change: &s.Change, URL: url})
}

// fail notes a change that was not made, and decides whether the run goes on.
func (r *run) fail(s *step, err error) error {
	r.done++
	r.result.Failed = append(r.result.Failed, Failure{s.Change, err})
	r.noteMissing(s, err)
	r.report(Event{Kind: EventFailed, Change: &s.Change, Err: err})
	if errors.Is(err, ErrUnavailable) {
		r.refusals++
	} else {
		r.refusals = 0
	}
	// A limit that is not waited for holds for every item.
	if errors.Is(err, ErrUnauthorized) || errors.Is(err, ErrRateLimited) || r.refusals >= 3 {
		return err
	}
	return nil
}

// noteMissing makes sure that no issue is created without its milestone.
func (r *run) noteMissing(s *step, err error) {
	if s.Kind == KindMilestone && s.Action == ActionCreate {
		r.failed[s.match.scope+" "+s.match.key] = err
	}
}

// unknown notes a change of which nobody knows whether it was made.
func (r *run) unknown(s *step, err error) {
	r.done++
	r.result.Unknown = append(r.result.Unknown, Failure{s.Change, err})
	r.noteMissing(s, err)
	r.report(Event{Kind: EventUnknown, Change: &s.Change, Err: err})
}

func (r *run) skip(steps []*step, err error) {
	for _, s := range steps {
		r.result.Skipped = append(r.result.Skipped, Failure{s.Change, err})
		r.report(Event{Kind: EventSkipped, Change: &s.Change, Err: err})
	}
}

// save hands over what is known so far.
func (r *run) save() error {
	r.lastSave = r.now()
	r.identify()
	if r.opts.Save == nil {
		return nil
	}
	return r.opts.Save(r.result)
}

func (r *run) report(e Event) {
	if r.opts.Report == nil {
		return
	}
	e.Done, e.Total = r.done, len(r.steps)
	r.opts.Report(e)
}
