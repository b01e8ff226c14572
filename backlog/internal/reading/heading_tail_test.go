package reading_test

import (
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// An ID behind the title counts where all headings beside it have one, and for what
// is recorded in any case.
func TestTailedHeadings(t *testing.T) {
	for _, tt := range []struct {
		name, src string
		known     []lexicon.ID
		want      []lexicon.ID
	}{
		{"in brackets", "# Backlog\n\n## Login (US-1)\n\nText.\n\n## Logout [US-2]\n\nText.\n\n## Notes\n\nText.\n", nil, []lexicon.ID{"US-1", "US-2"}},
		{"behind a dash", "# Backlog\n\n## Login — US-1\n\nText.\n\n## Logout - US-2\n\nText.\n", nil, []lexicon.ID{"US-1", "US-2"}},
		{"not beside others", "# Backlog\n\n## Login (US-1)\n\nText.\n\n## Logout\n\nText.\n", nil, nil},
		{"not twice", "# Backlog\n\n## Login (US-1)\n\nText.\n\n## Logout (US-1)\n\nText.\n", nil, nil},
		{"no priority", "# Backlog\n\n## Login (P1)\n\nText.\n\n## Logout (P2)\n\nText.\n", nil, nil},
		{"no word", "# Backlog\n\n## Map - Story 1\n\nText.\n", []lexicon.ID{"Story 1"}, nil},
		{"not of another", "# Backlog\n\n## US-1 Login\n\nText.\n\n### Notes (US-1)\n\nText.\n", nil, []lexicon.ID{"US-1"}},
		{"recorded", "# Backlog\n\n## Login (US-1)\n\nText.\n\n## Logout\n\nText.\n", []lexicon.ID{"US-1"}, []lexicon.ID{"US-1"}},
		{"recorded by its title", "# Backlog\n\n## Login (US-1)\n\nText.\n", []lexicon.ID{"login-us-1"}, []lexicon.ID{"login-us-1"}},
	} {
		var known []reading.Known
		for _, id := range tt.known {
			known = append(known, reading.Known{Kind: lexicon.KindIssue, ID: id})
		}
		got := make(map[lexicon.ID]bool)
		for _, s := range reading.Read([]byte(tt.src), reading.Options{Known: known}).Stories {
			got[s.ID] = true
		}
		for _, id := range tt.want {
			if !got[id] {
				t.Errorf("%s: %v lacks %s", tt.name, got, id)
			}
		}
		if tt.want == nil && (got["US-1"] || got["P1"] || got["Story 1"]) {
			t.Errorf("%s: %v has IDs that are none", tt.name, got)
		}
	}
}
