package trackertest

import (
	"errors"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
)

// checkLimits makes sure that what [tracker.Limits] allow is taken, and that one
// more is refused: the plan relies on both.
func checkLimits(t *testing.T, s *subject) {
	l := s.project.Limits
	for name, limit := range map[string]struct {
		most  int
		draft func(n int) tracker.Content
	}{
		"bytes of a text": {l.BodyBytes, func(n int) tracker.Content {
			return tracker.Content{Title: "x", Body: strings.Repeat("é", n/2) + strings.Repeat(".", n%2)}
		}},
		"characters of a text": {l.BodyRunes, func(n int) tracker.Content { return tracker.Content{Title: "x", Body: strings.Repeat("é", n)} }},
		"characters of a label": {l.LabelRunes, func(n int) tracker.Content {
			return tracker.Content{Title: "x", Labels: []string{"short", strings.Repeat("é", n)}}
		}},
	} {
		if limit.most == 0 {
			continue
		}
		d := limit.draft(limit.most)
		want(t, s.create(t, tracker.KindIssue, d), d, tracker.Open)
		before := len(s.list(t, s.t, tracker.KindIssue))
		more := limit.draft(limit.most + 1)
		if _, err := s.t.Create(t.Context(), tracker.KindIssue, more); !errors.Is(err, tracker.ErrRejected) {
			t.Errorf("%s: %d are taken, %v; want %v", name, limit.most+1, err, tracker.ErrRejected)
		}
		if n := len(s.list(t, s.t, tracker.KindIssue)); n != before {
			t.Errorf("%s: %d issues after a refusal, want %d", name, n, before)
		}
	}
	if most := l.LabelDescriptionRunes; most > 0 {
		labeler, ok := s.t.(tracker.Labeler)
		if !ok {
			t.Fatalf("descriptions of labels have a limit, %d, and there are none", most)
		}
		for n, want := range map[int]error{most: nil, most + 1: tracker.ErrRejected} {
			label := tracker.Label{Name: "label", Color: "0e8a16", Description: strings.Repeat("é", n)}
			if _, err := labeler.CreateLabel(t.Context(), label); !errors.Is(err, want) {
				t.Errorf("a description of %d characters: %v, want %v", n, err, want)
			}
		}
	}
}
