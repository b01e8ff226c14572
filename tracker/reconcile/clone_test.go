package reconcile

import (
	"slices"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
)

// A copy of what was observed leads to items of its own everywhere, and what is
// learned by it is not known to the original.
func TestClone(t *testing.T) {
	t.Parallel()
	issue := func(key string) *tracker.Item {
		return &tracker.Item{Ref: tracker.Ref{Kind: tracker.KindIssue, Key: key}, Content: tracker.Content{Title: "Issue " + key}}
	}
	o := newObserved(&tracker.Project{}, nil, &Options{})
	first, second := o.add(issue("1")), o.add(issue("2"))
	row := &backlog.Evidence{ID: "US-1"}
	o.destinations[row] = destination{item: second}
	o.journal = []recalled{{destination: destination{item: first}}}
	o.listings[tracker.KindIssue] = &listing{twice: second, fresh: []*observed{first}}

	c := o.clone()
	own := []*observed{
		c.order[0], c.order[1], c.items[first.Ref], c.destinations[row].item, c.journal[0].item,
		c.listings[tracker.KindIssue].twice, c.listings[tracker.KindIssue].fresh[0],
	}
	for i, want := range []*observed{c.order[0], c.order[1], c.order[0], c.order[1], c.order[0], c.order[1], c.order[0]} {
		if own[i] != want || slices.Contains(o.order, own[i]) {
			t.Errorf("the copy leads to another item in place %d", i)
		}
	}

	renamed := issue("1")
	renamed.Title = "Renamed"
	c.add(renamed)
	c.add(issue("3"))
	left := issue("4")
	left.MovedTo = "https://elsewhere.example/4"
	c.leave(left)
	c.unproven[tracker.KindIssue] = "rows are missing"
	if first.Title != "Issue 1" || len(o.order) != 2 || len(o.items) != 2 || len(o.gone)+len(o.moved)+len(o.unproven) > 0 {
		t.Errorf("the original has learned of %+v", o)
	}
}
