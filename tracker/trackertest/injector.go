package trackertest

import (
	"context"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// A request is one that a run sent, or one call of a tracker without HTTP.
type request struct {
	name  string
	write bool
}

// An injector counts requests and disturbs one of them, or all from one on.
type injector struct {
	mu     sync.Mutex
	seen   []request
	at     int   // the request to disturb, from 1; 0 for none
	alike  *bool // the count is of requests that write, or of those that do not; nil: of all
	fault  *fault
	lasts  bool // the fault goes on until the injector is reset
	dead   bool // the process was killed
	answer []byte
	stray  []http.Header                 // of requests to where a fault has sent the client
	draw   func(n int, r request) *fault // what happens to the n-th request, in place of fault; see play
}

// A fault is what happens to a request.
type fault struct {
	name   string
	stored bool // the request is carried out
	kill   bool // the process ends
	unsent bool // the request never leaves

	// before is called before the request, which is then carried out as ever.
	// event is what it does, where the project is not made yet.
	before func()
	event  func(*crowd)

	// status, if set, is that of an answer in place of the right one.
	status            int
	contentType, body string
	kind              error // of the refusal that the answer is, for a tracker without HTTP
	location          string

	// mangle makes the answer that the client gets: from the right one, nil
	// if the request was not carried out, and an earlier answer to a write.
	mangle func(right *http.Response, earlier []byte) (*http.Response, error)
}

// reset begins to count anew and arms the injector.
func (in *injector) reset(at int, f *fault, lasts bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.seen, in.at, in.fault, in.lasts, in.dead, in.answer, in.stray, in.draw = nil, at, f, lasts, false, nil, nil, nil
	in.alike = nil
}

// arm begins to count anew, and disturbs what the n-th of the requests of another
// run is in this one. Writes and reads are counted apart: every run writes the same,
// but where the server has a clock of its own, a slow run reads less.
func (in *injector) arm(requests []request, n int, f *fault) {
	write, at := requests[n-1].write, 0
	for _, r := range requests[:n] {
		if r.write == write {
			at++
		}
	}
	in.reset(at, f, false)
	in.mu.Lock()
	defer in.mu.Unlock()
	in.alike = &write
}

// play begins to count anew, and asks what is to happen to each request.
func (in *injector) play(draw func(n int, r request) *fault) {
	in.reset(0, nil, false)
	in.mu.Lock()
	defer in.mu.Unlock()
	in.draw = draw
}

// requests returns what was sent since the last reset.
func (in *injector) requests() []request {
	in.mu.Lock()
	defer in.mu.Unlock()
	return slices.Clone(in.seen)
}

func (in *injector) writes() int {
	n := 0
	for _, r := range in.requests() {
		if r.write {
			n++
		}
	}
	return n
}

// strays returns the headers of what was sent to where a fault has led.
func (in *injector) strays() []http.Header {
	in.mu.Lock()
	defer in.mu.Unlock()
	return slices.Clone(in.stray)
}

// elsewhere notes a request to where a fault has led, if it is one. It goes no
// further.
func (in *injector) elsewhere(req *http.Request) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.fault == nil || in.fault.location == "" || !strings.HasPrefix(in.fault.location, "https://"+req.URL.Host+"/") {
		return false
	}
	in.stray = append(in.stray, req.Header.Clone())
	return true
}

// killed reports whether the process was killed.
func (in *injector) killed() bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.dead
}

// next counts a request and returns what is to happen to it, nil for nothing.
// A process that was killed sends nothing more.
func (in *injector) next(r request) *fault {
	in.mu.Lock()
	dead := in.dead
	if !dead {
		in.seen = append(in.seen, r)
	}
	n, f := len(in.seen), in.fault
	if f != nil && !in.due(r) {
		f = nil
	}
	if in.draw != nil && !dead {
		f = in.draw(n, r)
	}
	in.mu.Unlock()
	if dead {
		runtime.Goexit()
	}
	if f != nil && f.before != nil {
		f.before()
		return nil
	}
	return f
}

// due reports whether r, the last request that was seen, is to be disturbed.
func (in *injector) due(r request) bool {
	n := len(in.seen)
	if in.alike != nil {
		if r.write != *in.alike {
			return false
		}
		n = 0
		for _, x := range in.seen {
			if x.write == r.write {
				n++
			}
		}
	}
	return n == in.at || n > in.at && in.lasts
}

// kill ends the goroutine that stands for the process. Unlike a panic nobody
// can recover from that.
func (in *injector) kill() {
	in.mu.Lock()
	in.dead = true
	in.mu.Unlock()
	runtime.Goexit()
}

type undisturbedKey struct{}

// undisturbed is the context of requests that belong to no run.
func undisturbed(ctx context.Context) context.Context {
	return context.WithValue(ctx, undisturbedKey{}, true)
}
