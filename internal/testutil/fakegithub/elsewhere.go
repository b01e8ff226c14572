package fakegithub

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Other is a second repository that the server has, whose issues are those that
// were transferred to it. A write to it is an error of the test.
const (
	Other   = "acme/other"
	otherID = 3_000_000_002
)

// Rename gives the repository another name. The old one leads to it: reads with
// 301, writes with 307 (18F/charlie#85, google/go-github#184).
func (s *Server) Rename(fullName string) {
	s.names = append(s.names, s.fullName())
	old, _ := s.Repo["html_url"].(string)
	_, name, _ := strings.Cut(fullName, "/")
	s.Repo["name"], s.Repo["full_name"] = name, fullName
	s.Repo["html_url"], s.Repo["url"] = "https://github.example/"+fullName, s.URL+"/repos/"+fullName
	move := func(address *string, repo *string) {
		*address = strings.Replace(*address, old+"/", "https://github.example/"+fullName+"/", 1)
		*repo = fullName
	}
	for _, m := range s.Milestones {
		move(&m.HTMLURL, &m.repo)
	}
	for _, i := range s.Issues {
		move(&i.HTMLURL, &i.repo)
		i.ParentIssueURL = strings.Replace(i.ParentIssueURL, "/repos/"+s.names[len(s.names)-1]+"/", "/repos/"+fullName+"/", 1)
	}
}

// Transfer moves an issue to the other repository, where it gets a number: the
// same one, if that is free. It returns its address there.
func (s *Server) Transfer(number int) string {
	i := *s.Issue(number)
	s.Issues = slices.DeleteFunc(s.Issues, func(x *Issue) bool { return x.Number == number })
	i.ID += 1_000_000
	i.repo, i.HTMLURL = Other, fmt.Sprintf("https://github.example/%s/issues/%d", Other, i.Number)
	s.moved[number] = &i
	s.last["issue"] = max(s.last["issue"], number)
	return i.HTMLURL
}

func (s *Server) fullName() string {
	name, _ := s.Repo["full_name"].(string)
	return name
}

// below returns the path below that of the repository.
func (s *Server) below(path string) (string, bool) {
	for _, root := range []string{"/repos/" + s.fullName(), fmt.Sprintf("/repositories/%v", s.Repo["id"])} {
		if rest, ok := strings.CutPrefix(path, root); ok && (rest == "" || rest[0] == '/') {
			return rest, true
		}
	}
	return "", false
}

// elsewhere answers for what is not the repository under its name, and reports
// whether there is anything.
func (s *Server) elsewhere(w http.ResponseWriter, r *http.Request, req *Request) bool {
	for _, name := range s.names {
		if rest, ok := strings.CutPrefix(req.Path, "/repos/"+name); ok && (rest == "" || rest[0] == '/') {
			address := fmt.Sprintf("%s/repositories/%v%s", s.URL, s.Repo["id"], rest)
			if r.URL.RawQuery != "" {
				address += "?" + r.URL.RawQuery
			}
			status := http.StatusMovedPermanently
			if req.Write() {
				status = http.StatusTemporaryRedirect
			}
			s.redirect(w, status, address)
			return true
		}
	}
	rest, ok := strings.CutPrefix(req.Path, fmt.Sprintf("/repositories/%d", otherID))
	if !ok {
		rest, ok = strings.CutPrefix(req.Path, "/repos/"+Other)
	}
	switch {
	case !ok:
		return false
	case req.Write():
		s.Errorf("%s %s writes to another repository", req.Method, req.Path)
		s.refuse(w, http.StatusForbidden, "Must have admin rights to Repository.")
		return true
	case rest == "":
		other := repository(s.URL + "/repos/" + Other)
		other["id"], other["name"], other["full_name"], other["html_url"] = otherID, "other", Other, "https://github.example/"+Other
		s.Send(w, http.StatusOK, other)
		return true
	}
	for _, i := range s.moved {
		if rest == fmt.Sprintf("/issues/%d", i.Number) {
			s.Send(w, http.StatusOK, i)
			return true
		}
	}
	return false
}

// redirect answers that something is elsewhere now.
func (s *Server) redirect(w http.ResponseWriter, status int, address string) {
	w.Header().Set("Location", address)
	s.Send(w, status, map[string]any{"message": "Moved Permanently", "url": address, "documentation_url": "https://docs.github.com/v3/#http-redirects"})
}
