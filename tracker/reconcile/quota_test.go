package reconcile_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// A metered tracker says how many requests its service still takes, but no time.
type metered struct {
	*memory
	left   int
	resets time.Time
}

func (m *metered) Date() time.Time { return time.Time{} }

func (m *metered) Quota() (int, time.Time, bool) { return m.left, m.resets, !m.resets.IsZero() }

// The plan says what is left of the quota where that is not enough, and only then.
func TestQuota(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	m := &metered{memory: p.m}
	p.Sees = m
	store := p.Store(t)
	resets := time.Date(2026, 2, 15, 20, 30, 0, 5e8, time.FixedZone("", 3600))
	for _, test := range []struct {
		left   int
		resets time.Time
		short  bool
		waits  bool
	}{
		{0, time.Time{}, false, false},
		{9, resets, true, true},
		{9, p.Clock.Now().Add(65 * time.Minute), true, true},
		{9, p.Clock.Now().Add(66 * time.Minute), true, false},
		{10, resets, false, false},
	} {
		m.left, m.resets = test.left, test.resets
		plan, err := p.Plan(t, store, nil)
		if err != nil || plan.Cost.Requests != 10 {
			t.Fatalf("%v, %+v", err, plan.Cost)
		}
		if (plan.Cost.Quota != nil) != test.short {
			t.Errorf("%d left: %+v", test.left, plan.Cost.Quota)
		}
		if q := plan.Cost.Quota; q != nil && q.Waits != test.waits {
			t.Errorf("%d left: %+v", test.left, q)
		}
		data, err := json.Marshal(plan.Cost)
		said := strings.Contains(string(data), fmt.Sprintf(`"quota":{"remaining":9,"resets":%q,"waits":%t}`, test.resets.UTC().Format(time.RFC3339), test.waits))
		if err != nil || said != test.short {
			t.Errorf("%d left: %v %s", test.left, err, data)
		}
	}
}

// A stopping tracker ends the run at its first single read.
type stopping struct {
	*memory
	stop context.CancelFunc
}

func (s *stopping) Get(ctx context.Context, ref tracker.Ref) (*tracker.Item, error) {
	s.stop()
	if err := ctx.Err(); err != nil { // as a client that waits for a limit
		return nil, &tracker.Error{Target: "memory:x", Op: "read", Ref: ref, Kind: tracker.ErrUnavailable, Err: err}
	}
	return s.memory.Get(ctx, ref)
}

// A run that is stopped while it reads, or waits to, has failed at nothing: what is
// left was not tried.
func TestStoppedAtRead(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	p.Src = strings.NewReplacer("US-1.1 Login", "US-1.1 Sign in", "US-2.1 Import", "US-2.1 Scan").Replace(p.Src)
	store := p.Store(t)
	plan, err := p.Plan(t, store, nil)
	if err != nil {
		t.Fatal(err)
	}
	p.Clock.Set(p.Clock.Now().Add(time.Minute)) // what was seen is old, so that it is read again
	ctx, cancel := context.WithCancel(t.Context())
	r, err := reconcile.Apply(ctx, &stopping{p.m, cancel}, plan, &reconcile.ApplyOptions{Store: store, Now: p.Clock.Now, Sleep: p.Clock.Sleep})
	if err != nil || len(r.Failed) > 0 || len(r.Skipped) != 2 || !r.Interrupted || !r.Resumable() {
		t.Errorf("%v %+v", err, r)
	}
}
