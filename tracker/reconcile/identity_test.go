package reconcile_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/google/go-cmp/cmp"
)

// A nameless tracker does not tell who made a milestone, nor who is asking.
type nameless struct {
	*memory
	known   bool   // the project tells who is asking
	creator string // of milestones
	login   string // the answer to who is asking, "" for a refusal
	asked   int
}

func (n *nameless) Project(ctx context.Context) (*tracker.Project, error) {
	p, err := n.memory.Project(ctx)
	if !n.known {
		p.Login = n.self
	}
	return p, err
}

func (n *nameless) self(context.Context) (string, error) {
	if n.asked++; n.login != "" {
		return n.login, nil
	}
	return "", &tracker.Error{Target: "memory:x", Op: "read", Kind: tracker.ErrUnauthorized}
}

func (n *nameless) Create(ctx context.Context, kind tracker.Kind, d tracker.Content) (*tracker.Item, error) {
	item, err := n.memory.Create(ctx, kind, d)
	if err == nil && kind == tracker.KindMilestone {
		n.Item(item.Ref).Creator, item.Creator = n.creator, n.creator
	}
	return item, err
}

// A login that cannot be had ends no run, neither the first nor a later one, and
// each says why rows stay empty.
func TestNameless(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	n := &nameless{memory: p.m}
	p.Sees = n
	_, r := p.MustApply(t)
	if r.Created != 6 || r.Nameless == nil || !strings.Contains(r.Nameless.Error(), "not authorized") || n.asked != 1 {
		t.Errorf("%d created, %v, asked %d times", r.Created, r.Nameless, n.asked)
	}
	for range 2 {
		plan, _ := p.MustApply(t)
		if plan.Summary.Pending() {
			t.Errorf("%s %+v", plan.Summary, plan.Changes)
		}
		if c := notices(plan, "nameless", ""); len(c) != 1 || !strings.Contains(c[0].Reason.String(), "not authorized") {
			t.Errorf("%+v", plan.Changes)
		}
	}
}

// Who the credentials belong to is asked once a run, however often the run saves
// and whatever the answer, and not at all where nothing depends on it.
func TestIdentityAskedOnce(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		tracker nameless
		asked   int            // by each run
		rows    map[string]int // how many have which responsible person
	}{
		"refused":                {nameless{}, 1, map[string]int{"": 2, "ana": 4}},
		"answered":               {nameless{login: "bo"}, 1, map[string]int{"bo": 2, "ana": 4}},
		"told by the project":    {nameless{known: true, login: "bo"}, 0, map[string]int{"ana": 6}},
		"told of the milestones": {nameless{creator: "eve", login: "bo"}, 0, map[string]int{"eve": 2, "ana": 4}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, small)
			p.m.Limits.WriteInterval = time.Minute // it saves in between
			n := &c.tracker
			n.memory, p.Sees = p.m, n
			for _, title := range []string{"Access", "Entry"} {
				n.asked = 0
				p.Src = strings.Replace(p.Src, "Epic 1: Access", "Epic 1: "+title, 1)
				_, r := p.MustApply(t)
				if n.asked != c.asked || (r.Nameless != nil) != (c.rows[""] > 0) {
					t.Errorf("%s: asked %d times, want %d; %v", title, n.asked, c.asked, r.Nameless)
				}
				rows := make(map[string]int)
				for _, e := range p.Backlog().Files()[0].Evidence() {
					rows[e.Responsible]++
				}
				if diff := cmp.Diff(c.rows, rows); diff != "" {
					t.Errorf("%s: -want +got\n%s", title, diff)
				}
			}
			n.asked = 0
			p.WantNoChanges(t)
			if want := min(1, c.rows[""]); n.asked != want { // what is recorded is asked by nobody
				t.Errorf("a run with nothing to do asks %d times, want %d", n.asked, want)
			}
		})
	}
}
