package backlog_test

import (
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
)

// TestEpicOfField gives an epic that a field names the title of its heading, also where
// the code alone may be a word.
func TestEpicOfField(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"# E1 Payments\n\n## US-1 Card\n\nEpic: E1\n", "E1 Payments"},
		{"## US-1 Card\n\nEpic: E1 Payments\n\nE1\n", "E1 Payments"},
		{"# Epic E1 Payments\n\n# Notes\n\n# E1 is first\n\n## US-1 Card\n\nEpic: E1\n", "EPIC-E1 Payments"},
	} {
		f := backlog.Parse("b.md", []byte("# Backlog\n\n"+c.text), nil)
		if ids := idsOf(f); len(f.Epics()) != 1 || ids[0] != c.want || f.Stories()[0].Epic != f.Epics()[0].ID {
			t.Errorf("%q has %q", c.text, ids)
		}
	}
}
