package reconcile_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// While a run creates its issues, another one may close the milestone that they
// are for as a duplicate: those that were created since follow to the one that
// stays.
func TestMilestoneLostMeanwhile(t *testing.T) {
	t.Parallel()
	formerly := func(x *tracker.Item, of string) string {
		return "<!-- backlogsync:v1 id=EPIC-1 scope=b.md nonce=" + nonceOf(x.Body) + " of=" + of + " -->\n"
	}
	lost := func(x *tracker.Item) { x.State, x.Body = tracker.Closed, formerly(x, "0") }
	for name, c := range map[string]struct {
		lose     func(x *tracker.Item) // what becomes of the milestone
		want     string                // the milestone of the issue that came later
		refused  bool                  // the service refuses to move it
		unmarked bool                  // a person has taken its marker out
	}{
		"a duplicate":                 {lose: lost, want: "0"},
		"a duplicate, refused":        {lose: lost, want: "1", refused: true},
		"a duplicate, issue unmarked": {lose: lost, want: "1", unmarked: true},
		"a duplicate of what is gone": {lose: func(x *tracker.Item) { x.State, x.Body = tracker.Closed, formerly(x, "8") }, want: "1"},
		"a duplicate in another backlog": {lose: func(x *tracker.Item) {
			x.State, x.Body = tracker.Closed, strings.Replace(formerly(x, "0"), "scope=b.md", "scope=c.md", 1)
		}, want: "1"},
		"a duplicate that another backlog took": {lose: func(x *tracker.Item) {
			x.Body = formerly(x, "0") + strings.NewReplacer(nonceOf(x.Body), "abcdefghabcdefgh", "scope=b.md", "scope=c.md").Replace(x.Body)
		}, want: "1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, small)
			p.m.Fault = func(call trackertest.Call) error {
				created := call.Op == "create" && call.Done
				switch {
				case created && p.m.issue(1) != nil && p.m.issue(2) == nil:
					x := p.m.Item(tracker.Ref{Kind: tracker.KindMilestone, Key: "1"})
					theirs := *x
					theirs.Key, theirs.Body = "0", strings.ReplaceAll(x.Body, nonceOf(x.Body), "othernonceothern")
					p.m.put(theirs)
					c.lose(x)
					p.m.issue(1).Milestone = "0" // they have moved what there was
				case created && c.unmarked && p.m.issue(3) != nil:
					p.m.issue(2).Body = "Theirs."
				case call.Op == "update" && c.refused && !call.Done:
					return &tracker.Error{Target: "memory:x", Op: call.Op, Ref: call.Ref, Kind: tracker.ErrRejected}
				}
				return nil
			}
			_, r, err := p.Apply(t, nil)
			const where = "x/issue/2 is in https://memory.example/x/milestone/1, a duplicate of https://memory.example/x/milestone/0: "
			if c.refused != errors.Is(err, tracker.ErrRejected) || (err != nil) != c.refused || c.refused && !strings.Contains(err.Error(), where) {
				t.Errorf("got %v", err)
			}
			if x, sent := p.m.issue(2), p.count("update issue") > 0; x.Milestone != c.want || r.Created != 6 || sent != (c.want == "0" || c.refused) {
				t.Errorf("created %d, the later one is in milestone %s, want %s; %q", r.Created, x.Milestone, c.want, p.m.Calls())
			}
		})
	}
}

// What was closed as a duplicate of a duplicate is followed to the one that stays, which
// no listing has to show.
func TestDuplicateOfDuplicate(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	x := p.m.issue(1)
	second, third := *x, *x
	second.Key, second.URL = "8", "https://memory.example/x/issue/8"
	third.Key, third.URL, third.Body = "9", "https://memory.example/x/issue/9", strings.ReplaceAll(x.Body, nonceOf(x.Body), "othernonceothern")
	const former = "<!-- backlogsync:v1 id=US-1.1 scope=b.md nonce="
	second.State, second.Body = tracker.Closed, former+"secondnoncesecon of=9 -->\n"
	x.State, x.Body = tracker.Closed, former+nonceOf(x.Body)+" of=8 -->\n"
	p.m.put(second)
	p.m.put(third)
	p.look(func(_ tracker.Kind, _ int, items []*tracker.Item) []*tracker.Item { return without(items, "8", "9") })
	if p.MustApply(t); !strings.Contains(p.Src, "/x/issue/9 ") && !strings.Contains(p.Src, "/x/issue/9)") {
		t.Errorf("the ledger does not follow:\n%s", p.Src)
	}
	p.WantNoChanges(t)
}

// Of a milestone that was made twice the plan names the issues that move: ours alone. What
// people call it stays, where no other one is called so.
func TestDuplicateMilestoneNames(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	p.later()
	m := *p.m.Item(tracker.Ref{Kind: tracker.KindMilestone, Key: "1"})
	m.Title = "First steps"
	m.Key, m.URL, m.Body = "5", "https://memory.example/x/milestone/5", strings.ReplaceAll(m.Body, nonceOf(m.Body), "othernonceothern")
	p.m.put(m)
	theirs := *p.m.issue(1)
	theirs.Key, theirs.URL, theirs.Milestone = "90", "https://memory.example/x/issue/90", "5"
	theirs.Body = strings.NewReplacer(nonceOf(theirs.Body), "theirnoncetheirn", "scope=b.md", "scope=c.md", "id=US-1.1", "id=US-9.9").Replace(theirs.Body)
	p.m.put(theirs)
	p.m.issue(2).Milestone = "5"
	plan, _, err := p.Apply(t, &reconcile.Options{Dedupe: true})
	if err != nil {
		t.Fatal(err)
	}
	c := change(t, plan, reconcile.ActionClose, "EPIC-1")
	if !slices.ContainsFunc(c.Fields, func(f reconcile.Field) bool { return f.Name == "issues" && f.Before == "US-1.2" }) {
		t.Errorf("%+v", c)
	}
	if title := p.m.Item(tracker.Ref{Kind: tracker.KindMilestone, Key: "5"}).Title; title != m.Title {
		t.Errorf("the duplicate is called %q", title)
	}
	if p.m.issue(2).Milestone != "1" || p.m.issue(90).Milestone != "5" {
		t.Errorf("ours is in %s, theirs in %s", p.m.issue(2).Milestone, p.m.issue(90).Milestone)
	}
}
