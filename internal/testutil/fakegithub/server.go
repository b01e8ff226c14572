// Package fakegithub is a strict stand-in for the REST API of GitHub over real
// HTTP. It rejects what the service rejects, and misbehaves on command. The
// bodies of refusals are those that the service was seen to send.
package fakegithub

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil/fakeserver"
)

// Token is the one token that the server knows.
const Token = "ghp_0123456789secret"

// A Server holds one repository, acme/shop.
type Server struct {
	*fakeserver.Server

	now         func() time.Time
	Repo        map[string]any
	Milestones  []*Milestone
	Issues      []*Issue // in the order of numbers, pull requests too
	Labels      []*Label
	BlockedBy   map[int][]int64   // database ids of blocking issues, by number
	Login       string            // whom the token belongs to; "": nobody, as in Actions
	Actor       Actor             // whose name stands on what is made with the token
	Roles       map[string]string // of collaborators, by login; anybody else may read
	Strangers   []string          // logins that cannot be assigned
	NoValues    bool              // errors do not say which value is wrong
	NoCreators  bool              // new milestones have no creator
	NoRates     bool              // answers have no headers about limits, as of an Enterprise Server
	Drops       bool              // labels, milestones and assignees are dropped, as without the right to push
	NoRelations bool              // the service has neither sub-issues nor dependencies
	MovedWrites int               // status of answers to writes of issues that were transferred; 0: 301, as the OpenAPI description has it
	Terse       bool              // an answer that nothing changed has no Link
	Short       bool              // pages hold fewer rows than they may, though others follow
	Lag         time.Duration     // how long listings do not show what was made with the token
	Hidden      map[int]time.Time // issues that listings do not show before
	Unchanged   int               // answers that nothing changed

	late    map[int]time.Time // milestones that listings do not show before
	deleted map[int]bool      // issues, by number
	moved   map[int]*Issue    // issues that another repository has now, by the number they had here
	names   []string          // full names that the repository had
	last    map[string]int    // the highest numbers given so far, by kind
}

// A Request is what a client sent, a Fault an answer in place of the right one.
type (
	Request = fakeserver.Request
	Fault   = fakeserver.Fault
)

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
	Creator     User    `json:"creator"` // null without a login

	repo string // full name of the repository; "": acme/shop
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
	Labels            []*Label       `json:"labels"`
	Assignees         []User         `json:"assignees"`
	Milestone         *Milestone     `json:"milestone"`
	User              User           `json:"user"`
	AuthorAssociation string         `json:"author_association"`
	CreatedAt         string         `json:"created_at"`
	UpdatedAt         string         `json:"updated_at"`
	PullRequest       map[string]any `json:"pull_request,omitempty"`
	ParentIssueURL    string         `json:"parent_issue_url,omitempty"`

	repo string // full name of the repository; "": acme/shop
}

// A User as the service gives it.
type User struct {
	Login string `json:"login"`
	ID    int64  `json:"id"`
	Type  string `json:"type"`
}

// A Label as the service gives it.
type Label struct {
	ID          int64   `json:"id"`
	Name        string  `json:"name"`
	Color       string  `json:"color"`
	Description *string `json:"description"`
}

// New starts a server, which ends with the test.
func New(t testing.TB, now func() time.Time) *Server {
	t.Helper()
	s := &Server{
		Server: fakeserver.New(t), now: now, Login: "ana", Actor: Actor{User{"ana", 7, "User"}, "COLLABORATOR"}, Roles: map[string]string{"ana": "write"},
		BlockedBy: make(map[int][]int64), Hidden: make(map[int]time.Time),
		late: make(map[int]time.Time), deleted: make(map[int]bool), moved: make(map[int]*Issue), last: make(map[string]int),
	}
	s.Answer, s.Headers = s.conditionally, s.headers
	s.Authorized = func(r *http.Request) bool { return r.Header.Get("Authorization") == "Bearer "+Token }
	s.Repo = repository(s.URL + "/repos/acme/shop")
	return s
}

// conditionally answers a read that nothing changed since, if that is so. The tag
// is one of the body alone, whatever Link says (app-sre/github-mirror#113).
func (s *Server) conditionally(w http.ResponseWriter, r *http.Request, req *Request) {
	if req.Write() {
		s.answer(w, r, req)
		return
	}
	rec := httptest.NewRecorder()
	s.answer(rec, r, req)
	tag := fmt.Sprintf(`W/"%x"`, sha256.Sum256(rec.Body.Bytes()))
	if rec.Code == http.StatusOK && r.Header.Get("If-None-Match") == tag {
		s.Unchanged++
		rec.Code, rec.Body = http.StatusNotModified, new(bytes.Buffer)
		if s.Terse {
			rec.Header().Del("Link")
		}
	}
	fakeserver.Copy(w, rec, map[string]string{"ETag": tag})
}

func (s *Server) headers(h http.Header) {
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Date", s.now().UTC().Format(http.TimeFormat))
	if s.NoRates {
		return
	}
	h.Set("X-RateLimit-Limit", "5000")
	h.Set("X-RateLimit-Remaining", "4990")
	h.Set("X-RateLimit-Reset", fmt.Sprint(s.now().Add(50*time.Minute).Unix()))
	h.Set("X-RateLimit-Resource", "core")
}

// refuse sends an error of the service.
func (s *Server) refuse(w http.ResponseWriter, status int, message string, errors ...map[string]any) {
	body := map[string]any{"message": message, "documentation_url": "https://docs.github.com/rest", "status": fmt.Sprint(status)}
	if len(errors) > 0 {
		body["errors"] = errors
	}
	s.Send(w, status, body)
}

// invalidValue is what the service says of a value among others. Older answers
// lack the value itself.
func (s *Server) invalidValue(w http.ResponseWriter, value, resource, field string) {
	e := map[string]any{"resource": resource, "code": "invalid", "field": field}
	if !s.NoValues {
		e["value"] = value
	}
	s.refuse(w, http.StatusUnprocessableEntity, "Validation Failed", e)
}

func (s *Server) invalid(w http.ResponseWriter, resource, code, field, message string) {
	e := map[string]any{"resource": resource, "code": code, "field": field}
	if message != "" {
		e["message"] = message
	}
	s.refuse(w, http.StatusUnprocessableEntity, "Validation Failed", e)
}
