package reconcile_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// A story that is an issue of a backlog outside of the run already is not made anew
// unless a person says so, or has said so of another one of both.
func TestElsewhere(t *testing.T) {
	t.Parallel()
	const src = "---\nledger: none\n---\n\n# Backlog\n\n- [ ] US-1 Login page\n- [ ] US-2 Logout form\n- [ ] US-3 Reset mail\n"
	other := func(body string) string {
		return strings.NewReplacer(nonceOf(body), nonceOf(body)[8:]+nonceOf(body)[:8], "scope=b.md", "scope=other.md").Replace(body)
	}
	for name, c := range map[string]struct {
		there  func(*tracker.Item) // the issue of the other backlog
		beside bool                // which has one for US-1, too, as this one
		opts   *reconcile.Options
		create int
	}{
		"the same":       {},
		"retitled there": {there: func(x *tracker.Item) { x.Title = "Leave" }},
		"closed":         {there: func(x *tracker.Item) { x.State = tracker.Closed }},
		"gone": {there: func(x *tracker.Item) {
			x.State, x.Body = tracker.Closed, strings.Replace(x.Body, " base=", " base=pruned:1,", 1)
		}, create: 1},
		"a stranger's":  {there: func(x *tracker.Item) { x.Title, x.Trusted, x.Creator = "Spam", false, "stranger" }, create: 1},
		"another story": {there: func(x *tracker.Item) { x.Body = strings.Replace(x.Body, "id=US-2", "id=US-9", 1) }, create: 1},
		"two backlogs":  {beside: true, create: 1},
		"wanted":        {opts: &reconcile.Options{Create: []backlog.ID{"US-2"}}, create: 1},
		"made anew":     {opts: &reconcile.Options{Recreate: []backlog.ID{"US-2"}}, create: 1},
		"with another":  {opts: &reconcile.Options{Create: []backlog.ID{"US-1"}}},
	} {
		p := newProject(t, src)
		p.MustApply(t)
		if c.beside {
			p.m.edit(t, tracker.KindIssue, "US-1 ", func(x *tracker.Item) {
				twin := *x
				twin.Key, twin.URL, twin.Body = "9", "https://memory.example/x/issue/9", other(x.Body)
				p.m.put(twin)
			})
		}
		p.m.edit(t, tracker.KindIssue, "US-2 ", func(x *tracker.Item) {
			if x.Body = other(x.Body); c.there != nil {
				c.there(x)
			}
		})
		p.Dir = t.TempDir()
		plan, _, err := p.Apply(t, c.opts)
		if err != nil {
			t.Fatal(err)
		}
		if plan.Summary.Create != c.create || plan.Summary.Conflicts != 1-c.create {
			t.Errorf("%s: %s %+v", name, plan.Summary, plan.Changes)
		}
	}
}

// A row that leads to an issue of another backlog does not say that both have had issues of
// their own.
func TestElsewhereByRow(t *testing.T) {
	t.Parallel()
	p := newProject(t, "# Backlog\n\n- [ ] US-1 Login page\n- [ ] US-2 Logout form\n- [ ] US-3 Reset mail\n")
	p.MustApply(t)
	for _, title := range []string{"US-1 ", "US-2 "} {
		p.m.edit(t, tracker.KindIssue, title, func(x *tracker.Item) {
			x.Body = strings.NewReplacer(nonceOf(x.Body), nonceOf(x.Body)[8:]+nonceOf(x.Body)[:8], "scope=b.md", "scope=other.md").Replace(x.Body)
		})
	}
	lines := strings.SplitAfter(p.Src, "\n")
	p.Src = strings.Join(slices.DeleteFunc(lines, func(line string) bool { return strings.HasPrefix(line, "|") && strings.Contains(line, "US-2 ") }), "")
	p.Dir = t.TempDir()
	plan, _, err := p.Apply(t, nil)
	if err != nil || plan.Summary.Create != 0 || plan.Summary.Conflicts != 2 {
		t.Fatalf("%v: %s %+v", err, plan.Summary, plan.Changes)
	}
	if c := change(t, plan, reconcile.ActionConflict, "US-2"); c.Code() != "elsewhere" {
		t.Errorf("%+v", c)
	}
}
