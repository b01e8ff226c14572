package fakegithub

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// An Actor is whose name stands on an item.
type Actor struct {
	User

	// Association is what the service shows of the author's relation to the
	// repository. To everybody but members it shows private members, which is
	// what members are by default, as CONTRIBUTOR or NONE
	// (openwisp/openwisp-utils#732).
	Association string
}

// Stranger is somebody who may not write.
var Stranger = Actor{User{"mallory", 99, "User"}, "NONE"}

// Install makes the token one of an installation, such as Actions' own. It has
// no user behind it: the permissions of the repository are all false and
// "GET /user" is refused (MemberJunction/MJ#4389).
func (s *Server) Install() {
	s.Login = ""
	s.Actor = Actor{User{"acme-sync[bot]", 41, "Bot"}, "NONE"}
	s.Repo["permissions"] = map[string]bool{"admin": false, "maintain": false, "push": false, "triage": false, "pull": false}
}

// permission answers what a login may do. Anybody may read a public repository,
// and a bot is not a user to the service.
func (s *Server) permission(w http.ResponseWriter, rest string) {
	login, what, _ := strings.Cut(strings.TrimPrefix(rest, "/collaborators/"), "/")
	switch role := s.Roles[login]; {
	case what != "permission":
		s.refuse(w, http.StatusNotFound, "Not Found")
	case strings.HasSuffix(login, "[bot]"):
		s.refuse(w, http.StatusNotFound, login+" is not a user")
	case role == "":
		s.Send(w, http.StatusOK, granted("read", "read", User{login, 98, "User"}))
	default:
		// What has no name of its own among the older permissions counts as the
		// weaker one (docs.github.com, "Get repository permissions for a user").
		older := map[string]string{"maintain": "write", "triage": "read"}[role]
		if older == "" {
			older = role
		}
		s.Send(w, http.StatusOK, granted(older, role, User{login, 7, "User"}))
	}
}

// granted is what the service says of what a user may do; it says the role of the
// user, too.
func granted(permission, role string, u User) map[string]any {
	user := make(map[string]any)
	if data, err := json.Marshal(u); err != nil || json.Unmarshal(data, &user) != nil {
		panic("a user is JSON")
	}
	user["role_name"] = role
	return map[string]any{"permission": permission, "role_name": role, "user": user}
}

// Open adds an issue as people do.
func (s *Server) Open(by Actor, title, body string) *Issue {
	i := s.newIssue(by)
	i.Title, i.Body, i.UpdatedAt = title, text(body), s.stamp()
	return i
}

// Request adds a pull request. It takes its number from the same row.
func (s *Server) Request(by Actor, title, body string) *Issue {
	i := s.Open(by, title, body)
	i.PullRequest = map[string]any{}
	i.HTMLURL = fmt.Sprintf("%s/pull/%d", s.Repo["html_url"], i.Number)
	return i
}

// Delete deletes an issue as administrators do. Its number is not given again.
func (s *Server) Delete(number int) {
	s.deleted[number] = true
	s.Issues = slices.DeleteFunc(s.Issues, func(i *Issue) bool { return i.Number == number })
}

func (s *Server) newIssue(by Actor) *Issue {
	highest := 0
	if n := len(s.Issues); n > 0 {
		highest = s.Issues[n-1].Number
	}
	n := s.number("issue", highest)
	i := &Issue{
		ID: int64(5_000_000_000 + n), Number: n, HTMLURL: fmt.Sprintf("%s/issues/%d", s.Repo["html_url"], n), State: "open",
		Labels: []*Label{}, Assignees: []User{}, CreatedAt: s.stamp(), User: by.User, AuthorAssociation: by.Association, repo: s.fullName(),
	}
	s.Issues = append(s.Issues, i)
	return i
}

func (s *Server) newMilestone() *Milestone {
	n := s.number("milestone", len(s.Milestones))
	m := &Milestone{
		ID: int64(4_000_000_000 + n), Number: n, HTMLURL: fmt.Sprintf("%s/milestone/%d", s.Repo["html_url"], n), State: "open",
		CreatedAt: s.stamp(), Creator: s.Actor.User, repo: s.fullName(),
	}
	if s.NoCreators {
		m.Creator = User{}
	}
	if s.Lag > 0 {
		s.late[n] = s.now().Add(s.Lag)
	}
	s.Milestones = append(s.Milestones, m)
	return m
}

// number gives the next number of a kind. What was deleted keeps its own.
func (s *Server) number(kind string, highest int) int {
	s.last[kind] = max(s.last[kind], highest) + 1
	return s.last[kind]
}
