package reading_test

import (
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// TestRegisteredIsNoSection makes sure that ledgers and relation lists are neither
// sections nor entries of what stands above them.
func TestRegisteredIsNoSection(t *testing.T) {
	t.Parallel()
	ledger := "\n## Evidence ledger\n\n| Type | Identifier | URL |\n|-|-|-|\n"
	relations := "\n## Relation Milestone ← Issues\n\n- EPIC-1 ← US-1\n"
	for _, registered := range []string{"", ledger, relations, ledger + relations, relations + relations} {
		for src, want := range map[string]string{
			"<!-- backlogsync: stories -->\n# Plan\n\n- Login\n": "login",
			"<!-- backlogsync: stories -->\n# Login\n\nText.\n":  "login",
			"# A1<!-- backlogsync: stories -->\n":                "A1",
		} {
			if s := reading.Read([]byte(src+registered), reading.Options{}).Stories; len(s) != 1 || string(s[0].ID) != want {
				t.Errorf("%q has the stories %+v", src+registered, s)
			}
		}
	}
}
