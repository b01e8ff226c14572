package reconcile

import (
	"time"

	"github.com/backlogsync/backlogsync/tracker"
)

// A governor paces the writes of one run so that the service does not refuse
// them: by what the service documents, by the creates of earlier runs, which
// the journal knows, and by what refusals teach.
type governor struct {
	interval  time.Duration // between the starts of two writes
	perMinute int           // creates, 0 for any number
	perHour   int

	last    time.Time   // start of the last write
	creates []time.Time // of the last hour, oldest first

	learned bool // perMinute is a guess, made at a refusal
	quiet   int  // creates since then, or since the guess was raised
}

// newGovernor returns the governor of limits. creates are those of earlier
// runs, oldest first.
func newGovernor(l tracker.Limits, creates []time.Time) *governor {
	return &governor{interval: l.WriteInterval, perMinute: l.CreatesPerMinute, perHour: l.CreatesPerHour, creates: creates}
}

// wait returns how long the next write has to wait.
func (g *governor) wait(now time.Time, create bool) time.Duration {
	var d time.Duration
	if !g.last.IsZero() {
		d = g.interval - now.Sub(g.last)
	}
	if create {
		d = max(d, g.windowed(now, time.Minute, g.perMinute), g.windowed(now, time.Hour, g.perHour))
	}
	return max(0, d)
}

// windowMargin is kept beyond the end of a window: a service counts a create from
// when it received it, which is later than when it was sent.
const windowMargin = time.Second

// windowed returns how long it takes until a window has room for one more.
func (g *governor) windowed(now time.Time, window time.Duration, limit int) time.Duration {
	if limit <= 0 || len(g.creates) < limit {
		return 0
	}
	return g.creates[len(g.creates)-limit].Add(window + windowMargin).Sub(now)
}

// start notes that a write starts.
func (g *governor) start(now time.Time, create bool) {
	g.last = now
	if !create {
		return
	}
	for len(g.creates) > 0 && now.Sub(g.creates[0]) >= time.Hour+windowMargin {
		g.creates = g.creates[1:]
	}
	g.creates = append(g.creates, now)
	// A guess is raised now and then: the limit may have been somebody else's.
	const patience = 5
	if g.quiet++; g.learned && g.quiet > patience*g.perMinute {
		g.perMinute++
		g.quiet = 0
	}
}

// refused notes that the write that started last was refused by a service that
// does not say for how long, and learns how many it allows in a minute.
func (g *governor) refused(now time.Time, create bool) {
	if !create || len(g.creates) == 0 {
		return
	}
	g.creates = g.creates[:len(g.creates)-1]
	n := 0
	for i := len(g.creates) - 1; i >= 0 && now.Sub(g.creates[i]) < time.Minute; i-- {
		n++
	}
	if n == 0 {
		return
	}
	// The first refusal may be for what somebody else did: 10 a minute have
	// been seen to pass where more did not.
	const modest = 10
	if n < modest && !g.learned {
		n = modest
	}
	if g.perMinute == 0 || n < g.perMinute {
		g.perMinute = n
	}
	g.learned, g.quiet = true, 0
}

// duration returns how long a number of writes takes, the first creates of
// which are creates.
func (g *governor) duration(now time.Time, creates, updates int) time.Duration {
	start := now
	for n := range creates + updates {
		now = now.Add(g.wait(now, n < creates))
		g.start(now, n < creates)
	}
	return now.Sub(start)
}
