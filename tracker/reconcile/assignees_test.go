package reconcile_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
	"github.com/google/go-cmp/cmp"
)

// A choosy tracker refuses whole writes for people who cannot be assigned, and
// names one of them at a time.
type choosy struct {
	*memory
	gone  []string
	asked []string // logins that were sent
	kind  error    // of the refusals
}

func (c *choosy) check(op string, ref tracker.Ref, logins []string) error {
	c.asked = append(c.asked, logins...)
	for _, login := range logins {
		if slices.Contains(c.gone, login) {
			return &tracker.Error{Target: "memory:x", Op: op, Ref: ref, Kind: c.kind, Assignees: []string{login}}
		}
	}
	return nil
}

func (c *choosy) Create(ctx context.Context, kind tracker.Kind, d tracker.Content) (*tracker.Item, error) {
	if err := c.check("create", tracker.Ref{Kind: kind}, d.Assignees); err != nil {
		return nil, err
	}
	return c.memory.Create(ctx, kind, d)
}

func (c *choosy) Update(ctx context.Context, ref tracker.Ref, p tracker.Patch) (*tracker.Item, error) {
	if p.Assignees != nil {
		if err := c.check("update", ref, *p.Assignees); err != nil {
			return nil, err
		}
	}
	return c.memory.Update(ctx, ref, p)
}

// Somebody who cannot be assigned keeps no story from being made or changed: it
// is written without them and said so, with the name and the line, and they are
// tried again when the file names others.
func TestUnassignable(t *testing.T) {
	t.Parallel()
	p := newProject(t, "# Plan\n\n<!-- checkbox: registered -->\n\n- [ ] US-1 Login\n\n  **Assignees:** @bo, @gone, @left\n- [ ] US-2 Logout\n")
	c := &choosy{memory: p.m, gone: []string{"gone", "left"}, kind: tracker.ErrRejected}
	p.Sees = c
	want := func(name string, prefer reconcile.Side, warned, asked, assigned []string) {
		t.Helper()
		c.asked = nil
		_, r, err := p.Apply(t, &reconcile.Options{Prefer: prefer})
		if err != nil || r.Err() != nil {
			t.Fatalf("%s: %v, %v", name, err, r.Err())
		}
		var got []string
		for _, d := range r.Dropped {
			got = append(got, d.Assignees...)
			if text := d.String(); !strings.HasPrefix(text, "b.md:5: issue US-1: "+strings.Join(d.Assignees, ", ")+" cannot be assigned") {
				t.Errorf("%s: said as %q", name, text)
			}
		}
		if !cmp.Equal(got, warned) || !cmp.Equal(slices.Compact(slices.Sorted(slices.Values(c.asked))), asked) || !cmp.Equal(p.m.issue(1).Assignees, assigned) {
			t.Errorf("%s: warned of %q, sent %q, assigned %q; want %q, %q, %q", name, got, c.asked, p.m.issue(1).Assignees, warned, asked, assigned)
		}
	}
	want("create", "", c.gone, []string{"bo", "gone", "left"}, []string{"bo"})
	want("again", "", nil, nil, []string{"bo"})
	want("prefer backlog", reconcile.SideBacklog, nil, nil, []string{"bo"})
	p.Src = strings.Replace(p.Src, "US-1 Login", "US-1 Sign in", 1)
	want("another field", "", nil, nil, []string{"bo"})
	p.Src = strings.Replace(p.Src, "@bo, @gone, @left", "@bo, @cleo, @gone", 1)
	want("others", "", []string{"gone"}, []string{"bo", "cleo", "gone"}, []string{"bo", "cleo"})
	want("others, again", "", nil, nil, []string{"bo", "cleo"})
	c.gone = nil
	p.Src = strings.Replace(p.Src, "@bo, @cleo, @gone", "@bo, @gone", 1)
	want("back", "", nil, []string{"bo", "gone"}, []string{"bo", "gone"})
	p.WantNoChanges(t)
	if len(p.m.Items()) != 2 {
		t.Errorf("%d items", len(p.m.Items()))
	}
}

// A refusal that names nobody who was sent is a refusal.
func TestRefusedForOthers(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.m.Fault = func(trackertest.Call) error {
		return &tracker.Error{Target: "memory:x", Op: "create", Kind: tracker.ErrRejected, Assignees: []string{"stranger"}}
	}
	if _, r, err := p.Apply(t, nil); err != nil || len(r.Failed) != 6 || r.Resumable() || !errors.Is(r.Err(), tracker.ErrRejected) {
		t.Errorf("%v %+v", err, r)
	}
}

// A login behind the title of a story without an ID is its assignee, and handing the
// story to somebody else is nothing but that.
func TestLoginBehindTitle(t *testing.T) {
	t.Parallel()
	p := newProject(t, "# Backlog\n\n## Epic 1: Access\n\n- [ ] Search all @ana\n- [ ] Export all @ana\n")
	p.m.Plain = false
	p.MustApply(t)
	for _, x := range p.m.all() {
		if x.Kind == tracker.KindIssue && (strings.Contains(x.Title, "@") || !slices.Equal(x.Assignees, []string{"ana"})) {
			t.Errorf("%q is assigned to %v", x.Title, x.Assignees)
		}
	}
	p.WantNoChanges(t)
	p.Src = strings.ReplaceAll(p.Src, "@ana\n", "@bob\n")
	if plan, r := p.MustApply(t); plan.Summary.Update != 2 || r.Created > 0 {
		t.Errorf("the plan is %s %+v", plan.Summary, plan.Changes)
	}
	p.WantNoChanges(t)
}

// Only who is refused is left out: of a write that may have been carried out, or was
// never sent, nobody is, whoever its failure names.
func TestUnassignableByRefusalAlone(t *testing.T) {
	t.Parallel()
	p := newProject(t, "# Plan\n\n<!-- checkbox: registered -->\n\n- [ ] US-1 Login\n\n  **Assignees:** @gone\n")
	c := &choosy{memory: p.m, gone: []string{"gone"}, kind: tracker.ErrUnauthorized}
	p.Sees = c
	_, r, err := p.Apply(t, nil)
	if !errors.Is(errors.Join(err, r.Err()), tracker.ErrUnauthorized) || len(r.Dropped) > 0 || p.m.issue(1) != nil || len(c.asked) != 1 {
		t.Errorf("%v, %v; dropped %v, sent %q, made %+v", err, r.Err(), r.Dropped, c.asked, p.m.issue(1))
	}
}
