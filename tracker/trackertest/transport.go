package trackertest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"os"
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

// A transport disturbs requests of the network.
type transport struct {
	e    *Env
	next http.RoundTripper
}

// RoundTrip implements [http.RoundTripper].
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Context().Value(undisturbedKey{}) != nil {
		return t.next.RoundTrip(req)
	}
	done := turn(req.Context())
	in := &t.e.in
	if in.elsewhere(req) {
		closeBody(req)
		return (&fault{status: http.StatusOK, contentType: "application/json", body: "{}"}).respond(req, nil, nil)
	}
	write := t.e.Write
	if write == nil {
		write = func(r *http.Request) bool { return !slices.Contains([]string{"GET", "HEAD", "OPTIONS"}, r.Method) }
	}
	r := request{req.Method + " " + req.URL.Path, write(req)}
	f := in.next(r)
	switch {
	case f == nil:
		resp, err := t.next.RoundTrip(req)
		done()
		if err != nil || !r.write {
			return resp, err
		}
		body, err := readAll(resp)
		in.mu.Lock()
		in.answer = body
		in.mu.Unlock()
		return resp, err
	case f.unsent:
		closeBody(req)
		return nil, errors.New("dial tcp: connect: connection refused")
	case !f.stored:
		if f.kill {
			in.kill()
		}
		sent(req)
		return f.respond(req, nil, nil)
	}
	resp, err := t.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if _, err := readAll(resp); err != nil {
		return nil, err
	}
	if f.kill {
		in.kill()
	}
	in.mu.Lock()
	earlier := in.answer
	in.mu.Unlock()
	return f.respond(req, resp, earlier)
}

func (f *fault) respond(req *http.Request, right *http.Response, earlier []byte) (*http.Response, error) {
	if f.status == 0 {
		return f.mangle(right, earlier)
	}
	resp := &http.Response{
		Status: http.StatusText(f.status), StatusCode: f.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: make(http.Header), Request: req,
	}
	if f.location != "" {
		resp.Header.Set("Location", f.location)
	}
	if f.contentType != "" {
		resp.Header.Set("Content-Type", f.contentType)
	}
	setBody(resp, f.body)
	return resp, nil
}

// sent makes a request look as if it had left: a client may watch for that.
func sent(req *http.Request) {
	closeBody(req)
	trace := httptrace.ContextClientTrace(req.Context())
	if trace == nil {
		return
	}
	if trace.WroteHeaders != nil {
		trace.WroteHeaders()
	}
	if trace.WroteRequest != nil {
		trace.WroteRequest(httptrace.WroteRequestInfo{})
	}
}

func closeBody(req *http.Request) {
	if req.Body != nil {
		_ = req.Body.Close() // as a transport has to
	}
}

// readAll reads the body of an answer and puts it back.
func readAll(resp *http.Response) ([]byte, error) {
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	_ = resp.Body.Close() // it was read
	setBody(resp, string(body))
	return body, nil
}

func setBody(resp *http.Response, body string) {
	resp.Body = io.NopCloser(strings.NewReader(body))
	resp.ContentLength = int64(len(body))
	resp.Header.Del("Content-Length")
}

// disturbances are what may happen to a request. Reads, and methods in place of
// requests, can be disturbed in fewer ways; an update has fewer outcomes than a
// create.
func disturbances(r request, wired, update bool) []*fault {
	list := append(kills(), faults()...)
	if r.write && wired && !update {
		return list
	}
	names := []string{"killed", "unreachable", "closed"}
	switch {
	case r.write && wired:
		names = append(names, "timeout, stored", "502, stored", "HTML page", "empty", "cut, ", "foreign")
	case wired:
		names = append(names, "502, not stored", "HTML page", "cut, ")
	}
	return slices.DeleteFunc(list, func(f *fault) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(f.name, name) })
	})
}

// kills are the ends of a process, before and after a request was carried out.
func kills() []*fault {
	return []*fault{{name: "killed before", kill: true}, {name: "killed after", kill: true, stored: true}}
}

// faults are the ways in which answers are lost, each for a request that was
// carried out and for one that was not.
func faults() []*fault {
	list := []*fault{{name: "unreachable", unsent: true}}
	for _, stored := range []bool{true, false} {
		state := ", not stored"
		if stored {
			state = ", stored"
		}
		add := func(name string, mangle func(*http.Response, []byte) (*http.Response, error)) {
			list = append(list, &fault{name: name + state, stored: stored, mangle: mangle})
		}
		add("closed", func(*http.Response, []byte) (*http.Response, error) { return nil, io.ErrUnexpectedEOF })
		add("timeout", func(*http.Response, []byte) (*http.Response, error) { return nil, os.ErrDeadlineExceeded })
		for _, f := range []fault{
			{status: http.StatusInternalServerError, contentType: "application/json", body: `{"message":"Internal Server Error"}`},
			{status: http.StatusBadGateway, contentType: "text/html", body: page},
			{status: http.StatusServiceUnavailable},
		} {
			f.name, f.stored = fmt.Sprint(f.status)+state, stored
			list = append(list, &f)
		}
		if !stored {
			continue // what follows are answers of success
		}
		add("HTML page", func(right *http.Response, _ []byte) (*http.Response, error) {
			right.Header.Set("Content-Type", "text/html; charset=utf-8")
			setBody(right, page)
			return right, nil
		})
		add("empty", func(right *http.Response, _ []byte) (*http.Response, error) {
			setBody(right, "")
			return right, nil
		})
		add("empty object", func(right *http.Response, _ []byte) (*http.Response, error) {
			setBody(right, "{}")
			return right, nil
		})
		add("cut", func(right *http.Response, _ []byte) (*http.Response, error) {
			body, err := readAll(right)
			setBody(right, string(body[:len(body)/2]))
			return right, err
		})
		add("cut off", func(right *http.Response, _ []byte) (*http.Response, error) {
			body, err := readAll(right)
			right.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body[:len(body)/2]), failing{}))
			return right, err
		})
		add("foreign", func(right *http.Response, earlier []byte) (*http.Response, error) {
			if earlier == nil {
				earlier = []byte("{}")
			}
			setBody(right, string(earlier))
			return right, nil
		})
	}
	return list
}

// outage is a service that answers nothing any more.
func outage() *fault {
	return &fault{name: "outage", status: http.StatusServiceUnavailable, contentType: "text/html", body: page}
}

const page = "<html><head><title>Unicorn!</title></head><body>We had issues producing the response to your request.</body></html>"

// A failing reader is a connection that breaks.
type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
