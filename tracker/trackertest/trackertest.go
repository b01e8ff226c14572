// Package trackertest checks implementations of [tracker.Tracker].
//
// [Run] checks the contract: what is written is read back, listings are
// complete, an update touches only what it sets, failures have their kinds. It
// then runs the engine on top of the tracker and disturbs it: the process dies
// at any request, answers are lost or mangled, several runs meet. Every time
// the end has to be that of an undisturbed run.
//
// A tracker that sends HTTP requests gets its transport from
// [Env.Transport], so that the suite can misbehave in place of the network.
// Any other tracker is disturbed at its methods.
//
// [Memory] is a tracker in memory, for the tests of programs that use package
// tracker.
package trackertest

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
)

// A Factory makes an empty project for one test and returns a function that
// opens it. Each call of that function stands for a new process: it returns a
// tracker that shares nothing with those before it but the project. Before it
// returns, the factory may say in e what its service has.
type Factory func(t *testing.T, e *Env) (open func() tracker.Tracker)

// An Env is what surrounds the tracker of one test. It is safe for concurrent
// use once the factory has returned.
type Env struct {
	// Assignees are logins of people to whom issues can be assigned, at least
	// two. Without them assignees are not tested.
	Assignees []string

	// Write tells the requests that may change something from those that
	// read. nil: all but GET, HEAD and OPTIONS.
	Write func(*http.Request) bool

	clock clock
	in    injector
	wired bool // Transport was called
}

func newEnv() *Env {
	return &Env{clock: clock{now: time.Date(2026, 2, 15, 19, 53, 36, 789e6, time.UTC)}}
}

// Now returns the time of the test, which stands still but for [Env.Sleep].
// Tracker and server take it for the real one.
func (e *Env) Now() time.Time { return e.clock.Now() }

// Sleep lets the time of the test pass, and does not wait.
func (e *Env) Sleep(ctx context.Context, d time.Duration) error { return e.clock.Sleep(ctx, d) }

// Transport returns a transport that passes requests on to next, or to
// [http.DefaultTransport] if next is nil, except where the suite disturbs them.
func (e *Env) Transport(next http.RoundTripper) http.RoundTripper {
	if next == nil {
		next = http.DefaultTransport
	}
	e.wired = true
	return &transport{e: e, next: next}
}

// Run checks the tracker that f makes, each aspect as a subtest with a project
// of its own.
func Run(t *testing.T, f Factory) {
	t.Helper()
	t.Run("contract", func(t *testing.T) {
		t.Parallel()
		runContract(t, f)
	})
	t.Run("engine", func(t *testing.T) {
		t.Parallel()
		runEngine(t, f)
	})
}

// A clock stands still unless somebody sleeps.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	return ctx.Err()
}
