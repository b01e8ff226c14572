package reading_test

import (
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// A board is proposed by its columns, whether or not its cards are read without help.
func TestBoardIsProposed(t *testing.T) {
	const want = "{epics: [], stories: ['| To do {title} | Done {title} |']}"
	for _, src := range []string{
		"# Sprint board\n\n| To do | Done |\n|---|---|\n| Soup menu | Labels |\n| Fork rental | US-3 Spoon |\n",
		"# Shop\n\n| To do | Done |\n|---|---|\n| Soup menu | Labels |\n",
	} {
		found := false
		for _, p := range reading.Propose([]byte(src), reading.Options{}) {
			found = found || p.Read.String() == want
		}
		if !found {
			t.Errorf("%q: a board is not proposed as %s", src, want)
		}
	}
}
