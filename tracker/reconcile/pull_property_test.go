package reconcile_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/backlog/body"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// pulledForms are backlogs that say all fields, in several forms.
var pulledForms = []string{
	fielded,
	`# Backlog

## EPIC-1 Access

| ID     | User story | Status  | Points | Assignee | Labels   |
| ------ | ---------- | ------- | ------ | -------- | -------- |
| US-1.1 | Login      | To do   | 3      | @ana     | bug, api |
| US-1.2 | Logout     | Done    | 5      | @bob     | ui       |
| US-1.3 | Reset      | ⬜ Open | 8      | @ana     | ui, api  |
`,
	`# Plan

## Epic 1: Access

### US-1.1: Login

As a user, I want to sign in.

**Status:** To do
**Points:** 3 | **Labels:** bug, api
**Assignee:** @ana
**Due:** 2026-01-01

### US-1.2: Logout

- Status: done
- Labels: ui

### US-1.3: Reset

**Status:** open
**Assignee:** @bob
`,
	`# Backlog

| Milestone     | Epic   | Due        | Status |
| ------------- | ------ | ---------- | ------ |
| EPIC-1 Access | EPIC-1 | 2026-01-01 | Open   |

## EPIC-1 — Access

- [ ] US-1.1 Login

  Say @ana, see #1.

  Twice.

- [x] US-1.2 Logout

  | ID | x |
  | -- | - |
  | 1  | 2 |

- [ ] US-1.3 Reset
`,
	`# Backlog

## EPIC-1 Access

**US-1.1: Login**

As a user, I want to sign in.

**US-1.2: Logout**

As a user, I want to sign out, with @bob.
`,
	`# Backlog

## EPIC-1 Access

1. US-1.1 Login
2. [x] US-1.2 Logout
3. [ ] US-1.3 Reset
`,
	`# Backlog

## EPIC-1: Access

### US-1.1: Login

Mail @ana about #1 and 0123456789abcdef.

### US-1.2: Logout

Done as said in #2.
`,
}

// A cell is one field of one item.
type cell struct {
	id    string
	field backlog.PullField
}

// inFile returns what a file says of each field that it mentions.
func inFile(src []byte) map[cell]string {
	f := backlog.Parse("b.md", src, nil)
	m := make(map[cell]string)
	for _, e := range f.Epics() {
		id := string(e.ID)
		m[cell{id, backlog.PullTitle}] = strings.TrimPrefix(e.Milestone, id+" ")
		if e.Due != "" {
			m[cell{id, backlog.PullDue}] = e.Due
		}
	}
	for _, s := range f.Stories() {
		id := string(s.ID)
		m[cell{id, backlog.PullTitle}] = s.Title
		switch {
		case s.Dropped:
			m[cell{id, backlog.PullState}] = "closed"
		case s.Checked != nil && *s.Checked:
			m[cell{id, backlog.PullState}] = "closed"
		case s.Checked != nil:
			m[cell{id, backlog.PullState}] = "open"
		}
		if s.Points != nil {
			m[cell{id, backlog.PullPoints}] = strconv.Itoa(int(*s.Points))
		}
		if s.Due != "" {
			m[cell{id, backlog.PullDue}] = s.Due
		}
		if len(s.Labels) > 0 {
			m[cell{id, backlog.PullLabels}] = setText(s.Labels)
		}
		if len(s.Assignees) > 0 {
			m[cell{id, backlog.PullAssignees}] = setText(s.Assignees)
		}
		if s.Text != "" && !strings.Contains(s.Text, "Status:") {
			m[cell{id, backlog.PullText}] = shownText(s.Text)
		}
	}
	return m
}

func setText(set []string) string { return strings.Join(slices.Sorted(slices.Values(set)), ",") }

// inTracker returns what the tracker says of the same fields.
func inTracker(p *project, cells map[cell]string) map[cell]string {
	m := make(map[cell]string)
	for _, x := range p.m.Items() {
		id, title, _ := strings.Cut(x.Title, " ")
		for f, v := range map[backlog.PullField]string{
			backlog.PullTitle: title, backlog.PullState: string(x.State), backlog.PullPoints: x.Points, backlog.PullDue: x.Due,
			backlog.PullLabels: setText(x.Labels), backlog.PullAssignees: setText(x.Assignees), backlog.PullText: shownText(managedText(x.Body)),
		} {
			if _, ok := cells[cell{id, f}]; ok {
				m[cell{id, f}] = v
			}
		}
	}
	return m
}

// managedText returns what stands between the lines of a marker.
func managedText(body string) string {
	_, rest, _ := strings.Cut(body, " -->\n")
	text, _, _ := strings.Cut(rest, "<!-- backlogsync:end")
	return strings.Trim(text, "\n")
}

// shownText returns what people see of a text that was written for a service.
func shownText(s string) string {
	return strings.NewReplacer("<!-- -->", "", "`", "", "\\", "", "\u200b", "", "\u2060", "").Replace(s)
}

var drawnValues = map[backlog.PullField][]string{
	backlog.PullTitle: {"Sign in", "Pay | refund", "*Really* new", "`x` and <y>"}, backlog.PullState: {"open", "closed"},
	backlog.PullPoints: {"1", "2", "13"}, backlog.PullDue: {"2026-05-05", "2026-06-06"}, backlog.PullAssignees: {"eve", "zoe", "ana", "bob", "ana,zoe"},
	backlog.PullLabels: {"bug", "new", "api,bug,new", "api,ui"}, backlog.PullText: {"New.", "One\n\n- a\n- b", "    code\n\nText", "Ask @eve about #2."},
}

// drawCell draws a field of those that the file has, in the tracker also one that
// it has not.
func drawCell(t *rapid.T, cells map[cell]string) (cell, string) {
	keys := slices.SortedFunc(maps.Keys(cells), func(a, b cell) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	c := rapid.SampledFrom(keys).Draw(t, "cell")
	return c, rapid.SampledFrom(drawnValues[c.field]).Draw(t, "value")
}

func isSet(f backlog.PullField) bool { return f == backlog.PullLabels || f == backlog.PullAssignees }

// mergedSet is what becomes of a set that both sides change.
func mergedSet(base, here, there string) string {
	b, h, t := strings.Split(base, ","), strings.Split(here, ","), strings.Split(there, ",")
	var all []string
	for _, x := range slices.Compact(slices.Sorted(slices.Values(slices.Concat(b, h, t)))) {
		was, file, tracker := slices.Contains(b, x), slices.Contains(h, x), slices.Contains(t, x)
		if was && file && tracker || !was && (file || tracker) {
			all = append(all, x)
		}
	}
	return strings.Join(all, ",")
}

// people changes a field in the tracker.
func (p *project) people(t *rapid.T, c cell, value string) {
	for ref, x := range p.m.all() {
		if id, _, _ := strings.Cut(x.Title, " "); id != c.id {
			continue
		}
		p.m.Edit(ref, func(x *tracker.Item) {
			switch c.field {
			case backlog.PullTitle:
				x.Title = c.id + " " + value
			case backlog.PullState:
				x.State, x.Reason = tracker.State(value), ""
				if value == "closed" && rapid.Bool().Draw(t, "not planned") {
					x.Reason = tracker.NotPlanned
				}
			case backlog.PullPoints:
				x.Points = value
			case backlog.PullDue:
				x.Due = value
			case backlog.PullAssignees:
				x.Assignees = strings.Split(value, ",")
			case backlog.PullLabels:
				x.Labels = strings.Split(value, ",")
			case backlog.PullText:
				x.Body = strings.Replace(x.Body, managedText(x.Body), value, 1)
			default:
				t.Fatal("a field that is not drawn")
			}
		})
	}
}

// author changes a field in the file.
func (p *project) author(t *rapid.T, c cell, value string) {
	pull := backlog.Pull{ItemRef: backlog.ItemRef{Kind: backlog.KindIssue, ID: backlog.ID(c.id)}, Field: c.field, Value: value}
	if strings.HasPrefix(c.id, "EPIC") {
		pull.Kind = backlog.KindMilestone
	}
	switch {
	case c.field == backlog.PullState:
		pull.Value = map[string]string{"open": string(backlog.StatusTodo), "closed": string(backlog.StatusDone)}[value]
	case isSet(c.field):
		pull.Set = strings.Split(value, ",")
	case c.field == backlog.PullTitle && pull.Kind == backlog.KindMilestone:
		pull.Value = c.id + " " + value
	}
	edits, left := p.File().Pull([]backlog.Pull{pull})
	if err := p.Change(edits...); err != nil || len(left) > 0 {
		t.Fatal(err, left)
	}
}

// ruled is a service that texts are written for.
type ruled struct{ *memory }

// Project implements [tracker.Reader].
func (r *ruled) Project(ctx context.Context) (*tracker.Project, error) {
	p, err := r.memory.Project(ctx)
	p.Text = body.Rules{Mentions: true, References: true}
	return p, err
}

// drawProject registers a backlog in one of the forms.
func drawProject(r *rapid.T, t *testing.T) *project {
	p := newProject(t, rapid.SampledFrom(pulledForms).Draw(r, "form"))
	p.m.Plain = false
	if rapid.Bool().Draw(r, "texts are written for the service") {
		p.Sees = &ruled{p.m}
	}
	p.applied(r, t)
	return p
}

func (p *project) applied(t *rapid.T, outer *testing.T) *reconcile.Plan {
	plan, r, err := p.Apply(outer, nil)
	if err != nil || r.Err() != nil {
		t.Fatal(err, r)
	}
	return plan
}

// Whatever people change, on either side and in any order of pull and apply: both
// sides end with the changed values and nothing is left to do, unless both sides
// changed one field.
func TestPullProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		p := drawProject(r, t)
		base := inFile([]byte(p.Src))
		want := make(map[cell]string)
		maps.Copy(want, base)
		here := make(map[cell]string)
		for range rapid.IntRange(0, 3).Draw(r, "changes here") {
			if c, v := drawCell(r, base); v != base[c] {
				p.author(r, c, v)
				here[c], want[c] = v, v
			}
		}
		for range rapid.IntRange(0, 4).Draw(r, "changes there") {
			c, v := drawCell(r, base)
			if mine, both := here[c]; both && !isSet(c.field) {
				continue
			} else if want[c] = v; both {
				want[c] = mergedSet(base[c], mine, v)
			} else if isSet(c.field) {
				want[c] = setText(strings.Split(v, ","))
			}
			p.people(r, c, v)
		}
		maps.DeleteFunc(want, func(_ cell, v string) bool { return v == "" })
		if rapid.Bool().Draw(r, "killed before the file is written") {
			p.pull(t, pullAll, func() bool { return false })
		}
		if rapid.Bool().Draw(r, "apply first") {
			p.applied(r, t)
			p.pull(t, pullAll, nil)
		} else {
			p.pull(t, pullAll, nil)
			p.applied(r, t)
		}
		if diff := cmp.Diff(want, inFile([]byte(p.Src))); diff != "" {
			r.Fatalf("the file (-want +got):\n%s%s", diff, p.Src)
		}
		if diff := cmp.Diff(want, inTracker(p, base)); diff != "" {
			r.Fatalf("the tracker (-want +got):\n%s", diff)
		}
		before := p.Src
		if plan := p.pull(t, pullAll, nil); plan.Summary.Pull > 0 || p.Src != before {
			r.Fatalf("a second pull: %q", actionsOf(plan))
		}
		p.applied(r, t) // notes what was agreed
		if plan := p.applied(r, t); plan.Summary.Pending() || plan.Summary.Drifted+plan.Summary.Conflicts > 0 {
			r.Fatalf("something is left: %+v %q\n%s", plan.Summary, actionsOf(plan), p.Src)
		}
	})
}

// What a person changes between pull and apply is never undone.
func TestPullThenChanged(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		p := drawProject(r, t)
		base := inFile([]byte(p.Src))
		want := inTracker(p, base)
		for range rapid.IntRange(1, 3).Draw(r, "changes") {
			c, v := drawCell(r, base)
			p.people(r, c, v)
			want[c] = v
		}
		p.pull(t, pullAll, nil)
		for range rapid.IntRange(1, 3).Draw(r, "changes since") {
			c, v := drawCell(r, base)
			p.people(r, c, v)
			want[c] = v
		}
		p.applied(r, t)
		if diff := cmp.Diff(want, inTracker(p, base)); diff != "" {
			r.Fatalf("apply undid a change (-want +got):\n%s", diff)
		}
		p.pull(t, pullAll, nil)
		p.applied(r, t)
		if diff := cmp.Diff(want, inFile([]byte(p.Src))); diff != "" {
			r.Fatalf("the file (-want +got):\n%s%s", diff, p.Src)
		}
	})
}
