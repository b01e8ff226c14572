package reconcile_test

import (
	"errors"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// A quota is back within the hour: what asks for a longer wait ends the run.
func TestLongWait(t *testing.T) {
	t.Parallel()
	for wait, created := range map[time.Duration]int{65 * time.Minute: 6, 65*time.Minute + time.Second: 2} {
		p := newProject(t, small)
		p.m.Fault = func(c trackertest.Call) error {
			if c.N == 3 && !c.Done {
				return &tracker.Error{Target: "memory:x", Op: c.Op, Ref: c.Ref, Kind: tracker.ErrRateLimited, RetryAfter: wait}
			}
			return nil
		}
		start := p.Clock.Now()
		_, r, err := p.Apply(t, nil)
		if r.Created != created || errors.Is(err, tracker.ErrRateLimited) == (created == 6) {
			t.Errorf("asked to wait %s: created %d, %v", wait, r.Created, err)
		}
		if waited := p.Clock.Now().Sub(start); (waited >= wait) != (created == 6) {
			t.Errorf("asked to wait %s: waited %s", wait, waited)
		}
		p.m.Fault = nil
		p.MustApply(t)
		p.WantNoChanges(t)
	}
}

// Where nothing can be written nothing is sent, and what needs no write is done.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	apply := func() (*reconcile.Result, error) {
		store := p.Store(t)
		defer store.Close() //nolint:errcheck // the journal is synced
		p.Project.ReadOnly = "the token may not write"
		plan, err := p.Plan(t, store, nil)
		if err != nil {
			t.Fatal(err)
		}
		return reconcile.Apply(t.Context(), p.m, plan, &reconcile.ApplyOptions{Store: store, Save: p.Save, Now: p.Clock.Now, Sleep: p.Clock.Sleep})
	}
	_, err := apply()
	if e, ok := errors.AsType[*tracker.Error](err); !ok || !errors.Is(err, tracker.ErrUnauthorized) || e.Hint != "the token may not write" || p.m.writes() > 0 {
		t.Errorf("%v after %d writes", err, p.m.writes())
	}
	p.MustApply(t)
	p.unregister()
	n := p.m.writes()
	if r, err := apply(); err != nil || r.Recorded != 6 || p.m.writes() > n {
		t.Errorf("%v, %+v after %d writes", err, r, p.m.writes()-n)
	}
}
