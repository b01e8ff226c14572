package reading_test

import (
	"slices"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// A heading that stands again in another chapter says more of one story; below
// another epic, or with another title, it is another one.
func TestToldAgain(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		src  string
		want []string
	}{
		{
			"## Chosen\n### Story 1: Lend\n- Often asked\n### Story 2: Renew\n- Fewer calls\n## Split\n### Story 1: Lend\n- Scan\n### Story 2: Renew\n- Button\n",
			[]string{"Story 1: Lend", "Story 2: Renew"},
		},
		{
			"## Epic 1: Desk\n### Story 1: Print\n- Paper\n## Epic 2: Web\n### Story 1: Print\n- PDF\n",
			[]string{"epic EPIC-1: Desk", "epic EPIC-2: Web", "EPIC-1/Story 1: Print", "EPIC-2/Story 1: Print"},
		},
		{
			"## Desk\n### Story 1: Print\n- Paper\n## Web\n### Story 1: Search\n- By title\n",
			[]string{"desk/Story 1: Print", "web/Story 1: Search"},
		},
	} {
		if got := titlesOf("# Backlog\n"+tt.src, reading.Options{}); !slices.Equal(got, tt.want) {
			t.Errorf("%q, want %q in\n%s", got, tt.want, tt.src)
		}
	}
}
