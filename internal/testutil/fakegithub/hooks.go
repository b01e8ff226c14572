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
	locked := func(do func()) {
		s.Lock()
		defer s.Unlock()
		do()
	}
	return trackertest.Hooks{
		Stranger: func(d tracker.Content) (ref tracker.Ref) {
			locked(func() { ref = issue(s.Open(Stranger, d.Title, d.Body).Number) })
			return ref
		},
		Delete: func(ref tracker.Ref) { locked(func() { s.Delete(number(ref)) }) },
		Hide: func(ref tracker.Ref, hidden bool) {
			locked(func() {
				delete(s.Hidden, number(ref))
				if hidden {
					s.Hidden[number(ref)] = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
				}
			})
		},
		Transfer: func(ref tracker.Ref) (address string) {
			locked(func() { address = s.Transfer(number(ref)) })
			return address
		},
		Foreign: func() (address string) {
			locked(func() { address = s.Transfer(s.Open(s.Actor, "Elsewhere", "").Number) })
			return address
		},
		Request: func(d tracker.Content) (ref tracker.Ref) {
			locked(func() { ref = issue(s.Request(s.Actor, d.Title, d.Body).Number) })
			return ref
		},
		Rename:   func() { locked(func() { s.Rename("acme/store") }) },
		Archive:  func() { locked(func() { s.Repo["archived"] = true }) },
		NoIssues: func() { locked(func() { s.Repo["has_issues"] = false }) },
	}
}
