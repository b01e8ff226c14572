package backlog_test

import (
	"slices"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
)

// TestBelowLedger appends a story to a file that ends in a ledger: its heading names no
// part of the backlog, so the ID is that of a title that stands again. One that was
// recorded under the name of the ledger keeps it.
func TestBelowLedger(t *testing.T) {
	t.Parallel()
	const head = "# Backlog\n\n## Epic 1: Users\n\n- [ ] Login\n- [ ] Logout\n\n## Evidence ledger\n\n" +
		"| Type | Identifier | URL | UTC date | Responsible | Registered |\n| --- | --- | --- | --- | --- | --- |\n| Issue | login | [t/2](t/2) | | | ✅ |\n"
	const relations = "\n### Relation Milestone ← Issues\n\n- EPIC-1 ← [login](t/2)\n"
	for _, c := range []struct{ name, text, want string }{
		{"below the ledger", head + "\n- [ ] Login\n", "login~2"},
		{"below the relations", head + relations + "\n- [ ] Login\n", "login~2"},
		{"recorded", head + "| Issue | evidence-ledger/login | [t/4](t/4) | | | ✅ |\n" + relations + "\n- [ ] Login\n", "evidence-ledger/login"},
		{"a section of its own", head + relations + "\n## Later\n\n- [ ] Login\n", "later/login"},
	} {
		var got []string
		for _, s := range backlog.Parse("b.md", []byte(c.text), nil).Stories() {
			got = append(got, string(s.ID))
		}
		if want := []string{"login", "logout", c.want}; !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", c.name, got, want)
		}
	}
}
