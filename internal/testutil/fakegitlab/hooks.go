package fakegitlab

import (
	"strconv"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// Hooks are what others do to the project. GitLab keeps merge
// requests apart from issues, and closes an issue that is moved to another
// project where it was.
func (s *Server) Hooks() trackertest.Hooks {
	number := func(ref tracker.Ref) int64 {
		n, _ := strconv.ParseInt(ref.Key, 10, 64) // keys are numbers
		return n
	}
	return trackertest.Hooks{
		Stranger: func(d tracker.Content) (ref tracker.Ref) {
			s.Locked(func() {
				i := s.Open(Stranger, d.Title, d.Body)
				ref = tracker.Ref{Kind: tracker.KindIssue, Key: strconv.FormatInt(i.IID, 10)}
			})
			return ref
		},
		Delete: func(ref tracker.Ref) { s.Locked(func() { s.Delete(number(ref)) }) },
		Hide: func(ref tracker.Ref, hidden bool) {
			s.Locked(func() {
				delete(s.Hidden, number(ref))
				if hidden {
					s.Hidden[number(ref)] = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
				}
			})
		},
		Foreign: func() string { return "https://gitlab.example/acme/tools/other/-/issues/1" },
		Rename:  func() { s.Locked(func() { s.Rename("acme/tools/store") }) },
		Archive: func() { s.Locked(func() { s.Project["archived"] = true }) },
		NoIssues: func() {
			s.Locked(func() { s.Project["issues_enabled"], s.Project["issues_access_level"] = false, "disabled" })
		},
	}
}
