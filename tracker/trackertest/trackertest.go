// Package trackertest checks implementations of [tracker.Tracker].
//
// [Run] tests the contract: what is written is read back, listings are
// complete, an update changes only the fields that it sets, and failures have
// the right kinds. It then runs the engine on top of the tracker and disturbs
// it: the process is killed at any request, answers are lost or mangled,
// several runs meet, people change the project, and pages are full. Each time
// the result must be that of an undisturbed run. The suite uses [Hooks] for
// everything that other people and the service itself do to a project;
// [Missing] lists what it cannot test without them.
//
// A tracker that sends HTTP requests must use the transport of [Env.Transport],
// so that the suite can simulate failures of the network. Any other tracker is
// disturbed at its methods.
//
// [RunTogether], [KillEverywhere] and [RunModel] test more disturbances, on any
// backlog and in random histories.
//
// [Memory] is a tracker in memory, for tests of programs that use package
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
// opens it. Each call of that function simulates a new process: it returns a
// tracker that shares only the project with earlier ones. Before it returns,
// the factory may set the fields of e.
type Factory func(t *testing.T, e *Env) (open func() tracker.Tracker)

// An Env is the environment of the tracker in one test. It is safe for
// concurrent use once the factory has returned.
type Env struct {
	// Assignees are at least two logins of people to whom issues can be
	// assigned. If empty, assignees are not tested.
	Assignees []string

	// OpenIn, if set, opens the project in place of the function that the
	// factory returns. dir holds the files of the machine: what one process
	// stores there, such as cached answers, is available to the next.
	OpenIn func(dir string) tracker.Tracker

	// Hooks are what others do to the project.
	Hooks Hooks

	// RealTime says that the server has a clock of its own, for example because
	// it runs beside the tests. [Env.Now] then returns the real time, and
	// [Env.Sleep] waits.
	RealTime bool

	// Sample makes the suite test only one in Sample disturbances, for a
	// tracker that is tested in several ways. 0 and 1 mean all.
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

// Now returns the time of the test, which only [Env.Sleep] advances. Tracker
// and server must use it as the current time.
func (e *Env) Now() time.Time {
	if e.RealTime {
		return time.Now()
	}
	return e.clock.Now()
}

// Sleep advances the time of the test by d without waiting.
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

// Run tests the tracker that f makes. Each aspect is a subtest with a project
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
