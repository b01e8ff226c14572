package reconcile_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
	"github.com/google/go-cmp/cmp"
)

// A checkout is two backlogs on a disk, registered in a project in memory.
type checkout struct {
	m          *memory
	dir, store string
}

var checkedOut = []string{"a.md", "b.md"}

// newCheckout registers both files. People then change every field of an item of
// each, and the authors one here.
func newCheckout(t *testing.T) *checkout {
	t.Helper()
	c := &checkout{newMemory(), t.TempDir(), t.TempDir()}
	c.m.Plain = false
	for _, name := range checkedOut {
		text := strings.ReplaceAll(fielded, "Shop", name)
		c.write(t, name, strings.Replace(text, "- [ ] US-1.1 Login\n", "- [ ] US-1.1 Login\n\n  Old text.\n\n", 1))
	}
	c.run(t, nil)
	for _, x := range c.m.all() {
		if !strings.HasPrefix(x.Title, "US-1.1") {
			continue
		}
		c.m.Edit(x.Ref, func(x *tracker.Item) {
			x.Title, x.State, x.Points, x.Due = "US-1.1 Sign in", tracker.Closed, "8", "2026-07-07"
			x.Labels, x.Assignees = []string{"bug", "new"}, []string{"eve"}
			x.Body = strings.Replace(x.Body, "Old text.", "New text.", 1)
		})
	}
	for _, name := range checkedOut {
		c.write(t, name, strings.Replace(c.read(t, name), "US-1.2 Logout", "US-1.2 Leave", 1))
	}
	return c
}

func (c *checkout) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(c.dir, name), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func (c *checkout) read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(c.dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// run applies, or pulls if opts say so, as the command does it. A panic with
// world.ErrKilled ends it the way SIGKILL would.
func (c *checkout) run(t *testing.T, opts *reconcile.Options) (plan *reconcile.Plan) {
	t.Helper()
	defer func() {
		if x := recover(); x != nil && x != any(world.ErrKilled) {
			panic(x)
		}
	}()
	var list []*reconcile.DiskFile
	for _, name := range checkedOut {
		d, err := reconcile.NewDiskFile(filepath.Join(c.dir, name))
		if err != nil {
			t.Fatal(err)
		}
		d.Name = name
		if err := d.Read(); err != nil {
			t.Fatal(err)
		}
		list = append(list, d)
	}
	b, list := reconcile.NewBacklog(list)
	project, err := c.m.Project(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	store, err := reconcile.OpenStore(t.Context(), c.store, project, &reconcile.StoreOptions{Now: c.m.clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close() }() // the journal is synced line by line
	o, err := reconcile.Observe(t.Context(), c.m, project, b, store, opts)
	if err != nil {
		t.Fatal(err)
	}
	if plan, err = reconcile.NewPlan(b, o, opts); err != nil {
		t.Fatal(err)
	}
	s := &reconcile.Saver{Files: list, Now: c.m.clock.Now}
	if plan.Pulls() {
		if err := errors.Join(store.NotePull(plan), s.Pull(plan)); err != nil {
			t.Fatal(err)
		}
		return plan
	}
	r, err := reconcile.Apply(t.Context(), c.m, plan, &reconcile.ApplyOptions{
		Store: store, Save: s.Save, Now: c.m.clock.Now, Sleep: c.m.clock.Sleep,
	})
	if err == nil {
		err = r.Err()
	}
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// end is what all is like, apart from times.
func (c *checkout) end(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(c.m.state())
	for _, x := range c.m.all() {
		fmt.Fprintln(&b, x.Points, x.Due, x.Assignees, managedText(x.Body))
	}
	for _, name := range checkedOut {
		b.WriteString(relative(c.read(t, name)))
	}
	return b.String()
}

func (c *checkout) wantRest(t *testing.T) {
	t.Helper()
	for _, opts := range []*reconcile.Options{nil, pullAll, nil} {
		if plan := c.run(t, opts); plan.Summary.Pending() || plan.Summary.Drifted+plan.Summary.Conflicts > 0 {
			t.Errorf("something is left: %q", actionsOf(plan))
		}
	}
}

// A pull writes its note and then one file after the other, each as a whole. Killed
// before or after any of that, and then run again, or followed by an apply, it
// ends as if nothing had happened.
func TestPullKilled(t *testing.T) {
	t.Parallel()
	undisturbed := newCheckout(t)
	undisturbed.run(t, pullAll)
	pulled := make(map[string]string)
	for _, name := range checkedOut {
		pulled[name] = undisturbed.read(t, name)
	}
	undisturbed.run(t, nil)
	want := undisturbed.end(t)
	undisturbed.wantRest(t)
	for done := range 2 + len(checkedOut) { // nothing, the note, each of the files
		for name, then := range map[string][]*reconcile.Options{"again": {pullAll, nil}, "apply": {nil, pullAll, nil}} {
			t.Run(fmt.Sprintf("%d done, %s", done, name), func(t *testing.T) {
				t.Parallel()
				c := newCheckout(t)
				before := []string{c.read(t, "a.md"), c.read(t, "b.md")}
				if done > 0 {
					c.run(t, pullAll)
				}
				for i, name := range checkedOut {
					if now := c.read(t, name); done > 0 && now != pulled[name] {
						t.Fatalf("the pull says\n%s", cmp.Diff(pulled[name], now))
					}
					if i >= done-1 {
						c.write(t, name, before[i])
					}
				}
				c.write(t, ".tmp-0123456789abcdef", "half of a fi")
				for _, opts := range then {
					c.run(t, opts)
				}
				if diff := cmp.Diff(want, c.end(t)); diff != "" {
					t.Errorf("(-undisturbed +killed):\n%s", diff)
				}
				c.wantRest(t)
			})
		}
	}
}

// The apply after a pull may be killed before and after each of its requests.
func TestApplyKilledAfterPull(t *testing.T) {
	t.Parallel()
	undisturbed := newCheckout(t)
	undisturbed.run(t, pullAll)
	undisturbed.m.Forget()
	undisturbed.run(t, nil)
	want, requests := undisturbed.end(t), len(undisturbed.m.Calls())
	for n := 1; n <= requests; n++ {
		for _, done := range []bool{false, true} {
			for _, fresh := range []bool{false, true} {
				t.Run(fmt.Sprintf("request %d done %t fresh clone %t", n, done, fresh), func(t *testing.T) {
					t.Parallel()
					c := newCheckout(t)
					c.run(t, pullAll)
					c.m.Forget()
					c.m.Fault = func(call trackertest.Call) error {
						if call.N == n && call.Done == done {
							panic(world.ErrKilled)
						}
						return nil
					}
					c.run(t, nil)
					c.m.Fault = nil
					if fresh {
						c.store = t.TempDir() // the files say what was pulled
					}
					c.run(t, nil)
					if diff := cmp.Diff(want, c.end(t)); diff != "" {
						t.Errorf("(-undisturbed +killed):\n%s", diff)
					}
					c.wantRest(t)
				})
			}
		}
	}
}

// Who edits a file while a pull runs loses nothing, whatever is edited.
func TestPullBesideAuthor(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(string) string{
		"another line":  func(s string) string { return strings.Replace(s, "# a.md\n", "# a.md\n\nBy an author.\n", 1) },
		"the title":     func(s string) string { return strings.Replace(s, "US-1.1 Login", "US-1.1 Mine", 1) },
		"the text":      func(s string) string { return strings.Replace(s, "Old text.", "My text.", 1) },
		"a cell":        func(s string) string { return strings.Replace(s, "bug, api", "bug, mine", 1) },
		"the story":     func(s string) string { return strings.Replace(s, "- [ ] US-1.1 Login\n\n  Old text.\n\n", "", 1) },
		"a new one":     func(s string) string { return strings.Replace(s, "- [ ] US-1.3", "- [ ] US-1.4 Mine\n- [ ] US-1.3", 1) },
		"an empty file": func(string) string { return "" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, strings.Replace(strings.ReplaceAll(fielded, "Shop", "a.md"), "- [ ] US-1.1 Login\n", "- [ ] US-1.1 Login\n\n  Old text.\n\n", 1))
			p.m.Plain = false
			p.MustApply(t)
			p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) {
				x.Title, x.State, x.Labels, x.Body = "US-1.1 There", tracker.Closed, []string{"new"}, strings.Replace(x.Body, "Old text.", "There.", 1)
			})
			before, edited := p.Src, ""
			p.pull(t, pullAll, func() bool {
				edited = edit(p.Src)
				p.Src = edited
				return true
			})
			words := func(s string) string { return strings.Join(strings.Fields(strings.TrimPrefix(s, "- [ ]")), " ") }
			for line := range strings.Lines(edited) {
				if !strings.Contains(before, line) && !strings.Contains(words(p.Src), words(line)) {
					t.Errorf("%q is gone from\n%s", line, p.Src)
				}
			}
			if f := p.File(); len(f.Stories()) != len(backlog.Parse("b.md", []byte(edited), nil).Stories()) {
				t.Errorf("the items are others:\n%s", p.Src)
			}
		})
	}
}
