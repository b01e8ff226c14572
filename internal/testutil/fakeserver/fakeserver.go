// Package fakeserver is what the stand-ins for services share: a server over
// real HTTP that notes what it is sent and misbehaves on command.
package fakeserver

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// A Server answers one request at a time.
type Server struct {
	*httptest.Server
	Prefix string // of all paths, such as "/api/v3"

	// Answer carries a request out. Headers sets the headers that every answer
	// has. Authorized reports whether the right token came with a request.
	Answer     func(w http.ResponseWriter, r *http.Request, req *Request)
	Headers    func(h http.Header)
	Authorized func(r *http.Request) bool

	// Fault, if set, is asked about each request before it is carried out.
	Fault func(r *Request) *Fault

	Requests []Request

	mu sync.Mutex
	t  testing.TB
}

// A Request is what a client sent.
type Request struct {
	N      int // counts from 1
	Method string
	Path   string // without the prefix, with escapes undone
	Query  string
	Body   string
	Auth   bool // the right token came with it
}

// Write reports whether the request may change something.
func (r *Request) Write() bool { return r.Method != http.MethodGet }

// A Fault is an answer in place of the right one.
type Fault struct {
	Commit bool // carry the request out first
	Pass   bool // carry it out and answer as usual, with Header over the usual ones
	Status int  // 0: close the connection
	Header map[string]string
	Body   string
	Hang   time.Duration // before the answer
	Drip   time.Duration // between the bytes of Body; 0: it comes at once
}

// New starts a server, which ends with the test. The caller sets its functions
// before the first request.
func New(t testing.TB) *Server {
	t.Helper()
	s := &Server{t: t}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

// Lock keeps requests from being answered while a test looks at what the server
// holds, or changes it.
func (s *Server) Lock() { s.mu.Lock() }

// Unlock ends what Lock began.
func (s *Server) Unlock() { s.mu.Unlock() }

// Locked does something while no request is answered.
func (s *Server) Locked(do func()) {
	s.Lock()
	defer s.Unlock()
	do()
}

// Writes counts the requests that may change something.
func (s *Server) Writes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for i := range s.Requests {
		if s.Requests[i].Write() {
			n++
		}
	}
	return n
}

// Forget forgets the requests so far.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Requests = nil
}

// Errorf fails the test: a client sent what no client should.
func (s *Server) Errorf(format string, args ...any) {
	s.t.Helper()
	s.t.Errorf(format, args...)
}

// Send sends an answer as JSON.
func (s *Server) Send(w http.ResponseWriter, status int, v any) {
	s.Headers(w.Header())
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(v); err != nil {
		s.t.Logf("the client is gone: %v", err)
	}
}

// Decode reads the fields of a write; one that the service does not know is an
// error of the test.
func (s *Server) Decode(body string, into any) error {
	d := json.NewDecoder(strings.NewReader(body))
	d.DisallowUnknownFields()
	err := d.Decode(into)
	if err != nil {
		s.t.Errorf("the body %q: %v", body, err)
	}
	return err
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Errorf("read the request: %v", err)
	}
	req := Request{
		N: len(s.Requests) + 1, Method: r.Method, Path: strings.TrimPrefix(r.URL.Path, s.Prefix), Query: r.URL.RawQuery, Body: string(body),
		Auth: s.Authorized(r),
	}
	s.Requests = append(s.Requests, req)
	var fault *Fault
	if s.Fault != nil {
		fault = s.Fault(&req)
	}
	switch {
	case fault == nil:
		s.Answer(w, r, &req)
	case fault.Pass:
		s.pass(w, r, &req, fault)
	default:
		s.misbehave(w, r, &req, fault)
	}
}

// pass answers as usual, but for headers.
func (s *Server) pass(w http.ResponseWriter, r *http.Request, req *Request, fault *Fault) {
	rec := httptest.NewRecorder()
	s.Answer(rec, r, req)
	Copy(w, rec, fault.Header)
}

// Copy sends a recorded answer, with headers over its own.
func Copy(w http.ResponseWriter, rec *httptest.ResponseRecorder, header map[string]string) {
	maps.Copy(w.Header(), rec.Header())
	for name, value := range header {
		w.Header().Set(name, value)
	}
	w.WriteHeader(rec.Code)
	_, _ = w.Write(rec.Body.Bytes()) // the client may be gone
}

func (s *Server) misbehave(w http.ResponseWriter, r *http.Request, req *Request, fault *Fault) {
	if fault.Commit {
		s.Answer(httptest.NewRecorder(), r, req)
	}
	if fault.Hang > 0 {
		s.mu.Unlock()
		select {
		case <-r.Context().Done():
		case <-time.After(fault.Hang):
		}
		s.mu.Lock()
	}
	if fault.Status == 0 {
		panic(http.ErrAbortHandler)
	}
	s.Headers(w.Header())
	for name, value := range fault.Header {
		w.Header().Set(name, value)
	}
	w.WriteHeader(fault.Status)
	if fault.Drip > 0 {
		s.drip(w, r, fault)
		return
	}
	_, _ = io.WriteString(w, fault.Body) // the client may be gone
}

// drip sends a body byte by byte, until the client goes.
func (s *Server) drip(w http.ResponseWriter, r *http.Request, fault *Fault) {
	s.mu.Unlock()
	defer s.mu.Lock()
	for i := range fault.Body {
		if _, err := io.WriteString(w, fault.Body[i:i+1]); err != nil || http.NewResponseController(w).Flush() != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-time.After(fault.Drip):
		}
	}
}
