// Package trackertest checks implementations of [tracker.Tracker].
//
// [Run] checks the contract: what is written is read back, listings are
// complete, an update touches only what it sets, failures have their kinds. It
// then runs the engine on top of the tracker and disturbs it: the process dies
// at any request, answers are lost or mangled, several runs meet, people come and
// go, pages are full. Every time the end has to be that of an undisturbed run.
// What other people and the service itself do to a project, the suite does with
// [Hooks]; [Missing] says what it could not test for lack of them.
//
// A tracker that sends HTTP requests gets its transport from
// [Env.Transport], so that the suite can misbehave in place of the network.
// Any other tracker is disturbed at its methods.
//
// [RunTogether], [KillEverywhere] and [RunModel] do more of that: on any backlog, and
// in random histories.
//
// [Memory] is a tracker in memory, for the tests of programs that use package
// tracker.
package trackertest

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil/clock"
	"github.com/backlogsync/backlogsync/internal/wait"
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

	// OpenIn, if set, is what opens the project in place of the function that
	// the factory returns, as a process of the machine whose files are in dir:
	// what one process keeps there, such as answers to reads, the next one has.
	OpenIn func(dir string) tracker.Tracker

	// Hooks are what others do to the project.
	Hooks Hooks

	// RealTime says that the server has a clock of its own, as one has that runs
	// beside the tests: [Env.Now] is then the real time, and [Env.Sleep] waits.
	RealTime bool

	// Sample makes the suite take only one in so many of the disturbances, for
	// a tracker that is tested in several ways. 0 and 1 take all.
	Sample int

	// Write tells the requests that may change something from those that
	// read. nil: all but GET, HEAD and OPTIONS.
	Write func(*http.Request) bool

	clock *clock.Clock
	in    injector
	wired bool // Transport was called
}

func newEnv() *Env {
	return &Env{clock: clock.New()}
}

// Now returns the time of the test, which stands still but for [Env.Sleep].
// Tracker and server take it for the real one.
func (e *Env) Now() time.Time {
	if e.RealTime {
		return time.Now()
	}
	return e.clock.Now()
}

// Sleep lets the time of the test pass, and does not wait.
func (e *Env) Sleep(ctx context.Context, d time.Duration) error {
	if e.RealTime {
		return wait.For(ctx, d)
	}
	return e.clock.Sleep(ctx, d)
}

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
	t.Run("service", func(t *testing.T) {
		t.Parallel()
		runService(t, f)
	})
	if missing := Missing(t, f); len(missing) > 0 {
		t.Logf("not tested, since the factory sets no such hooks:\n%s", strings.Join(missing, "\n"))
	}
}
