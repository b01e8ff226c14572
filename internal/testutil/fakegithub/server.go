// Package fakegithub is a strict stand-in for the REST API of GitHub over real
// HTTP. It rejects what the service rejects, and misbehaves on command. The
// bodies of refusals are those that the service was seen to send.
package fakegithub

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// Token is the one token that the server knows.
const Token = "ghp_0123456789secret"

// A Server holds one repository, acme/shop.
type Server struct {
	*httptest.Server
	Prefix string // of all paths, such as "/api/v3"

	mu         sync.Mutex
	t          *testing.T
	now        func() time.Time
	Repo       map[string]any
	Milestones []*Milestone
	Issues     []*Issue // in the order of numbers, pull requests too
	Labels     map[string]string
	Requests   []Request
	Hidden     map[int]time.Time // issues that listings do not show before
	Unchanged  int               // answers that nothing changed

	// Fault, if set, is asked about each request before it is carried out.
	Fault func(r *Request) *Fault
}

// A Request is what a client sent.
type Request struct {
	N      int // counts from 1
	Method string
	Path   string
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
}

// A Milestone as the service gives it.
type Milestone struct {
	ID          int64   `json:"id"`
	Number      int     `json:"number"`
	HTMLURL     string  `json:"html_url"`
	Title       string  `json:"title"`
	Description *string `json:"description"`
	State       string  `json:"state"`
	DueOn       *string `json:"due_on"`
	CreatedAt   string  `json:"created_at"`
	UpdatedAt   string  `json:"updated_at"`
	Creator     User    `json:"creator"`
}

// An Issue as the service gives it.
type Issue struct {
	ID                int64          `json:"id"`
	Number            int            `json:"number"`
	HTMLURL           string         `json:"html_url"`
	Title             string         `json:"title"`
	Body              *string        `json:"body"`
	State             string         `json:"state"`
	StateReason       *string        `json:"state_reason"`
	Labels            []Label        `json:"labels"`
	Assignees         []User         `json:"assignees"`
	Milestone         *Milestone     `json:"milestone"`
	User              User           `json:"user"`
	AuthorAssociation string         `json:"author_association"`
	CreatedAt         string         `json:"created_at"`
	UpdatedAt         string         `json:"updated_at"`
	PullRequest       map[string]any `json:"pull_request,omitempty"`
}

// A User as the service gives it.
type User struct {
	Login string `json:"login"`
	ID    int64  `json:"id"`
	Type  string `json:"type"`
}

// A Label as the service gives it.
type Label struct {
	Name  string `json:"name"`
	Color string `json:"color"`
}

// New starts a server, which ends with the test.
func New(t *testing.T, now func() time.Time) *Server {
	t.Helper()
	s := &Server{t: t, now: now, Labels: make(map[string]string), Hidden: make(map[int]time.Time)}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	s.Repo = map[string]any{
		"id": 3_000_000_001, "name": "shop", "full_name": "acme/shop", "html_url": "https://github.example/acme/shop",
		"url": s.URL + "/repos/acme/shop", "has_issues": true, "archived": false,
		"permissions": map[string]bool{"admin": false, "maintain": false, "push": true, "triage": true, "pull": true},
	}
	return s
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

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Errorf("read the request: %v", err)
	}
	req := Request{
		N: len(s.Requests) + 1, Method: r.Method, Path: strings.TrimPrefix(r.URL.Path, s.Prefix), Query: r.URL.RawQuery, Body: string(body),
		Auth: r.Header.Get("Authorization") == "Bearer "+Token,
	}
	s.Requests = append(s.Requests, req)
	var fault *Fault
	if s.Fault != nil {
		fault = s.Fault(&req)
	}
	if fault == nil {
		s.conditionally(w, r, &req)
		return
	}
	if fault.Pass {
		rec := httptest.NewRecorder()
		s.answer(rec, r, &req)
		for name := range rec.Header() {
			w.Header().Set(name, rec.Header().Get(name))
		}
		for name, value := range fault.Header {
			w.Header().Set(name, value)
		}
		w.WriteHeader(rec.Code)
		_, _ = w.Write(rec.Body.Bytes()) // the client may be gone
		return
	}
	if fault.Commit {
		s.answer(httptest.NewRecorder(), r, &req)
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
	s.headers(w)
	for name, value := range fault.Header {
		w.Header().Set(name, value)
	}
	w.WriteHeader(fault.Status)
	_, _ = io.WriteString(w, fault.Body) // the client may be gone
}

// conditionally answers a read that nothing changed since, if that is so.
func (s *Server) conditionally(w http.ResponseWriter, r *http.Request, req *Request) {
	if req.Write() {
		s.answer(w, r, req)
		return
	}
	rec := httptest.NewRecorder()
	s.answer(rec, r, req)
	for name := range rec.Header() {
		w.Header().Set(name, rec.Header().Get(name))
	}
	tag := fmt.Sprintf(`W/"%x"`, sha256.Sum256(rec.Body.Bytes()))
	w.Header().Set("ETag", tag)
	if rec.Code == http.StatusOK && r.Header.Get("If-None-Match") == tag {
		s.Unchanged++
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.WriteHeader(rec.Code)
	_, _ = w.Write(rec.Body.Bytes()) // the client may be gone
}

func (s *Server) headers(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Date", s.now().UTC().Format(http.TimeFormat))
	h.Set("X-RateLimit-Limit", "5000")
	h.Set("X-RateLimit-Remaining", "4990")
	h.Set("X-RateLimit-Reset", fmt.Sprint(s.now().Add(50*time.Minute).Unix()))
	h.Set("X-RateLimit-Resource", "core")
}

func (s *Server) send(w http.ResponseWriter, status int, v any) {
	s.headers(w)
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(v); err != nil {
		s.t.Logf("the client is gone: %v", err)
	}
}

// refuse sends an error of the service.
func (s *Server) refuse(w http.ResponseWriter, status int, message string, errors ...map[string]any) {
	body := map[string]any{"message": message, "documentation_url": "https://docs.github.com/rest", "status": fmt.Sprint(status)}
	if len(errors) > 0 {
		body["errors"] = errors
	}
	s.send(w, status, body)
}

func (s *Server) invalid(w http.ResponseWriter, resource, code, field, message string) {
	e := map[string]any{"resource": resource, "code": code, "field": field}
	if message != "" {
		e["message"] = message
	}
	s.refuse(w, http.StatusUnprocessableEntity, "Validation Failed", e)
}
