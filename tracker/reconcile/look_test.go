package reconcile_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// Who only looks sees a file with errors, too, and can do nothing with what is
// planned for it.
func TestLookOnly(t *testing.T) {
	t.Parallel()
	const row, wrong = "| Issue | US-1.1     |     |", "| Issue | US-1.1     | javascript:x |"
	for name, src := range map[string]string{
		"an ID twice": strings.Replace(small, "US-1.2 Logout", "US-1.1 Logout", 1),
		"no address":  strings.Replace(small, row, wrong, 1),
	} {
		p := newProject(t, src)
		store := p.Store(t)
		b := p.Backlog()
		if b.Check().Err() == nil {
			t.Fatalf("%s: the file has no error", name)
		}
		o, err := reconcile.Observe(t.Context(), p.m, p.Project, b, store, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := reconcile.NewPlan(b, o, nil); err == nil {
			t.Errorf("%s: something is planned", name)
		}
		plan, err := reconcile.NewPlan(b, o, &reconcile.Options{LookOnly: true})
		if err != nil || plan.Summary.Create == 0 {
			t.Fatalf("%s: %v", name, err)
		}
		if _, err := reconcile.Apply(t.Context(), p.m, plan, &reconcile.ApplyOptions{Store: store}); err == nil || len(p.m.Items()) > 0 {
			t.Errorf("%s: it was applied: %v, and there are %d items", name, err, len(p.m.Items()))
		}
	}
	// A row of another project is not an error of the file.
	elsewhere := newProject(t, strings.Replace(small, row, "| Issue | US-1.1     | https://elsewhere.example/1 |", 1))
	refused(t, elsewhere, &reconcile.Options{LookOnly: true}, "foreign-ledger")
}

// A stored plan is stale once the tracker holds something else of what the file
// declares, and only of that.
func TestStoredObservation(t *testing.T) {
	t.Parallel()
	const src = "# Plan\n\n<!-- checkbox: done -->\n\n- [ ] US-1 Log in\n\n  Labels: security\n  Assignee: @bo\n- [ ] US-2 Log out\n"
	for name, c := range map[string]struct {
		edit  func(*tracker.Item)
		stale bool
	}{
		"nothing":                          {func(*tracker.Item) {}, false},
		"a declared assignee is gone":      {func(x *tracker.Item) { x.Assignees = nil }, true},
		"somebody else is assigned, too":   {func(x *tracker.Item) { x.Assignees = append(x.Assignees, "dora") }, false},
		"somebody whom the file has now":   {func(x *tracker.Item) { x.Assignees = append(x.Assignees, "cy") }, true},
		"a declared label is gone":         {func(x *tracker.Item) { x.Labels = nil }, true},
		"a label of people":                {func(x *tracker.Item) { x.Labels = append(x.Labels, "later") }, false},
		"the title":                        {func(x *tracker.Item) { x.Title += "!" }, true},
		"the text that is managed":         {func(x *tracker.Item) { x.Body = "" }, true},
		"what people wrote below the text": {func(x *tracker.Item) { x.Body += "\n\nme, too" }, false},
	} {
		p := newProject(t, src)
		p.MustApply(t)
		p.Src = strings.NewReplacer("US-2 Log out", "US-2 Sign out", "Assignee: @bo", "Assignees: @bo, @cy").Replace(p.Src)
		plan, err := p.Plan(t, p.Store(t), nil)
		if err != nil {
			t.Fatal(err)
		}
		p.m.edit(t, tracker.KindIssue, "US-1", c.edit)
		now, err := p.Plan(t, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		if stale := *now.Observed != *plan.Observed; stale != c.stale {
			t.Errorf("%s: stale is %t", name, stale)
		}
	}
}

// A stored plan fits as long as the same would be done, in whatever words.
func TestStoredWords(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	p.Src = strings.Replace(p.Src, "- [x] US-1.2 Logout\n", "", 1)
	plan, err := p.Plan(t, p.Store(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	const code, words = `"code":"removed"`, `"reason":"it is gone from the file"`
	if !strings.Contains(text, code) || !strings.Contains(text, words) {
		t.Fatalf("it does not say why:\n%s", text)
	}
	for name, c := range map[string]struct {
		old, changed string
		stale        bool
	}{
		"the same":       {"", "", false},
		"other words":    {words, `"reason":"otra cosa"`, false},
		"no words":       {"," + words, "", false},
		"another reason": {code, `"code":"gone"`, true},
		"another action": {`"action":"notice"`, `"action":"drift"`, true},
	} {
		stored, err := reconcile.ReadPlan([]byte(strings.Replace(text, c.old, c.changed, 1)))
		if err != nil {
			t.Fatal(err)
		}
		if err := stored.Matches(plan); (err != nil) != c.stale {
			t.Errorf("%s: %v", name, err)
		}
	}
}
