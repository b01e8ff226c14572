package reconcile_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

var (
	followTitles = &reconcile.Options{Renumbered: reconcile.FollowTitles}
	followIDs    = &reconcile.Options{Renumbered: reconcile.FollowIDs}
)

const (
	numbered = "# Backlog\n\n- [ ] US-1 Login page\n- [ ] US-2 Logout form\n- [ ] US-3 Reset mail\n"
	unlisted = "---\nledger: none\n---\n\n" + numbered
	inEpics  = "# Backlog\n\n## Epic 1: Access\n\n- [ ] US-1.1 Login page\n\n## Epic 2: Payment\n\n- [ ] US-2.1 Card form\n"
)

// A story is inserted, the rest moves down; in the whole file, the ledger gets the
// new IDs, too.
var (
	inserted      = strings.NewReplacer("- [ ] US-2 Logout form\n- [ ] US-3 Reset mail\n", "- [ ] US-2 New thing\n- [ ] US-3 Logout form\n- [ ] US-4 Reset mail\n")
	insertedWhole = strings.NewReplacer("- [ ] US-2 Logout form", "- [ ] US-2 New thing\n- [ ] US-3 Logout form", "US-2", "US-3", "US-3", "US-4")
)

// A renumbering is a change of IDs, and what a person says about it.
type renumbering struct {
	src    string
	edit   *strings.Replacer
	people func(*testing.T, *project) // in the tracker
	opts   *reconcile.Options
}

// start registers the stories and changes their IDs in the file.
func (c *renumbering) start(t *testing.T) *project {
	t.Helper()
	p := newProject(t, c.src)
	p.MustApply(t)
	p.Src = c.edit.Replace(p.Src)
	if c.people != nil {
		c.people(t, p)
	}
	p.later()
	p.m.Forget()
	return p
}

// kill runs until before or after the n-th write.
func (p *project) kill(t *testing.T, opts *reconcile.Options, n int, done bool) {
	t.Helper()
	p.m.Fault = func(c trackertest.Call) error {
		if c.N == n && c.Done == done {
			panic(world.ErrKilled)
		}
		return nil
	}
	if _, _, err := p.Apply(t, opts); !errors.Is(err, world.ErrKilled) {
		t.Fatalf("the run ends with %v", err)
	}
	p.m.Fault = nil
}

// held lists what the project holds, by address.
func (p *project) held() string {
	var b strings.Builder
	for _, x := range p.m.all() {
		fmt.Fprintf(&b, "%s %s %q in %q\n", x.URL, x.State, x.Title, x.Milestone)
	}
	return b.String()
}

// finish runs once more: everything ends as want has it, by address.
func (p *project) finish(t *testing.T, opts *reconcile.Options, want string) {
	t.Helper()
	plan, r, err := p.Apply(t, opts)
	if err != nil {
		t.Fatal(err)
	}
	if r.Err() != nil || r.Closed > 0 || plan.Summary.Conflicts > 0 {
		t.Errorf("%v, closed %d, %s %+v", r.Err(), r.Closed, plan.Summary, plan.Changes)
	}
	if diff := cmp.Diff(want, p.held()); diff != "" {
		t.Errorf("the tracker (-undisturbed +disturbed):\n%s", diff)
	}
	p.later()
	p.WantNoChanges(t)
}

// Between the writes of a renumbering two items carry one ID. Killed just there and
// run again, each issue stays with its story; none is closed and none made anew. A run
// in between that is not told how to read the file closes none either.
func TestRenumberedKilled(t *testing.T) {
	t.Parallel()
	swap := strings.NewReplacer("- [ ] US-2 Logout form\n- [ ] US-3 Reset mail\n", "- [ ] US-2 Reset mail\n- [ ] US-3 Logout form\n")
	swapWhole := strings.NewReplacer("- [ ] US-2 Logout form\n- [ ] US-3 Reset mail\n", "- [ ] US-2 Reset mail\n- [ ] US-3 Logout form\n",
		"US-2", "US-3", "US-3", "US-2")
	before, after := strings.TrimPrefix(numbered, "# Backlog\n\n"), "- [ ] US-1 Reset mail\n- [ ] US-2 Login page\n- [ ] US-3 Logout form\n"
	cycle := strings.NewReplacer(before, after)
	cycleWhole := strings.NewReplacer(before, after, "US-1", "US-2", "US-2", "US-3", "US-3", "US-1")
	removed := strings.NewReplacer(before, "- [ ] US-1 Logout form\n- [ ] US-2 Reset mail\n")
	remove := func(t *testing.T, p *project) { // as the plan asks for
		p.m.edit(t, tracker.KindIssue, "US-1 ", func(x *tracker.Item) {
			x.State, x.Body = tracker.Closed, strings.Replace(x.Body, "backlogsync:v1 ", "was ", 1)
		})
	}
	epics := strings.NewReplacer("Epic 1: Access", "Epic 1: Payment", "Epic 2: Payment", "Epic 2: Access",
		"US-1.1 Login page", "US-1.1 Card form", "US-2.1 Card form", "US-2.1 Login page")
	for name, c := range map[string]renumbering{
		"insertion":                       {numbered, inserted, nil, followTitles},
		"insertion in the whole file":     {numbered, insertedWhole, nil, followTitles},
		"insertion without a ledger":      {unlisted, inserted, nil, followTitles},
		"deletion":                        {numbered, removed, remove, followTitles},
		"deletion without a ledger":       {unlisted, removed, remove, followTitles},
		"swap":                            {numbered, swap, nil, followTitles},
		"swap in the whole file":          {numbered, swapWhole, nil, followTitles},
		"swap without a ledger":           {unlisted, swap, nil, followTitles},
		"cycle":                           {numbered, cycle, nil, followTitles},
		"cycle in the whole file":         {numbered, cycleWhole, nil, followTitles},
		"cycle without a ledger":          {unlisted, cycle, nil, followTitles},
		"epics":                           {inEpics, epics, nil, followTitles},
		"IDs":                             {numbered, inserted, nil, followIDs},
		"IDs, inserted in the whole file": {numbered, insertedWhole, nil, followIDs},
	} {
		whole := c.start(t)
		if _, r, err := whole.Apply(t, c.opts); err != nil || r.Err() != nil || r.Closed > 0 {
			t.Errorf("%s: %v, %+v", name, err, r)
			continue
		}
		want, writes := whole.held(), whole.m.writes()
		whole.WantNoChanges(t)
		for n := range 2 * writes {
			for _, fresh := range []bool{false, true} {
				for _, plain := range []bool{false, true} {
					t.Run(fmt.Sprintf("%s/write %d done %t fresh clone %t plain first %t", name, n/2+1, n%2 == 1, fresh, plain), func(t *testing.T) {
						t.Parallel()
						p := c.start(t)
						p.kill(t, c.opts, n/2+1, n%2 == 1)
						if fresh {
							p.Dir = t.TempDir()
						}
						p.later()
						if plain {
							if plan, r, err := p.Apply(t, &reconcile.Options{Prune: true}); err != nil || r.Closed > 0 {
								t.Errorf("not told how to read it: %v, %+v", err, plan.Changes)
							}
							p.later()
						}
						p.finish(t, c.opts, want)
					})
				}
			}
		}
	}
}

// The same where the service refuses a write, and where listings lag.
func TestRenumberedDisturbed(t *testing.T) {
	t.Parallel()
	for _, src := range []string{numbered, unlisted} {
		c := renumbering{src, inserted, nil, followTitles}
		whole := c.start(t)
		if _, r, err := whole.Apply(t, c.opts); err != nil || r.Err() != nil {
			t.Fatalf("%v, %v", err, r.Err())
		}
		want := whole.held()
		for n := range whole.m.writes() {
			p := c.start(t)
			p.m.Fault = func(c trackertest.Call) error {
				if c.N == n+1 && !c.Done {
					return &tracker.Error{Target: "memory:x", Op: c.Op, Kind: tracker.ErrRejected}
				}
				return nil
			}
			if _, r, err := p.Apply(t, c.opts); err != nil || r.Closed > 0 || len(r.Failed) != 1 {
				t.Errorf("write %d refused: %v, %+v", n+1, err, r)
			}
			p.m.Fault = nil
			if n > 0 { // else the new story has the last number all the same
				p.finish(t, c.opts, want)
			}
			p = c.start(t)
			p.m.Lag = 20 * time.Second
			p.kill(t, c.opts, n+1, true)
			p.finish(t, c.opts, want)
		}
	}
}

// What strangers write has no part in it, nor is a wrong row taken for it.
func TestRenumberedByOthers(t *testing.T) {
	t.Parallel()
	theirs := newProject(t, strings.Replace(numbered, "US-1 Login page", "US-1 New thing", 1))
	theirs.MustApply(t)
	c := renumbering{numbered, inserted, func(_ *testing.T, p *project) {
		x := *theirs.m.issue(1)
		x.Key, x.Creator, x.Trusted = "9", "mallory", false
		p.m.put(x)
	}, followTitles}
	p := c.start(t)
	if plan, r, err := p.Apply(t, c.opts); err != nil || r.Err() != nil || r.Created != 1 || p.m.issue(9).Title != "US-1 New thing" {
		t.Errorf("%v, %+v\n%s", err, plan.Changes, p.held())
	}

	p = newProject(t, numbered)
	p.MustApply(t)
	p.Dir = t.TempDir()
	p.Src = strings.Replace(p.Src, p.m.issue(1).URL, p.m.issue(2).URL, 1)
	before := p.Src
	if plan, _ := p.MustApply(t); plan.Summary.Conflicts != 2 || p.Src != before {
		t.Errorf("%+v\n%s", plan.Changes, p.Src)
	}
}

// Where nobody can tell any more which issue is whose, since titles have changed as
// well, a person has to say it.
func TestRenumberedKilledAndRetitled(t *testing.T) {
	t.Parallel()
	for _, src := range []string{numbered, unlisted} {
		for n := 1; n <= 3; n++ {
			for _, opts := range []*reconcile.Options{nil, {Prune: true}, {Dedupe: true}, followTitles, followIDs} {
				c := renumbering{src, inserted, nil, followTitles}
				p := c.start(t)
				p.kill(t, c.opts, n, true)
				p.later()
				p.Src = strings.NewReplacer("US-4 Reset mail", "US-4 Anything", "US-3 Logout form", "US-3 Whatever").Replace(p.Src)
				if plan, r, err := p.Apply(t, opts); err != nil || r.Closed > 0 {
					t.Errorf("write %d, %+v: %v, %+v", n, opts, err, plan.Changes)
				}
			}
		}
	}
}

// Twins are closed before the one that stays gets another title, which would make
// them two stories.
func TestTwinsRetitledAndKilled(t *testing.T) {
	t.Parallel()
	for n := range 4 {
		p := newProject(t, small)
		p.MustApply(t)
		x := p.twin(t)
		p.Src = strings.Replace(p.Src, "US-1.2 Logout", "US-1.2 Sign out", 1)
		p.later()
		p.m.Forget()
		p.kill(t, nil, n/2+1, n%2 == 1)
		if plan, _ := p.MustApply(t); plan.Summary.Conflicts > 0 || p.m.issue(must(t, x)).State != tracker.Closed {
			t.Errorf("write %d: %+v", n/2+1, plan.Changes)
		}
		p.WantNoChanges(t)
	}
}
