package trackertest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
)

// A crowd are the people who may not write to a project, and what they made in
// it. It belongs to all worlds of the project.
type crowd struct {
	mu    sync.Mutex
	e     *Env
	items map[tracker.Ref]tracker.Content
	order []tracker.Ref // oldest first
}

func newCrowd(e *Env) *crowd { return &crowd{e: e, items: make(map[tracker.Ref]tracker.Content)} }

// make lets somebody of them make an issue, if the tracker's tests can.
func (c *crowd) make(title, body string) {
	if c.e.Hooks.Stranger == nil {
		return
	}
	d := tracker.Content{Title: title, Body: body}
	ref := c.e.Hooks.Stranger(d)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.items[ref] = d
	c.order = append(c.order, ref)
}

// fill lets them make issues until there are n.
func (c *crowd) fill(n int) {
	for i := len(c.order); i < n; i++ {
		c.make(fmt.Sprintf("It does not work (%d)", i+1), "")
	}
}

// forge lets them make an issue with a marker that says it is the item of an ID.
func (c *crowd) forge(id, title string) {
	nonce := strings.ToLower("feed" + strings.NewReplacer("-", "x", ".", "y").Replace(id))
	c.make(title, fmt.Sprintf("<!-- backlogsync:v1 id=%s scope=b.md nonce=%s -->\n\nForged.\n\n<!-- backlogsync:end %s -->", id, nonce, nonce))
}

// vanish deletes the oldest that is left of their issues.
func (c *crowd) vanish() {
	c.mu.Lock()
	if len(c.order) == 0 {
		c.mu.Unlock()
		return
	}
	ref := c.order[0]
	c.order = c.order[1:]
	delete(c.items, ref)
	c.mu.Unlock()
	c.e.Hooks.Delete(ref)
}

// without returns the items that are not theirs, and makes sure that theirs are
// as they made them: what is not ours is never written to.
func (c *crowd) without(t *testing.T, items []*tracker.Item) []*tracker.Item {
	t.Helper()
	c.mu.Lock()
	left := maps.Clone(c.items)
	c.mu.Unlock()
	ours := slices.DeleteFunc(slices.Clone(items), func(x *tracker.Item) bool {
		d, theirs := left[x.Ref]
		delete(left, x.Ref)
		same := x.Title == d.Title && plainText(x.Body) == plainText(d.Body)
		if theirs && (!same || x.State != tracker.Open || x.Milestone != "" || len(x.Labels)+len(x.Assignees) > 0) {
			t.Errorf("an issue of somebody else was written to: %+v", x)
		}
		return theirs
	})
	for ref := range left {
		t.Errorf("%s of somebody else is not listed", ref)
	}
	return ours
}
