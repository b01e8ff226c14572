package reconcile

import (
	"slices"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
)

// Where a story is taken out of a file and those below it move up, its item is left
// without a story, and its ID goes on to another item. Such an item is displaced. Its
// marker says that the story is gone, and stands for nothing while another item has
// the ID.

// leftOver returns the items that would belong to no story if each went with its
// title, although the files go on using their IDs.
func leftOver(pairs []namesake) []*observed {
	taken := make(map[*observed]bool, len(pairs))
	for _, p := range pairs {
		taken[p.was.item] = true
	}
	var left []*observed
	for _, p := range pairs {
		if x := p.now.item; x != nil && !p.now.bare && !p.now.adopt && !taken[x] && !x.isPruned() {
			left = append(left, x)
		}
	}
	return left
}

// isDoubtful reports whether only a person can say that an item is displaced.
func (sp renumberer) isDoubtful(x *observed) bool {
	return !x.Trusted || len(sp.matcher.copies(x)) > 1
}

// planDisplaced closes what is displaced, before another item gets the ID: else a run
// that is cut off leaves two with it.
func (sp guard) planDisplaced() {
	for _, x := range sp.displaced {
		c := Change{
			Action: ActionUpdate, Kind: x.Kind, ID: x.body.marker.id, Title: x.Title, URL: x.URL,
			Reason: reason.Removed{Closes: x.State == tracker.Open}, Fields: []Field{{"marker", string(x.body.marker.id), "removed"}},
		}
		if x.State == tracker.Open {
			c.Action = ActionClose
			c.Fields = slices.Insert(c.Fields, 0, Field{fieldState.String(), string(tracker.Open), string(tracker.Closed)})
			sp.steps = append(sp.steps, step{Change: c, close: x, scope: sp.scope.Name})
			sp.summary.Close++
		} else {
			sp.steps = append(sp.steps, step{Change: c, gone: x, scope: sp.scope.Name, displaces: true})
			sp.summary.Update++
		}
		sp.changes = append(sp.changes, c)
	}
}

// isPruned reports whether x was closed because its story was gone from the files.
func (x *observed) isPruned() bool { return x.body.marker != nil && x.body.marker.base.pruned }

// dropPruned leaves out what was closed because its story was gone, where another item
// has its ID since: one of somebody who may write, else anybody could put it there.
func (x *index[K]) dropPruned() {
	for key, items := range x.more {
		rest := slices.DeleteFunc(slices.Clone(items), (*observed).isPruned)
		if !slices.ContainsFunc(rest, func(x *observed) bool { return x.Trusted }) {
			continue
		}
		x.one[key], x.more[key] = rest[0], rest
		if len(rest) == 1 {
			delete(x.more, key)
		}
	}
}
