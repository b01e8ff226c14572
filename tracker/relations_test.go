package tracker_test

import (
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
)

// The relation list names an issue once, even if a person made a copy of it and
// its story is gone from the file.
func TestRelationOfCopy(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.mustApply(t)
	x := *p.m.issue(2)
	x.Key = "9"
	p.m.put(&x)
	p.src = []byte(strings.Replace(string(p.src), "- [x] US-1.2 Logout\n", "", 1))
	p.wantNoChanges(t)
}

// What the plan says of the relation list is what is written: an issue that is
// made anew is where it was.
func TestRelationOfRecreated(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.mustApply(t)
	delete(p.m.items, tracker.Ref{Kind: tracker.KindIssue, Key: "1"})
	p.dir = t.TempDir()
	plan, _, err := p.apply(t, &tracker.Options{Recreate: []backlog.ID{"US-1.1"}})
	if err != nil || plan.Summary.Create != 1 || plan.Summary.Record != 0 {
		t.Fatalf("%v: %s %+v", err, plan.Summary, plan.Changes)
	}
	if !strings.Contains(string(p.src), "- EPIC-1 ← [US-1.1](https://memory.example/x/issue/5), [US-1.2](") {
		t.Errorf("the relation list is\n%s", p.src)
	}
	p.wantNoChanges(t)
}
