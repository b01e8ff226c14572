package cli

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// commentOf returns the comment of changes to the stories of files.
func commentOf(t *testing.T, files []*backlog.File, changes ...reconcile.Change) string {
	t.Helper()
	var b bytes.Buffer
	p := &reconcile.Plan{Target: "github:acme/shop", Observed: new(string), Changes: changes}
	if err := writePlanMarkdown(&b, backlog.New(files...), p, &planView{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Of differences that do not fit into a comment it says how many they are, and it
// stays below what services take.
func TestPlanMarkdownCountsDiffs(t *testing.T) {
	t.Parallel()
	var changes []reconcile.Change
	for _, action := range []reconcile.Action{reconcile.ActionConflict, reconcile.ActionUpdate, reconcile.ActionPull, reconcile.ActionDrift} {
		for n := range 70 {
			before := strings.Repeat(fmt.Sprintf("line of %d\n", n), 30)
			changes = append(changes, reconcile.Change{
				Action: action, Kind: tracker.KindIssue, ID: backlog.ID(fmt.Sprintf("US-%d", n)), Title: "Story",
				Fields: []reconcile.Field{{Name: "text", Before: before, After: strings.ReplaceAll(before, "line", "row")}},
			})
		}
	}
	text := commentOf(t, nil, changes...)
	shown, left := strings.Count(text, "\n```diff\n"), 0
	counts := regexp.MustCompile(`(?m)^(\d+) differences? of texts (?:is|are) left out, which would not fit into a comment\.$`)
	for _, m := range counts.FindAllStringSubmatch(text, -1) {
		var n int
		if _, err := fmt.Sscan(m[1], &n); err != nil {
			t.Fatal(err)
		}
		left += n
	}
	if shown < 20 || shown+left != len(changes) {
		t.Errorf("%d differences are shown and %d counted, of %d", shown, left, len(changes))
	}
	if len(text) >= 65_536 {
		t.Errorf("the comment has %d bytes", len(text))
	}
}

// However many items are created, something of what follows is shown.
func TestPlanMarkdownHidesNoGroup(t *testing.T) {
	t.Parallel()
	var changes []reconcile.Change
	for _, action := range []reconcile.Action{reconcile.ActionCreate, reconcile.ActionUpdate, reconcile.ActionDrift} {
		for n := range 3000 {
			changes = append(changes, reconcile.Change{
				Action: action, Kind: tracker.KindIssue, ID: backlog.ID(fmt.Sprintf("US-%d", n)), Title: "A story with some title",
				Fields: []reconcile.Field{{Name: "state", Before: "open", After: "closed"}},
			})
		}
	}
	changes = append(changes, reconcile.Change{Action: reconcile.ActionNotice, File: "b.md", Reason: reason.Words("n", "worth a look")})
	text := commentOf(t, nil, changes...)
	for _, group := range strings.Split(text, "<details")[1:] {
		if !strings.Contains(group, "\n| issue | ") && !strings.Contains(group, "worth a look") {
			t.Errorf("nothing is shown of\n%s", group)
		}
	}
	if len(text) >= 65_536 {
		t.Errorf("the comment has %d bytes", len(text))
	}
}

// A change of a relation says which issues come and which go, few of many.
func TestRelationText(t *testing.T) {
	t.Parallel()
	many := "Story 1, Story 2, Story 3, Story 4, Story 5, Story 6, Story 7, Story 8, Story 9, Story 10, Story 11, Story 12"
	for _, x := range []struct{ before, after, want string }{
		{"Story 1, Story 2", "Story 2, Story 3", "with Story 3 · without Story 1"},
		{"", "Story 1", "with Story 1"},
		{"Story 1", "", "without Story 1"},
		{"Story 1, Story 2", "Story 2, Story 1", "in another order"},
		{"Story 1, Story 1, Story 2", "Story 1, Story 2", "each once"},
		{"", many, "with " + strings.TrimSuffix(many, ", Story 11, Story 12") + ", and 2 more"},
	} {
		f := reconcile.Field{Name: "relation", Before: x.before, After: x.after}
		if got := fieldIn(reconcile.ActionRecord, &f); got != x.want || hasDiff(&f) {
			t.Errorf("%q → %q: %q, want %q", x.before, x.after, got, x.want)
		}
	}
}

// A comment names the files where there are several, no ID beside the title that it
// is made of, and a reason once.
func TestPlanMarkdownNames(t *testing.T) {
	t.Parallel()
	parse := func(name string) *backlog.File {
		return backlog.Parse(name, []byte("# Backlog\n\n## Epic 1: Access\n\n- [ ] Log in\n- [ ] Log out\n- [ ] Reset the password\n"), nil)
	}
	var changes []reconcile.Change
	for _, file := range []string{"a.md", "b.md"} {
		for _, id := range []backlog.ID{"log-in", "log-out"} {
			changes = append(changes, reconcile.Change{
				Action: reconcile.ActionUpdate, Kind: tracker.KindIssue, ID: id, Title: map[backlog.ID]string{"log-in": "Log in", "log-out": "Log out"}[id],
				File: file, Reason: reason.Words("swapped", "they were swapped"), Fields: []reconcile.Field{{Name: "state", Before: "open", After: "closed"}},
			})
		}
	}
	text := commentOf(t, []*backlog.File{parse("a.md"), parse("b.md")}, changes...)
	for _, row := range []string{
		"| File | Kind | Item | Fields |\n",
		"| a.md | issue | Log in | they were swapped<br>state: ",
		"|  | issue | Log out | for the same reason<br>state: ",
		"| b.md | issue | Log in | for the same reason<br>state: ",
	} {
		if !strings.Contains(text, row) {
			t.Errorf("%q is missing in\n%s", row, text)
		}
	}
	if one := commentOf(t, []*backlog.File{parse("a.md")}, changes[:2]...); strings.Contains(one, "| File |") || strings.Contains(one, "a.md") {
		t.Errorf("a single file is named:\n%s", one)
	}
}
