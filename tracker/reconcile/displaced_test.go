package reconcile_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

var takenOut = strings.NewReplacer("- [ ] US-1 Login page\n- [ ] US-2 Logout form\n- [ ] US-3 Reset mail\n", "- [ ] US-1 Logout form\n- [ ] US-2 Reset mail\n")

// displacing is a removal of the first story, with one there was before.
func displacing(src string, first tracker.State) renumbering {
	return renumbering{src, takenOut, func(t *testing.T, p *project) {
		p.m.edit(t, tracker.KindIssue, "US-1 ", func(x *tracker.Item) { x.State = first })
	}, &reconcile.Options{Renumbered: reconcile.FollowTitles, Prune: true}}
}

const displaced = "https://memory.example/x/issue/1 closed \"US-1 Login page\" in \"\"\n" +
	"https://memory.example/x/issue/2 open \"US-1 Logout form\" in \"\"\n" +
	"https://memory.example/x/issue/3 open \"US-2 Reset mail\" in \"\"\n"

// Where a story is taken out and those below it move up, its issue is closed, and the
// others stay with their stories, wherever a run is killed, and whatever is run next.
func TestDisplaced(t *testing.T) {
	t.Parallel()
	for _, src := range []string{numbered, unlisted} {
		for _, first := range []tracker.State{tracker.Open, tracker.Closed} {
			c := displacing(src, first)
			whole := c.start(t)
			plan, r, err := whole.Apply(t, c.opts)
			if err != nil || r.Err() != nil || plan.Summary.Conflicts > 0 {
				t.Fatalf("%v, %+v, %+v", err, r, plan.Changes)
			}
			if diff := cmp.Diff(displaced, whole.held()); diff != "" {
				t.Errorf("the tracker (-want +got):\n%s", diff)
			}
			writes := whole.m.writes()
			whole.WantNoChanges(t)
			for n := range 2 * writes {
				for _, between := range []*reconcile.Options{nil, {}, {Prune: true}, {Renumbered: reconcile.FollowTitles}} {
					t.Run(fmt.Sprintf("%d %s %d %+v", len(src), first, n, between), func(t *testing.T) {
						t.Parallel()
						p := c.start(t)
						p.kill(t, c.opts, n/2+1, n%2 == 1)
						p.later()
						if between != nil {
							if plan, r, err := p.Apply(t, between); err != nil || r.Closed > 0 || r.Created > 0 {
								t.Errorf("%v, %+v", err, plan.Changes)
							}
							p.later()
						}
						if plan, r, err := p.Apply(t, c.opts); err != nil || r.Err() != nil || plan.Summary.Conflicts > 0 {
							t.Errorf("%v, %+v", err, plan.Changes)
						}
						if diff := cmp.Diff(displaced, p.held()); diff != "" {
							t.Errorf("the tracker (-want +got):\n%s", diff)
						}
						p.later()
						p.WantNoChanges(t)
					})
				}
			}
		}
	}
}

// Without --prune nothing is closed, and a copy is left to a person.
func TestDisplacedDoubtful(t *testing.T) {
	t.Parallel()
	c := displacing(numbered, tracker.Open)
	p := c.start(t)
	if plan, r, err := p.Apply(t, followTitles); err != nil || r.Closed > 0 || plan.Summary.Conflicts != 2 {
		t.Errorf("%v, %+v", err, plan.Changes)
	}
	x := *p.m.issue(1)
	x.Key = "9"
	p.m.put(x)
	if plan, r, err := p.Apply(t, c.opts); err != nil || r.Closed > 0 || plan.Summary.Conflicts == 0 {
		t.Errorf("%v, %+v", err, plan.Changes)
	}
}

// What was displaced has no part in what its ID stands for later: not where the story
// that has it gets another title, nor where one comes back with the old title.
func TestDisplacedLater(t *testing.T) {
	t.Parallel()
	for _, src := range []string{numbered, unlisted} {
		c := displacing(src, tracker.Open)
		p := c.start(t)
		if _, r, err := p.Apply(t, c.opts); err != nil || r.Err() != nil {
			t.Fatalf("%v, %+v", err, r)
		}
		p.later()
		p.Src = strings.Replace(p.Src, "US-1 Logout form", "US-1 Sign out", 1)
		p.Src = strings.Replace(p.Src, "- [ ] US-2 Reset mail\n", "- [ ] US-2 Reset mail\n- [ ] US-7 Login page\n", 1)
		if plan, r, err := p.Apply(t, nil); err != nil || r.Err() != nil || r.Created != 1 || r.Updated != 1 || plan.Summary.Conflicts > 0 {
			t.Errorf("%v, %+v, %+v", err, r, plan.Changes)
		}
		want := strings.Replace(displaced, "US-1 Logout form", "US-1 Sign out", 1) + "https://memory.example/x/issue/4 open \"US-7 Login page\" in \"\"\n"
		if diff := cmp.Diff(want, p.held()); diff != "" {
			t.Errorf("the tracker (-want +got):\n%s", diff)
		}
		p.later()
		p.WantNoChanges(t)
	}
}

// A stranger who gives his issue the ID of one that was pruned does not keep that from
// being opened again with its story.
func TestPrunedAndForged(t *testing.T) {
	t.Parallel()
	p := newProject(t, numbered)
	p.MustApply(t)
	p.Replace(t, "- [ ] US-3 Reset mail\n", "")
	if _, r, err := p.Apply(t, &reconcile.Options{Prune: true}); err != nil || r.Closed != 1 {
		t.Fatalf("%v, %+v", err, r)
	}
	x := *p.m.issue(1)
	x.Key, x.Creator, x.Trusted, x.Body = "9", "mallory", false, strings.Replace(x.Body, "id=US-1", "id=US-3", 1)
	x.Body = strings.ReplaceAll(x.Body, nonceOf(x.Body), "othernonceothern")
	p.m.put(x)
	p.later()
	p.Replace(t, "- [ ] US-2 Logout form\n", "- [ ] US-2 Logout form\n- [ ] US-3 Reset mail\n")
	p.Src = strings.Replace(p.Src, p.m.issue(3).URL, "", 1) // its row is lost
	p.Dir = t.TempDir()
	if plan, r, err := p.Apply(t, nil); err != nil || r.Err() != nil || p.m.issue(3).State != tracker.Open {
		t.Errorf("%v, %+v\n%s", err, plan.Changes, p.held())
	}
}

// A limit of what may be closed counts what is displaced, and one write that is refused
// closes no issue of a story.
func TestDisplacedRefused(t *testing.T) {
	t.Parallel()
	c := displacing(numbered, tracker.Open)
	opts := *c.opts
	opts.PruneCount = 2
	p := c.start(t)
	if _, _, err := p.Apply(t, &opts); err == nil {
		t.Error("one is to be closed, two were said")
	}
	opts.PruneCount = 1
	p.m.Fault = func(c trackertest.Call) error {
		if c.N == 1 && !c.Done {
			return &tracker.Error{Target: "memory:x", Op: c.Op, Kind: tracker.ErrRejected}
		}
		return nil
	}
	if _, r, err := p.Apply(t, &opts); err != nil || r.Closed > 0 || len(r.Failed) == 0 {
		t.Errorf("%v, %+v", err, r)
	}
	p.m.Fault = nil
	p.later()
	if _, r, err := p.Apply(t, c.opts); err != nil || r.Created > 0 || p.m.issue(2).State != tracker.Open || p.m.issue(3).State != tracker.Open {
		t.Errorf("%v, %+v\n%s", err, r, p.held())
	}
}
