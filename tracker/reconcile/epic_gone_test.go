package reconcile_test

import (
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// An epic that is gone from the file leaves its milestone: that its issues are still
// in it is no change in the tracker, so they move, and a prune closes it after that.
func TestIssuesOfEpicThatIsGone(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string][2]string{
		"joined to another": {"## Epic 2: Payment\n\n", ""},
		"replaced":          {"## Epic 2: Payment", "## Epic 5: Money"},
	} {
		for _, prune := range []bool{false, true} {
			for _, moved := range []bool{false, true} {
				p := newProject(t, "# Shop backlog\n\n## Epic 1: Cart\n\n- [ ] S-1 Add\n\n## Epic 2: Payment\n\n- [ ] S-2 Card\n")
				p.MustApply(t)
				p.Replace(t, edit[0], edit[1])
				if moved { // which is a change in the tracker, and not where the file has it
					p.m.put(tracker.Item{
						Ref: tracker.Ref{Kind: tracker.KindMilestone, Key: "9"}, URL: "https://memory.example/x/milestone/9",
						CreatedAt: p.m.Now(), Content: tracker.Content{Title: "Mine"}, State: tracker.Open,
					})
					p.m.edit(t, tracker.KindIssue, "S-2 Card", func(x *tracker.Item) { x.Milestone = "9" })
				}
				plan, r, err := p.Apply(t, &reconcile.Options{Prune: prune})
				if err != nil || r.Err() != nil || plan.Summary.Conflicts > 0 != moved || r.Updated > 0 == moved {
					t.Fatalf("%s: %v, %v, %s, %+v", name, err, r.Err(), plan.Summary, plan.Changes)
				}
				if moved {
					continue
				}
				if c := change(t, plan, reconcile.ActionUpdate, "S-2"); len(c.Fields) != 1 || c.Fields[0].Before != "EPIC-2 Payment" {
					t.Errorf("%s: %+v", name, c)
				}
				if in := p.m.issue(2).Milestone; in == "2" {
					t.Errorf("%s: it stays in the milestone", name)
				}
				if state := p.m.Item(tracker.Ref{Kind: tracker.KindMilestone, Key: "2"}).State; state == tracker.Closed != prune {
					t.Errorf("%s: prune %t, and the milestone is %s", name, prune, state)
				}
				p.WantNoChanges(t)
			}
		}
	}
}
