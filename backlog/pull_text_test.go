package backlog_test

import (
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/google/go-cmp/cmp"
)

// A text is taken whole where it is written, with the fields that are pulled in it,
// and left where it is composed, would be read as something else, or would change
// what is not pulled.
func TestPullText(t *testing.T) {
	t.Parallel()
	text := func(id backlog.ID, value string) backlog.Pull { return pullOf(id, backlog.PullText, value) }
	for name, c := range map[string]struct {
		src   string
		pulls []backlog.Pull
		want  string
		left  int
	}{
		"below headings": {
			"# B\n\n## EPIC-1 A\n\nOld.\n\n### US-1.1 One\n\n### US-1.2 Two\n\nOld.\n\nMore.\n\n## Notes\n",
			[]backlog.Pull{text("EPIC-1", "New."), text("US-1.1", "First.\n\n- a\n"[:11]), text("US-1.2", "")},
			"# B\n\n## EPIC-1 A\n\nNew.\n\n### US-1.1 One\n\nFirst.\n\n- a\n\n### US-1.2 Two\n\n## Notes\n", 0,
		},
		"in a list": {
			"# B\r\n\r\n## EPIC-1 A\r\n\r\n- [ ] US-1.1 One\r\n\r\n  Old.\r\n\r\n- [ ] US-1.2 Two\r\n",
			[]backlog.Pull{text("US-1.1", "New.\n\n    code"), text("US-1.2", "Also.")},
			"# B\r\n\r\n## EPIC-1 A\r\n\r\n- [ ] US-1.1 One\r\n\r\n  New.\r\n\r\n      code\r\n\r\n- [ ] US-1.2 Two\r\n\r\n  Also.\r\n", 0,
		},
		"with a field in it": {
			"# B\n\n## EPIC-1 A\n\n### US-1.1 One\n\n**Status:** To do\n\nOld.\n",
			[]backlog.Pull{text("US-1.1", "**Status:** To do\n\nNew."), pullOf("US-1.1", backlog.PullState, done)},
			"# B\n\n## EPIC-1 A\n\n### US-1.1 One\n\n**Status:** Done\n\nNew.\n", 0,
		},
		"without the field that is pulled": {
			"# B\n\n## EPIC-1 A\n\n### US-1.1 One\n\n**Status:** To do\n\nOld.\n",
			[]backlog.Pull{text("US-1.1", "New."), pullOf("US-1.1", backlog.PullState, done), pullOf("US-1.1", backlog.PullLabels, "", "x")},
			"# B\n\n## EPIC-1 A\n\n### US-1.1 One\n\n**Status:** Done\n\nOld.\n", 2,
		},
		"with the title, which has no place": {
			"# B\n\n## US-1\n\n### Title\n\nVoid a label\n", []backlog.Pull{text("US-1", "New."), pullOf("US-1", backlog.PullTitle, "Sign in")},
			"# B\n\n## US-1\n\n### Title\n\nVoid a label\n", 2,
		},
		"with a field that is not pulled": {
			"# B\n\n## EPIC-1 A\n\n### US-1.1 One\n\nOld.\n", []backlog.Pull{text("US-1.1", "Labels: wrong")},
			"# B\n\n## EPIC-1 A\n\n### US-1.1 One\n\nOld.\n", 1,
		},
		"beside a field without a place": {
			"# B\n\n## EPIC-1 A\n\n### US-1.1 One\n\nOld.\n", []backlog.Pull{text("US-1.1", "New."), pullOf("US-1.1", backlog.PullLabels, "", "x")},
			"# B\n\n## EPIC-1 A\n\n### US-1.1 One\n\nNew.\n", 1,
		},
		"more than a text": {
			"# B\n\n## EPIC-1 A\n\n- [ ] US-1.1 One\n- [ ] US-1.2 Two\n", []backlog.Pull{text("US-1.1", "- [ ] US-1.3 Trap"), text("US-1.2", "Good.")},
			"# B\n\n## EPIC-1 A\n\n- [ ] US-1.1 One\n- [ ] US-1.2 Two\n\n  Good.\n", 1,
		},
		"an item": {
			"# B\n\n## EPIC-1 A\n\n### US-1.1 One\n\nOld.\n\n### US-1.2 Two\n", []backlog.Pull{text("US-1.1", "### US-1.3 Trap")},
			"# B\n\n## EPIC-1 A\n\n### US-1.1 One\n\nOld.\n\n### US-1.2 Two\n", 1,
		},
		"definitions that others use": {
			"# B\n\n## EPIC-1 A\n\n### US-1.1 One\n\nSee [x].\n\n### US-1.2 Two\n\nSee [x].\n\n[x]: https://x.example\n",
			[]backlog.Pull{text("US-1.1", "Look at [x].\n\n[x]: https://x.example"), text("US-1.2", "Nothing.")},
			"# B\n\n## EPIC-1 A\n\n### US-1.1 One\n\nLook at [x].\n\n### US-1.2 Two\n\nNothing.\n\n[x]: https://x.example\n", 0,
		},
		"a row": {
			"# Backlog\n\n## EPIC-1 A\n\n| ID | User story | Notes |\n| -- | -- | -- |\n| US-1.1 | One | Old. |\n", []backlog.Pull{text("US-1.1", "New.")},
			"# Backlog\n\n## EPIC-1 A\n\n| ID | User story | Notes |\n| -- | -- | -- |\n| US-1.1 | One | Old. |\n", 1,
		},
	} {
		f := backlog.Parse("b.md", []byte(c.src), nil)
		edits, left := f.Pull(c.pulls)
		out, err := backlog.Apply(f.Source(), edits...)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, string(out)); diff != "" || len(left) != c.left {
			t.Errorf("%s: left %v (-want +got):\n%s", name, left, diff)
		}
	}
}
