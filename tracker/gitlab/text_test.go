package gitlab_test

import (
	"strings"
	"testing"
)

// The service reads titles and HTML, too: nobody is notified, no other item gets
// a note, and what stands in the tracker is what the file says.
func TestTitlesAndHTML(t *testing.T) {
	t.Parallel()
	w := newShop(t, "# Plan\n\n## Epic 1: Access for @team\n\n### US-1: Ask @bob about #12 and !3\n\n<p>cc @alice, see &num;4</p>\n\n### US-2: Logout\n\nText.\n")
	w.MustApply(t)
	idle := func() {
		t.Helper()
		if plan, _, err := w.Apply(t, nil); err != nil || !plan.Summary.Idle() || !strings.HasPrefix(plan.Summary.String(), "No changes") {
			t.Errorf("another run: %v %v", plan, err)
		}
	}
	idle()
	if title := w.s.Issue(1).Title; title != "US-1 Ask @\u200bbob about #\u200b12 and !\u200b3" {
		t.Errorf("the title is %q", title)
	}
	if title := w.s.Milestones[0].Title; title != "EPIC-1 Access for @\u200bteam" {
		t.Errorf("the title of the milestone is %q", title)
	}
	if text := w.s.Issue(1).Text(); !strings.Contains(text, "<p>cc @\u200balice, see &num;\u200b4</p>") {
		t.Errorf("the text is %q", text)
	}
	w.s.Issue(1).Title = "US-1 Ask @bob about #12 and !3" // as former versions sent it
	idle()
}
