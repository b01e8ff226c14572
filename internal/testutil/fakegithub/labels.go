package fakegithub

import (
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/internal/testutil/fakeserver"
)

// Label returns a label by its name in any case, nil if there is none.
func (s *Server) Label(name string) *Label {
	return fakeserver.Find(s.Labels, func(l *Label) bool { return strings.EqualFold(l.Name, name) })
}

// AddLabel makes a label as people do.
func (s *Server) AddLabel(name, color, description string) *Label {
	l := &Label{ID: int64(6_000_000_001 + len(s.Labels)), Name: name, Color: color, Description: text(description)}
	s.Labels = append(s.Labels, l)
	return l
}

// label answers for "/labels" and "/labels/NAME", whose name has to be escaped.
func (s *Server) label(w http.ResponseWriter, r *http.Request, req *Request) {
	_, escaped, one := strings.Cut(r.URL.EscapedPath(), "/labels/")
	name, err := url.PathUnescape(escaped)
	l := s.Label(name)
	switch {
	case !one && !req.Write():
		page(s, w, "labels", r.URL.Query(), s.Labels, nil)
	case !one && req.Method == http.MethodPost:
		s.writeLabel(w, nil, req.Body)
	case err != nil || strings.Contains(escaped, "/") || l == nil:
		s.refuse(w, http.StatusNotFound, "Not Found")
	case req.Method == http.MethodPatch:
		s.writeLabel(w, l, req.Body)
	default:
		s.Send(w, http.StatusOK, l)
	}
}

func (s *Server) writeLabel(w http.ResponseWriter, l *Label, body string) {
	var in struct {
		Name        fakeserver.Field[string] `json:"name"`
		NewName     fakeserver.Field[string] `json:"new_name"`
		Color       fakeserver.Field[string] `json:"color"`
		Description fakeserver.Field[string] `json:"description"`
	}
	if !s.decode(w, body, &in) {
		return
	}
	status := http.StatusOK
	switch {
	case l != nil && in.Name.Set:
		s.Errorf("a label is renamed with new_name: %s", body)
	case utf8.RuneCountInString(in.Name.Value) > 50:
		s.invalid(w, "Label", "custom", "name", "name is too long (maximum is 50 characters)")
		return
	case in.Color.Set && !isColor(in.Color.Value):
		s.invalid(w, "Label", "invalid", "color", "")
		return
	case utf8.RuneCountInString(in.Description.Value) > 100:
		s.invalid(w, "Label", "custom", "description", "description is too long (maximum is 100 characters)")
		return
	case l == nil && s.Label(in.Name.Value) != nil:
		s.invalid(w, "Label", "already_exists", "name", "")
		return
	case l == nil:
		status = http.StatusCreated
		l = s.AddLabel(in.Name.Value, "ededed", "")
	}
	in.Color.Put(&l.Color)
	if in.Description.Set {
		l.Description = text(in.Description.Value)
	}
	s.Send(w, status, l)
}

func isColor(s string) bool {
	return len(s) == 6 && strings.Trim(s, "0123456789abcdefABCDEF") == ""
}

// labels makes labels that do not exist, and finds others by any case.
func (s *Server) labels(names []string) []*Label {
	labels := []*Label{}
	for _, name := range names {
		l := s.Label(name)
		if l == nil {
			l = s.AddLabel(name, "ededed", "")
		}
		labels = append(labels, l)
	}
	return labels
}
