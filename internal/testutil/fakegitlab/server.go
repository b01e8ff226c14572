// Package fakegitlab is a strict stand-in for the REST API of GitLab over real
// HTTP. It rejects what the service rejects, rewrites texts and carries out what
// stands in them as the service does, and misbehaves on command. The bodies of
// refusals are those that the service was seen to send.
package fakegitlab

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil/fakeserver"
)

// The tokens that the server knows: one of access and one of OAuth.
const (
	Token      = "glpat-0123456789secret"
	OAuthToken = "oauth-0123456789secret"
)

// The numbers of the project acme/tools/shop and of the groups above it.
const (
	ProjectID = 3_000_000_081
	ToolsID   = 8 // acme/tools
	AcmeID    = 7 // acme
)

// A Server holds one project, acme/tools/shop.
type Server struct {
	*fakeserver.Server

	now        func() time.Time
	Project    map[string]any
	Milestones []*Milestone
	Issues     []*Issue // in the order of numbers
	Labels     []*Label
	Links      []*Link
	Users      []*User             // the first is the one of the tokens
	Members    map[int64]int       // levels of access by number
	Actor      *User               // whose name stands on new issues; nil: the first user
	Lag        time.Duration       // how long listings do not show what was made with the token
	Hidden     map[int64]time.Time // issues that listings do not show before

	Premium   bool     // the project has weights, blocking issues and several assignees
	Template  string   // default template of issues
	NoKeyset  bool     // this version has no keysets for issues
	MaxOffset int      // of lists by page number
	MaxTotal  int      // rows beyond which totals are left out
	Racing    bool     // milestones are made at the same time by others: titles are not compared
	Ruby34    bool     // messages are printed the way newer versions do
	Old       bool     // this version is from before 16.7: it knows include_parent_milestones only
	Throttled bool     // answers carry the headers of a limit
	Executed  []string // quick actions that were found in texts

	late  map[int64]time.Time // milestones that listings do not show before
	names []string            // paths that the project had
	last  int64               // the highest number of an issue given so far
}

// A Request is what a client sent, a Fault an answer in place of the right one.
type (
	Request = fakeserver.Request
	Fault   = fakeserver.Fault
)

// A Milestone as the service gives it, of the project or of a group.
type Milestone struct {
	ID          int64   `json:"id"`
	IID         int64   `json:"iid"`
	ProjectID   int64   `json:"project_id,omitempty"`
	GroupID     int64   `json:"group_id,omitempty"`
	Title       string  `json:"title"`
	Description string  `json:"description"`
	State       string  `json:"state"`
	DueDate     *string `json:"due_date"`
	StartDate   *string `json:"start_date"`
	CreatedAt   string  `json:"created_at"`
	UpdatedAt   string  `json:"updated_at"`
	Expired     bool    `json:"expired"`
	WebURL      string  `json:"web_url"`
}

// An Issue as the service gives it.
type Issue struct {
	ID           int64      `json:"id"`
	IID          int64      `json:"iid"`
	ProjectID    int64      `json:"project_id"`
	Title        string     `json:"title"`
	Description  *string    `json:"description"`
	State        string     `json:"state"`
	Labels       []string   `json:"labels"`
	Assignees    []*User    `json:"assignees"`
	Milestone    *Milestone `json:"milestone"`
	DueDate      *string    `json:"due_date"`
	Confidential bool       `json:"confidential"`
	Author       *User      `json:"author"`
	CreatedAt    string     `json:"created_at"`
	UpdatedAt    string     `json:"updated_at"`
	WebURL       string     `json:"web_url"`
	MovedToID    *int64     `json:"moved_to_id"`
	Notes        []Note     `json:"-"` // newest last
	Weight       *int64     `json:"-"` // given by Premium only
}

// Text returns the description.
func (i *Issue) Text() string {
	if i.Description == nil {
		return ""
	}
	return *i.Description
}

// A Note is a comment, or what the service notes itself.
type Note struct {
	ID     int64  `json:"id"`
	Body   string `json:"body"`
	System bool   `json:"system"`
}

// A User as the service gives it.
type User struct {
	ID       int64  `json:"id"`
	Username string `json:"username"`
	State    string `json:"state"`
}

// A Label as the service gives it.
type Label struct {
	ID          int64   `json:"id"`
	Name        string  `json:"name"`
	Color       string  `json:"color"`
	TextColor   string  `json:"text_color"`
	Description *string `json:"description"`
	OfProject   bool    `json:"is_project_label"`
}

// A Link relates two issues of the project.
type Link struct {
	ID             int64
	Source, Target int64 // numbers of issues
	Type           string
}

// New starts a server, which ends with the test.
func New(t testing.TB, now func() time.Time) *Server {
	t.Helper()
	s := &Server{
		Server: fakeserver.New(t), now: now, Hidden: make(map[int64]time.Time), late: make(map[int64]time.Time), names: []string{"acme/old-shop"},
		Users:   []*User{{1, "ana", "active"}, {2, "bo", "active"}, {3, "cleo", "active"}},
		Members: map[int64]int{1: 40, 2: 30, 3: 30}, MaxOffset: 50_000, MaxTotal: 10_000,
	}
	s.Prefix = "/api/v4"
	s.Answer, s.Headers = s.answer, s.headers
	s.Authorized = func(r *http.Request) bool {
		bearer := r.Header.Get("Authorization")
		return r.Header.Get("PRIVATE-TOKEN") == Token || bearer == "Bearer "+OAuthToken || bearer == "Bearer "+Token
	}
	s.Project = map[string]any{
		"id": ProjectID, "name": "shop", "path_with_namespace": "acme/tools/shop", "web_url": "https://gitlab.example/acme/tools/shop",
		"archived": false, "visibility": "private", "issues_enabled": true, "issues_access_level": "enabled",
		"namespace":   map[string]any{"id": ToolsID, "kind": "group", "full_path": "acme/tools"},
		"permissions": map[string]any{"project_access": map[string]any{"access_level": 40, "notification_level": 3}, "group_access": nil},
	}
	return s
}

func (s *Server) headers(h http.Header) {
	h.Set("Content-Type", "application/json")
	h.Set("Date", s.now().UTC().Format(http.TimeFormat))
	h.Set("X-Request-Id", "01J0000000000000000000000")
	h.Set("Vary", "Origin")
	if s.Throttled {
		h.Set("RateLimit-Limit", "2000")
		h.Set("RateLimit-Name", "throttle_authenticated_api")
		h.Set("RateLimit-Observed", "3")
		h.Set("RateLimit-Remaining", "1997")
		h.Set("RateLimit-Reset", fmt.Sprint(s.now().Add(time.Minute).Unix()))
	}
}

func (s *Server) stamp() string { return s.now().UTC().Format("2006-01-02T15:04:05.000Z") }

// refuse sends an error of the service; message may be an object.
func (s *Server) refuse(w http.ResponseWriter, status int, message any) {
	s.Send(w, status, map[string]any{"message": message})
}

// bad sends an error that is found before the request is looked at closely.
func (s *Server) bad(w http.ResponseWriter, text string) {
	s.Send(w, http.StatusBadRequest, map[string]any{"error": text})
}
