package tracker

import (
	"context"
	"errors"
	"time"
)

// maxOthersWaits is how often in a row a run waits for another one that goes on
// making items. What both make in the end is swept.
const maxOthersWaits = 3

// meetOthers looks after runs on other machines before the first create. An
// item of a scope that is younger than the settle window, and that this machine
// knows nothing of, tells of a run that may have made more than listings show
// yet: so the window is waited out and the listings are read again. What has
// appeared by then is not created.
func (r *run) meetOthers(steps []*step) ([]*step, error) {
	waited := false
	for range maxOthersWaits {
		d := r.untilOthersSettled(steps)
		if d <= 0 {
			break
		}
		if err := r.wait(d, "another run was at work just now; what it made may not be listed yet"); err != nil {
			return steps, nil // interrupted: the steps are skipped
		}
		for _, kind := range []Kind{KindMilestone, KindIssue} {
			if err := r.p.observed.addAll(r.t.List(context.WithoutCancel(r.ctx), kind)); err != nil {
				return steps, err
			}
		}
		waited = true
	}
	if !waited {
		return steps, nil
	}
	matchers := make(map[string]*matcher)
	for _, sp := range r.p.scopes {
		matchers[sp.scope.Name] = newMatcher(r.p.observed, sp.scope.Name, sp.opts)
	}
	var rest []*step
	for _, s := range steps {
		if s.Action != ActionCreate || s.match == nil {
			rest = append(rest, s)
			continue
		}
		again := match{desired: s.match.desired}
		switch found := matchers[s.match.scope].byMarker(&again); {
		case !found:
			rest = append(rest, s)
		case again.blocked != nil:
			if err := r.fail(s, errors.New(again.blocked.Reason)); err != nil {
				return rest, err
			}
		default:
			s.match.item = again.item
			r.result.Recorded++
			r.finish(s, again.item)
		}
	}
	return rest, nil
}

// untilOthersSettled returns how long the youngest item has to be waited for
// that another machine made.
func (r *run) untilOthersSettled(steps []*step) time.Duration {
	scopes := make(map[string]bool)
	for _, s := range steps {
		if s.Action == ActionCreate && s.match != nil {
			scopes[s.match.scope] = true
		}
	}
	var longest time.Duration
	for _, x := range r.p.observed.order {
		mk := x.body.marker
		if mk == nil || !scopes[mk.scope] || !x.Trusted || r.opts.Store.journal.entries[mk.nonce] != nil {
			continue
		}
		age := max(0, r.now().Sub(x.CreatedAt)) // the server's clock may be ahead
		longest = max(longest, r.limits.Settle-age)
	}
	return longest
}
