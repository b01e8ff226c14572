package trackertest

import (
	"context"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
)

// A meeting lets several runs take turns, one request at a time, in an order
// that follows from a seed: what runs make of each other can be had again.
type meeting struct {
	mu      sync.Mutex
	rand    *rand.Rand
	often   int // how many requests in a row one run sends, about
	last    int // the run whose turn it was
	busy    int // runs that do not wait for their turn
	waiting map[int]chan struct{}
}

func newMeeting(seed uint64, runs int) *meeting {
	r := rand.New(rand.NewPCG(seed, uint64(runs)))
	return &meeting{rand: r, often: 1 + r.IntN(6), busy: runs, waiting: make(map[int]chan struct{})}
}

type turnKey struct{}

// join makes the requests of one run wait for their turns.
func (m *meeting) join(ctx context.Context, run int) context.Context {
	return context.WithValue(ctx, turnKey{}, func() { m.wait(run) })
}

// turn waits until the run that sends a request with ctx may do so: at once,
// if it meets nobody.
func turn(ctx context.Context) {
	if wait, ok := ctx.Value(turnKey{}).(func()); ok {
		wait()
	}
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
