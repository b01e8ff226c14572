package fakegitlab

import (
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/internal/testutil/fakeserver"
)

var (
	color = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)
	tag   = regexp.MustCompile(`(?s)<!--.*?(-->|$)|</?[A-Za-z][^>]*(>|$)`)
)

// sanitize takes tags and entities out of titles of milestones and of labels,
// and trims them (gitlab-org/gitlab, app/models/concerns/timebox.rb and
// app/models/label.rb).
func sanitize(title string) string {
	return strings.TrimSpace(html.UnescapeString(tag.ReplaceAllString(title, "")))
}

// labels answers for what stands below "labels/".
func (s *Server) labels(w http.ResponseWriter, r *http.Request, req *Request, rest []string) {
	switch {
	case len(rest) == 0 && req.Method == http.MethodGet:
		s.known(r.URL.Query(), "per_page", "page", "include_ancestor_groups", "with_counts")
		page(s, w, r, s.Labels)
	case len(rest) == 0 && req.Method == http.MethodPost:
		s.writeLabel(w, nil, req.Body)
	case len(rest) == 1 && req.Method == http.MethodPut:
		s.updateLabel(w, rest[0], req.Body)
	default:
		s.refuse(w, http.StatusNotFound, "404 Not Found")
	}
}

// Label returns a label by its exact name, nil if there is none.
func (s *Server) Label(name string) *Label {
	return fakeserver.Find(s.Labels, func(l *Label) bool { return l.Name == name })
}

// AddLabel adds a label; color has a "#" in front.
func (s *Server) AddLabel(name, color string) *Label {
	l := &Label{ID: int64(len(s.Labels)) + 40, Name: name, Color: color, TextColor: "#FFFFFF", OfProject: true}
	s.Labels = append(s.Labels, l)
	return l
}

// take makes the labels that do not exist.
func (s *Server) take(names []string) []string {
	taken := []string{}
	for _, name := range names {
		name = sanitize(name)
		if s.Label(name) == nil {
			s.AddLabel(name, "#6699cc")
		}
		taken = append(taken, name)
	}
	return taken
}

// updateLabel takes a name of digits for a number, and does not know labels of
// groups.
func (s *Server) updateLabel(w http.ResponseWriter, name, body string) {
	for _, byNumber := range []bool{true, false} {
		for _, l := range s.Labels {
			if l.OfProject && (byNumber && fmt.Sprint(l.ID) == name || !byNumber && l.Name == name) {
				s.writeLabel(w, l, body)
				return
			}
		}
	}
	s.refuse(w, http.StatusNotFound, "404 Label Not Found")
}

func (s *Server) writeLabel(w http.ResponseWriter, l *Label, body string) {
	var in struct {
		Name        fakeserver.Field[string] `json:"name"`
		Color       fakeserver.Field[string] `json:"color"`
		Description fakeserver.Field[string] `json:"description"`
		Priority    fakeserver.Field[int64]  `json:"priority"`
	}
	if s.Decode(body, &in) != nil {
		s.bad(w, "the body is invalid")
		return
	}
	in.Name.Value = sanitize(in.Name.Value)
	switch {
	case l == nil && in.Name.Value == "":
		s.bad(w, "name is missing")
		return
	case l == nil && !in.Color.Set:
		s.bad(w, "color is missing")
		return
	case l == nil && s.Label(in.Name.Value) != nil:
		s.refuse(w, http.StatusConflict, "Label already exists")
		return
	case in.Color.Set && !color.MatchString(in.Color.Value):
		s.refuse(w, http.StatusBadRequest, map[string]any{"color": []string{"must be a valid color code"}})
		return
	case utf8.RuneCountInString(in.Name.Value) > 255:
		s.refuse(w, http.StatusBadRequest, map[string]any{"title": []string{"is too long (maximum is 255 characters)"}})
		return
	}
	status := http.StatusOK
	if l == nil {
		status = http.StatusCreated
		l = s.AddLabel(in.Name.Value, "")
	}
	in.Color.Put(&l.Color)
	if in.Description.Set {
		l.Description = &in.Description.Value
	}
	s.Send(w, status, l)
}
