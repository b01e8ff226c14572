package trackertest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"os"
	"slices"
	"strings"
)

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
