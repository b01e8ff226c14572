package github_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
)

// What the service is known to refuse is not sent, whatever else is right with it.
func TestRefusedHere(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	tr := opened(t, w)
	w.s.Forget()
	long := strings.Repeat("x", 70_000)
	for what, c := range map[string]tracker.Content{
		"a label":     {Title: "T", Body: "B", Labels: []string{strings.Repeat("l", 51)}},
		"a milestone": {Title: "T", Body: "B", Milestone: "first"},
		"a text":      {Title: "T", Body: long},
	} {
		if _, err := tr.Create(t.Context(), tracker.KindIssue, c); !errors.Is(err, tracker.ErrRejected) {
			t.Errorf("%s: %v", what, err)
		}
	}
	for what, p := range map[string]tracker.Patch{
		"a label": {Body: new("B"), Labels: new([]string{strings.Repeat("l", 51)})},
		"a text":  {Body: &long},
	} {
		if _, err := tr.Update(t.Context(), tracker.Ref{Kind: tracker.KindIssue, Key: "1"}, p); !errors.Is(err, tracker.ErrRejected) {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, r := range w.s.Requests {
		if r.Write() {
			t.Errorf("sent is %s %s", r.Method, r.Path)
		}
	}
}
