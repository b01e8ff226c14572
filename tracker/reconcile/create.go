package reconcile

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
)

// A creator makes items.
type creator struct{ *run }

// A lostCreate is a create whose answer was lost.
type lostCreate struct {
	step  *step
	nonce string
	sent  time.Time
	err   error
	again bool // it was sent a second time
}

// resume takes the creates that an earlier run may have sent out of the steps:
// they come first, so that items are numbered as if nothing had happened. What is
// about relations alone comes last, see [relater.relateAll].
func (r creator) resume() []*step {
	var rest []*step
	for _, s := range r.steps {
		if s.onlyRelations() {
			continue
		}
		if s.Action != ActionCreate || s.match == nil || s.match.intent == nil {
			rest = append(rest, s)
			continue
		}
		i := s.match.intent
		r.lost = append(r.lost, &lostCreate{step: s, nonce: i.Nonce, sent: i.Time, err: errors.New("an earlier run was cut off")})
		r.noteMissing(s, errUnsettled)
	}
	return rest
}

var errUnsettled = errors.New("it is not known yet whether its milestone exists")

// choose notes what a person said is to be created although another item has its
// title, so that the next run need not be told again.
func (r creator) choose(steps []*step) error {
	for _, s := range steps {
		if s.Action != ActionCreate || s.match == nil || !s.match.chosen {
			continue
		}
		e := entry{Time: r.now(), Op: opChosen, Nonce: newNonce(), Kind: s.Kind, Scope: s.match.scope, ID: s.match.id}
		if err := r.opts.Store.journal.append(e); err != nil {
			return err
		}
	}
	return nil
}

// send sends a create and sorts out the answer; again says that this was done
// before. The intent is on the disk before the request is sent, so that
// whatever happens then, the next run knows of it.
func (r creator) send(ctx context.Context, s *step, again bool) error {
	d := s.match
	draft, nonce, err := r.draft(d)
	if errors.Is(err, errUnsettled) {
		r.deferred = append(r.deferred, s)
		return nil
	}
	if err != nil {
		return r.fail(ctx, s, err)
	}
	j := r.opts.Store.journal
	var intent entry
	var journalErr error
	item, err := r.write(ctx, ActionCreate, func(sending context.Context) (*tracker.Item, error) {
		// After the waits, and at each try: its time is when the request is sent.
		intent = entry{Time: r.now(), Op: opIntent, Nonce: nonce, Kind: d.kind, Scope: d.scope, ID: d.id}
		if journalErr = j.append(intent); journalErr != nil {
			return nil, journalErr
		}
		return r.t.Create(sending, d.kind, draft)
	})
	switch {
	case journalErr != nil:
		r.skip([]*step{s}, journalErr)
		return journalErr
	case err == nil:
		err = r.p.observed.checkCreated(item, nonce)
	case errors.Is(err, tracker.ErrUnknown):
	case intent.Nonce == "": // the run ended while it waited
		r.skip([]*step{s}, err)
		return nil
	default:
		if jerr := j.append(entry{Time: r.now(), Op: opRefused, Nonce: nonce}); jerr != nil {
			return jerr
		}
		if errors.Is(err, tracker.ErrExists) && d.kind == tracker.KindMilestone {
			return r.adoptExisting(ctx, s, err)
		}
		if r.unassign(d, draft.Assignees, err) {
			return r.send(ctx, s, again)
		}
		return r.fail(ctx, s, err)
	}
	if err != nil {
		r.log.Warn("create: outcome unknown", "kind", d.kind, "id", d.id, "error", err)
		r.lost = append(r.lost, &lostCreate{s, nonce, intent.Time, err, again})
		r.noteMissing(s, errUnsettled)
		if errors.Is(err, tracker.ErrUnauthorized) {
			return err
		}
		return nil
	}
	return r.created(ctx, s, item, nonce)
}

// draft builds what is sent for a new item.
func (r creator) draft(m *match) (tracker.Content, string, error) {
	d := tracker.Content{
		Title: m.titleFor(), Due: m.due, Points: m.points,
		Labels: m.labels, Assignees: r.assignable(m, m.assignees),
	}
	if m.milestone != "" {
		key, err := r.milestone(m)
		if err != nil {
			return d, "", err
		}
		d.Milestone = key
	}
	mk := &marker{id: m.id, scope: m.scope, nonce: newNonce(), base: m.initialBase()}
	r.noteUnassigned(m, &mk.base)
	text := ""
	if m.text != nil {
		text = *m.text
	}
	d.Body = (&itemBody{}).join(mk, text)
	return d, mk.nonce, nil
}

// milestone returns the key of the milestone of an item's epic, "" without one.
func (r *run) milestone(m *match) (string, error) {
	if m.milestone == "" {
		return "", nil
	}
	return r.milestoneOf(m.in, m.milestone)
}

// milestoneOf returns the key of the milestone of an epic.
func (r *run) milestoneOf(in *scopePlan, epic idKey) (string, error) {
	known := r.milestones[in]
	if key, ok := known.exist[epic]; ok {
		return key, nil
	}
	if err := known.missing[epic]; err != nil {
		return "", fmt.Errorf("its milestone does not exist: %w", err)
	}
	return "", errors.New("its milestone does not exist, and the plan does not create it")
}

// initialBase is the base of an item that is made as the file wants it, but that
// every item is open at first: closing it is a change of its own, which moves
// the base when it is made.
func (m *match) initialBase() base {
	var b base
	agree := func(f field, value string) { b.agree(f, digest(value), digest(value)) }
	b.agree(fieldName, m.nameDigest, m.nameDigest)
	agree(fieldTitle, m.title)
	if m.text != nil {
		b.agreeText(m.sourceOf(*m.text), *m.text, *m.text)
	}
	if m.milestone != "" {
		agree(fieldMilestone, string(m.milestone))
	}
	if m.due != "" {
		agree(fieldDue, m.due)
	}
	if m.points != "" {
		agree(fieldPoints, m.points)
	}
	if m.state != "" {
		agree(fieldState, string(tracker.Open))
	}
	for f, set := range map[field][]string{fieldLabels: m.labels, fieldAssignees: m.assignees} {
		if len(set) > 0 {
			b.agreeSet(f, agreeAll(set))
		}
	}
	return b
}

// agreeAll is the base of a set that the tracker holds as declared.
func agreeAll(members []string) agreedSet {
	s := make(agreedSet, len(members))
	for _, name := range members {
		s[digest(strings.ToLower(name))] = present
	}
	return s
}

// checkCreated makes sure that an answer speaks of the item that was sent.
func (o *Observed) checkCreated(item *tracker.Item, nonce string) error {
	if item == nil || item.Key == "" || item.URL == "" || item.CreatedAt.IsZero() {
		return errors.New("the answer lacks the number, the address or the time of creation")
	}
	if mk := splitBody(item.Body).marker; mk == nil || mk.nonce != nonce {
		return fmt.Errorf("the answer is about another item, %s", item.URL)
	}
	if x := o.items[item.Ref]; x != nil {
		return fmt.Errorf("the answer gives the number of another item, %s", x.URL)
	}
	return nil
}

// created notes a new item, and closes it if its story is done. The marker says
// that until the closing is done the issue is open, so that whatever happens in
// between, the next run closes it.
func (r creator) created(ctx context.Context, s *step, item *tracker.Item, nonce string) error {
	r.refusals = 0
	x := r.p.observed.add(item)
	r.result.note(s.match, x) // the ledger can hold it even if the journal cannot
	r.result.Created++
	r.made = append(r.made, s.match)
	e := entry{Time: r.now(), Op: opCreated, Nonce: nonce, Key: item.Key, URL: item.URL, Text: digest(x.body.text)}
	if err := r.opts.Store.journal.append(e); err != nil {
		r.finish(s, x)
		return err
	}
	delete(r.milestones[s.match.in].missing, s.match.key)
	var p tracker.Patch
	r.reportUnassigned(s, item.URL)
	agree := r.dropped(s, r.asked(s.match), item)
	if s.match.state == tracker.Closed {
		if item.State != tracker.Closed {
			p.State, p.Reason = new(tracker.Closed), s.match.whyClosed()
		}
		agree = append(agree, func(b *base) { b.agree(fieldState, digest(string(tracker.Closed)), digest(string(tracker.Closed))) })
	}
	item, err := r.updates.amend(ctx, item, p, agree)
	switch {
	case errors.Is(err, tracker.ErrUnknown):
		r.unknown(s, fmt.Errorf("created as %s, but it is not known to be closed: %w", x.URL, err))
		return nil
	case err != nil && s.match.state == tracker.Closed:
		return r.fail(ctx, s, fmt.Errorf("created as %s, but not closed: %w", x.URL, err))
	case err != nil:
		return r.fail(ctx, s, fmt.Errorf("created as %s; the service left out a part of what was sent, which could not be noted: %w", x.URL, err))
	}
	r.finish(s, r.p.observed.add(item))
	return nil
}

// adoptExisting uses the milestone that the service says exists already. A
// listing may not show it yet, so the settle window is waited out.
func (r creator) adoptExisting(ctx context.Context, s *step, refusal error) error {
	start := r.now()
	for delay := 2 * time.Second; ; delay *= 2 {
		if err := r.p.observed.by(uncached(r.t)).pass(ctx, tracker.KindMilestone); err != nil {
			return r.fail(ctx, s, errors.Join(refusal, err))
		}
		if x := r.p.observed.milestoneTitled(s.match.title); x != nil {
			s.match.item = x
			r.result.Recorded++
			r.finish(s, x)
			return nil
		}
		left := r.limits.Settle - r.now().Sub(start)
		if left <= 0 {
			return r.fail(ctx, s, refusal)
		}
		if err := r.wait(ctx, min(delay, left), "the service has a milestone with that title, but does not list it yet"); err != nil {
			return r.fail(ctx, s, errors.Join(refusal, err))
		}
	}
}

// milestoneTitled returns the milestone of a title, nil if there is none.
// Whether case matters to the service is not documented everywhere.
func (o *Observed) milestoneTitled(title string) *observed {
	for _, same := range []func(a, b string) bool{func(a, b string) bool { return a == b }, strings.EqualFold} {
		for _, x := range o.order {
			if x.Kind == tracker.KindMilestone && same(x.Title, title) {
				return x
			}
		}
	}
	return nil
}
