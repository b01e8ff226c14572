package backlog_test

import (
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/google/go-cmp/cmp"
)

func pullOf(id backlog.ID, f backlog.PullField, value string, set ...string) backlog.Pull {
	kind := backlog.KindIssue
	if strings.HasPrefix(string(id), "EPIC") {
		kind = backlog.KindMilestone
	}
	return backlog.Pull{ItemRef: backlog.ItemRef{Kind: kind, ID: id}, Field: f, Value: value, Set: set}
}

const done, todo, dropped = string(backlog.StatusDone), string(backlog.StatusTodo), string(backlog.StatusDropped)

var pullCases = map[string]struct {
	src   string
	pulls []backlog.Pull
	want  []string // lines that are new, in order
}{
	"boxes": {
		"# B\n\n## EPIC-1 A\n\n- [ ] US-1.1 One\n- [x] US-1.2 Two\n- [ ] US-1.3 **Three** words\n",
		[]backlog.Pull{
			pullOf("US-1.1", backlog.PullState, done), pullOf("US-1.2", backlog.PullState, todo), pullOf("US-1.3", backlog.PullState, dropped),
		},
		[]string{"- [x] US-1.1 One", "- [ ] US-1.2 Two", "- [-] US-1.3 **Three** words"},
	},
	"dropped and back": {
		"# B\n\n## EPIC-1 A\n\n- [-] US-1.1 One\n- [ ] US-1.2 Two\n",
		[]backlog.Pull{pullOf("US-1.1", backlog.PullState, todo)},
		[]string{"- [ ] US-1.1 One"},
	},
	"numbered": {
		"# B\n\n## EPIC-1 A\n\n1. [ ] US-1.1 One\n2. [-] US-1.2 Two\n3. [x] US-1.3 Three\n",
		[]backlog.Pull{pullOf("US-1.1", backlog.PullState, dropped), pullOf("US-1.2", backlog.PullState, done), pullOf("US-1.3", backlog.PullState, todo)},
		[]string{"1. [-] US-1.1 One", "2. [x] US-1.2 Two", "3. [ ] US-1.3 Three"},
	},
	"titles": {
		"# B\r\n\r\n## EPIC-1 A\r\n\r\n- [ ] **US-1.1**: One `x`\r\n- [ ] US-1.2 Two\r\n",
		[]backlog.Pull{pullOf("US-1.1", backlog.PullTitle, "Once *more*"), pullOf("EPIC-1", backlog.PullTitle, "EPIC-1 B")},
		[]string{"## EPIC-1 B\r", "- [ ] **US-1.1**: Once \\*more\\*\r"},
	},
	"table": {
		"# Backlog\n\n## EPIC-1 A\n\n| ID     | User story | Status | Points | Assignee | Labels |\n| ------ | ---------- | ------ | ------ | -------- | ------ |\n" +
			"| US-1.1 | One        | To do  | 3      | @ana     | a, b   |\n| US-1.2 | Two        | Done   | 5      | @bob     | c      |\n",
		[]backlog.Pull{
			pullOf("US-1.1", backlog.PullState, done), pullOf("US-1.1", backlog.PullPoints, "8"), pullOf("US-1.1", backlog.PullTitle, "A longer | title"),
			pullOf("US-1.2", backlog.PullAssignees, "", "ana", "eve"), pullOf("US-1.2", backlog.PullLabels, "", "needs, comma"),
			pullOf("US-1.2", backlog.PullState, dropped),
		},
		[]string{
			`| ID     | User story        | Status    | Points | Assignee   | Labels         |`,
			`| ------ | ----------------- | --------- | ------ | ---------- | -------------- |`,
			`| US-1.1 | A longer \| title | Done      | 8      | @ana       | a, b           |`,
			`| US-1.2 | Two               | Cancelled | 5      | @ana, @eve | "needs, comma" |`,
		},
	},
	"the words of the file": {
		"# Backlog\n\n## EPIC-1 A\n\n| ID | User story | Status |\n| --- | --- | --- |\n| US-1.1 | One | Backlog |\n| US-1.2 | Two | Todo |\n" +
			"| US-1.3 | Three | ⬜ Todo |\n| US-1.4 | Four | Closed today |\n| US-1.5 | Five | Duplicate |\n\n### US-1.6 Six\n\n**Status:** shipped\n",
		[]backlog.Pull{
			pullOf("US-1.1", backlog.PullState, done), pullOf("US-1.2", backlog.PullState, dropped), pullOf("US-1.3", backlog.PullState, done),
			pullOf("US-1.4", backlog.PullState, todo), pullOf("US-1.6", backlog.PullState, todo),
		},
		[]string{
			"| US-1.1 | One | Shipped |", "| US-1.2 | Two | Cancelled |", "| US-1.3 | Three | ✅ Shipped |", "| US-1.4 | Four | Todo |",
			"**Status:** todo",
		},
	},
	"fields": {
		"# Plan\n\n## Épica 1: A\n\n### US-1.1: Uno\n\nComo usuario, quiero esto.\n\n**Estado:** ⬜ Pendiente\n**Puntos:** 3 | **Etiquetas:** a, b\n\n" +
			"- Fecha límite: 2026-01-01\n\n### US-1.2: Dos\n\n**Estado:** hecho\n",
		[]backlog.Pull{
			pullOf("US-1.1", backlog.PullState, done), pullOf("US-1.1", backlog.PullPoints, "5"), pullOf("US-1.1", backlog.PullLabels, "", "a"),
			pullOf("US-1.1", backlog.PullDue, "2026-02-02"), pullOf("US-1.2", backlog.PullState, todo),
		},
		[]string{"**Estado:** ✅ Hecho", "**Puntos:** 5 | **Etiquetas:** a", "- Fecha límite: 2026-02-02", "**Estado:** por hacer"},
	},
	"headings": {
		"# Plan\n\n## US-1: One\n\n### Status: Done\n\n### Points\n\n3\n\nText.\n\n## US-2: Two\r\n\r\n### Status\r\n\r\nOpen\r\n\r\n**Points**\r\n\r\n5\r\n",
		[]backlog.Pull{
			pullOf("US-1", backlog.PullState, todo), pullOf("US-1", backlog.PullPoints, "8"),
			pullOf("US-2", backlog.PullState, done), pullOf("US-2", backlog.PullPoints, "1"),
		},
		[]string{"### Status: Open", "8", "Done\r", "1\r"},
	},
	"logins": {
		"# B\n\n## EPIC-1 A\n\n- [ ] US-1.1 One @ana\n- [x] US-1.2 Two (@ana, @bob)\n- [ ] US-1.3 Three — @bob\n" +
			"- [ ] US-1.4 Four (@ana)\n- [ ] **US-1.5 Five** @ana\n- [ ] US-1.6 Six\n",
		[]backlog.Pull{
			pullOf("US-1.1", backlog.PullAssignees, "", "bob", "eve"), pullOf("US-1.1", backlog.PullTitle, "Once"),
			pullOf("US-1.2", backlog.PullAssignees, "", "ana", "eve"), pullOf("US-1.3", backlog.PullAssignees, ""), pullOf("US-1.4", backlog.PullAssignees, ""),
			pullOf("US-1.5", backlog.PullState, done), pullOf("US-1.6", backlog.PullTitle, "Drop @media"),
		},
		[]string{
			"- [ ] US-1.1 Once @bob @eve", "- [x] US-1.2 Two (@ana, @eve)", "- [ ] US-1.3 Three", "- [ ] US-1.4 Four", "- [x] **US-1.5 Five** @ana",
			"- [ ] US-1.6 Drop \\@media",
		},
	},
	"milestones": {
		"# B\n\n| Milestone | Epic | Due | Status |\n| --- | --- | --- | --- |\n| EPIC-1 A | EPIC-1 | 2026-01-01 | Open |\n\n## EPIC-1 — A\n\n- [ ] US-1.1 One\n",
		[]backlog.Pull{pullOf("EPIC-1", backlog.PullTitle, "EPIC-1 B"), pullOf("EPIC-1", backlog.PullDue, "2026-02-02")},
		[]string{"| EPIC-1 B | EPIC-1 | 2026-02-02 | Open |", "## EPIC-1 — B"},
	},
}

// Each form says what is pulled where it said something else, and nothing else
// changes.
func TestPull(t *testing.T) {
	t.Parallel()
	for name, c := range pullCases {
		f := backlog.Parse("b.md", []byte(c.src), nil)
		edits, left := f.Pull(c.pulls)
		if len(left) > 0 {
			t.Errorf("%s: left %v", name, left)
		}
		out, err := backlog.Apply(f.Source(), edits...)
		if err != nil {
			t.Fatal(err)
		}
		before := strings.Split(c.src, "\n")
		var fresh []string
		for i, line := range strings.Split(string(out), "\n") {
			if line != before[i] {
				fresh = append(fresh, line)
			}
		}
		if diff := cmp.Diff(c.want, fresh); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if edits, left := backlog.Parse("b.md", out, nil).Pull(c.pulls); len(edits)+len(left) > 0 {
			t.Errorf("%s: again %v, left %v", name, edits, left)
		}
	}
}

// What a file has no place for, or cannot say, is left.
func TestPullLeft(t *testing.T) {
	t.Parallel()
	const src = "# B\n\n## EPIC-1 A\n\n### US-1.1 One\n\nText.\n\n- [ ] US-1.2 Two\n"
	pulls := []backlog.Pull{
		pullOf("US-1.1", backlog.PullState, string(backlog.StatusDone)), pullOf("US-1.1", backlog.PullLabels, "", "a"),
		pullOf("US-9.9", backlog.PullTitle, "x"), pullOf("US-1.1", backlog.PullTitle, "Ends ✅"), pullOf("EPIC-1", backlog.PullDue, "2026-02-02"),
	}
	edits, left := backlog.Parse("b.md", []byte(src), nil).Pull(pulls)
	if len(edits) > 0 || len(left) != len(pulls) {
		t.Errorf("edits %v, left %v", edits, left)
	}
}
