package reconcile_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/google/go-cmp/cmp"
)

// Between a plan and its last request people and other runs go on working: what
// they did since is looked at again before anything is written over it.

// renonce gives an item the marker of another one.
func renonce(x *tracker.Item) {
	x.Body = strings.ReplaceAll(x.Body, nonceOf(x.Body), "abcdefghabcdefgh")
}

// wantAlone wants the item of a key as a person left it, and an error that says
// that it was changed.
func (p *project) wantAlone(t *testing.T, r *reconcile.Result, n int, left *tracker.Item) {
	t.Helper()
	if diff := cmp.Diff(left, p.m.issue(n)); diff != "" {
		t.Errorf("-as it was left +as it is:\n%s", diff)
	}
	if err := r.Err(); !errors.Is(err, tracker.ErrConflict) || !strings.Contains(err.Error(), "changed in the tracker since the plan was made; plan again") {
		t.Errorf("got %v", err)
	}
}

// A twin is closed only as long as both of them are what the plan saw.
func TestTwinChangedMeanwhile(t *testing.T) {
	t.Parallel()
	duplicate := func(x *tracker.Item) {
		x.State, x.Body = tracker.Closed, "<!-- backlogsync:v1 id=US-1.2 scope=b.md nonce="+nonceOf(x.Body)+" of=2 -->\n"
	}
	for name, c := range map[string]struct {
		stays, goes func(*tracker.Item)
		done        bool // there is nothing left to do
	}{
		"another marker in the one that stays": {stays: renonce},
		"no marker in the one that stays":      {stays: func(x *tracker.Item) { x.Body = "Theirs." }},
		"another marker in the one that goes":  {goes: renonce},
		"no marker in the one that goes":       {goes: func(x *tracker.Item) { x.Body = "Theirs." }},
		"closed by another run":                {goes: duplicate, done: true},
		"closed as another duplicate":          {goes: func(x *tracker.Item) { renonce(x); duplicate(x) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, small)
			p.MustApply(t)
			n := must(t, p.twin(t))
			var left tracker.Item
			_, r, err := p.ApplyAfter(t, nil, func() {
				if c.stays != nil {
					c.stays(p.m.issue(2))
				}
				if c.goes != nil {
					c.goes(p.m.issue(n))
				}
				p.m.Forget()
				left = *p.m.issue(n)
			})
			if err != nil || r.Closed > 0 || p.m.writes() > 0 {
				t.Errorf("%v, closed %d, %q", err, r.Closed, p.m.Calls())
			}
			if !c.done {
				p.wantAlone(t, r, n, &left)
			} else if r.Err() != nil {
				t.Error(r.Err())
			}
		})
	}
}

// A story that is gone from the file closes only the issue that the plan saw.
func TestPrunedMeanwhile(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*tracker.Item)
		closed bool // it is closed, with what people wrote
	}{
		"text around":    {func(x *tracker.Item) { x.Body = "Theirs.\n\n" + x.Body }, true},
		"another marker": {renonce, false},
		"no marker":      {func(x *tracker.Item) { x.Body = "Theirs." }, false},
		"closed":         {func(x *tracker.Item) { x.State = tracker.Closed }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, small)
			p.MustApply(t)
			p.Src = strings.Replace(p.Src, "- [x] US-1.2 Logout\n", "", 1)
			var left tracker.Item
			_, r, err := p.ApplyAfter(t, &reconcile.Options{Prune: true}, func() {
				c.change(p.m.issue(2))
				p.m.Forget()
				left = *p.m.issue(2)
			})
			if err != nil || (r.Closed == 1) != c.closed || (p.m.writes() == 1) != c.closed {
				t.Errorf("%v, closed %d, %q", err, r.Closed, p.m.Calls())
			}
			if !c.closed {
				p.wantAlone(t, r, 2, &left)
			} else if x := p.m.issue(2); r.Err() != nil || x.State != tracker.Closed || !strings.HasPrefix(x.Body, "Theirs.\n\n") {
				t.Errorf("%v, it is %s:\n%s", r.Err(), x.State, x.Body)
			}
		})
	}
}

// Every update sends the text: what was seen too long ago is read again first, so
// that what people wrote stays, and what they changed of the managed fields is
// left for another plan. What was seen just now costs no request.
func TestUpdatedMeanwhile(t *testing.T) {
	t.Parallel()
	const fresh = 10 * time.Second
	above := func(x *tracker.Item) { x.Body = "Theirs.\n\n" + x.Body }
	for name, c := range map[string]struct {
		age    time.Duration // of what was seen
		src    []string      // how the file differs from small, by pairs
		change func(*tracker.Item)
		alone  bool   // it is left alone
		label  string // that the story gets
	}{
		"nothing, seen just now": {age: fresh - 1, change: func(*tracker.Item) {}},
		"text above":             {age: fresh, change: above},
		"text below":             {age: time.Hour, change: func(x *tracker.Item) { x.Body += "\n\nTheirs." }},
		"assignees and labels":   {age: fresh, change: func(x *tracker.Item) { x.Assignees, x.Labels = []string{"eve"}, []string{"urgent"} }},
		"fields of people": {age: fresh, change: func(x *tracker.Item) {
			x.State, x.Due, x.Points = tracker.Closed, "2026-05-01", "5"
		}},
		"label beside a new one": {age: fresh, change: func(x *tracker.Item) { x.Labels = []string{"urgent"} }, label: "new"},
		"title":                  {age: fresh, change: func(x *tracker.Item) { x.Title = "US-1.1 Sign in" }, alone: true},
		"managed text":           {age: fresh, change: func(x *tracker.Item) { x.Body = strings.Replace(x.Body, "People", "Some people", 1) }, alone: true},
		"end of marker": {age: fresh, change: func(x *tracker.Item) {
			x.Body = strings.ReplaceAll(x.Body, "<!-- backlogsync:end", "<!-- end")
		}, alone: true},
		"another marker": {age: fresh, change: renonce, alone: true},
		"no marker":      {age: fresh, change: func(x *tracker.Item) { x.Body = "Theirs." }, alone: true},
		"milestone":      {age: fresh, change: func(x *tracker.Item) { x.Milestone = "2" }, alone: true},
		"due date": {
			age: fresh, src: []string{"People get in.", "People get in.\n\n  - **Due:** 2026-04-01"},
			change: func(x *tracker.Item) { x.Due = "2026-05-01" }, alone: true,
		},
		"state": {
			age: fresh, src: []string{"checkbox: registered", "checkbox: done"},
			change: func(x *tracker.Item) { x.State = tracker.Closed }, alone: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, strings.NewReplacer(c.src...).Replace(small))
			p.MustApply(t)
			p.Src = strings.Replace(p.Src, "People get in.", "People really get in.", 1)
			if c.label != "" {
				p.Src = strings.Replace(p.Src, "US-1.1 Login\n", "US-1.1 Login\n\n  - **Labels:** "+c.label+"\n", 1)
			}
			var left tracker.Item
			_, r, err := p.ApplyAfter(t, nil, func() {
				p.Clock.Set(p.Clock.Now().Add(c.age))
				c.change(p.m.issue(1))
				p.m.Forget()
				left = *p.m.issue(1)
			})
			if read := p.count("get issue 1"); err != nil || (read == 1) != (c.age >= fresh) || (p.m.writes() == 0) != c.alone {
				t.Errorf("%v, %q", err, p.m.Calls())
			}
			if c.alone {
				p.wantAlone(t, r, 1, &left)
				return
			}
			text := "People really get in."
			if c.label != "" {
				left.Labels, text = append(left.Labels, c.label), "- **Labels:** "+c.label+"\n\n"+text
			}
			left.Body = strings.Replace(left.Body, "People get in.", text, 1)
			x := *p.m.issue(1)
			for _, body := range []*string{&left.Body, &x.Body} { // the base moves
				before, rest, _ := strings.Cut(*body, " base=")
				_, after, _ := strings.Cut(rest, " -->")
				*body = before + after
			}
			if diff := cmp.Diff(left, x); diff != "" || r.Err() != nil {
				t.Errorf("%v, -as people left it +as it is:\n%s", r.Err(), diff)
			}
			p.WantNoChanges(t)
		})
	}
}

// Where a story has no text, only the end of its marker tells that a person changed
// something there.
func TestEndOfMarkerMeanwhile(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	p.Src = strings.Replace(p.Src, "US-1.2 Logout", "US-1.2 Sign out", 1)
	var left tracker.Item
	_, r, err := p.ApplyAfter(t, nil, func() {
		x := p.m.issue(2)
		x.Body = strings.ReplaceAll(x.Body, "<!-- backlogsync:end", "<!-- end")
		p.Clock.Set(p.Clock.Now().Add(time.Minute))
		p.m.Forget()
		left = *x
	})
	if err != nil || p.m.writes() > 0 {
		t.Errorf("%v, %q", err, p.m.Calls())
	}
	p.wantAlone(t, r, 2, &left)
}

// A new issue that is moved at once into a milestone that no listing shows is
// nobody's duplicate.
func TestMilestoneUnseen(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.look(func(kind tracker.Kind, pass int, items []*tracker.Item) []*tracker.Item {
		for _, x := range items {
			if kind == tracker.KindIssue {
				x.Milestone = "99"
			}
		}
		return items
	})
	if _, r := p.MustApply(t); r.Created != 6 || r.Updated > 0 {
		t.Errorf("%+v", r)
	}
}
