package reconcile

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/backlogsync/backlogsync/internal/wait"
	"github.com/backlogsync/backlogsync/tracker"
)

// ApplyOptions says how to apply. Store is required.
type ApplyOptions struct {
	// Store is where creates are noted before they are sent. It is required.
	Store *Store

	// Save, if set, is called with the result so far: about every 30 s, and
	// once at the end, also after an interruption. An error stops Apply.
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
	EventFailed  EventKind = "failed"  // failed; nothing was changed
	EventUnknown EventKind = "unknown" // it may or may not have been done
	EventWaiting EventKind = "waiting"
	EventSkipped EventKind = "skipped" // not tried
)

// An Event is one step of [Apply].
type Event struct {
	Kind   EventKind
	Change *Change
	URL    string        // with EventDone: the address of the item as written in the ledger
	Done   int           // changes that are finished, one way or the other
	Total  int           // changes to make
	Wait   time.Duration // with EventWaiting
	Reason string        // with EventWaiting: what for
	Err    error         // with EventFailed, EventUnknown and EventSkipped
}

// saveInterval is how long what was learned may stay in the journal alone.
const saveInterval = 30 * time.Second

// Apply makes the changes of p in t, milestones first, one at a time, and
// nothing that p does not list. [NewPlan] must have made p in this process. A
// create is noted in the store before it is sent; if its answer is lost, the
// item is looked for before the create is sent again. So a run that was killed
// can be repeated. If there is nothing to do, Apply sends nothing.
//
// A plan can be applied only once, because it says what was missing when it was
// made. A second Apply of it, or of another plan of the same [Observed],
// returns an error and sends nothing, even if both are called concurrently.
//
// When ctx ends, Apply finishes a write in flight and calls Save; the remaining
// changes are in [Result].Skipped. If a change fails, Apply goes on with the
// changes that do not depend on it, unless the credentials failed. The error is
// that of Store, Save, or the whole run. Failures of single changes are in the
// Result; see [Result.Err].
func Apply(ctx context.Context, t tracker.Tracker, p *Plan, opts *ApplyOptions) (*Result, error) {
	if p.observed == nil {
		return nil, errors.New("apply: the plan was made offline or was read from a file; plan anew and compare with Plan.Matches")
	}
	if p.opts.LookOnly {
		return nil, errors.New("apply: the plan was made for display only, whatever is wrong with the files")
	}
	if opts == nil || opts.Store == nil || opts.Store.lock == nil {
		return nil, errors.New("apply: no store was opened, so nothing may be sent")
	}
	if !p.observed.applied.CompareAndSwap(nil, p) {
		if p.observed.applied.Load() == p {
			return nil, errors.New("apply: the plan was applied already; observe and plan anew")
		}
		return nil, errors.New("apply: another plan of the same observation was applied; observe and plan anew")
	}
	own, err := newPlan(p.backlog, p.observed.clone(), p.opts) // to be kept up to date by the run
	if err != nil {
		return nil, err
	}
	r := newRun(t, own, opts)
	if len(r.steps) == 0 {
		return r.result, nil
	}
	if why := own.observed.project.ReadOnly; why != "" && own.writes() {
		return r.result, &tracker.Error{Target: p.Target, Op: "apply", Kind: tracker.ErrUnauthorized, Err: errors.New("nothing was sent"), Hint: why}
	}
	err = r.apply(ctx)
	if saveErr := r.save(ctx); saveErr != nil {
		err = errors.Join(err, fmt.Errorf("%w; what was created is kept in %s and recorded by the next run", saveErr, opts.Store.Dir()))
	}
	if forgetErr := opts.Store.forgetPulled(r.result); forgetErr != nil {
		err = errors.Join(err, forgetErr)
	}
	return r.result, err
}

// A run is one Apply. What it does beside making one change after the other, types
// around it do. A context ends when the run is to be stopped.
type run struct {
	t    tracker.Tracker
	p    *Plan
	opts *ApplyOptions
	log  *slog.Logger
	*pacer

	// What a run does, by the files of these names.
	creates   creator
	updates   updater
	relations relater
	twins     sweeper
	search    finder
	others    neighbours
	labels    labelMaker

	steps      []*step
	result     *Result
	milestones map[*scopePlan]*milestones
	lost       []*lostCreate
	deferred   []*step             // that need a milestone which is in lost
	made       []*match            // whose items this run created
	unassigned map[*match][]string // logins that the service refused
	done       int
	lastSave   time.Time
	refusals   int // in a row, for lack of a connection
}

// milestones are what a run knows of the milestones of a scope, by epic.
type milestones struct {
	exist   map[idKey]string // their keys in the tracker
	missing map[idKey]error  // why there is none, or not yet
}

func newRun(t tracker.Tracker, p *Plan, opts *ApplyOptions) *run {
	r := &run{
		t: t, p: p, opts: opts, log: opts.Logger,
		pacer:      &pacer{limits: p.limits(), now: opts.Now, sleep: opts.Sleep},
		result:     newResult(p),
		milestones: make(map[*scopePlan]*milestones),
		unassigned: make(map[*match][]string),
	}
	if r.log == nil {
		r.log = slog.New(slog.DiscardHandler)
	}
	if r.now == nil {
		r.now = time.Now
	}
	if r.sleep == nil {
		r.sleep = wait.For
	}
	r.creates, r.updates, r.relations, r.twins = creator{r}, updater{r}, relater{r}, sweeper{r}
	r.search, r.others, r.labels = finder{r}, neighbours{r}, labelMaker{r}
	r.report = r.tell
	r.lastSave = r.now()
	r.governor = newGovernor(r.limits, opts.Store.creates(r.now()))
	for _, sp := range p.scopes {
		known := &milestones{exist: make(map[idKey]string), missing: make(map[idKey]error)}
		for i := range sp.matches {
			if m := &sp.matches[i]; m.kind == tracker.KindMilestone && m.item != nil {
				known.exist[m.key] = m.item.Key
			}
		}
		r.milestones[sp] = known
	}
	for i := range p.labels {
		r.steps = append(r.steps, &p.labels[i])
	}
	// Milestones of all scopes come first, then everything else.
	for _, first := range []bool{true, false} {
		for _, sp := range p.scopes {
			for i := range sp.steps {
				s := &sp.steps[i]
				if (s.Kind == tracker.KindMilestone && s.Action == ActionCreate) == first {
					r.steps = append(r.steps, s)
				}
			}
		}
	}
	return r
}

// limits returns the target's limits as the options change them.
func (p *Plan) limits() tracker.Limits { return p.Options.limits(&p.observed.project) }

// limits returns the limits of a project as o changes them.
func (o *Options) limits(p *tracker.Project) tracker.Limits {
	l := p.Limits
	if o.WriteInterval != nil {
		l.WriteInterval = *o.WriteInterval
		l.CreatesPerMinute, l.CreatesPerHour = 0, 0
	}
	if o.Settle != nil {
		l.Settle = *o.Settle
	}
	return l
}

// apply makes the changes; what it returns ends the run.
func (r *run) apply(ctx context.Context) error {
	steps := r.creates.resume()
	err := r.creates.choose(r.steps)
	if err == nil {
		err = r.search.find(ctx)
	}
	if err == nil {
		steps, err = r.others.meet(ctx, steps)
	}
	for err == nil && len(steps)+len(r.deferred) > 0 {
		err = r.all(ctx, steps)
		steps = nil
		if err == nil {
			err = r.search.find(ctx)
		}
		if err == nil {
			steps, r.deferred = r.deferred, nil
		}
	}
	if err != nil {
		r.search.giveUp(err)
		r.skip(append(steps, r.deferred...), err)
	} else if ctx.Err() == nil { // else the next run looks
		if err = r.look(ctx); err == nil {
			err = r.twins.sweep(ctx)
		}
	}
	if r.stopped(ctx, err) {
		err = nil // nothing failed: what is left was skipped
	}
	if err != nil {
		r.relations.skipAll(r.steps, err)
	} else {
		err = r.relations.relateAll(ctx)
	}
	r.result.Interrupted = ctx.Err() != nil
	return err
}

// all makes one change after the other.
func (r *run) all(ctx context.Context, steps []*step) error {
	for i, s := range steps {
		if ctx.Err() != nil {
			r.skip(steps[i:], context.Cause(ctx))
			return nil
		}
		if err := r.one(ctx, s); err != nil {
			r.skip(steps[i+1:], err)
			return err
		}
		if r.now().Sub(r.lastSave) >= saveInterval {
			if err := r.save(ctx); err != nil {
				r.skip(steps[i+1:], err)
				return err
			}
		}
	}
	return nil
}

// one makes one change. The error is one that ends the run.
func (r *run) one(ctx context.Context, s *step) error {
	r.report(Event{Kind: EventStarted, Change: &s.Change})
	if s.label != nil {
		return r.labels.make(ctx, s)
	}
	switch s.Action {
	case ActionCreate:
		return r.creates.send(ctx, s, false)
	case ActionUpdate, ActionAgree:
		if s.gone != nil {
			return r.updates.moveGone(ctx, s)
		}
		return r.updates.update(ctx, s)
	case ActionClose:
		if s.twin != nil {
			return r.twins.closeTwin(ctx, s)
		}
		return r.updates.prune(ctx, s)
	case ActionRecord:
		switch {
		case s.shared != nil:
			return r.share(ctx, s)
		case s.match == nil:
			r.record(s, s.close)
		default:
			r.record(s, s.match.item)
		}
		return nil
	default:
		panic("unreachable action " + string(s.Action))
	}
}

// record finishes a change of the files alone.
func (r *run) record(s *step, x *observed) {
	r.result.Recorded++
	r.finish(s, x)
}

// finish notes a change that was made; x is the item as it is now.
func (r *run) finish(s *step, x *observed) {
	r.done++
	url := x.URL
	if s.close != nil {
		r.result.closed[x] = true
	}
	if s.match != nil {
		r.result.note(s.match, x)
		url = r.p.observed.link(&x.Item, s.match.file.Name())
		if s.Kind == tracker.KindMilestone {
			r.milestones[s.match.in].exist[s.match.key] = x.Key
		}
	}
	r.report(Event{Kind: EventDone, Change: &s.Change, URL: url})
}

// stopped reports whether err only says that the run is being stopped: reads, and
// waits for their limits, end with it.
func (r *run) stopped(ctx context.Context, err error) bool {
	return err != nil && ctx.Err() != nil && (errors.Is(err, ctx.Err()) || errors.Is(err, context.Cause(ctx)))
}

// fail notes a change that was not made, and decides whether the run goes on.
func (r *run) fail(ctx context.Context, s *step, err error) error {
	if r.stopped(ctx, err) {
		r.skip([]*step{s}, context.Cause(ctx))
		return nil
	}
	r.done++
	r.result.Failed = append(r.result.Failed, Failure{s.Change, err})
	r.noteMissing(s, err)
	r.report(Event{Kind: EventFailed, Change: &s.Change, Err: err})
	if errors.Is(err, tracker.ErrUnavailable) {
		r.refusals++
	} else {
		r.refusals = 0
	}
	// A limit that is not waited for holds for every item.
	if errors.Is(err, tracker.ErrUnauthorized) || errors.Is(err, tracker.ErrRateLimited) || r.refusals >= 3 {
		return err
	}
	return nil
}

// noteMissing makes sure that no issue is created without its milestone.
func (r *run) noteMissing(s *step, err error) {
	if s.Kind == tracker.KindMilestone && s.Action == ActionCreate {
		r.milestones[s.match.in].missing[s.match.key] = err
	}
}

// unknown notes a change that may or may not have been made.
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
func (r *run) save(ctx context.Context) error {
	r.lastSave = r.now()
	r.identify(ctx)
	if r.opts.Save == nil {
		return nil
	}
	return r.opts.Save(r.result)
}

func (r *run) tell(e Event) {
	if r.opts.Report == nil {
		return
	}
	e.Done, e.Total = r.done, len(r.steps)
	r.opts.Report(e)
}
