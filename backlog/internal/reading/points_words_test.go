package reading_test

import (
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// A column of points is one in every language that stories are read in.
func TestPointsInEastAsia(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"ポイント", "ストーリーポイント", "포인트", "스토리 포인트", "故事点"} {
		r := reading.Read([]byte("# Backlog\n\n| ID | Story | "+word+" |\n|---|---|---|\n| US-1 | Search | 5 |\n"), reading.Options{})
		if len(r.Stories) != 1 || r.Stories[0].Points == nil || *r.Stories[0].Points != 5 {
			t.Errorf("%s: %+v, want 5 points", word, r.Stories)
		}
		r = reading.Read([]byte("# Backlog\n\n### US-1 Search\n\n**"+word+":** 5\n"), reading.Options{})
		if len(r.Stories) != 1 || r.Stories[0].Points == nil || *r.Stories[0].Points != 5 {
			t.Errorf("%s: %+v, want 5 points in a field", word, r.Stories)
		}
	}
}
