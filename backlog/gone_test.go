package backlog_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
)

// TestGoneIsNoSignal makes sure that what is recorded and no longer in the file changes
// nothing of what is recorded and there.
func TestGoneIsNoSignal(t *testing.T) {
	t.Parallel()
	documents := []string{
		sprints,
		"# Backlog\n\n- [ ] S5 upload\n- [ ] Login\n",
		"# Next\n\n- [ ] Q1 Login\n- [ ] Q2: Logout\n",
		"# Backlog\n\n### Login (US-3)\n\nAs a user, I want to log in.\n\n### Logout\n\nAs a user, I want to log out.\n",
	}
	for _, src := range slices.Concat(documents, hard, hardDocuments) {
		f := backlog.Parse("b.md", []byte(src), nil)
		if f.Check().Err() != nil {
			continue
		}
		edits, _ := f.Record(recordOf(f))
		out, err := backlog.Apply([]byte(src), edits...)
		if err != nil {
			t.Fatal(err)
		}
		recorded := backlog.Parse("b.md", out, nil)
		for _, id := range []backlog.ID{"gone~2", "s5", "q1", "q2", "us-3"} {
			again := recorded.Recall(backlog.Known{Kind: backlog.KindIssue, ID: id}, backlog.Known{Kind: backlog.KindIssue, ID: "gone~3"})
			if a, b := strings.Join(idsOf(recorded), "\n"), strings.Join(idsOf(again), "\n"); a != b {
				t.Errorf("without %s there are\n%s\nand with it\n%s\nin\n%s", id, a, b, out)
			}
		}
	}
}
