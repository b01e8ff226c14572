package reconcile_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/google/go-cmp/cmp"
)

// A permitter is asked who may write.
type permitter struct {
	*memory
	may   []string
	err   error
	asked []string
}

func (p *permitter) MayWrite(_ context.Context, login string) (bool, error) {
	p.asked = append(p.asked, login)
	return slices.Contains(p.may, login), p.err
}

var _ tracker.Permitter = (*permitter)(nil)

// writtenBy makes all items those of a login that the service does not vouch for.
func (p *project) writtenBy(login string) {
	for _, x := range p.m.all() {
		x.Creator, x.Trusted = login, false
	}
}

// Items of a member whose membership is private are recognised, after one
// question a login, whose answer is kept for a day, for plans too.
func TestPrivateMember(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	p.writtenBy("octocat")
	q := &permitter{memory: p.m, may: []string{"octocat"}}
	p.Sees = q
	p.WantNoChanges(t)
	if len(q.asked) > 0 {
		t.Errorf("asked %q although the ledger names all", q.asked)
	}
	fresh := func() { p.Src, p.Dir = small, t.TempDir() }
	fresh()
	if plan, _ := p.MustApply(t); plan.Summary.Record != 6 || plan.Summary.Unknown+plan.Summary.Create > 0 {
		t.Errorf("%s %+v", plan.Summary, plan.Changes)
	}
	if want := []string{"octocat"}; !cmp.Equal(q.asked, want) {
		t.Errorf("asked %q, want %q", q.asked, want)
	}

	// The next runs know: of a working copy without ledger, and a plan.
	p.Src = small
	if plan, _ := p.MustApply(t); plan.Summary.Record != 6 || len(q.asked) != 1 {
		t.Errorf("%s, asked %q", plan.Summary, q.asked)
	}
	files, err := filepath.Glob(filepath.Join(p.Dir, "*", "permissions.json"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v %q", err, files)
	}
	if info, err := os.Stat(files[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}

	// The answer is of use for a day.
	p.Clock.Set(p.Clock.Now().Add(25 * time.Hour))
	fresh()
	q.asked = nil
	if p.MustApply(t); len(q.asked) != 1 {
		t.Errorf("asked %q", q.asked)
	}
}

// Who may not write, and who cannot be asked about, stays in doubt.
func TestStranger(t *testing.T) {
	t.Parallel()
	for name, q := range map[string]*permitter{
		"may not write":   {},
		"may not ask":     {may: []string{"eve"}, err: &tracker.Error{Kind: tracker.ErrUnsupported}},
		"does not answer": {may: []string{"eve"}, err: &tracker.Error{Kind: tracker.ErrUnavailable}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, small)
			p.MustApply(t)
			p.writtenBy("eve")
			q.memory, p.Sees = p.m, q
			p.Src, p.Dir = small, t.TempDir()
			plan, _, err := p.Apply(t, nil)
			if err != nil || plan.Summary.Unknown < 4 || plan.Summary.Create > 0 {
				t.Errorf("%v %s", err, plan.Summary)
			}
			if len(p.m.Items()) != 6 || len(q.asked) != 1 {
				t.Errorf("%d items, asked %q", len(p.m.Items()), q.asked)
			}
		})
	}
}

// A marker of another scope that a private member wrote keeps an issue from
// blocking the story of the same title, and tells that the file was moved.
func TestPrivateMemberElsewhere(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	p.writtenBy("octocat")
	p.Sees = &permitter{memory: p.m, may: []string{"octocat"}}
	p.Src = strings.Replace(small, "checkbox: registered", "checkbox: registered\nscope: docs/new.md", 1)
	p.Dir = t.TempDir()
	refused(t, p, nil, "moved-scope")
	plan, _, err := p.Apply(t, &reconcile.Options{MovedFrom: "b.md"})
	if err != nil || plan.Summary.Update != 6 || len(p.m.Items()) != 6 {
		t.Errorf("%v %s", err, plan.Summary)
	}
}

// An asking is a window whose service is asked who may write.
type asking struct{ *window }

func (*asking) MayWrite(context.Context, string) (bool, error) { return true, nil }

// Nor does it matter which listing showed an item first.
func TestPrivateMemberListedLate(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	p.writtenBy("octocat")
	p.later()
	p.Src, p.Dir = small, t.TempDir()
	p.Sees = &asking{p.look(func(kind tracker.Kind, pass int, items []*tracker.Item) []*tracker.Item {
		if kind == tracker.KindIssue && pass == 1 {
			return append(without(items, "2"), items[0])
		}
		return items
	})}
	if plan, _ := p.MustApply(t); plan.Summary.Record != 6 || plan.Summary.Unknown+plan.Summary.Create > 0 {
		t.Errorf("%s %+v", plan.Summary, plan.Changes)
	}
}

// Nobody is asked about whose items do not matter, and an answer from the future is
// none.
func TestAskedRarely(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	p.writtenBy("octocat")
	q := &permitter{memory: p.m, may: []string{"octocat"}}
	p.Sees, p.Dir = q, t.TempDir()
	plan := func(src string) {
		t.Helper()
		p.Src = src
		store := p.Store(t)
		if _, err := p.Plan(t, store, nil); err != nil {
			t.Fatal(err)
		}
		if err := store.Close(); err != nil {
			t.Fatal(err)
		}
	}
	plan("<!-- scope: other.md -->\n\n# Plan\n\n## Epic 1: Access\n\n- [ ] US-1.1 Something else\n")
	if len(q.asked) > 0 {
		t.Errorf("asked %q about items of another backlog", q.asked)
	}
	p.later()
	plan(small)
	p.Clock.Set(p.Clock.Now().Add(-time.Minute))
	if plan(small); len(q.asked) != 2 {
		t.Errorf("asked %q", q.asked)
	}
}

// A refusal to answer concerns everybody.
func TestMayNotAsk(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	p.writtenBy("eve")
	p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.Creator = "mallory" })
	q := &permitter{memory: p.m, err: &tracker.Error{Kind: tracker.ErrUnsupported}}
	p.Sees, p.Src, p.Dir = q, small, t.TempDir()
	if _, _, err := p.Apply(t, nil); err != nil || len(q.asked) != 1 {
		t.Errorf("%v, asked %q", err, q.asked)
	}
}
