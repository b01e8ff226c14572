package fakegithub

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/backlogsync/backlogsync/internal/testutil/fakeserver"
)

// relations answers for the sub-issues and the dependencies of an issue. It
// reports whether the path speaks of them.
func (s *Server) relations(w http.ResponseWriter, rest string, req *Request) bool {
	number, what, ok := strings.Cut(strings.TrimPrefix(rest, "/issues/"), "/")
	if !ok || !strings.HasPrefix(rest, "/issues/") {
		return false
	}
	n, err := strconv.Atoi(number)
	issue := s.Issue(n)
	if s.NoRelations || err != nil || issue == nil {
		s.refuse(w, http.StatusNotFound, "Not Found")
		return true
	}
	var in struct {
		SubIssueID int64 `json:"sub_issue_id"`
		IssueID    int64 `json:"issue_id"`
	}
	if req.Body != "" && !s.decode(w, req.Body, &in) {
		return true
	}
	blocked, id, _ := strings.Cut(what, "dependencies/blocked_by/")
	switch {
	case what == "sub_issues" && req.Method == http.MethodGet:
		rows := []*Issue{}
		for _, i := range s.Issues {
			if i.ParentIssueURL == fmt.Sprintf("%s/issues/%d", s.Repo["url"], n) {
				rows = append(rows, i)
			}
		}
		s.Send(w, http.StatusOK, rows)
	case what == "sub_issues" && req.Method == http.MethodPost:
		s.addSubIssue(w, issue, s.byID(in.SubIssueID))
	case what == "sub_issue" && req.Method == http.MethodDelete:
		s.removeSubIssue(w, issue, s.byID(in.SubIssueID))
	case what == "dependencies/blocked_by" && req.Method == http.MethodGet:
		rows := []*Issue{}
		for _, id := range s.BlockedBy[n] {
			rows = append(rows, s.byID(id))
		}
		s.Send(w, http.StatusOK, rows)
	case what == "dependencies/blocked_by" && req.Method == http.MethodPost:
		s.addBlocker(w, issue, in.IssueID)
	case blocked == "" && req.Method == http.MethodDelete:
		s.removeBlocker(w, issue, id)
	default:
		s.refuse(w, http.StatusNotFound, "Not Found")
	}
	return true
}

func (s *Server) byID(id int64) *Issue {
	return fakeserver.Find(s.Issues, func(i *Issue) bool { return i.ID == id })
}

func (s *Server) addSubIssue(w http.ResponseWriter, parent, child *Issue) {
	const sorry = "An error occurred while adding the sub-issue to the parent issue. "
	address := fmt.Sprintf("%s/issues/%d", s.Repo["url"], parent.Number)
	n := 0
	for _, i := range s.Issues {
		if i.ParentIssueURL == address {
			n++
		}
	}
	switch {
	case child == nil:
		s.refuse(w, http.StatusNotFound, "Not Found")
	case child.ParentIssueURL != "":
		s.refuse(w, http.StatusUnprocessableEntity, sorry+"Issue may not contain duplicate sub-issues and Sub issue may only have one parent")
	case n >= 100:
		s.refuse(w, http.StatusUnprocessableEntity, sorry+"Parent cannot have more than 100 sub-issues")
	default:
		child.ParentIssueURL = address
		s.Send(w, http.StatusCreated, parent)
	}
}

func (s *Server) removeSubIssue(w http.ResponseWriter, parent, child *Issue) {
	if child == nil || child.ParentIssueURL != fmt.Sprintf("%s/issues/%d", s.Repo["url"], parent.Number) {
		s.refuse(w, http.StatusNotFound, "Not Found")
		return
	}
	child.ParentIssueURL = ""
	s.Send(w, http.StatusOK, parent)
}

func (s *Server) addBlocker(w http.ResponseWriter, issue *Issue, id int64) {
	switch {
	case s.byID(id) == nil:
		s.refuse(w, http.StatusNotFound, "Not Found")
	case slices.Contains(s.BlockedBy[issue.Number], id):
		s.refuse(w, http.StatusUnprocessableEntity, "Validation Failed")
	default:
		s.BlockedBy[issue.Number] = append(s.BlockedBy[issue.Number], id)
		s.Send(w, http.StatusCreated, issue)
	}
}

func (s *Server) removeBlocker(w http.ResponseWriter, issue *Issue, id string) {
	n, err := strconv.ParseInt(id, 10, 64)
	i := slices.Index(s.BlockedBy[issue.Number], n)
	if err != nil || i < 0 {
		s.refuse(w, http.StatusNotFound, "Not Found")
		return
	}
	s.BlockedBy[issue.Number] = slices.Delete(s.BlockedBy[issue.Number], i, i+1)
	s.Send(w, http.StatusOK, issue)
}
