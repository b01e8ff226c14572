package gitlab_test

import (
	"errors"
	"testing"

	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
)

// An issue of a milestone that does not exist is refused before anything is sent,
// however that is found out: the service says so, the project has no group to ask,
// or no milestone can have such a key.
func TestNoSuchMilestone(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"group", "user"} {
		w := newShop(t, world.Small)
		w.s.Project["namespace"].(map[string]any)["kind"] = kind
		tr := w.tracker(t)
		for _, key := range []string{"4000000099", "number 7"} {
			_, err := tr.Create(t.Context(), tracker.KindIssue, tracker.Content{Title: "US-1.1 Login", Milestone: key})
			if !errors.Is(err, tracker.ErrRejected) || w.s.Writes() > 0 {
				t.Errorf("milestone %s of a %s's project: %v after %d writes", key, kind, err, w.s.Writes())
			}
		}
	}
}
