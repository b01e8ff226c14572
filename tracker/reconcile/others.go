package reconcile

import (
	"context"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
)

// maxOthersWaits is how often in a row a run waits for another one that goes on
// making items. What both make in the end is swept.
const maxOthersWaits = 3

// neighbours are runs on other machines.
type neighbours struct{ *run }

// meet looks after runs on other machines before the first create. An
// item of a scope that is younger than the settle window, and that this machine
// knows nothing of, tells of a run that may have made more than listings show
// yet: so the window is waited out and the listings are read again. What has
// appeared by then is not created.
func (r neighbours) meet(ctx context.Context, steps []*step) ([]*step, error) {
	waited := false
	met := make(map[*observed]time.Time) // when this run first saw an item of another one
	for range maxOthersWaits {
		d := r.untilSettled(steps, met)
		if d <= 0 {
			break
		}
		if err := r.wait(ctx, d, "another run was at work just now; what it made may not be listed yet"); err != nil {
			return steps, nil // interrupted: the steps are skipped
		}
		for _, kind := range []tracker.Kind{tracker.KindMilestone, tracker.KindIssue} {
			if err := r.p.observed.by(r.t).survey(ctx, kind); err != nil {
				return steps, err
			}
		}
		waited = true
	}
	if !waited {
		return steps, nil
	}
	if err := r.p.observed.by(r.t).vouch(ctx, r.p.backlogScopes(), &r.p.Options); err != nil {
		return steps, err
	}
	matchers := make(map[*scopePlan]*matcher)
	for _, sp := range r.p.scopes {
		matchers[sp] = newMatcher(r.p.observed, sp.scope.Name, sp.items, sp.opts)
	}
	var rest []*step
	for _, s := range steps {
		if s.Action != ActionCreate || s.match == nil {
			rest = append(rest, s)
			continue
		}
		again := match{desired: s.match.desired}
		switch found := matchers[s.match.in].byMarker(&again); {
		case !found, s.match.in.matcher.knew(again.item):
			rest = append(rest, s)
		case again.blocked != nil:
			if err := r.fail(ctx, s, &ReasonError{again.blocked}); err != nil {
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

// untilSettled returns how long the youngest item has to be waited for
// that another machine made. Its age is by the server's clock where that is
// known; who has looked at an item for the whole window need not know its age.
func (r neighbours) untilSettled(steps []*step, met map[*observed]time.Time) time.Duration {
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
		if met[x].IsZero() {
			met[x] = r.now()
		}
		age := max(r.p.observed.age(x), r.now().Sub(met[x]))
		longest = max(longest, r.limits.Settle-age)
	}
	return longest
}

// backlogScopes returns the scopes of the plan.
func (p *Plan) backlogScopes() []*backlog.Scope {
	var scopes []*backlog.Scope
	for _, sp := range p.scopes {
		scopes = append(scopes, sp.scope)
	}
	return scopes
}
