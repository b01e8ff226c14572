package reconcile

import (
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
)

// A service counts what it is sent, in windows that slide.
type service struct {
	perMinute, perHour int
	accepted           []time.Time
	refused            int
	slow               int // so many requests are on their way for 0.8 s at first, later ones for 0.1 s
}

func (s *service) create(now time.Time) bool {
	for _, w := range []struct {
		limit  int
		window time.Duration
	}{{s.perMinute, time.Minute}, {s.perHour, time.Hour}} {
		n := 0
		for i := len(s.accepted) - 1; i >= 0 && now.Sub(s.accepted[i]) < w.window; i-- {
			n++
		}
		if w.limit > 0 && n >= w.limit {
			s.refused++
			return false
		}
	}
	s.accepted = append(s.accepted, now)
	return true
}

// run creates n items the way [pacer.write] does, and returns how long it takes.
func (s *service) run(g *governor, n int) time.Duration {
	start := time.Date(2026, 2, 15, 0, 0, 0, 0, time.UTC)
	now := start
	for range n {
		for try := 0; ; try++ {
			now = now.Add(g.wait(now, true))
			g.start(now, true)
			received := now
			switch {
			case len(s.accepted) < s.slow:
				received = now.Add(800 * time.Millisecond)
			case s.slow > 0:
				received = now.Add(100 * time.Millisecond)
			}
			if s.create(received) {
				break
			}
			g.refused(now, true)
			now = now.Add(time.Minute << try)
		}
	}
	return now.Sub(start)
}

// At the documented limits nothing is refused, and 95 % of what they allow is
// reached.
func TestGovernorDocumented(t *testing.T) {
	t.Parallel()
	s := &service{perMinute: 80, perHour: 500}
	took := s.run(newGovernor(tracker.Limits{WriteInterval: time.Second, CreatesPerMinute: 80, CreatesPerHour: 500}, nil), 1000)
	// 500 at 80 a minute, and the same an hour later.
	best := time.Hour + 500*time.Minute/80
	if s.refused > 0 || float64(best)/float64(took) < 0.95 {
		t.Errorf("%d refused; %s, at best %s", s.refused, took, best)
	}
}

// A limit that nobody told of is learned: few requests are refused.
func TestGovernorHidden(t *testing.T) {
	t.Parallel()
	for _, interval := range []time.Duration{0, time.Second} {
		s := &service{perMinute: 20}
		took := s.run(newGovernor(tracker.Limits{WriteInterval: interval}, nil), 1000)
		best := 49 * time.Minute
		if s.refused > 50 || took > 2*best {
			t.Errorf("interval %s: %d of 1000 refused; %s, at best %s", interval, s.refused, took, best)
		}
	}
}

// What an earlier run created counts.
func TestGovernorAcrossRuns(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 2, 15, 0, 0, 0, 0, time.UTC)
	var earlier []time.Time
	for n := range 500 {
		earlier = append(earlier, now.Add(time.Duration(n-500)*time.Second))
	}
	g := newGovernor(tracker.Limits{WriteInterval: time.Second, CreatesPerMinute: 80, CreatesPerHour: 500}, earlier)
	if d := g.wait(now, true); d != time.Hour-500*time.Second+windowMargin {
		t.Errorf("the next create waits %s", d)
	}
	if d := g.wait(now, false); d != 0 {
		t.Errorf("an update waits %s", d)
	}
}

// The first requests take longer than later ones: the first create after a window
// that seems to be over is not refused for that.
func TestGovernorTransit(t *testing.T) {
	t.Parallel()
	s := &service{perMinute: 60, slow: 60}
	took := s.run(newGovernor(tracker.Limits{CreatesPerMinute: 60}, nil), 161)
	if s.refused > 0 || took > 123*time.Second {
		t.Errorf("%d refused in %s", s.refused, took)
	}
}

// What a refusal teaches: the first one may be for what somebody else did, so at
// least ten a minute are tried on; later ones count. A guess is raised after a while
// without a refusal.
func TestGovernorLearns(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		limit  int   // as documented
		passed []int // creates within a second between refusals, each a minute after the one before
		want   int   // a minute
	}{
		{"first refusal after a few", 0, []int{3}, 10},
		{"first refusal after many", 0, []int{25}, 25},
		{"second refusal after a few", 0, []int{3, 4}, 4},
		{"second refusal after more", 0, []int{3, 12}, 10},
		{"below what is documented", 80, []int{25}, 25},
		{"less than that is documented", 5, []int{3}, 5},
		{"nothing passed", 0, []int{0}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			g := newGovernor(tracker.Limits{CreatesPerMinute: c.limit}, nil)
			now := time.Date(2026, 2, 15, 0, 0, 0, 0, time.UTC)
			for _, n := range c.passed {
				now = now.Add(2 * time.Minute)
				for range n + 1 {
					g.start(now, true)
				}
				g.refused(now, true)
			}
			if g.perMinute != c.want {
				t.Errorf("%d a minute, want %d", g.perMinute, c.want)
			}
		})
	}
	g := newGovernor(tracker.Limits{}, nil)
	now := time.Date(2026, 2, 15, 0, 0, 0, 0, time.UTC)
	for range 4 {
		g.start(now, true)
	}
	g.refused(now, true)
	for n := range 51 {
		if g.perMinute != 10 {
			t.Errorf("raised to %d after %d creates", g.perMinute, n)
		}
		g.start(now, true)
	}
	if g.perMinute != 11 {
		t.Errorf("%d a minute after 51 creates that passed, want 11", g.perMinute)
	}
}
