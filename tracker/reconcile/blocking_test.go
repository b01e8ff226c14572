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
)

// A blocking tracker has dependencies, and refuses to close an issue that an open
// one blocks, as Gitea does (412, "cannot close this issue or pull request because
// it still has open dependencies").
type blocking struct {
	*memory
	blockers map[string][]string // keys
	none     bool                // the server has no dependencies
	asked    int
	refuses  string // the title of an issue that cannot be made
	err      error  // of adding any
}

func (b *blocking) Create(ctx context.Context, kind tracker.Kind, d tracker.Content) (*tracker.Item, error) {
	if d.Title == b.refuses {
		return nil, &tracker.Error{Target: "memory:x", Op: "create", Ref: tracker.Ref{Kind: kind}, Kind: tracker.ErrRejected}
	}
	return b.memory.Create(ctx, kind, d)
}

func (b *blocking) AddBlocker(_ context.Context, item, blocker tracker.Ref) error {
	b.asked++
	if b.err != nil {
		return b.err
	}
	if b.none {
		return &tracker.Error{Target: "memory:x", Op: "link", Ref: item, Kind: tracker.ErrUnsupported}
	}
	if !slices.Contains(b.blockers[item.Key], blocker.Key) {
		b.blockers[item.Key] = append(b.blockers[item.Key], blocker.Key)
	}
	return nil
}

func (b *blocking) RemoveBlocker(_ context.Context, item, blocker tracker.Ref) error {
	b.blockers[item.Key] = slices.DeleteFunc(b.blockers[item.Key], func(key string) bool { return key == blocker.Key })
	return nil
}

func (b *blocking) Update(ctx context.Context, ref tracker.Ref, p tracker.Patch) (*tracker.Item, error) {
	if ref.Kind == tracker.KindIssue && p.State != nil && *p.State == tracker.Closed {
		for _, key := range b.blockers[ref.Key] {
			if b.Item(tracker.Ref{Kind: ref.Kind, Key: key}).State == tracker.Open {
				return nil, &tracker.Error{Target: "memory:x", Op: "update", Ref: ref, Kind: tracker.ErrRejected, Err: errors.New("it still has open dependencies")}
			}
		}
	}
	return b.memory.Update(ctx, ref, p)
}

const dependent = `# Plan

<!-- checkbox: done -->

- [ ] US-1 Pay

  Depends on: US-2
- [ ] US-2 Cart

  Depends on: US-3
- [ ] US-3 Shelf
`

func newBlocking(t *testing.T) (*project, *blocking) {
	p := newProject(t, dependent)
	b := &blocking{memory: p.m, blockers: make(map[string][]string)}
	p.Sees = b
	return p, b
}

// What ends a run ends it while it relates issues, too, and is said.
func TestBlockersUnauthorized(t *testing.T) {
	t.Parallel()
	p, b := newBlocking(t)
	b.err = &tracker.Error{Target: "memory:x", Op: "link", Kind: tracker.ErrUnauthorized}
	_, r, err := p.Apply(t, nil)
	if !errors.Is(err, tracker.ErrUnauthorized) || r.Created != 3 || b.asked != 1 {
		t.Errorf("%v, created %d, asked %d times", err, r.Created, b.asked)
	}
	b.err = nil
	p.MustApply(t)
	if len(b.blockers) != 2 {
		t.Errorf("the blockers are %v", b.blockers)
	}
	p.WantNoChanges(t)
}

// A change that only relates is one of the plan: it is counted when it is made, and
// skipped when something ends the run before.
func TestBlockersAlone(t *testing.T) {
	t.Parallel()
	p, b := newBlocking(t)
	b.err = &tracker.Error{Target: "memory:x", Op: "link", Kind: tracker.ErrRejected}
	if _, r, err := p.Apply(t, nil); err != nil || r.Created != 3 || len(r.Failed) != 2 {
		t.Fatal(err, r)
	}
	src := p.Src
	p.Src = strings.Replace(src, "- [ ] US-3 Shelf\n", "- [ ] US-3 Shelf\n- [ ] US-4 Roof\n", 1)
	b.err, p.m.Fault = nil, func(trackertest.Call) error {
		return &tracker.Error{Target: "memory:x", Op: "create", Kind: tracker.ErrUnauthorized}
	}
	_, r, err := p.Apply(t, nil)
	var skipped []string
	for _, f := range r.Skipped {
		skipped = append(skipped, string(f.Change.ID))
	}
	slices.Sort(skipped)
	if !errors.Is(err, tracker.ErrUnauthorized) || !slices.Equal(skipped, []string{"US-1", "US-2"}) || b.asked != 2 {
		t.Errorf("%v, skipped %v, asked %d times", err, skipped, b.asked)
	}
	p.Src, p.m.Fault = src, nil
	if plan, r := p.MustApply(t); plan.Summary.Update != 2 || r.Updated != 2 || r.Agreed != 0 {
		t.Errorf("%s: %d updated, %d agreed", plan.Summary, r.Updated, r.Agreed)
	}
	p.WantNoChanges(t)
}

// What blocks is closed first, be it done or gone from the file.
func TestBlockersCloseFirst(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(string) string{
		"done": func(src string) string { return strings.ReplaceAll(src, "- [ ] US-", "- [x] US-") },
		"gone": func(src string) string {
			kept, _, _ := strings.Cut(src, "- [ ] US-1")
			return kept + "- [ ] US-9 Other\n\n## Evidence" + src[strings.Index(src, "## Evidence")+len("## Evidence"):]
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, b := newBlocking(t)
			p.MustApply(t)
			if len(b.blockers) != 2 {
				t.Fatalf("blockers %v", b.blockers)
			}
			p.Src = edit(p.Src)
			_, r, err := p.Apply(t, &reconcile.Options{Prune: name == "gone", PruneCount: map[string]int{"gone": 3}[name]})
			if err != nil || r.Err() != nil || r.Updated+r.Closed != 3 {
				t.Fatalf("%v; %v; %+v", err, r.Err(), r)
			}
		})
	}
}

// A circle of dependencies stops nobody, and what blocks is named.
func TestBlockedByOpen(t *testing.T) {
	t.Parallel()
	p, b := newBlocking(t)
	p.MustApply(t)
	p.Src = strings.Replace(p.Src, "- [ ] US-1", "- [x] US-1", 1)
	_, r, err := p.Apply(t, nil)
	if err != nil || len(r.Failed) != 1 || reconcile.Passing(r.Failed[0].Err) {
		t.Fatalf("%v %+v", err, r)
	}
	if text := r.Err().Error(); !strings.Contains(text, "it is blocked by https://memory.example/x/issue/2, which must be closed first") {
		t.Error(text)
	}
	p.Src = strings.NewReplacer("- [x] US-1", "- [ ] US-1", "US-3 Shelf", "US-3 Shelf\n\n  Depends on: US-1").Replace(p.Src)
	p.MustApply(t)
	if len(b.blockers["3"]) != 1 {
		t.Fatalf("blockers %v", b.blockers)
	}
	p.Src = strings.ReplaceAll(p.Src, "- [ ] US-", "- [x] US-")
	if _, r, err = p.Apply(t, nil); err != nil || len(r.Failed) != 3 {
		t.Errorf("a circle: %v %+v", err, r)
	}
}

// Without the issue that it is to be blocked by there is nothing to write.
func TestBlockerNotMade(t *testing.T) {
	t.Parallel()
	p, b := newBlocking(t)
	b.refuses = "US-2 Cart"
	if _, r, err := p.Apply(t, nil); err != nil || r.Created != 2 || len(r.Failed) != 1 {
		t.Fatalf("%v %+v", err, r)
	}
	p.m.Forget()
	plan, r, err := p.Apply(t, nil)
	if err != nil || r.Updated > 0 || len(r.Failed) != 1 {
		t.Fatalf("%v %+v", err, r)
	}
	change(t, plan, reconcile.ActionUpdate, "US-1")
	for _, c := range p.m.Calls() {
		if strings.HasPrefix(c, "update") || strings.HasPrefix(c, "get") {
			t.Errorf("%s is sent, and nothing is to be said by it", c)
		}
	}
	if text := r.Err().Error(); !strings.Contains(text, "1 change was not tried: US-2 was not created: ") {
		t.Error(text)
	}
	b.refuses = ""
	p.MustApply(t)
	p.WantNoChanges(t)
}

// A server without dependencies says so once: --prefer backlog does not ask again
// before the file says something else.
func TestPreferBacklogRests(t *testing.T) {
	t.Parallel()
	p, b := newBlocking(t)
	b.none = true
	p.MustApply(t)
	prefer := &reconcile.Options{Prefer: reconcile.SideBacklog}
	old := strings.ReplaceAll(p.m.issue(1).Body, "blockedBy:?", "blockedBy:!") // as markers said it before
	p.m.edit(t, tracker.KindIssue, "US-1", func(x *tracker.Item) { x.Body = old })
	for run := range 3 {
		b.asked = 0
		plan, r, err := p.Apply(t, prefer)
		if err != nil || r.Err() != nil {
			t.Fatal(err, r.Err())
		}
		if run > 0 && (!plan.Summary.Idle() || b.asked > 0) {
			t.Errorf("run %d: %s, asked %d times: %+v", run+1, plan.Summary, b.asked, plan.Changes)
		}
	}
	p.WantNoChanges(t)
	p.Src = strings.Replace(p.Src, "Depends on: US-2", "Depends on: US-2, US-3", 1)
	if p.MustApply(t); b.asked != 2 {
		t.Errorf("asked %d times for two dependencies of a new set", b.asked)
	}
	p.WantNoChanges(t)
	if !strings.Contains(p.m.issue(1).Body, "Blocked by: ") {
		t.Errorf("the text does not say it:\n%s", p.m.issue(1).Body)
	}
}
