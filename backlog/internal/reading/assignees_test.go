package reading_test

import (
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
	"github.com/google/go-cmp/cmp"
)

// Assignees are logins: words that begin with "@", and names that are known.
func TestAssignees(t *testing.T) {
	t.Parallel()
	const src = "# Plan\n\n## Epic 1: Access\n\n### US-1.1 Login\n\n**Assignee:** ana PÉREZ; Bo, @cleo @dan Eve @fay,\n"
	opts := reading.Options{Assignees: map[string]string{"Ana Pérez": "ana", "@dan": "daniel", "fay": "fay-2"}}
	f := reading.Read([]byte(src), opts)
	if diff := cmp.Diff([]string{"ana", "cleo", "daniel", "fay-2"}, f.Stories[0].Assignees); diff != "" {
		t.Error(diff)
	}
}
