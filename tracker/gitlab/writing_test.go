package gitlab_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/testutil/fakegitlab"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// The founding document: each item is one request with everything in it.
func TestBudget(t *testing.T) {
	t.Parallel()
	w := newShop(t, world.Founding(t))
	plan, r, err := w.Apply(t, nil)
	if err != nil || r.Err() != nil || r.Created != 36 {
		t.Fatal(err, r.Err())
	}
	if n := len(w.s.Requests); n != 40 || plan.Cost.Requests != n {
		t.Errorf("%d requests, %d expected", n, plan.Cost.Requests)
	}
	w.WantSettled(t)
	if n := len(w.s.Requests); n > 4 {
		t.Errorf("%d requests with nothing to do", n)
	}
	if strings.Contains(w.Src, "_pendiente_") || !strings.Contains(w.Src, "https://gitlab.example/acme/tools/shop/-/issues/26") {
		t.Errorf("the ledger is not filled:\n%s", w.Src)
	}
}

// Where only milestones are made, who did is asked for.
func TestOnlyMilestones(t *testing.T) {
	t.Parallel()
	w := newShop(t, "# Plan\n\n## Epic 1: Access\n\n## Epic 2: Data\n")
	w.MustApply(t)
	if n := len(w.s.Requests); n != 8 { // project, two lists, two writes, two looks, the user
		t.Errorf("%d requests: %+v", n, w.s.Requests)
	}
	w.WantSettled(t)
	if n := len(w.s.Requests); n != 3 {
		t.Errorf("%d requests: %+v", n, w.s.Requests)
	}
	// A row that lacks the person gets it.
	w.Src = strings.Replace(w.Src, "| ana ", "|     ", 1)
	w.MustApply(t)
	w.WantSettled(t)
}

// A changed title sends what changed and no more.
func TestUpdateSendsLittle(t *testing.T) {
	t.Parallel()
	w := newShop(t, strings.Replace(world.Small, "  People get in.\n", "  - **Labels:** Access, bug\n  - **Assignee:** @bo\n", 1))
	w.MustApply(t)
	if n := len(w.s.Requests); n != 11 { // project, 2 lists, 6 writes, a look, and who bo is
		t.Errorf("%d requests: %+v", n, w.s.Requests)
	}
	i := w.s.Issue(1)
	if len(i.Labels) != 2 || i.Milestone == nil || i.Milestone.IID != 1 || len(i.Assignees) != 1 || i.Assignees[0].Username != "bo" {
		t.Errorf("created %+v", i)
	}
	w.WantSettled(t)
	w.Src = strings.Replace(w.Src, "US-1.1 Login", "US-1.1 Sign in", 1)
	w.s.Forget()
	w.MustApply(t)
	for _, r := range w.s.Requests {
		if r.Write() && (strings.Contains(r.Body, `"labels"`) || strings.Contains(r.Body, `"milestone_id"`) || strings.Contains(r.Body, `"assignee_ids"`) ||
			!strings.Contains(r.Body, "Sign in")) {
			t.Errorf("the update sends more than what changed: %s", r.Body)
		}
	}
	w.WantSettled(t)
}

const commands = `/close the dialog
/label ~x
  /shrug is indented

Then /assign nobody, and ask @all about #1, !2, &3 and %4.

` + "```\n/confidential\n```" + `

- /due today
/milestone %wrong

> /lock
`

// Lines that the service would carry out are stored as meant, on create and on
// update, and nothing is carried out.
func TestQuickActions(t *testing.T) {
	t.Parallel()
	const form = "# Plan\n\n### US-1: Login\n\nText.\n\n%s\n### US-2: Logout\n\nText.\n"
	w := newShop(t, fmt.Sprintf(form, commands))
	w.s.Template = "## Default template"
	w.MustApply(t)
	w.WantSettled(t)
	check := func(when string) {
		t.Helper()
		if len(w.s.Executed) > 0 {
			t.Errorf("%s: executed %q", when, w.s.Executed)
		}
		text := w.s.Issue(1).Text()
		for _, want := range []string{"\n\\/close the dialog\n\\/label ~\u200bx\n",
			"Then /assign nobody, and ask @\u200ball about #\u200b1, !\u200b2, &\u200b3 and %\u200b4.", "```\n/confidential\n```",
			"- /due today\n\\/milestone %\u200bwrong", "> /lock"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is not in %q", when, want, text)
			}
		}
		if i := w.s.Issue(1); i.State != "opened" || i.Confidential || len(i.Labels) > 0 || strings.Contains(text, "Default template") {
			t.Errorf("%s: the issue is %+v", when, i)
		}
	}
	check("created")
	w.Src = strings.Replace(w.Src, "Text.", "Another text.", 1)
	w.MustApply(t)
	w.WantSettled(t)
	check("updated")

	// The same from one text to the other, and in what people wrote.
	i := w.s.Issue(2)
	i.Description = new("/reopen, they say.\n\n" + i.Text() + "\n\n/close it\n")
	w.Src = strings.Replace(w.Src, "### US-2: Logout\n\nText.\n", "### US-2: Logout\n\n/close\n", 1)
	w.MustApply(t)
	w.WantSettled(t)
	check("changed")
	if text := i.Text(); i.State != "opened" || !strings.Contains(text, "\\/close it") || !strings.Contains(text, "\\/reopen, they") {
		t.Errorf("the issue is %s: %q", i.State, text)
	}
}

// A text without anything does not become the project's template, nor does what
// the service does to texts look like a change.
func TestRewrittenText(t *testing.T) {
	t.Parallel()
	w := newShop(t, "# Plan\r\n\r\n### US-1: Login\r\n\r\nOne  \r\ntwo\u00a0 \r\n\r\n\r\n### US-2: Logout\r\n")
	w.s.Template = "## Default template"
	w.MustApply(t)
	w.WantSettled(t)
	for _, i := range w.s.Issues {
		if strings.Contains(i.Text(), "template") || strings.Contains(i.Text(), "\r") {
			t.Errorf("the text is %q", i.Text())
		}
		i.Description = new("Above.\n\n" + i.Text() + "\n\nBelow.")
	}
	w.WantSettled(t)
	tr := w.tracker(t)
	x, err := tr.Create(t.Context(), tracker.KindIssue, tracker.Content{Title: "Empty"})
	if err != nil || x.Body != "" || strings.Contains(w.s.Issues[2].Text(), "template") {
		t.Errorf("%v, the text is %q", err, w.s.Issues[2].Text())
	}
}

// Milestones that exist already are used: those of the project, those of the
// groups above it, closed ones too, whichever way the refusal is printed.
func TestMilestoneExists(t *testing.T) {
	t.Parallel()
	for _, group := range []int64{0, fakegitlab.ToolsID, fakegitlab.AcmeID} {
		for _, newer := range []bool{false, true} {
			w := newShop(t, world.Small)
			w.s.Ruby34 = newer
			w.s.Fault = func(r *fakegitlab.Request) *fakegitlab.Fault {
				if r.Write() && len(w.s.Milestones) == 0 { // made by somebody after the plan
					w.s.AddMilestone("EPIC-1 Access", group).State = "closed"
				}
				return nil
			}
			w.MustApply(t)
			if len(w.s.Milestones) != 2 || w.s.Milestones[0].State != "closed" || w.s.Issue(1).Milestone != w.s.Milestones[0] {
				t.Errorf("group %d: %+v", group, w.s.Milestones)
			}
			w.WantSettled(t)
			// Seen at once, nothing is sent for it.
			again := newShop(t, world.Small)
			again.s.AddMilestone("EPIC-1 Access", group)
			again.MustApply(t)
			again.WantSettled(t)
		}
	}
}

// Milestones of the group, when asked for.
func TestGroupMilestones(t *testing.T) {
	t.Parallel()
	w := newShop(t, world.Small)
	w.opts.GroupMilestones = true
	w.MustApply(t)
	for _, m := range w.s.Milestones {
		if m.GroupID != fakegitlab.ToolsID {
			t.Errorf("%+v", m)
		}
	}
	w.WantSettled(t)
	w.Src = strings.Replace(w.Src, "Epic 1: Access", "Epic 1: Entry", 1)
	w.MustApply(t)
	w.WantSettled(t)
	if m := w.s.Milestones[0]; m.Title != "EPIC-1 Entry" {
		t.Errorf("%+v", m)
	}
	w.s.Project["namespace"] = map[string]any{"id": 5, "kind": "user", "full_path": "ana"}
	if _, _, err := w.Apply(t, nil); !errors.Is(err, tracker.ErrRejected) {
		t.Errorf("a person's project: %v", err)
	}
}

// Closing takes a second request; every field can be taken away again.
func TestFields(t *testing.T) {
	t.Parallel()
	w := newShop(t, "# Plan\n\n- [x] US-1 Login\n- [ ] US-2 Logout\n")
	w.s.Premium = true
	w.MustApply(t)
	if i := w.s.Issue(1); i.State != "closed" || w.s.Writes() != 3 {
		t.Errorf("%d writes, %+v", w.s.Writes(), i)
	}
	w.WantSettled(t)

	tr := w.tracker(t)
	m := w.s.AddMilestone("M", 0)
	x, err := tr.Create(t.Context(), tracker.KindIssue, tracker.Content{
		Title: "All", Body: "text", Labels: []string{"a b", "c/d"}, Assignees: []string{"bo", "CLEO"},
		Milestone: fmt.Sprint(m.ID), Due: "2026-11-30", Points: "0",
	})
	if err != nil || x.Points != "0" || x.Due != "2026-11-30" || len(x.Assignees) != 2 || len(x.Labels) != 2 || x.Milestone != fmt.Sprint(m.ID) {
		t.Fatalf("%v, %+v", err, x)
	}
	x, err = tr.Update(t.Context(), x.Ref, tracker.Patch{
		Body: new(""), Labels: &[]string{}, Assignees: &[]string{}, Milestone: new(""), Due: new(""), Points: new(""),
	})
	if err != nil || x.Body+x.Milestone+x.Due+x.Points != "" || len(x.Assignees)+len(x.Labels) > 0 {
		t.Errorf("%v, %+v", err, x)
	}
}

const planned = `# Plan

### US-1: Login

**Points:** 5
**Due:** 2026-12-01

Text.

### US-2: Logout

**Points:** 2.5
`

// Story points become weights where the plan of the project has those, and
// dates become due dates.
func TestPoints(t *testing.T) {
	t.Parallel()
	for _, premium := range []bool{true, false} {
		w := newShop(t, planned)
		w.s.Premium = premium
		w.MustApply(t)
		i := w.s.Issue(1)
		if (i.Weight != nil && *i.Weight == 5) != premium || i.DueDate == nil || *i.DueDate != "2026-12-01" || w.s.Issue(2).Weight != nil {
			t.Errorf("premium %t: %+v", premium, i)
		}
		w.WantSettled(t)
		if !premium {
			continue
		}
		w.Src = strings.Replace(w.Src, "**Points:** 5", "**Points:** 8", 1)
		w.MustApply(t)
		if *i.Weight != 8 {
			t.Errorf("the weight is %d", *i.Weight)
		}
		w.WantSettled(t)
		i.Weight = new(int64(3))
		if plan, _, err := w.Apply(t, nil); err != nil || plan.Summary.Drifted != 1 || plan.Changes[0].Fields[0].Name != "points" {
			t.Errorf("%v, %+v", err, plan)
		}
	}
}

// Stories are made without people whom the server does not know; labels with
// commas are named before anything is sent at all.
func TestInvalid(t *testing.T) {
	t.Parallel()
	w := newShop(t, strings.Replace(world.Small, "  People get in.\n", "  **Assignees:** @nobody, @nobody2\n", 1))
	_, r, err := w.Apply(t, nil)
	if err != nil || r.Err() != nil || r.Created != 6 || len(r.Dropped) != 1 || w.s.Writes() != 6 {
		t.Fatalf("%v, %v, %d created, dropped %+v, %d writes", err, r.Err(), r.Created, r.Dropped, w.s.Writes())
	}
	if got := r.Dropped[0].Assignees; len(got) != 2 || got[0] != "nobody" || got[1] != "nobody2" {
		t.Errorf("refused: %q", got)
	}
	w.Accepted = 1
	w.WantSettled(t)
	w.Src = strings.Replace(w.Src, "@nobody, @nobody2", "@nobody3", 1)
	if _, r, err = w.Apply(t, nil); err != nil || r.Err() != nil || r.Updated != 1 || len(r.Dropped) != 1 {
		t.Errorf("an update: %v, %v, %+v", err, r.Err(), r)
	}
	w.WantSettled(t)

	w = newShop(t, world.Small)
	_, _, err = w.Apply(t, &reconcile.Options{Labels: []string{"a, b"}})
	invalid, ok := errors.AsType[*backlog.InvalidError](err)
	if !ok || w.s.Writes() > 0 || !strings.Contains(invalid.Error(), `the label "a, b" has a ","`) {
		t.Errorf("a label with a comma: %v", err)
	}
	tr := w.tracker(t)
	for _, d := range []struct {
		kind tracker.Kind
		c    tracker.Content
	}{
		{tracker.KindIssue, tracker.Content{Title: "x", Labels: []string{"a,b"}}},
		{tracker.KindIssue, tracker.Content{Title: "x", Due: "soon"}},
		{tracker.KindIssue, tracker.Content{Title: "x", Points: "many"}},
		{tracker.KindIssue, tracker.Content{Title: "x", Body: strings.Repeat("é", 600_000)}},
		{tracker.KindMilestone, tracker.Content{Title: "x", Due: "2026-02-30"}},
	} {
		if _, err := tr.Create(t.Context(), d.kind, d.c); !errors.Is(err, tracker.ErrRejected) || w.s.Writes() > 0 {
			t.Errorf("%.60v: %v, %d writes", d, err, w.s.Writes())
		}
	}
	_, err = tr.Create(t.Context(), tracker.KindIssue, tracker.Content{Title: strings.Repeat("x", 256)})
	if !errors.Is(err, tracker.ErrRejected) || !strings.Contains(err.Error(), "rejected: 400 Bad Request: title is too long (maximum is 255 characters)") {
		t.Errorf("a long title: %v", err)
	}
}

// Who several people are is asked once each.
func TestAssigneesAskedOnce(t *testing.T) {
	t.Parallel()
	src := world.Small
	for _, story := range []string{"US-1.2 Logout", "US-2.1 Import", "US-2.2 Export"} {
		src = strings.Replace(src, story+"\n", story+"\n\n  **Assignee:** @bo\n", 1)
	}
	src = strings.Replace(src, "  People get in.\n", "  **Assignee:** @cleo\n", 1)
	w := newShop(t, src)
	w.MustApply(t)
	asked := 0
	for _, r := range w.s.Requests {
		if r.Path == "/users" {
			asked++
		}
	}
	if asked != 2 || len(w.s.Requests) != 12 {
		t.Errorf("asked %d times in %d requests", asked, len(w.s.Requests))
	}
	w.WantSettled(t)
}
