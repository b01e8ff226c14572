package tracker

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

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
// about relations alone comes last, see link.
func (r *run) resume() []*step {
	var rest []*step
	for _, s := range r.steps {
		if s.onlyLinks() {
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

// send sends a create and sorts out the answer; again says that this was done
// before. The intent is on the disk before the request is sent, so that
// whatever happens then, the next run knows of it.
func (r *run) send(s *step, again bool) error {
	d := s.match
	draft, nonce, err := r.draft(d)
	if errors.Is(err, errUnsettled) {
		r.deferred = append(r.deferred, s)
		return nil
	}
	if err != nil {
		return r.fail(s, err)
	}
	j := r.opts.Store.journal
	var intent entry
	var journalErr error
	item, err := r.write(ActionCreate, func(ctx context.Context) (*Item, error) {
		// After the waits, and at each try: its time is when the request is sent.
		intent = entry{Time: r.now(), Op: opIntent, Nonce: nonce, Kind: d.kind, Scope: d.scope, ID: d.id}
		if journalErr = j.append(intent); journalErr != nil {
			return nil, journalErr
		}
		return r.t.Create(ctx, draft)
	})
	switch {
	case journalErr != nil:
		r.skip([]*step{s}, journalErr)
		return journalErr
	case err == nil:
		err = checkCreated(item, nonce)
	case errors.Is(err, ErrUnknown):
	case intent.Nonce == "": // the run ended while it waited
		r.skip([]*step{s}, err)
		return nil
	default:
		if jerr := j.append(entry{Time: r.now(), Op: opRefused, Nonce: nonce}); jerr != nil {
			return jerr
		}
		if errors.Is(err, ErrExists) && d.kind == KindMilestone {
			return r.adoptExisting(s, err)
		}
		return r.fail(s, err)
	}
	if err != nil {
		r.log.Warn("create: outcome unknown", "kind", d.kind, "id", d.id, "error", err)
		r.lost = append(r.lost, &lostCreate{s, nonce, intent.Time, err, again})
		r.noteMissing(s, errUnsettled)
		if errors.Is(err, ErrUnauthorized) {
			return err
		}
		return nil
	}
	return r.created(s, item, nonce)
}

// draft builds what is sent for a new item.
func (r *run) draft(m *match) (Draft, string, error) {
	d := Draft{
		Kind: m.kind, Title: m.title, Due: m.due, Points: m.points,
		Labels: m.labels, Assignees: m.assignees,
	}
	if m.milestone != "" {
		key, err := r.milestone(m.desired)
		if err != nil {
			return d, "", err
		}
		d.Milestone = key
	}
	mk := &marker{id: m.id, scope: m.scope, nonce: newNonce(), base: m.initialBase()}
	text := ""
	if m.text != nil {
		text = *m.text
	}
	d.Body = (&body{}).join(mk, text)
	if limit := r.limits.BodyBytes; limit > 0 && len(d.Body) > limit {
		return d, "", &Error{Target: r.p.Target, Op: "create", Ref: Ref{Kind: m.kind}, Kind: ErrRejected,
			Err: fmt.Errorf("the text has %d bytes; %d are allowed", len(d.Body), limit)}
	}
	return d, mk.nonce, nil
}

// milestone returns the key of the milestone of an item's epic.
func (r *run) milestone(d *desired) (string, error) {
	if key, ok := r.milestones[d.scope][d.milestone]; ok {
		return key, nil
	}
	if err := r.failed[d.scope+" "+d.milestone]; err != nil {
		return "", fmt.Errorf("its milestone does not exist: %w", err)
	}
	return "", errors.New("its milestone does not exist, and the plan does not create it")
}

// initialBase is the base of an item that is made as the file wants it.
func (m *match) initialBase() base {
	var b base
	agree := func(f field, value string) { b.agree(f, digest(value), digest(value)) }
	b.agree(fieldName, m.nameDigest, m.nameDigest)
	agree(fieldTitle, m.title)
	if m.text != nil {
		agree(fieldText, *m.text)
	}
	if m.milestone != "" {
		agree(fieldMilestone, m.milestone)
	}
	if m.due != "" {
		agree(fieldDue, m.due)
	}
	if m.points != "" {
		agree(fieldPoints, m.points)
	}
	if m.state != "" {
		agree(fieldState, string(m.state))
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
		s[digest(strings.ToLower(name))] = true
	}
	return s
}

// checkCreated makes sure that an answer speaks of the item that was sent.
func checkCreated(item *Item, nonce string) error {
	if item == nil || item.Key == "" || item.URL == "" || item.CreatedAt.IsZero() {
		return errors.New("the answer lacks the number, the address or the time of creation")
	}
	if mk := splitBody(item.Body).marker; mk == nil || mk.nonce != nonce {
		return fmt.Errorf("the answer speaks of another item, %s", item.URL)
	}
	return nil
}

// created notes a new item, and closes it if its story is done.
func (r *run) created(s *step, item *Item, nonce string) error {
	r.refusals = 0
	x := r.p.observed.add(item)
	r.result.note(s.match, x) // the ledger can hold it even if the journal cannot
	r.made = append(r.made, s.match)
	e := entry{Time: r.now(), Op: opCreated, Nonce: nonce, Key: item.Key, URL: item.URL}
	if err := r.opts.Store.journal.append(e); err != nil {
		r.result.Created++
		r.finish(s, x)
		return err
	}
	var closing Patch
	if s.match.state == Closed {
		closing.State = new(Closed)
	}
	item, err := r.checkDropped(s, r.asked(s.match), item, closing)
	if err != nil {
		return r.fail(s, err)
	}
	x = r.p.observed.add(item)
	if s.match.state == Closed && item.State != Closed {
		closed, err := r.change(ActionUpdate, item.Ref, Patch{State: new(Closed)})
		if err != nil {
			return r.fail(s, fmt.Errorf("created as %s, but not closed: %w", item.URL, err))
		}
		x = r.p.observed.add(closed)
	}
	r.result.Created++
	delete(r.failed, s.match.scope+" "+s.match.key)
	r.finish(s, x)
	return nil
}

// adoptExisting uses the milestone that the service says exists already. A
// listing may not show it yet, so the settle window is waited out.
func (r *run) adoptExisting(s *step, refusal error) error {
	start := r.now()
	for delay := 2 * time.Second; ; delay *= 2 {
		if err := r.p.observed.addAll(r.t.List(context.WithoutCancel(r.ctx), KindMilestone)); err != nil {
			return r.fail(s, errors.Join(refusal, err))
		}
		if x := r.p.observed.milestoneTitled(s.match.title); x != nil {
			s.match.item = x
			r.result.Recorded++
			r.finish(s, x)
			return nil
		}
		left := r.limits.Settle - r.now().Sub(start)
		if left <= 0 {
			return r.fail(s, refusal)
		}
		if err := r.wait(min(delay, left), "the service has a milestone of that title, but does not list it yet"); err != nil {
			return r.fail(s, errors.Join(refusal, err))
		}
	}
}

// milestoneTitled returns the milestone of a title, nil if there is none.
// Whether case matters to the service is not documented everywhere.
func (o *Observed) milestoneTitled(title string) *observed {
	for _, same := range []func(a, b string) bool{func(a, b string) bool { return a == b }, strings.EqualFold} {
		for _, x := range o.order {
			if x.Kind == KindMilestone && same(x.Title, title) {
				return x
			}
		}
	}
	return nil
}
