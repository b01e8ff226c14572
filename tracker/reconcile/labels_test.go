package reconcile_test

import (
	"context"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/google/go-cmp/cmp"
)

// A colourful service has labels with looks. lost is how many answers to writes
// of labels get lost, and stored whether these are carried out.
type colourful struct {
	*memory
	labels []*tracker.Label
	lost   int
	stored bool
	sent   int
}

func (c *colourful) Labels(context.Context) iter.Seq2[*tracker.Label, error] {
	return func(yield func(*tracker.Label, error) bool) {
		for _, l := range c.labels {
			if copied := *l; !yield(&copied, nil) {
				return
			}
		}
	}
}

func (c *colourful) find(name string) *tracker.Label {
	if i := slices.IndexFunc(c.labels, func(l *tracker.Label) bool { return strings.EqualFold(l.Name, name) }); i >= 0 {
		return c.labels[i]
	}
	return nil
}

// answer is nil for a write that was carried out and said so.
func (c *colourful) answer(do func()) error {
	if c.sent++; c.sent > c.lost {
		do()
		return nil
	}
	if c.stored {
		do()
	}
	return &tracker.Error{Target: "memory:x", Op: "create", Kind: tracker.ErrUnknown}
}

func (c *colourful) CreateLabel(_ context.Context, l tracker.Label) (*tracker.Label, error) {
	if c.find(l.Name) != nil {
		return nil, &tracker.Error{Target: "memory:x", Op: "create", Kind: tracker.ErrExists}
	}
	return &l, c.answer(func() { c.labels = append(c.labels, &l) })
}

func (c *colourful) UpdateLabel(_ context.Context, name string, l tracker.Label) (*tracker.Label, error) {
	have := c.find(name)
	return have, c.answer(func() { have.Color, have.Description, have.Default = l.Color, l.Description, false })
}

var _ tracker.Labeler = (*colourful)(nil)

// Labels are made with the looks that are asked for. What nobody chose is filled
// in, what people chose stays.
func TestLooks(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	c := &colourful{memory: p.m, labels: []*tracker.Label{
		{Name: "Bug", Color: "ededed", Default: true}, {Name: "theirs", Color: "112233", Description: "Theirs"},
	}}
	p.Sees = c
	opts := &reconcile.Options{LabelStyles: []tracker.Label{
		{Name: "story", Color: "0e8a16", Description: "What people get"}, {Name: "bug", Color: "d73a4a"}, {Name: "theirs", Color: "ffffff"}, {Name: "plain"},
	}}
	apply := func(want string, prefer reconcile.Side) *reconcile.Plan {
		t.Helper()
		opts.Prefer = prefer
		plan, r, err := p.Apply(t, opts)
		if err != nil || r.Err() != nil {
			t.Fatal(err, r)
		}
		var got []string
		for _, l := range c.labels {
			got = append(got, l.Name+" "+l.Color+" "+l.Description)
		}
		if diff := cmp.Diff(want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("labels (-want +got):\n%s", diff)
		}
		return plan
	}
	plan := apply("Bug d73a4a , theirs 112233 Theirs, story 0e8a16 What people get", "")
	if plan.Summary.Create != 7 || plan.Summary.Update != 1 || plan.Summary.Drifted != 1 {
		t.Errorf("%s", plan.Summary)
	}
	if plan := apply("Bug d73a4a , theirs 112233 Theirs, story 0e8a16 What people get", reconcile.SideTracker); !plan.Summary.Idle() || plan.Summary.Drifted > 0 {
		t.Errorf("the tracker's looks are accepted: %s", plan.Summary)
	}
	apply("Bug d73a4a , theirs ffffff Theirs, story 0e8a16 What people get", reconcile.SideBacklog)
}

// So is one whose looks were to change: that it is there is not enough.
func TestLostLooks(t *testing.T) {
	t.Parallel()
	for name, style := range map[string]tracker.Label{
		"colour":      {Name: "story", Color: "0e8a16", Description: "Ours"},
		"description": {Name: "story", Color: "ededed", Description: "What people get"},
	} {
		for _, stored := range []bool{true, false} {
			p := newProject(t, small)
			c := &colourful{memory: p.m, lost: 1, stored: stored, labels: []*tracker.Label{{Name: "Story", Color: "ededed", Description: "Ours"}}}
			p.Sees = c
			_, r, err := p.Apply(t, &reconcile.Options{LabelStyles: []tracker.Label{style}, Prefer: reconcile.SideBacklog})
			if err != nil || r.Err() != nil {
				t.Fatal(err, r)
			}
			sends := map[bool]int{true: 1, false: 2}[stored]
			if l := c.find("story"); l.Color != style.Color || l.Description != style.Description || c.sent != sends {
				t.Errorf("%s, stored %t: the label is %+v after %d writes", name, stored, l, c.sent)
			}
		}
	}
}

// A label whose answer was lost is looked for, and sent again if it is not there.
func TestLostLabels(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		lost   int
		stored bool
		fails  bool
	}{
		"stored":                     {lost: 1, stored: true},
		"not stored":                 {lost: 2},
		"not stored, time and again": {lost: 9, fails: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, small)
			c := &colourful{memory: p.m, lost: test.lost, stored: test.stored}
			p.Sees = c
			_, r, err := p.Apply(t, &reconcile.Options{LabelStyles: []tracker.Label{{Name: "story", Color: "0e8a16"}}})
			if err != nil || (r.Err() != nil) != test.fails {
				t.Fatal(err, r)
			}
			if l := c.find("story"); (l == nil) != test.fails || l != nil && l.Color != "0e8a16" {
				t.Errorf("the label is %+v", l)
			}
			if want := map[bool]int{true: 6, false: 7}[test.fails]; r.Created != want {
				t.Errorf("%d created, want %d", r.Created, want)
			}
		})
	}
}
