package backlog_test

import (
	"slices"
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

// TestEpicOfFieldStays adds an epic to files whose epics only fields name, once they are
// recorded: they stay, and no text that names them becomes theirs.
func TestEpicOfFieldStays(t *testing.T) {
	t.Parallel()
	for _, src := range []string{
		"# Backlog\n\n## US-1 Card\n\n- Epic: E1\n\nText\n",
		"# Backlog\n\n## US-1 Card\n\nEpic: EPIC-1\n\nText\n",
		"# Backlog\n\n- US-1 Card\n  - Epic: EPIC-1\n",
		"# Backlog\n\nE1 is the first\n\n## US-1 Card\n\nEpic: E1\n\nText\n",
		"# Backlog\n\nPayments\n\n## US-1 Card\n\nEpic: payments\n",
	} {
		before := backlog.Parse("b.md", []byte(src), nil)
		edits, _ := before.Record(recordOf(before))
		out, err := backlog.Apply([]byte(src), edits...)
		if err != nil {
			t.Fatal(err)
		}
		after := backlog.Parse("b.md", slices.Concat([]byte(src), []byte("\n## EPIC-9 Other\n\n"), out[len(src):]), nil)
		was, is := before.Stories()[0], after.Stories()[0]
		if len(after.Epics()) != 2 || is.Epic != before.Epics()[0].ID || is.Text != was.Text {
			t.Errorf("%q has %q, and with another epic %q, with the text %q", src, idsOf(before), idsOf(after), is.Text)
		}
	}
}

// TestEpicLabel makes the recorded epic of a line with its label that stands in no story.
func TestEpicLabel(t *testing.T) {
	t.Parallel()
	f := backlog.Parse("b.md", []byte("# Notes\n\nEpic: Payments\n\n## US-1 Card\n\nText.\n"), nil)
	if f = f.Recall(backlog.Known{Kind: backlog.KindMilestone, ID: "payments"}); len(f.Epics()) != 1 {
		t.Errorf("there are %q", idsOf(f))
	}
}
