package reconcile_test

import (
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// notices returns the notices of a code: of an item if it is named, and of the
// plan as a whole.
func notices(plan *reconcile.Plan, code string, id backlog.ID) []reconcile.Change {
	var list []reconcile.Change
	for _, c := range plan.Changes {
		if c.Action == reconcile.ActionNotice && c.Code() == code && c.ID == id {
			list = append(list, c)
		}
	}
	return list
}

// A person emptied the text of an issue: nothing is written to it any more, and
// no run says that the tracker matches.
func TestLostMarker(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.Body = "" })
	p.Src = strings.Replace(p.Src, "People get in.", "Everybody gets in.", 1)
	plan, _ := p.MustApply(t)
	if s := plan.Summary; s.String() != "No changes; 1 unmanaged." || s.Unmanaged != 1 || s.Unchanged != 5 {
		t.Errorf("%s %+v", s, s)
	}
	if c := notices(plan, "unmanaged", "US-1.1"); len(c) != 1 || !strings.Contains(c[0].Reason.String(), "any more") {
		t.Errorf("of the item: %+v", c)
	}
	if c := notices(plan, "unmanaged", ""); len(c) != 0 {
		t.Errorf("said twice: %+v", c)
	}

	// On another machine only what differs is listed; one line names the others.
	p.Dir = t.TempDir()
	plan, _ = p.MustApply(t)
	all := notices(plan, "unmanaged", "")
	if plan.Summary.Unmanaged != 1 || len(notices(plan, "unmanaged", "US-1.1")) > 0 || len(all) != 1 || !strings.Contains(all[0].Reason.String(), "US-1.1") {
		t.Errorf("%s %+v", plan.Summary, plan.Changes)
	}
	p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.Title, x.Milestone = "Log in", "2" })
	plan, _ = p.MustApply(t)
	c := notices(plan, "unmanaged", "US-1.1")
	if len(c) != 1 || len(c[0].Fields) != 2 || c[0].Fields[0] != (reconcile.Field{Name: "title", Before: "Log in", After: "US-1.1 Login"}) ||
		c[0].Fields[1] != (reconcile.Field{Name: "milestone", Before: "EPIC-2 Data", After: "EPIC-1 Access"}) {
		t.Errorf("%+v", c)
	}
}

// State and labels count where the file wants some.
func TestUnmanagedFields(t *testing.T) {
	t.Parallel()
	const story = "- [ ] US-1.2 Logout\n"
	p := newProject(t, strings.NewReplacer("checkbox: registered", "checkbox: done", story, story+"\n  - **Labels:** auth\n").Replace(small))
	p.MustApply(t)
	p.Dir = t.TempDir()
	p.m.edit(t, tracker.KindIssue, "US-1.2", func(x *tracker.Item) { x.Body, x.State, x.Labels = "", tracker.Closed, []string{"theirs"} })
	plan, _ := p.MustApply(t)
	c := notices(plan, "unmanaged", "US-1.2")
	if len(c) != 1 || len(c[0].Fields) != 2 || c[0].Fields[0] != (reconcile.Field{Name: "state", Before: "closed", After: "open"}) ||
		c[0].Fields[1] != (reconcile.Field{Name: "labels", Before: "theirs", After: "auth, theirs"}) {
		t.Errorf("%+v", c)
	}
}

// What is left of an item that lost its marker is ours if it is what was written
// last, and else people's.
func TestAdoptLostMarker(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		left string
		want string
	}{
		"as it was written": {"People get in.", "Everybody gets in."},
		"with blanks":       {"\n\nPeople get in.\n\n", "Everybody gets in."},
		"rewritten":         {"People may enter.", "People may enter."},
	} {
		for _, written := range []string{"created", "updated"} {
			t.Run(name+", "+written, func(t *testing.T) {
				t.Parallel()
				p := newProject(t, small)
				p.MustApply(t)
				if written == "updated" {
					p.Src = strings.Replace(p.Src, "People get in.", "Someone gets in.", 1)
					p.MustApply(t)
					p.Src = strings.Replace(p.Src, "Someone gets in.", "People get in.", 1)
					p.MustApply(t)
				}
				p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.Body = test.left })
				p.Src = strings.Replace(p.Src, "People get in.", "Everybody gets in.", 1)
				if _, _, err := p.Apply(t, &reconcile.Options{Adopt: true}); err != nil {
					t.Fatal(err)
				}
				body := p.m.issue(1).Body
				if strings.Count(body, test.want) != 1 || strings.Contains(body, "People get in.") {
					t.Errorf("adopted: %q", body)
				}
				p.WantNoChanges(t)
				if name == "rewritten" {
					return
				}
				p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.Body = strings.Replace(x.Body, test.want, "Nobody gets in.", 1) })
				if plan, _ := p.MustApply(t); plan.Summary.Drifted != 1 || plan.Summary.Conflicts > 0 { // it is known what both sides had
					t.Errorf("what a person changes then is no drift: %+v", plan.Changes)
				}
			})
		}
	}
}

// New stories in a closed milestone are not seen where people look.
func TestClosedMilestone(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	p.m.edit(t, tracker.KindMilestone, "EPIC-2", func(x *tracker.Item) { x.State = tracker.Closed })
	if plan, _ := p.MustApply(t); len(notices(plan, "closed-milestone", "EPIC-2")) > 0 {
		t.Errorf("without new stories: %+v", plan.Changes)
	}
	p.Src = strings.Replace(p.Src, "- [x] US-2.2 Export\n", "- [x] US-2.2 Export\n- [ ] US-2.3 Print\n", 1)
	plan, _ := p.MustApply(t)
	if c := notices(plan, "closed-milestone", "EPIC-2"); len(c) != 1 || !strings.Contains(c[0].Reason.String(), "US-2.3") {
		t.Errorf("%+v", plan.Changes)
	}
}
