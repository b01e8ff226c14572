package fakegitlab

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/internal/testutil/fakeserver"
)

// milestones answers for the milestones of a group, or of the project if group
// is 0.
func (s *Server) milestones(w http.ResponseWriter, r *http.Request, req *Request, group int64, rest []string) {
	if len(rest) == 0 {
		switch req.Method {
		case http.MethodGet:
			s.listMilestones(w, r, group)
		case http.MethodPost:
			s.writeMilestone(w, nil, group, req.Body)
		default:
			s.refuse(w, http.StatusMethodNotAllowed, "405 Method Not Allowed")
		}
		return
	}
	m := s.Milestone(int64(atoi(rest[0])))
	switch {
	case m == nil || m.GroupID != group || len(rest) > 1:
		s.refuse(w, http.StatusNotFound, "404 Not found")
	case req.Method == http.MethodGet:
		s.Send(w, http.StatusOK, m)
	case req.Method == http.MethodPut:
		s.writeMilestone(w, m, group, req.Body)
	default:
		s.refuse(w, http.StatusMethodNotAllowed, "405 Method Not Allowed")
	}
}

// Milestone returns the milestone of a number on the server, nil if there is
// none.
func (s *Server) Milestone(id int64) *Milestone {
	return fakeserver.Find(s.Milestones, func(m *Milestone) bool { return m.ID == id })
}

// MilestoneAt returns the milestone with a web address, nil if there is none.
func (s *Server) MilestoneAt(address string) *Milestone {
	return fakeserver.Find(s.Milestones, func(m *Milestone) bool { return m.WebURL == address })
}

func (s *Server) listMilestones(w http.ResponseWriter, r *http.Request, group int64) {
	q := r.URL.Query()
	s.known(q, "iids[]", "state", "title", "per_page", "page", "include_ancestors", "include_parent_milestones")
	if q.Has("include_ancestors") && q.Has("include_parent_milestones") && !s.Old {
		s.bad(w, "include_ancestors, include_parent_milestones are mutually exclusive")
		return
	}
	ancestors := q.Get("include_parent_milestones") == "true" || q.Get("include_ancestors") == "true" && !s.Old
	rows := []*Milestone{}
	for _, m := range s.Milestones {
		inherited := m.GroupID != 0 && (group == 0 || group == ToolsID && m.GroupID == AcmeID)
		if m.GroupID != group && (!inherited || !ancestors) {
			continue
		}
		if ids := q["iids[]"]; len(ids) > 0 && !slices.Contains(ids, fmt.Sprint(m.IID)) {
			continue
		}
		if stateWanted(q, m.State) && (len(q["iids[]"]) > 0 || !s.late[m.ID].After(s.now())) { // one asked for by its number is read, not listed
			rows = append(rows, m)
		}
	}
	slices.Reverse(rows)
	page(s, w, r, rows)
}

func (s *Server) writeMilestone(w http.ResponseWriter, m *Milestone, group int64, body string) {
	var in struct {
		Title       fakeserver.Field[string] `json:"title"`
		Description fakeserver.Field[string] `json:"description"`
		DueDate     fakeserver.Field[string] `json:"due_date"`
		StartDate   fakeserver.Field[string] `json:"start_date"`
		StateEvent  fakeserver.Field[string] `json:"state_event"`
	}
	if s.Decode(body, &in) != nil {
		s.bad(w, "the body is invalid")
		return
	}
	failed := "create"
	if m != nil {
		failed = "update"
	}
	in.Title.Value = sanitize(in.Title.Value)
	start, due := in.StartDate.Value, in.DueDate.Value
	switch {
	case m == nil && !in.Title.Set:
		s.bad(w, "title is missing")
		return
	case in.Title.Set && strings.TrimSpace(in.Title.Value) == "":
		s.refuse(w, http.StatusBadRequest, s.invalid(failed, "title", "can't be blank"))
		return
	case utf8.RuneCountInString(in.Title.Value) > 255:
		s.refuse(w, http.StatusBadRequest, s.invalid(failed, "title", "is too long (maximum is 255 characters)"))
		return
	case start != "" && due != "" && due < start:
		s.refuse(w, http.StatusBadRequest, s.invalid(failed, "due_date", "must be greater than start date"))
		return
	case in.StateEvent.Set && in.StateEvent.Value != "close" && in.StateEvent.Value != "activate":
		s.bad(w, "state_event does not have a valid value")
		return
	}
	for _, other := range s.Milestones {
		if other != m && in.Title.Set && other.Title == in.Title.Value && !s.Racing {
			s.refuse(w, http.StatusBadRequest, s.invalid(failed, "title", "already being used for another group or project milestone."))
			return
		}
	}
	status := http.StatusOK
	if m == nil {
		status = http.StatusCreated
		m = s.AddMilestone(in.Title.Value, group)
		if s.Lag > 0 {
			s.late[m.ID] = s.now().Add(s.Lag)
		}
	}
	m.UpdatedAt = s.stamp()
	in.Title.Put(&m.Title)
	if in.Description.Set {
		m.Description = strings.TrimRight(strings.ReplaceAll(in.Description.Value, "\r", ""), " \t\n")
	}
	if in.DueDate.Set {
		m.DueDate = dateOf(&in.DueDate)
	}
	if in.StartDate.Set {
		m.StartDate = dateOf(&in.StartDate)
	}
	switch in.StateEvent.Value {
	case "close":
		m.State = "closed"
	case "activate":
		m.State = "active"
	}
	s.Send(w, status, m)
}

// invalid prints a refusal the way the service does: as an object of Ruby.
func (s *Server) invalid(failed, field, text string) string {
	if s.Ruby34 {
		return fmt.Sprintf("Failed to %s milestone {%s: [%q]}", failed, field, text)
	}
	return fmt.Sprintf("Failed to %s milestone {:%s=>[%q]}", failed, field, text)
}

// AddMilestone adds a milestone of a group, or of the project if group is 0.
func (s *Server) AddMilestone(title string, group int64) *Milestone {
	number := int64(1)
	for _, m := range s.Milestones {
		if m.GroupID == group {
			number++
		}
	}
	m := &Milestone{
		ID: 4_000_000_000 + int64(len(s.Milestones)) + 1, IID: number, Title: title, State: "active", CreatedAt: s.stamp(), UpdatedAt: s.stamp(),
	}
	switch group {
	case 0:
		m.ProjectID, m.WebURL = ProjectID, fmt.Sprintf("%s/-/milestones/%d", s.Project["web_url"], number)
	case ToolsID:
		m.GroupID, m.WebURL = group, fmt.Sprintf("https://gitlab.example/groups/acme/tools/-/milestones/%d", number)
	default:
		m.GroupID, m.WebURL = group, fmt.Sprintf("https://gitlab.example/groups/acme/-/milestones/%d", number)
	}
	s.Milestones = append(s.Milestones, m)
	return m
}
