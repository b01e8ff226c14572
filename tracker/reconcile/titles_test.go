package reconcile_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/backlogsync/backlogsync/tracker/reconcile/reason"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// found puts an issue into the project that the backlog knows nothing of.
func (p *project) found(change func(*tracker.Item)) *tracker.Item {
	x := &tracker.Item{
		Ref: tracker.Ref{Kind: tracker.KindIssue, Key: fmt.Sprint(p.m.last(tracker.KindIssue) + 1)}, Content: tracker.Content{Body: "Theirs."}, State: tracker.Open,
		CreatedAt: p.Clock.Now(), Creator: "eve",
	}
	change(x)
	return p.m.put(*x)
}

// One story and what people have made already.
var foundIssues = []struct {
	name   string
	change func(*tracker.Item)
	code   string // of the conflict, "" if the story is created
	adopt  bool   // --adopt takes it
}{
	{"the title", func(x *tracker.Item) { x.Title = "US-1.1 Login" }, "looks-registered", true},
	{"the title, closed", func(x *tracker.Item) { x.Title, x.State = "US-1.1 Login", tracker.Closed }, "looks-registered", true},
	{"the title as people write it", func(x *tracker.Item) { x.Title = "us-1.1:  login" }, "looks-registered", true},
	{"the bare title", func(x *tracker.Item) { x.Title = "Login" }, "looks-registered", true},
	{"the bare title, closed", func(x *tracker.Item) { x.Title, x.State = "Login", tracker.Closed }, "", false},
	{
		"the title, closed as a duplicate", func(x *tracker.Item) {
			x.Title, x.State, x.Trusted = "US-1.1 Login", tracker.Closed, true
			x.Body = "<!-- backlogsync:v1 id=US-1.1 scope=b.md nonce=abcdefghabcdefgh of=99 -->\n"
		}, "", false,
	},
	{"the ID and other words", func(x *tracker.Item) { x.Title = "US-1.1 Sign in" }, "", true},
	{"other words", func(x *tracker.Item) { x.Title = "Login page is slow" }, "", false},
	{
		"a trusted marker of another scope", func(x *tracker.Item) {
			x.Title, x.Trusted = "US-1.1 Login", true
			x.Body = "<!-- backlogsync:v1 id=US-1.1 scope=other.md nonce=abcdefghabcdefgh -->\n<!-- backlogsync:end abcdefghabcdefgh -->"
		}, "", false,
	},
	{
		"a stranger's marker of another scope", func(x *tracker.Item) {
			x.Title = "US-1.1 Login"
			x.Body = "<!-- backlogsync:v1 id=US-1.1 scope=other.md nonce=abcdefghabcdefgh -->\n<!-- backlogsync:end abcdefghabcdefgh -->"
		}, "looks-registered", false,
	},
}

// An issue with the title of a story blocks its create, whoever wrote it, until
// somebody says what is meant; the next run need not be told again.
func TestLooksRegistered(t *testing.T) {
	t.Parallel()
	for _, test := range foundIssues {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, small)
			x := p.found(test.change)
			body := x.Body
			plan, _, err := p.Apply(t, nil)
			if err != nil {
				t.Fatal(err)
			}
			created := 6
			if test.code != "" {
				created = 5
				c := change(t, plan, reconcile.ActionConflict, "US-1.1")
				if c.Code() != test.code || c.Reason.(reason.LooksRegistered).Marked == test.adopt {
					t.Errorf("got %+v", c)
				}
			}
			if len(p.m.Items()) != created+1 || p.m.Item(x.Ref).Body != body {
				t.Errorf("%d items, want %d", len(p.m.Items()), created+1)
			}
			if _, _, err := p.Apply(t, &reconcile.Options{Create: []backlog.ID{"us-1.1"}}); err != nil || len(p.m.Items()) != 7 {
				t.Errorf("%v, %d items", err, len(p.m.Items()))
			}
			p.unregister()
			p.wantRecorded(t)
		})
	}
}

// wantRecorded makes sure that another run of a working copy without ledger
// finds all that is registered.
func (p *project) wantRecorded(t *testing.T) {
	t.Helper()
	if plan, _ := p.MustApply(t); plan.Summary.Record != 6 || plan.Summary.Conflicts+plan.Summary.Create > 0 {
		t.Errorf("another run: %s %+v", plan.Summary, plan.Changes)
	}
	p.WantNoChanges(t)
}

func TestAdoptByTitle(t *testing.T) {
	t.Parallel()
	for _, test := range foundIssues {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, small)
			x := p.found(test.change)
			title, body := x.Title, x.Body
			plan, _, err := p.Apply(t, &reconcile.Options{Adopt: true})
			if err != nil {
				t.Fatal(err)
			}
			x = p.m.Item(x.Ref)
			if adopted := x.Body != body; adopted != test.adopt || test.adopt && len(p.m.Items()) != 6 {
				t.Errorf("adopted: %t, %d items; %+v", adopted, len(p.m.Items()), plan.Changes)
			}
			if x.Title != title {
				t.Errorf("the title is %q, it was %q", x.Title, title)
			}
		})
	}
}

// A title without the ID is its author's way to write it: --prefer backlog
// brings it into line.
func TestAdoptedTitle(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	x := p.found(func(x *tracker.Item) { x.Title = "Login" })
	if _, _, err := p.Apply(t, &reconcile.Options{Adopt: true}); err != nil {
		t.Fatal(err)
	}
	p.WantNoChanges(t)
	if _, _, err := p.Apply(t, &reconcile.Options{Prefer: reconcile.SideBacklog}); err != nil || p.m.Item(x.Ref).Title != "US-1.1 Login" {
		t.Errorf("%v, %q", err, p.m.Item(x.Ref).Title)
	}
	p.WantNoChanges(t)
}

// Labels that an item lacks when it is taken over are a matter for a person. Nobody
// took them away from it: that it lacks them is what both sides go on from.
func TestAdoptedLabels(t *testing.T) {
	t.Parallel()
	p := newProject(t, "# Plan\n\n<!-- checkbox: registered -->\n\n- [ ] US-1 Login\n\n  **Labels:** ours, both\n")
	x := p.found(func(x *tracker.Item) { x.Title, x.Labels = "US-1 Login", []string{"both", "theirs"} })
	plan, _, err := p.Apply(t, &reconcile.Options{Adopt: true})
	if err != nil {
		t.Fatal(err)
	}
	c := change(t, plan, reconcile.ActionConflict, "US-1")
	want := reconcile.Field{Name: "labels", Before: "both, theirs", After: "both, theirs, ours"}
	if i := slices.Index(c.Fields, want); i < 0 {
		t.Errorf("%+v", c)
	}
	labels := func() string { return strings.Join(p.m.Item(x.Ref).Labels, ", ") }
	if labels() != "both, theirs" {
		t.Errorf("the labels are %s", labels())
	}
	plan, _ = p.MustApply(t)
	if labels() != "both, theirs" || plan.Summary.Drifted > 0 {
		t.Errorf("the labels are %s: %+v", labels(), plan.Changes)
	}
	if _, _, err := p.Apply(t, &reconcile.Options{Prefer: reconcile.SideBacklog}); err != nil || labels() != "both, theirs, ours" {
		t.Errorf("%v, the labels are %s", err, labels())
	}
	p.WantNoChanges(t)
}

// Which of two is meant, and for which of two, only a person can say.
func TestAdoptAmbiguous(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.found(func(x *tracker.Item) { x.Title = "Login" })
	p.found(func(x *tracker.Item) { x.Title = "login" })
	plan, _, err := p.Apply(t, &reconcile.Options{Adopt: true})
	if err != nil {
		t.Fatal(err)
	}
	if c := change(t, plan, reconcile.ActionConflict, "US-1.1"); c.Code() != "ambiguous" {
		t.Errorf("got %+v", c)
	}
	p = newProject(t, strings.Replace(small, "US-2.1 Import", "US-2.1 Login", 1))
	p.found(func(x *tracker.Item) { x.Title = "Login" })
	if plan, _, err = p.Apply(t, &reconcile.Options{Adopt: true}); err != nil {
		t.Fatal(err)
	}
	for _, id := range []backlog.ID{"US-1.1", "US-2.1"} {
		if c := change(t, plan, reconcile.ActionConflict, id); c.Code() != "ambiguous" {
			t.Errorf("got %+v", c)
		}
	}
}

// An issue that is recorded for one story is not a namesake of another.
func TestRecordedIsNobodysNamesake(t *testing.T) {
	t.Parallel()
	p := newProject(t, strings.Replace(small, "| Issue | US-1.1     |     |          |             | ⬜     |",
		"| Issue | US-2.1     | https://memory.example/x/issue/1 | | | ⬜     |", 1))
	p.found(func(x *tracker.Item) { x.Title = "Login" })
	plan, _, err := p.Apply(t, nil)
	if err != nil || plan.Summary.Conflicts > 0 || plan.Summary.Unmanaged != 1 || plan.Summary.Create != 5 {
		t.Errorf("%v %s %+v", err, plan.Summary, plan.Changes)
	}
}

// What was chosen is remembered although nothing was made of it yet.
func TestChosen(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.found(func(x *tracker.Item) { x.Title = "US-1.1 Login" })
	p.m.Fault = func(c trackertest.Call) error {
		if c.Op == "create" && c.Ref.Kind == tracker.KindIssue {
			return &tracker.Error{Target: "memory:x", Op: "create", Kind: tracker.ErrRejected}
		}
		return nil
	}
	if _, _, err := p.Apply(t, &reconcile.Options{Create: []backlog.ID{"US-1.1"}}); err != nil {
		t.Fatal(err)
	}
	p.m.Fault = nil
	p.MustApply(t)
	if len(p.m.Items()) != 7 {
		t.Errorf("%d items", len(p.m.Items()))
	}
	p.WantNoChanges(t)
	if _, _, err := p.Apply(t, &reconcile.Options{Create: []backlog.ID{"US-9.9"}}); err == nil || !strings.Contains(err.Error(), "US-9.9") {
		t.Errorf("an ID that the backlog lacks: %v", err)
	}
}

// A strict tracker takes what looks like a tag out of titles.
type strict struct{ *memory }

func (s *strict) Project(ctx context.Context) (*tracker.Project, error) {
	p, err := s.memory.Project(ctx)
	p.StoredTitle = func(_ tracker.Kind, title string) string { return strings.ReplaceAll(title, "<T>", "") }
	return p, err
}

// Titles are compared as the service has them.
func TestLooksRegisteredAsStored(t *testing.T) {
	t.Parallel()
	for _, title := range []string{"US-1.1 List of things", "List of things"} {
		p := newProject(t, strings.Replace(small, "US-1.1 Login", "US-1.1 List`<T>` of things", 1))
		p.Sees = &strict{p.m}
		p.found(func(x *tracker.Item) { x.Title = title })
		store := p.Store(t)
		project, err := p.Sees.Project(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		p.Project = project
		plan, err := p.Plan(t, store, nil)
		if err != nil {
			t.Fatal(err)
		}
		if c := change(t, plan, reconcile.ActionConflict, "US-1.1"); c.Code() != "looks-registered" {
			t.Errorf("got %+v", c)
		}
	}
}

// What is done, too, is made although there is a closed issue with the bare title.
func TestBareTitleOfFinished(t *testing.T) {
	t.Parallel()
	for state, created := range map[tracker.State]int{tracker.Closed: 6, tracker.Open: 5} {
		p := newProject(t, strings.NewReplacer("checkbox: registered", "checkbox: done", "- [ ] US-1.1", "- [x] US-1.1").Replace(small))
		p.found(func(x *tracker.Item) { x.Title, x.State = "Login", state })
		plan, r, err := p.Apply(t, nil)
		if err != nil || r.Created != created || plan.Summary.Conflicts != 6-created {
			t.Errorf("with an issue that is %s: %v, created %d, %s", state, err, r.Created, plan.Summary)
		}
	}
}
