package reconcile_test

import (
	"context"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// A kept answer proves nothing.
type keeper struct {
	*window
	kept int
}

func (k *keeper) List(ctx context.Context, kind tracker.Kind) iter.Seq2[*tracker.Item, error] {
	k.kept++
	return k.window.List(ctx, kind)
}
func (k *keeper) Cached() int              { return k.kept }
func (k *keeper) Uncached() tracker.Reader { return k.memory }

var _ tracker.Cacher = (*keeper)(nil)

func TestKeptAnswers(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	k := &keeper{window: p.look(all)}
	p.Sees = k
	p.MustApply(t) // nothing is registered: read without the cache at once
	if p.count("list issue") != 2 || k.kept != 0 {
		t.Errorf("listed %d times, %d of them with kept answers", p.count("list issue"), k.kept)
	}
	p.later()
	p.m.Forget()
	p.WantNoChanges(t)
	if p.count("list issue") != 1 || k.kept != 2 || len(p.m.Calls()) != 3 {
		t.Errorf("with nothing to do: %q, %d with kept answers", p.m.Calls(), k.kept)
	}

	// Who looks for what was made twice does not rest on kept answers either.
	k.kept = 0
	if _, _, err := p.Apply(t, &reconcile.Options{Dedupe: true}); err != nil || k.kept != 0 {
		t.Errorf("%v, %d with kept answers", err, k.kept)
	}

	// The ledger names all, and one is to be made anew: kept answers do not do.
	p.m.Delete(tracker.Ref{Kind: tracker.KindIssue, Key: "2"})
	p.m.Forget()
	k.kept = 0
	if _, _, err := p.Apply(t, &reconcile.Options{Recreate: []backlog.ID{"US-1.2"}}); err != nil {
		t.Fatal(err)
	}
	if p.count("list issue") != 3 || k.kept != 2 {
		t.Errorf("%q, %d with kept answers", p.m.Calls(), k.kept)
	}
}

// Nor where stories follow their titles, which leaves numbers without an issue: two
// whose issues lost their markers take over those of two others.
func TestKeptAnswersOfRenumbered(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.MustApply(t)
	p.later()
	p.m.issue(1).Body, p.m.issue(3).Body = "", ""
	p.Src = strings.NewReplacer(
		"US-1.1 Login", "US-1.1 Logout", "US-1.2 Logout", "US-1.2 Profile", "US-2.1 Import", "US-2.1 Export", "US-2.2 Export", "US-2.2 Print",
	).Replace(p.Src)
	k := &keeper{window: p.look(all)}
	p.m.Forget()
	p.Sees = k
	_, r, err := p.Apply(t, &reconcile.Options{Renumbered: reconcile.FollowTitles})
	if err != nil || r.Created != 2 || k.kept != 2 || p.count("list issue") != 3 {
		t.Errorf("%v, %+v, %q", err, r, p.m.Calls())
	}
}

// What a run looks for while it works is not sought among kept answers either: a
// milestone that exists after all, and twins of milestones.
func TestKeptAnswersMeanwhile(t *testing.T) {
	t.Parallel()
	p := newProject(t, strings.Replace(small, "## Evidence", "## Epic 3: Later\n\n## Evidence", 1))
	k := &keeper{window: p.look(func(kind tracker.Kind, _ int, items []*tracker.Item) []*tracker.Item {
		return slices.DeleteFunc(items, func(x *tracker.Item) bool { return x.Kind == tracker.KindMilestone && x.Key == "1" })
	})}
	p.Sees = k
	p.m.Fault = func(c trackertest.Call) error {
		if c.N == 1 && !c.Done { // made by somebody after the plan
			p.m.put(tracker.Item{
				Ref: tracker.Ref{Kind: tracker.KindMilestone, Key: "1"}, Content: tracker.Content{Title: "EPIC-1 Access"},
				State: tracker.Open, CreatedAt: p.Clock.Now(), Trusted: true,
			})
		}
		return nil
	}
	_, r := p.MustApply(t)
	if r.Created != 6 || r.Recorded != 1 || k.kept > 0 || p.count("list milestone") != 3 {
		t.Errorf("created %d, recorded %d; %d kept answers, %q", r.Created, r.Recorded, k.kept, p.m.Calls())
	}
}

// Nor do they where a row names an item of another project, or one that lost to
// an item which is gone, and a new one is asked for.
func TestKeptAnswersOfNamed(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string]*reconcile.Options{
		"foreign": {Retarget: true}, "duplicate": {Recreate: []backlog.ID{"US-1.2"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, small)
			p.MustApply(t)
			p.later()
			p.Dir = t.TempDir()
			x := p.m.issue(2)
			if name == "foreign" {
				p.Src = strings.Replace(p.Src, x.URL, "https://other.example/2", 1)
				p.m.Delete(x.Ref)
			} else {
				x.Body = "<!-- backlogsync:v1 id=US-1.2 scope=b.md nonce=abcdefghabcdefgh of=9 -->\n"
			}
			k := &keeper{window: p.look(all)}
			p.m.Forget()
			p.Sees = k
			_, r, err := p.Apply(t, opts)
			if err != nil || r.Created != 1 || k.kept != 2 || p.count("list issue") != 3 {
				t.Errorf("%v, %+v, %q", err, r, p.m.Calls())
			}
		})
	}
}
