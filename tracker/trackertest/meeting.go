package trackertest

import (
	"context"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
)

// A meeting lets several runs take turns, one request at a time, in an order
// that follows from a seed: what runs make of each other can be had again.
type meeting struct {
	mu      sync.Mutex
	rand    *rand.Rand
	often   int  // how many requests in a row one run sends, about
	victim  int  // the run that is ended, -1 if none is
	left    int  // requests that it sends before
	after   bool // the last of them is carried out
	last    int  // the run whose turn it was
	busy    int  // runs that do not wait for their turn
	waiting map[int]chan struct{}
}

func newMeeting(seed uint64, runs int) *meeting {
	r := rand.New(rand.NewPCG(seed, uint64(runs)))
	m := &meeting{rand: r, often: 1 + r.IntN(6), victim: -1, busy: runs, waiting: make(map[int]chan struct{})}
	if seed%2 == 1 {
		const most = 16
		m.victim, m.left, m.after = r.IntN(runs), r.IntN(most), r.IntN(2) == 0
	}
	return m
}

type guestKey struct{}

// A guest is a run at a meeting.
type guest struct {
	m     *meeting
	run   int
	ended bool
}

// join makes the requests of one run wait for their turns.
func (m *meeting) join(ctx context.Context, run int) (context.Context, *guest) {
	g := &guest{m: m, run: run}
	return context.WithValue(ctx, guestKey{}, g), g
}

// turn waits until the run that sends a request with ctx may do so: at once, if
// it meets nobody. It ends the goroutine of a run whose time has come, and
// returns a function to be called once the request was carried out, which does
// the same.
func turn(ctx context.Context) (done func()) {
	g, ok := ctx.Value(guestKey{}).(*guest)
	if !ok {
		return func() {}
	}
	g.m.wait(g.run)
	last := false
	if g.run == g.m.victim { // only the run itself looks at what is left
		last = g.m.left == 0
		g.m.left--
	}
	if last && !g.m.after {
		g.end()
	}
	return func() {
		if last {
			g.end()
		}
	}
}

func (g *guest) end() {
	g.ended = true
	runtime.Goexit()
}

func (m *meeting) wait(run int) {
	mine := make(chan struct{})
	m.mu.Lock()
	m.waiting[run] = mine
	m.busy--
	m.next()
	m.mu.Unlock()
	<-mine
}

// leave ends the part of a run that waits for no turn.
func (m *meeting) leave() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.busy--
	m.next()
}

// next gives the turn to a run once all of them wait.
func (m *meeting) next() {
	if m.busy > 0 || len(m.waiting) == 0 {
		return
	}
	run := m.last
	if m.waiting[run] == nil || m.rand.IntN(m.often) == 0 {
		runs := slices.Sorted(maps.Keys(m.waiting))
		run = runs[m.rand.IntN(len(runs))]
	}
	m.last = run
	m.busy++
	close(m.waiting[run])
	delete(m.waiting, run)
}
