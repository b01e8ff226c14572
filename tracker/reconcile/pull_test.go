package reconcile_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

var pullAll = &reconcile.Options{Pull: backlog.PullFields}

// pull runs once, from reading to writing the file; meanwhile happens before it is
// written, and nothing is written if it returns false.
func (p *project) pull(t *testing.T, opts *reconcile.Options, meanwhile func() bool) *reconcile.Plan {
	t.Helper()
	store := p.Store(t)
	defer func() { _ = store.Close() }() // nothing is lost with it
	writes := p.m.writes()
	plan, err := p.Plan(t, store, opts)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.NotePull(plan); err != nil {
		t.Fatal(err)
	}
	if meanwhile != nil && !meanwhile() {
		return plan
	}
	f := p.File()
	edits, left := f.Pull(plan.PullInto(f))
	if len(left) > 0 {
		t.Errorf("the file cannot say %v", left)
	}
	if err := p.Change(edits...); err != nil {
		t.Fatal(err)
	}
	if p.m.writes() != writes {
		t.Errorf("a pull writes: %v", p.m.Calls())
	}
	return plan
}

// actionsOf lists the changes of a plan.
func actionsOf(plan *reconcile.Plan) []string {
	var all []string
	for i := range plan.Changes {
		c := &plan.Changes[i]
		var text strings.Builder
		fmt.Fprintf(&text, "%s %s %s", c.Action, c.ID, c.Code())
		for _, f := range c.Fields {
			fmt.Fprintf(&text, " %s: %s → %s", f.Name, f.Before, f.After)
		}
		all = append(all, text.String())
	}
	return all
}

const fielded = `# Shop

## EPIC-1 Access

| ID     | Assignee | Points | Labels   | Due        |
| ------ | -------- | ------ | -------- | ---------- |
| US-1.1 | @ana     | 3      | bug, api | 2026-01-01 |

- [ ] US-1.1 Login
- [x] US-1.2 Logout
- [ ] US-1.3 Reset
`

// What people changed in the tracker is taken into the file, and apply only notes
// that both sides agree.
func TestPull(t *testing.T) {
	t.Parallel()
	p := newProject(t, fielded)
	p.m.Plain = false
	p.MustApply(t)
	p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) {
		x.Title, x.Assignees, x.Points, x.Labels, x.Due = "US-1.1 Sign in", []string{"bob"}, "5", []string{"api", "triage"}, "2026-02-02"
	})
	p.m.edit(t, tracker.KindIssue, "US-1.2", func(x *tracker.Item) { x.State = tracker.Open })
	p.m.edit(t, tracker.KindIssue, "US-1.3", func(x *tracker.Item) { x.State, x.Reason = tracker.Closed, tracker.NotPlanned })
	if plan := p.pull(t, &reconcile.Options{Pull: []backlog.PullField{backlog.PullState}}, nil); plan.Summary.Pull != 2 || plan.Summary.Drifted != 1 {
		t.Errorf("pull of states: %+v %q", plan.Summary, actionsOf(plan))
	}
	if plan := p.pull(t, pullAll, nil); plan.Summary.Pull != 1 || plan.Summary.Drifted+plan.Summary.Conflicts != 0 {
		t.Errorf("pull of all: %+v %q", plan.Summary, actionsOf(plan))
	}
	for _, line := range []string{
		"- [ ] US-1.1 Sign in", "- [ ] US-1.2 Logout", "- [-] US-1.3 Reset", "| US-1.1 | @bob     | 5      | api, triage | 2026-02-02 |",
	} {
		if !strings.Contains(p.Src, line+"\n") {
			t.Errorf("%q is not in\n%s", line, p.Src)
		}
	}
	before := p.Src
	p.pull(t, pullAll, nil)
	if p.Src != before {
		t.Errorf("a second pull changes the file")
	}
	state := p.m.state()
	plan, _ := p.MustApply(t)
	if plan.Summary.Pending() || plan.Summary.Drifted+plan.Summary.Conflicts > 0 || p.m.state() != state {
		t.Errorf("apply after pull: %q\n%s\nwas\n%s", actionsOf(plan), p.m.state(), state)
	}
	p.WantNoChanges(t)
	p.Dir = t.TempDir() // on another machine, which knows only the markers
	if plan, _ := p.MustApply(t); !plan.Summary.Idle() {
		t.Errorf("the markers do not say what was agreed: %q", actionsOf(plan))
	}
}

// What one pull took is remembered over the next.
func TestPullTwice(t *testing.T) {
	t.Parallel()
	p := newProject(t, fielded)
	p.m.Plain = false
	p.MustApply(t)
	for _, title := range []string{"US-1.1 Once", "US-1.2 Other", "US-1.1 Twice"} {
		p.m.edit(t, tracker.KindIssue, title[:6], func(x *tracker.Item) { x.Title = title })
		p.pull(t, pullAll, nil)
	}
	if s := p.Src; !strings.Contains(s, "US-1.1 Twice\n") || !strings.Contains(s, "US-1.2 Other\n") {
		t.Errorf("the file holds\n%s", s)
	}
}

// What one machine pulls and another applies is forgotten where it was pulled: a file
// that comes to hold such a value again has changed, and is sent.
func TestPullElsewhere(t *testing.T) {
	t.Parallel()
	p := newProject(t, fielded)
	p.m.Plain = false
	p.MustApply(t)
	here, there := p.Dir, t.TempDir()
	edit := func(old, new string) {
		t.Helper()
		if p.Src = strings.Replace(p.Src, old, new, 1); !strings.Contains(p.Src, new) {
			t.Fatalf("%q is not in\n%s", old, p.Src)
		}
		p.Dir = there
		p.MustApply(t)
		p.Dir = here
	}
	p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.Title, x.State = "US-1.1 Sign in", tracker.Closed })
	p.m.edit(t, tracker.KindIssue, "US-1.3", func(x *tracker.Item) { x.Labels = []string{"triage"} })
	p.pull(t, pullAll, nil)
	edit("- [x] US-1.1 Sign in", "- [x] US-1.1 Sign in")
	p.pull(t, pullAll, nil) // sees that the markers say it
	edit("- [x] US-1.1 Sign in", "- [ ] US-1.1 Enter")
	p.Src = strings.Replace(p.Src, "- [ ] US-1.1 Enter", "- [x] US-1.1 Sign in", 1)
	if plan, _ := p.MustApply(t); plan.Summary.Update+plan.Summary.Close == 0 || plan.Summary.Drifted+plan.Summary.Agreed > 0 {
		t.Errorf("%+v %q", plan.Summary, actionsOf(plan))
	}
	p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) {
		if x.Title != "US-1.1 Sign in" || x.State != tracker.Closed {
			t.Errorf("the tracker has %q, %s", x.Title, x.State)
		}
	})
}

// In an execution file a box means registered, so closing changes no box.
func TestPullExecution(t *testing.T) {
	t.Parallel()
	p := newProject(t, "<!--\ncheckbox: registered\n-->\n\n# Shop\n\n## EPIC-1 Access\n\n- [ ] US-1.1 Login\n")
	p.MustApply(t)
	p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.State = tracker.Closed })
	before := p.Src
	if plan := p.pull(t, pullAll, nil); plan.Summary.Pull != 0 || p.Src != before {
		t.Errorf("%q\n%s", actionsOf(plan), p.Src)
	}
}

// A conflict is named and neither side is written; a moved issue is a finding.
func TestPullConflict(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.Title = "US-1.1 There" })
	p.m.edit(t, tracker.KindIssue, "US-1.2", func(x *tracker.Item) { x.Milestone = "2" })
	story := p.File().Stories()[0]
	p.Src = strings.Replace(p.Src, "US-1.1 "+story.Title, "US-1.1 Here", 1)
	before := p.Src
	plan := p.pull(t, pullAll, nil)
	got := strings.Join(actionsOf(plan), "\n")
	if p.Src != before || plan.Summary.Conflicts != 1 ||
		!strings.Contains(got, "conflict US-1.1 changed-on-both-sides title: US-1.1 There → US-1.1 Here") ||
		!strings.Contains(got, "notice US-1.2 moved-in-tracker") {
		t.Errorf("%+v\n%s", plan.Summary, got)
	}
}

// What a person writes into the file while a pull runs stays.
func TestPullMeanwhile(t *testing.T) {
	t.Parallel()
	p := newProject(t, fielded)
	p.m.Plain = false
	p.MustApply(t)
	p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.Title, x.State = "US-1.1 There", tracker.Closed })
	p.pull(t, pullAll, func() bool {
		p.Src = strings.Replace(p.Src, "US-1.1 Login", "US-1.1 Here", 1) + "\nMore.\n"
		return true
	})
	if s := p.Src; !strings.Contains(s, "- [x] US-1.1 Here\n") || !strings.HasSuffix(s, "\nMore.\n") {
		t.Errorf("the file holds\n%s", s)
	}
}

// Of a label that all issues get, and of a field that the file has no place for, the
// file says nothing: it is left alone and told.
func TestPullUnsayable(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	opts := &reconcile.Options{Labels: []string{"team"}}
	if _, r, err := p.Apply(t, opts); err != nil || r.Err() != nil {
		t.Fatal(err)
	}
	p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.Labels = nil })
	p.m.edit(t, tracker.KindIssue, "US-1.2", func(x *tracker.Item) { x.Title = "US-1.2 Done ✅" })
	before := p.Src
	plan := p.pull(t, &reconcile.Options{Labels: []string{"team"}, Pull: backlog.PullFields}, nil)
	if plan.Summary.Pull != 0 || plan.Summary.Drifted != 2 || p.Src != before || !slices.ContainsFunc(plan.Changes, func(c reconcile.Change) bool {
		return c.Code() == "unsayable" && slices.Contains(c.Fields, reconcile.Field{Name: "title", Before: "US-1.2 Done ✅", After: "US-1.2 Logout"})
	}) {
		t.Errorf("%+v %q", plan.Summary, actionsOf(plan))
	}
}
