package reconcile_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/google/go-cmp/cmp"
)

// The relation list names an issue once, even if a person made a copy of it and
// its story is gone from the file.
func TestRelationOfCopy(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	x := *p.m.issue(2)
	x.Key = "9"
	p.m.put(x)
	p.Src = strings.Replace(p.Src, "- [x] US-1.2 Logout\n", "", 1)
	p.WantNoChanges(t)
}

// What the plan says of the relation list is what is written: an issue that is
// made anew is where it was.
func TestRelationOfRecreated(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	p.m.Delete(tracker.Ref{Kind: tracker.KindIssue, Key: "1"})
	p.Dir = t.TempDir()
	plan, _, err := p.Apply(t, &reconcile.Options{Recreate: []backlog.ID{"US-1.1"}})
	if err != nil || plan.Summary.Create != 1 || plan.Summary.Record != 0 {
		t.Fatalf("%v: %s %+v", err, plan.Summary, plan.Changes)
	}
	if !strings.Contains(p.Src, "- EPIC-1 ← [US-1.1](https://memory.example/x/issue/5), [US-1.2](") {
		t.Errorf("the relation list is\n%s", p.Src)
	}
	p.WantNoChanges(t)
}

// What a person moves to another milestone is drift, and the relation list is
// evidence: that it follows is a change of the plan, which the next run shows and
// makes, whatever else there is to do. Afterwards the list says what the tracker
// does, and nothing is pending.
func TestRelationDrift(t *testing.T) {
	t.Parallel()
	for name, retitle := range map[string]string{"nothing else": "US-2.1 Import", "another story changes, too": "US-2.1 Bulk import"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, small)
			p.MustApply(t)
			p.m.edit(t, tracker.KindIssue, "US-1.2", func(x *tracker.Item) { x.Milestone = "2" })
			p.Src = strings.Replace(p.Src, "US-2.1 Import", retitle, 1)

			only := &reconcile.Options{Only: []backlog.ID{"US-2.1"}}
			if _, _, err := p.Apply(t, only); err != nil {
				t.Fatal(err)
			}
			if got := relationLists(p); !got["EPIC-1"]["US-1.2"] || got["EPIC-2"]["US-1.2"] {
				t.Errorf("the list was changed without being asked for: %v", got)
			}
			plan, _ := p.MustApply(t)
			for id, want := range map[backlog.ID]reconcile.Field{
				"EPIC-1": {Name: "relation", Before: "US-1.1, US-1.2", After: "US-1.1"},
				"EPIC-2": {Name: "relation", Before: "US-2.1, US-2.2", After: "US-1.2, US-2.1, US-2.2"},
			} {
				if c := change(t, plan, reconcile.ActionRecord, id); !cmp.Equal(c.Fields, []reconcile.Field{want}) {
					t.Errorf("%s: %+v, want %+v", id, c.Fields, want)
				}
			}
			if plan.Summary.Record != 2 || plan.Summary.Drifted != 1 {
				t.Errorf("%s: %+v", plan.Summary, plan.Changes)
			}
			if got := relationLists(p); got["EPIC-1"]["US-1.2"] || !got["EPIC-2"]["US-1.2"] {
				t.Errorf("the list says %v", got)
			}
			before := p.Src
			if plan, _ = p.MustApply(t); plan.Summary.Pending() || plan.Summary.Drifted != 1 || p.Src != before {
				t.Errorf("another run: %s %+v", plan.Summary, plan.Changes)
			}
		})
	}
}

// A story that the plan moves takes its place in the list along with that; who
// moves back what drifted has nothing to record.
func TestRelationMoves(t *testing.T) {
	t.Parallel()
	p := newProject(t, strings.NewReplacer("US-1.", "A-1", "US-2.", "B-2").Replace(small))
	p.MustApply(t)
	p.Src = strings.Replace(p.Src, "- [x] A-12 Logout\n", "", 1)
	p.Src = strings.Replace(p.Src, "- [x] B-21 Import\n", "- [x] B-21 Import\n- [x] A-12 Logout\n- [ ] B-23 Print\n", 1)
	plan, _ := p.MustApply(t)
	if s := plan.Summary; s.Create != 1 || s.Update != 1 || s.Record != 0 {
		t.Errorf("%s %+v", s, plan.Changes)
	}
	if got := relationLists(p); fmt.Sprint(got) != "map[EPIC-1:map[A-11:true] EPIC-2:map[A-12:true B-21:true B-22:true B-23:true]]" {
		t.Errorf("the list says %v", got)
	}
	p.WantNoChanges(t)
	p.m.edit(t, tracker.KindIssue, "A-11", func(x *tracker.Item) { x.Milestone = "" })
	plan, _, err := p.Apply(t, &reconcile.Options{Prefer: reconcile.SideBacklog})
	if err != nil || plan.Summary.Update != 1 || plan.Summary.Record != 0 {
		t.Errorf("%v %s %+v", err, plan.Summary, plan.Changes)
	}
	p.WantNoChanges(t)
}
