package fakegitlab

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/internal/testutil/fakeserver"
)

// issues answers for what stands below "issues/".
func (s *Server) issues(w http.ResponseWriter, r *http.Request, req *Request, rest []string) {
	if len(rest) == 0 {
		switch req.Method {
		case http.MethodGet:
			s.listIssues(w, r)
		case http.MethodPost:
			s.writeIssue(w, nil, req.Body)
		default:
			s.refuse(w, http.StatusMethodNotAllowed, "405 Method Not Allowed")
		}
		return
	}
	i := s.Issue(int64(atoi(rest[0])))
	switch {
	case i == nil:
		s.refuse(w, http.StatusNotFound, "404 Issue Not Found")
	case len(rest) == 2 && rest[1] == "notes" && req.Method == http.MethodGet:
		s.listNotes(w, r, i)
	case len(rest) > 1 && rest[1] == "links":
		s.links(w, req, i, rest[2:])
	case len(rest) > 1:
		s.refuse(w, http.StatusNotFound, "404 Not Found")
	case req.Method == http.MethodGet:
		s.Send(w, http.StatusOK, s.view(i))
	case req.Method == http.MethodPut:
		s.writeIssue(w, i, req.Body)
	default:
		s.refuse(w, http.StatusMethodNotAllowed, "405 Method Not Allowed")
	}
}

// Issue returns an issue, nil if there is none.
func (s *Server) Issue(number int64) *Issue {
	return fakeserver.Find(s.Issues, func(i *Issue) bool { return i.IID == number })
}

// IssueAt returns the issue with a web address, nil if there is none.
func (s *Server) IssueAt(address string) *Issue {
	return fakeserver.Find(s.Issues, func(i *Issue) bool { return i.WebURL == address })
}

// A view is an issue with what only some plans give.
type view struct {
	*Issue
	Weight **int64 `json:"weight,omitempty"`
}

func (s *Server) view(i *Issue) view {
	v := view{Issue: i}
	if s.Premium {
		v.Weight = &i.Weight
	}
	return v
}

func (s *Server) listIssues(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	s.known(q, "pagination", "order_by", "sort", "state", "scope", "per_page", "page", "labels", "cursor", "id_after")
	rows := []view{}
	for _, i := range s.Issues {
		state := q.Get("state")
		wanted := state == "" || state == "all" || state == i.State
		if label := q.Get("labels"); label != "" && !slices.Contains(i.Labels, label) {
			wanted = false
		}
		if wanted && !s.Hidden[i.IID].After(s.now()) {
			rows = append(rows, s.view(i))
		}
	}
	if q.Get("sort") != "asc" {
		slices.Reverse(rows)
	}
	switch {
	case q.Get("pagination") == "keyset" && s.NoKeyset:
		s.Send(w, http.StatusMethodNotAllowed, map[string]string{"error": "Keyset pagination is not yet available for this type of request"})
	case q.Get("pagination") == "keyset":
		s.keyset(w, r, rows)
	case (atoi(q.Get("page"))-1)*perPage(q) > s.MaxOffset:
		s.Send(w, http.StatusMethodNotAllowed, map[string]string{"error": fmt.Sprintf(
			"Offset pagination has a maximum allowed offset of %d for requests that return objects of type Issue. "+
				"Remaining records can be retrieved using keyset pagination.", s.MaxOffset)})
	default:
		page(s, w, r, rows)
	}
}

// An issueInput is what a client may send of an issue. Lists may come as text
// with commas, numbers as text.
type issueInput struct {
	Title       fakeserver.Field[string]          `json:"title"`
	Description fakeserver.Field[string]          `json:"description"`
	Labels      fakeserver.Field[json.RawMessage] `json:"labels"`
	MilestoneID fakeserver.Field[int64]           `json:"milestone_id"`
	AssigneeIDs fakeserver.Field[[]int64]         `json:"assignee_ids"`
	DueDate     fakeserver.Field[string]          `json:"due_date"`
	Weight      fakeserver.Field[int64]           `json:"weight"`
	StateEvent  fakeserver.Field[string]          `json:"state_event"`
}

func (s *Server) writeIssue(w http.ResponseWriter, i *Issue, body string) {
	var in issueInput
	if s.Decode(body, &in) != nil {
		s.bad(w, "the body is invalid")
		return
	}
	if !s.checkIssue(w, i, &in) {
		return
	}
	status := http.StatusOK
	if i == nil {
		status = http.StatusCreated
		if strings.TrimSpace(in.Description.Value) == "" && s.Template != "" {
			in.Description = fakeserver.Field[string]{Set: true, Value: s.Template}
		}
		i = s.newIssue(s.actor())
		if s.Lag > 0 {
			s.Hidden[i.IID] = s.now().Add(s.Lag)
		}
		s.setIssue(i, &in, true)
		s.Issues = append(s.Issues, i)
	} else {
		s.setIssue(i, &in, false)
	}
	s.Send(w, status, s.view(i))
}

// checkIssue refuses what the service refuses.
func (s *Server) checkIssue(w http.ResponseWriter, i *Issue, in *issueInput) bool {
	switch {
	case i == nil && in.StateEvent.Set:
		s.Errorf("the service ignores the state of a new issue")
	case i == nil && !in.Title.Set:
		s.bad(w, "title is missing")
		return false
	case in.Title.Set && strings.TrimSpace(in.Title.Value) == "":
		s.refuse(w, http.StatusBadRequest, map[string]any{"title": []string{"can't be blank"}})
		return false
	case utf8.RuneCountInString(in.Title.Value) > 255:
		s.refuse(w, http.StatusBadRequest, map[string]any{"title": []string{"is too long (maximum is 255 characters)"}})
		return false
	case len(in.Description.Value) > 1<<20:
		s.refuse(w, http.StatusBadRequest, map[string]any{"description": []string{"is too long (maximum is 1048576 characters)"}})
		return false
	case in.StateEvent.Set && in.StateEvent.Value != "close" && in.StateEvent.Value != "reopen":
		s.bad(w, "state_event does not have a valid value")
		return false
	}
	return true
}

// setIssue takes over what was sent; what does not fit is dropped without a
// word, as the service does.
func (s *Server) setIssue(i *Issue, in *issueInput, creating bool) {
	i.UpdatedAt = s.stamp()
	if in.Title.Set {
		i.Title = strings.TrimSpace(in.Title.Value)
	}
	if in.Labels.Set {
		i.Labels = s.take(splitLabels(in.Labels.Value))
	}
	if in.MilestoneID.Set {
		i.Milestone = nil
		if m := s.Milestone(in.MilestoneID.Value); m != nil {
			i.Milestone = m
		}
	}
	if in.AssigneeIDs.Set {
		s.assign(i, in.AssigneeIDs.Value)
	}
	if in.DueDate.Set {
		i.DueDate = dateOf(&in.DueDate)
	}
	if in.Weight.Set && s.Premium {
		i.Weight = nil
		if !in.Weight.Null {
			i.Weight = &in.Weight.Value
		}
	}
	switch in.StateEvent.Value {
	case "close":
		i.State = "closed"
	case "reopen":
		i.State = "opened"
	}
	if in.Description.Set {
		text := strings.TrimRight(strings.ReplaceAll(s.execute(i, in.Description.Value, creating), "\r", ""), " \t\n\v\f\x00")
		i.Description = &text
	}
}

// assign keeps one person only where the plan does not have more.
func (s *Server) assign(i *Issue, ids []int64) {
	i.Assignees = []*User{}
	for _, id := range ids {
		if u := s.userOf(id); u != nil && (s.Premium || len(i.Assignees) == 0) {
			i.Assignees = append(i.Assignees, u)
		}
	}
}

func splitLabels(raw json.RawMessage) []string {
	var list []string
	if json.Unmarshal(raw, &list) == nil {
		return list
	}
	var text string
	if json.Unmarshal(raw, &text) != nil || text == "" {
		return nil
	}
	return strings.Split(text, ",")
}

// dateOf returns a date, nil for none.
func dateOf(f *fakeserver.Field[string]) *string {
	if f.Null || f.Value == "" {
		return nil
	}
	return &f.Value
}

// links answers for the links of an issue.
func (s *Server) links(w http.ResponseWriter, req *Request, i *Issue, rest []string) {
	switch {
	case len(rest) == 0 && req.Method == http.MethodGet:
		s.listLinks(w, i)
	case len(rest) == 0 && req.Method == http.MethodPost:
		s.createLink(w, i, req.Body)
	case len(rest) == 1 && req.Method == http.MethodDelete:
		for n, l := range s.Links {
			if fmt.Sprint(l.ID) == rest[0] && (l.Source == i.IID || l.Target == i.IID) {
				s.Links = slices.Delete(s.Links, n, n+1)
				s.Send(w, http.StatusOK, map[string]any{"link_type": l.Type})
				return
			}
		}
		s.refuse(w, http.StatusNotFound, "404 Not found")
	default:
		s.refuse(w, http.StatusNotFound, "404 Not Found")
	}
}

func (s *Server) listLinks(w http.ResponseWriter, i *Issue) {
	type row struct {
		view
		LinkID   int64  `json:"issue_link_id"`
		LinkType string `json:"link_type"`
	}
	rows := []row{}
	inverse := map[string]string{"relates_to": "relates_to", "blocks": "is_blocked_by", "is_blocked_by": "blocks"}
	for _, l := range s.Links {
		switch i.IID {
		case l.Source:
			rows = append(rows, row{s.view(s.Issue(l.Target)), l.ID, l.Type})
		case l.Target:
			rows = append(rows, row{s.view(s.Issue(l.Source)), l.ID, inverse[l.Type]})
		}
	}
	s.Send(w, http.StatusOK, rows)
}

func (s *Server) createLink(w http.ResponseWriter, i *Issue, body string) {
	var in struct {
		Project fakeserver.Field[string] `json:"target_project_id"`
		Issue   fakeserver.Field[string] `json:"target_issue_iid"`
		Type    fakeserver.Field[string] `json:"link_type"`
	}
	if s.Decode(body, &in) != nil {
		s.bad(w, "the body is invalid")
		return
	}
	number, _ := strconv.ParseInt(in.Issue.Value, 10, 64)
	target := s.Issue(number)
	switch {
	case target == nil || in.Project.Value != fmt.Sprint(int64(ProjectID)):
		s.refuse(w, http.StatusNotFound, "No matching issue found. Make sure that you are adding a valid issue URL.")
		return
	case in.Type.Value != "relates_to" && !s.Premium:
		s.refuse(w, http.StatusForbidden, "Blocked issues not available for current license")
		return
	}
	for _, l := range s.Links {
		if l.Source == i.IID && l.Target == number || l.Source == number && l.Target == i.IID {
			s.refuse(w, http.StatusConflict, "Issue(s) already assigned")
			return
		}
	}
	l := &Link{ID: int64(len(s.Links) + 1), Source: i.IID, Target: number, Type: in.Type.Value}
	s.Links = append(s.Links, l)
	s.Send(w, http.StatusCreated, map[string]any{"source_issue": s.view(i), "target_issue": s.view(target), "link_type": l.Type})
}

// stateWanted filters by the state that a list is asked for.
func stateWanted(q url.Values, state string) bool {
	return q.Get("state") == "" || q.Get("state") == "all" || q.Get("state") == state
}
