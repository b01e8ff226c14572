package fakegitlab

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Stranger is somebody who is not a member of the project.
var Stranger = &User{99, "mallory", "active"}

// actor is whose name stands on what is made with the tokens.
func (s *Server) actor() *User {
	if s.Actor != nil {
		return s.Actor
	}
	return s.Users[0]
}

// Open adds an issue as people do.
func (s *Server) Open(by *User, title, description string) *Issue {
	i := s.newIssue(by)
	i.Title, i.Description, i.UpdatedAt = title, &description, s.stamp()
	s.Issues = append(s.Issues, i)
	return i
}

// Delete deletes an issue as owners do. Its number is not given again.
func (s *Server) Delete(number int64) {
	s.last = max(s.last, number)
	s.Issues = slices.DeleteFunc(s.Issues, func(i *Issue) bool { return i.IID == number })
}

// Move moves an issue to another project, as people do: what is left is closed
// and says where the issue is in a note. Whoever is in the same group as the
// project reads its path without the group (gitlab-org/gitlab,
// app/services/system_notes/issuables_service.rb).
func (s *Server) Move(i *Issue, reference string) {
	i.State, i.MovedToID, i.UpdatedAt = "closed", new(int64(6_000_000_000)+i.IID), s.stamp()
	i.Notes = append(i.Notes, Note{1, "moved to " + reference, true}, Note{2, "closed", true}, Note{3, "moved to acme/elsewhere#1", false})
}

func (s *Server) listNotes(w http.ResponseWriter, r *http.Request, i *Issue) {
	q := r.URL.Query()
	s.known(q, "sort", "order_by", "per_page", "page")
	notes := slices.Clone(i.Notes)
	if q.Get("sort") != "asc" {
		slices.Reverse(notes)
	}
	page(s, w, r, notes)
}

// Rename gives the project another path. The old one leads to it for reads, and
// refuses writes (gitlab-org/gitlab, lib/api/helpers.rb).
func (s *Server) Rename(path string) {
	old, _ := s.Project["path_with_namespace"].(string)
	s.names = append(s.names, old)
	s.Project["path_with_namespace"], s.Project["web_url"] = path, "https://gitlab.example/"+path
	move := func(address *string) {
		*address = strings.Replace(*address, "https://gitlab.example/"+old+"/", "https://gitlab.example/"+path+"/", 1)
	}
	for _, m := range s.Milestones {
		move(&m.WebURL)
	}
	for _, i := range s.Issues {
		move(&i.WebURL)
	}
}

func (s *Server) newIssue(by *User) *Issue {
	if n := len(s.Issues); n > 0 {
		s.last = max(s.last, s.Issues[n-1].IID)
	}
	s.last++
	n := s.last
	return &Issue{
		ID: 5_000_000_000 + n, IID: n, ProjectID: ProjectID, State: "opened", WebURL: fmt.Sprintf("%s/-/issues/%d", s.Project["web_url"], n),
		Labels: []string{}, Assignees: []*User{}, Author: by, CreatedAt: s.stamp(),
	}
}
