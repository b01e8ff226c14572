package reconcile_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// A limiter refuses creates beyond a number in a minute and in an hour, in
// windows that slide, and does not say for how long.
type limiter struct {
	perMinute, perHour int
	accepted           []time.Time
	refused            int
}

func (l *limiter) fault(c trackertest.Call) error {
	if c.Op != "create" || c.Done {
		return nil
	}
	for _, w := range []struct {
		limit  int
		window time.Duration
	}{{l.perMinute, time.Minute}, {l.perHour, time.Hour}} {
		n := 0
		for i := len(l.accepted) - 1; i >= 0 && time.Since(l.accepted[i]) < w.window; i-- {
			n++
		}
		if w.limit > 0 && n >= w.limit {
			l.refused++
			return &tracker.Error{Target: "memory:x", Op: "create", Ref: c.Ref, Kind: tracker.ErrRateLimited}
		}
	}
	l.accepted = append(l.accepted, time.Now())
	return nil
}

// throughput registers n stories in the time of a bubble, in runs that end
// after some creates each, and returns how long it took.
func throughput(t *testing.T, n, perRun int, limits tracker.Limits, l *limiter) time.Duration {
	t.Helper()
	var src strings.Builder
	src.WriteString("# Plan\n\n<!--\ncheckbox: registered\n-->\n\n")
	for i := range n {
		fmt.Fprintf(&src, "- [ ] US-%d Story\n", i+1)
	}
	m := newMemory()
	m.Limits, m.Fault = limits, l.fault
	m.Limits.Settle = time.Minute
	dir, start, text := t.TempDir(), time.Now(), []byte(src.String())
	for done := 0; done < n; {
		p, err := m.Project(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		store, err := reconcile.OpenStore(t.Context(), dir, p, nil)
		if err != nil {
			t.Fatal(err)
		}
		b := backlog.New(backlog.Parse("b.md", text, nil))
		o, err := reconcile.Observe(t.Context(), m, p, b, store, nil)
		if err != nil {
			t.Fatal(err)
		}
		opts := &reconcile.Options{}
		for i := done; i < min(n, done+perRun) && perRun < n; i++ {
			opts.Only = append(opts.Only, backlog.ID(fmt.Sprintf("US-%d", i+1)))
		}
		plan, err := reconcile.NewPlan(b, o, opts)
		if err != nil {
			t.Fatal(err)
		}
		r, err := reconcile.Apply(t.Context(), m, plan, &reconcile.ApplyOptions{Store: store})
		if err != nil || r.Err() != nil || r.Created == 0 {
			t.Fatal(err, r.Err(), r.Created)
		}
		done += r.Created
		if err := store.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if len(l.accepted) != n {
		t.Errorf("%d of %d were created", len(l.accepted), n)
	}
	return time.Since(start)
}

// hosted is what github.com documents.
var hosted = tracker.Limits{WriteInterval: time.Second, CreatesPerMinute: 80, CreatesPerHour: 500}

// At the documented limits 1,000 issues take at most a twentieth longer than the
// limits make them take, in one run and in several, and nothing is refused.
func TestThroughputDocumented(t *testing.T) {
	t.Parallel()
	for _, perRun := range []int{1000, 300} {
		t.Run(fmt.Sprint(perRun), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				l := &limiter{perMinute: hosted.CreatesPerMinute, perHour: hosted.CreatesPerHour}
				took := throughput(t, 1000, perRun, hosted, l)
				best := time.Hour + 500*time.Minute/80
				if share := float64(best) / float64(took); share < 0.95 || l.refused > 0 {
					t.Errorf("%d refused; it took %s, %.1f %% of what the limits allow", l.refused, took, 100*share)
				}
			})
		})
	}
}

// Hidden limits of 20 a minute, of which nothing tells, refuse one in twenty
// requests at most.
func TestThroughputHidden(t *testing.T) {
	t.Parallel()
	for name, limits := range map[string]tracker.Limits{"paced": hosted, "unpaced": {}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				l := &limiter{perMinute: 20}
				const n = 300
				took := throughput(t, n, n, limits, l)
				if share := float64(l.refused) / float64(n+l.refused); share > 0.05 {
					t.Errorf("%.1f %% of the requests were refused", 100*share)
				}
				if best := n / 20 * time.Minute; took > 2*best {
					t.Errorf("it took %s; %s were enough", took, best)
				}
			})
		})
	}
}
