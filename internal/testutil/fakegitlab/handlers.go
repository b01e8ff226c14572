package fakegitlab

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/backlogsync/backlogsync/internal/testutil/fakeserver"
)

// answer carries a request out as the service would.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, req *Request) {
	if !req.Auth {
		s.refuse(w, http.StatusUnauthorized, "401 Unauthorized")
		return
	}
	// A path in an address is one escaped segment.
	raw := strings.Split(strings.TrimPrefix(strings.TrimPrefix(r.URL.EscapedPath(), s.Prefix), "/"), "/")
	parts := make([]string, len(raw))
	for i, part := range raw {
		parts[i], _ = url.PathUnescape(part)
	}
	switch {
	case len(parts) == 1 && parts[0] == "user":
		s.Send(w, http.StatusOK, s.Users[0])
	case len(parts) == 1 && parts[0] == "users":
		s.listUsers(w, r.URL.Query())
	case len(parts) > 1 && parts[0] == "projects":
		s.project(w, r, req, parts[1:])
	case len(parts) > 2 && parts[0] == "groups" && parts[2] == "milestones":
		s.group(w, r, req, parts[1], parts[3:])
	default:
		s.refuse(w, http.StatusNotFound, "404 Not Found")
	}
}

// project answers for what stands below "projects/".
func (s *Server) project(w http.ResponseWriter, r *http.Request, req *Request, parts []string) {
	name, rest := parts[0], parts[1:]
	switch {
	case slices.Contains(s.names, name) && req.Write():
		s.refuse(w, http.StatusMethodNotAllowed, "Non GET methods are not allowed for moved projects")
		return
	case slices.Contains(s.names, name):
		w.Header().Set("Location", fmt.Sprintf("%s%s/projects/%d", s.URL, s.Prefix, int64(ProjectID)))
		s.refuse(w, http.StatusMovedPermanently, "This resource has been moved permanently")
		return
	case name != s.Project["path_with_namespace"] && name != fmt.Sprint(int64(ProjectID)):
		s.refuse(w, http.StatusNotFound, "404 Project Not Found")
		return
	case len(rest) == 0:
		p := make(map[string]any)
		maps.Copy(p, s.Project)
		if s.Premium {
			p["issues_template"] = nil
		}
		s.Send(w, http.StatusOK, p)
		return
	}
	if req.Write() && s.Project["archived"] == true {
		s.refuse(w, http.StatusForbidden, "403 Forbidden")
		return
	}
	switch rest[0] {
	case "issues":
		s.issues(w, r, req, rest[1:])
	case "milestones":
		s.milestones(w, r, req, 0, rest[1:])
	case "labels":
		s.labels(w, r, req, rest[1:])
	case "members":
		s.listMembers(w, r.URL.Query(), rest[1:])
	default:
		s.refuse(w, http.StatusNotFound, "404 Not Found")
	}
}

// group answers for the milestones of a group.
func (s *Server) group(w http.ResponseWriter, r *http.Request, req *Request, name string, rest []string) {
	switch name {
	case fmt.Sprint(ToolsID), "acme/tools":
		s.milestones(w, r, req, ToolsID, rest)
	case fmt.Sprint(AcmeID), "acme":
		s.milestones(w, r, req, AcmeID, rest)
	default:
		s.refuse(w, http.StatusNotFound, "404 Group Not Found")
	}
}

func (s *Server) listUsers(w http.ResponseWriter, q url.Values) {
	s.known(q, "username")
	users := []*User{}
	for _, u := range s.Users {
		if q.Get("username") == "" || strings.EqualFold(u.Username, q.Get("username")) {
			users = append(users, u)
		}
	}
	s.Send(w, http.StatusOK, users)
}

func (s *Server) listMembers(w http.ResponseWriter, q url.Values, rest []string) {
	s.known(q, "user_ids[]", "per_page", "page")
	if !slices.Equal(rest, []string{"all"}) {
		s.refuse(w, http.StatusNotFound, "404 Not Found")
		return
	}
	rows := []map[string]any{}
	for _, u := range s.Users {
		level, ok := s.Members[u.ID]
		if ids := q["user_ids[]"]; !ok || len(ids) > 0 && !slices.Contains(ids, fmt.Sprint(u.ID)) {
			continue
		}
		rows = append(rows, map[string]any{"id": u.ID, "username": u.Username, "access_level": level})
	}
	s.Send(w, http.StatusOK, rows)
}

// known makes sure that a client asks for nothing that the service does not
// know: it would be ignored.
func (s *Server) known(q url.Values, names ...string) {
	for name := range q {
		if !slices.Contains(names, name) {
			s.Errorf("the service knows no parameter %s here", name)
		}
	}
}

// userOf returns the user of a number, nil if there is none.
func (s *Server) userOf(id int64) *User {
	return fakeserver.Find(s.Users, func(u *User) bool { return u.ID == id })
}
