package tracker

import "time"

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
				if s.match.state == Closed {
					writes++
				}
			case ActionUpdate:
				if !s.onlyLinks() {
					writes++
					texts++
				}
			case ActionClose:
				writes++
				c.Requests++ // it is read first
				if s.twin != nil {
					c.Requests++ // and so is the one that stays
					writes += len(sp.issuesIn(s.close))
				}
			default: // nothing is sent
			}
			reads, relations := s.links.requests()
			c.Requests += reads
			writes += relations
		}
	}
	if !p.observed.project.Limits.Notifies {
		c.Notifications = 0
	}
	issues := 0
	for _, x := range p.observed.order {
		if x.Kind == KindIssue {
			issues++
		}
	}
	pages := p.observed.project.Limits.pages
	c.Requests += 1 + pages(len(p.observed.order)-issues) + pages(issues)
	if writes > 0 {
		c.Requests += writes + pages(issues)
	}
	c.Requests += p.rereads(creates, texts)
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
		if i >= creates && now.Sub(start) >= limits.Fresh { // looked at before the wait
			n++
		}
		now = now.Add(g.wait(now, i < creates))
		g.start(now, i < creates)
	}
	return n
}

// pages returns how many requests a list of n rows takes.
func (l Limits) pages(n int) int {
	if l.PageRows == 0 {
		return 1
	}
	return max(1, (n+l.PageRows-1)/l.PageRows)
}
