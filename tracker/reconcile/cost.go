package reconcile

import (
	"time"

	"github.com/backlogsync/backlogsync/tracker"
)

// cost estimates the requests of apply: what planning read is read again, then
// the writes, and one more look at the issues.
func (p *Plan) cost() Cost {
	var c Cost
	writes, creates, texts := len(p.labels), len(p.labels), 0
	if p.observed.labels != nil {
		c.Requests++ // the list
	}
	for _, sp := range p.scopes {
		for _, s := range sp.steps {
			switch s.Action {
			case ActionCreate:
				writes++
				creates++
				c.Notifications++
				if s.match.state == tracker.Closed {
					writes++
				}
			case ActionUpdate, ActionAgree:
				if s.gone != nil {
					c.Requests++ // it is read first
				}
				if !s.onlyRelations() {
					writes++
					texts++
				}
			case ActionClose:
				writes++
				c.Requests++ // it is read first
				if s.twin != nil {
					c.Requests++ // and so is the one that stays
					writes += len(twinCloser{sp}.issuesIn(s.close))
				}
			default: // nothing is sent
			}
			reads, relations := s.relations.requests()
			c.Requests += reads
			writes += relations
		}
	}
	if !p.observed.project.Text.Mentions { // nor does a new item notify anybody
		c.Notifications = 0
	}
	issues := 0
	for _, x := range p.observed.order {
		if x.Kind == tracker.KindIssue {
			issues++
		}
	}
	rows := p.observed.project.Limits.PageRows
	c.Requests += 1 + p.observed.reads
	for kind, n := range map[tracker.Kind]int{tracker.KindMilestone: len(p.observed.order) - issues, tracker.KindIssue: issues} {
		c.Requests += pages(n, rows) * p.observed.listings[kind].passes
	}
	if writes > 0 {
		c.Requests += writes + pages(issues, rows)
	}
	c.Requests += p.rereads(creates, texts)
	if q := p.observed.quota; q != nil && q.Remaining < c.Requests {
		c.Quota = &Quota{q.Remaining, q.Resets.UTC().Truncate(time.Second), q.Waits}
	}
	c.Seconds = newGovernor(p.limits(), nil).duration(time.Unix(0, 0), creates, writes-creates).Seconds()
	return c
}

// rereads returns how many of the updates that follow the creates come so late
// that the item is read again first.
func (p *Plan) rereads(creates, updates int) int {
	limits := p.limits()
	g, start := newGovernor(limits, nil), time.Unix(0, 0)
	now, n := start, 0
	for i := range creates + updates {
		now = now.Add(g.wait(now, i < creates))
		g.start(now, i < creates)
		if i >= creates && now.Sub(start) >= fresh { // looked at after the wait
			n++
		}
	}
	return n
}

// pages returns how many requests a list of n rows takes, with as many rows a
// page as the service gives.
func pages(n, rows int) int {
	if rows == 0 {
		return 1
	}
	return max(1, (n+rows-1)/rows)
}
