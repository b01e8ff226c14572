package tracker

import (
	"testing"
	"time"
)

// A service counts what it is sent, in windows that slide.
type service struct {
	perMinute, perHour int
	accepted           []time.Time
	refused            int
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

// run creates n items the way [run.write] does, and returns how long it takes.
func (s *service) run(g *governor, n int) time.Duration {
	start := time.Date(2026, 2, 15, 0, 0, 0, 0, time.UTC)
	now := start
	for range n {
		for try := 0; ; try++ {
			now = now.Add(g.wait(now, true))
			g.start(now, true)
			if s.create(now) {
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
	took := s.run(newGovernor(Limits{WriteInterval: time.Second, CreatesPerMinute: 80, CreatesPerHour: 500}, nil), 1000)
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
		took := s.run(newGovernor(Limits{WriteInterval: interval}, nil), 1000)
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
	g := newGovernor(Limits{WriteInterval: time.Second, CreatesPerMinute: 80, CreatesPerHour: 500}, earlier)
	if d := g.wait(now, true); d != time.Hour-500*time.Second {
		t.Errorf("the next create waits %s", d)
	}
	if d := g.wait(now, false); d != 0 {
		t.Errorf("an update waits %s", d)
	}
}
