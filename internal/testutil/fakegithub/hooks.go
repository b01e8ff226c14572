package fakegithub

import (
	"strconv"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// Hooks are what others do to the repository.
func (s *Server) Hooks() trackertest.Hooks {
	number := func(ref tracker.Ref) int {
		n, _ := strconv.Atoi(ref.Key) // keys are numbers
		return n
	}
	issue := func(n int) tracker.Ref { return tracker.Ref{Kind: tracker.KindIssue, Key: strconv.Itoa(n)} }
	return trackertest.Hooks{
		Stranger: func(d tracker.Content) (ref tracker.Ref) {
			s.Locked(func() { ref = issue(s.Open(Stranger, d.Title, d.Body).Number) })
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
		Transfer: func(ref tracker.Ref) (address string) {
			s.Locked(func() { address = s.Transfer(number(ref)) })
			return address
		},
		Foreign: func() (address string) {
			s.Locked(func() { address = s.Transfer(s.Open(s.Actor, "Elsewhere", "").Number) })
			return address
		},
		Request: func(d tracker.Content) (ref tracker.Ref) {
			s.Locked(func() { ref = issue(s.Request(s.Actor, d.Title, d.Body).Number) })
			return ref
		},
		Rename:   func() { s.Locked(func() { s.Rename("acme/store") }) },
		Archive:  func() { s.Locked(func() { s.Repo["archived"] = true }) },
		NoIssues: func() { s.Locked(func() { s.Repo["has_issues"] = false }) },
	}
}
