package fakegithub

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/internal/testutil/fakeserver"
)

// answer carries a request out as the service would.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, req *Request) {
	rest, ok := s.below(req.Path)
	switch {
	case req.Path == "/user" && req.Auth && s.Login != "":
		s.Send(w, http.StatusOK, User{s.Login, 7, "User"})
	case req.Path == "/user" && req.Auth:
		s.refuse(w, http.StatusForbidden, "Resource not accessible by integration")
	case r.Header.Get("User-Agent") == "":
		s.refuse(w, http.StatusForbidden, "Request forbidden by administrative rules. Please make sure your request has a User-Agent header")
	case !req.Auth:
		s.refuse(w, http.StatusUnauthorized, "Bad credentials")
	case !ok && s.elsewhere(w, r, req):
	case !ok || strings.HasSuffix(rest, "/"):
		s.refuse(w, http.StatusNotFound, "Not Found")
	case rest == "":
		s.Send(w, http.StatusOK, s.Repo)
	case s.Repo["has_issues"] == false && strings.HasPrefix(rest, "/issues"):
		s.refuse(w, http.StatusGone, "Issues has been disabled in this repository.")
	case strings.HasPrefix(rest, "/assignees/"):
		if slices.Contains(s.Strangers, strings.TrimPrefix(rest, "/assignees/")) {
			s.refuse(w, http.StatusNotFound, "Not Found")
		} else {
			w.WriteHeader(http.StatusNoContent)
		}
	case strings.HasPrefix(rest, "/collaborators/"):
		s.permission(w, rest)
	case rest == "/issues" && !req.Write():
		s.listIssues(w, r.URL.Query())
	case rest == "/milestones" && !req.Write():
		s.listMilestones(w, r.URL.Query())
	case req.Write() && s.Repo["archived"] == true:
		s.refuse(w, http.StatusForbidden, "Repository was archived so is read-only.")
	case rest == "/issues" && req.Method == http.MethodPost:
		s.writeIssue(w, nil, req.Body)
	case rest == "/milestones" && req.Method == http.MethodPost:
		s.writeMilestone(w, nil, req.Body)
	case rest == "/labels" || strings.HasPrefix(rest, "/labels/"):
		s.label(w, r, req)
	case s.relations(w, rest, req):
	default:
		s.item(w, rest, req)
	}
}

// item answers for one issue or milestone.
func (s *Server) item(w http.ResponseWriter, rest string, req *Request) {
	kind, number, _ := strings.Cut(strings.TrimPrefix(rest, "/"), "/")
	n, err := strconv.Atoi(number)
	var issue *Issue
	var milestone *Milestone
	switch kind {
	case "issues":
		issue = s.Issue(n)
	case "milestones":
		milestone = s.milestone(n)
	}
	switch {
	case kind == "issues" && s.moved[n] != nil:
		status := http.StatusMovedPermanently
		if req.Write() {
			status = cmp.Or(s.MovedWrites, status)
		}
		s.redirect(w, status, fmt.Sprintf("%s/repositories/%d/issues/%d", s.URL, otherID, s.moved[n].Number))
	case kind == "issues" && s.deleted[n]:
		s.refuse(w, http.StatusGone, "This issue was deleted")
	case err != nil || issue == nil && milestone == nil:
		s.refuse(w, http.StatusNotFound, "Not Found")
	case req.Method == http.MethodGet && issue != nil:
		s.Send(w, http.StatusOK, issue)
	case req.Method == http.MethodGet:
		s.Send(w, http.StatusOK, milestone)
	case req.Method != http.MethodPatch:
		s.refuse(w, http.StatusNotFound, "Not Found")
	case issue != nil:
		s.writeIssue(w, issue, req.Body)
	default:
		s.writeMilestone(w, milestone, req.Body)
	}
}

// Issue returns an issue or pull request, nil if there is none.
func (s *Server) Issue(number int) *Issue {
	return fakeserver.Find(s.Issues, func(i *Issue) bool { return i.Number == number })
}

func (s *Server) milestone(number int) *Milestone {
	return fakeserver.Find(s.Milestones, func(m *Milestone) bool { return m.Number == number })
}

func (s *Server) listIssues(w http.ResponseWriter, q url.Values) {
	var rows []*Issue
	for _, i := range s.Issues {
		if wanted(q, i.State) && i.has(q.Get("labels")) && !s.Hidden[i.Number].After(s.now()) {
			rows = append(rows, i)
		}
	}
	if q.Get("direction") != "asc" {
		slices.Reverse(rows)
	}
	page(s, w, "issues", q, rows, func(i *Issue) int64 { return int64(i.Number) })
}

// has reports whether an issue carries a label; "" stands for any.
func (i *Issue) has(label string) bool {
	return label == "" || slices.ContainsFunc(i.Labels, func(l *Label) bool { return strings.EqualFold(l.Name, label) })
}

func (s *Server) listMilestones(w http.ResponseWriter, q url.Values) {
	var rows []*Milestone
	for _, m := range s.Milestones {
		if wanted(q, m.State) && !s.late[m.Number].After(s.now()) {
			rows = append(rows, m)
		}
	}
	page(s, w, "milestones", q, rows, nil)
}

// wanted filters by state; the default is open.
func wanted(q url.Values, state string) bool {
	want := q.Get("state")
	return want == "all" || want == state || want == "" && state == "open"
}

// decode reads the fields of a write.
func (s *Server) decode(w http.ResponseWriter, body string, into any) bool {
	if s.Decode(body, into) != nil {
		s.refuse(w, http.StatusBadRequest, "Problems parsing JSON")
		return false
	}
	return true
}

func (s *Server) writeMilestone(w http.ResponseWriter, m *Milestone, body string) {
	var in struct {
		Title       fakeserver.Field[string] `json:"title"`
		Description fakeserver.Field[string] `json:"description"`
		State       fakeserver.Field[string] `json:"state"`
		DueOn       fakeserver.Field[string] `json:"due_on"`
	}
	if !s.decode(w, body, &in) {
		return
	}
	status := http.StatusOK
	if m == nil {
		status = http.StatusCreated
		if in.Title.Value == "" {
			s.invalid(w, "Milestone", "missing_field", "title", "")
			return
		}
	}
	for _, other := range s.Milestones {
		if other != m && in.Title.Set && other.Title == in.Title.Value {
			s.invalid(w, "Milestone", "already_exists", "title", "")
			return
		}
	}
	if m == nil {
		m = s.newMilestone()
	}
	m.UpdatedAt = s.stamp()
	in.Title.Put(&m.Title)
	in.State.Put(&m.State)
	if in.Description.Set {
		m.Description = text(in.Description.Value)
	}
	if in.DueOn.Set {
		m.DueOn = dueOn(in.DueOn.Value)
	}
	s.Send(w, status, m)
}

// dueOn keeps a date the way the service does: as midnight in Los Angeles.
func dueOn(s string) *string {
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return nil
	}
	offset := 8
	if m := at.Month(); m > time.March && m < time.November || m == time.March && at.Day() > 14 {
		offset = 7
	}
	day := at.Add(-time.Duration(offset) * time.Hour)
	kept := fmt.Sprintf("%sT%02d:00:00Z", day.Format(time.DateOnly), offset)
	return &kept
}

func (s *Server) stamp() string { return s.now().UTC().Format(time.RFC3339) }

func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func (s *Server) writeIssue(w http.ResponseWriter, i *Issue, body string) {
	var in struct {
		Title     fakeserver.Field[string]   `json:"title"`
		Body      fakeserver.Field[string]   `json:"body"`
		State     fakeserver.Field[string]   `json:"state"`
		Reason    fakeserver.Field[string]   `json:"state_reason"`
		Labels    fakeserver.Field[[]string] `json:"labels"`
		Assignees fakeserver.Field[[]string] `json:"assignees"`
		Milestone fakeserver.Field[int]      `json:"milestone"`
	}
	if !s.decode(w, body, &in) {
		return
	}
	switch {
	case i == nil && in.State.Set:
		s.Errorf("the service ignores the state of a new issue: %s", body)
	case i == nil && in.Title.Value == "":
		s.invalid(w, "Issue", "missing_field", "title", "")
		return
	case utf8.RuneCountInString(in.Title.Value) > 256:
		s.invalid(w, "Issue", "custom", "title", "title is too long (maximum is 256 characters)")
		return
	case utf8.RuneCountInString(in.Body.Value) > 65536:
		s.invalid(w, "Issue", "custom", "body", "body is too long (maximum is 65536 characters)")
		return
	case in.Milestone.Set && !in.Milestone.Null && s.milestone(in.Milestone.Value) == nil:
		s.invalid(w, "Issue", "invalid", "milestone", "")
		return
	}
	for _, login := range in.Assignees.Value {
		if slices.Contains(s.Strangers, login) { // upptime/upptime#125
			s.invalidValue(w, login, "Issue", "assignees")
			return
		}
	}
	for _, l := range in.Labels.Value {
		if utf8.RuneCountInString(l) > 50 { // semantic-release/github#518
			s.invalidValue(w, l, "Label", "name")
			return
		}
	}
	status := http.StatusOK
	if i == nil {
		status = http.StatusCreated
		i = s.newIssue(s.Actor)
		if s.Lag > 0 {
			s.Hidden[i.Number] = s.now().Add(s.Lag)
		}
	}
	i.UpdatedAt = s.stamp()
	in.Title.Put(&i.Title)
	if in.Body.Set {
		i.Body = text(in.Body.Value)
	}
	if in.State.Set && i.State != in.State.Value {
		i.State, i.StateReason = in.State.Value, nil
		if in.Reason.Set {
			i.StateReason = &in.Reason.Value
		}
	}
	if s.Drops {
		in.Labels.Set, in.Assignees.Set, in.Milestone.Set = false, false, false
	}
	if in.Labels.Set {
		i.Labels = s.labels(in.Labels.Value)
	}
	if in.Assignees.Set {
		i.Assignees = []User{}
		for n, login := range in.Assignees.Value[:min(10, len(in.Assignees.Value))] {
			i.Assignees = append(i.Assignees, User{login, int64(100 + n), "User"})
		}
	}
	if in.Milestone.Set {
		i.Milestone = s.milestone(in.Milestone.Value)
	}
	s.Send(w, status, i)
}
