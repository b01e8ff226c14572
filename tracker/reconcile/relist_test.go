package reconcile_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// many is more than are read singly.
const many = 60

// manyStories is a backlog of many stories.
func manyStories() string {
	var b strings.Builder
	b.WriteString("# Plan\n\n<!-- checkbox: registered -->\n\n## Epic 1: Access\n\n")
	for i := range many {
		fmt.Fprintf(&b, "- [ ] US-1.%d Story %d\n", i+1, i+1)
	}
	return b.String()
}

// Where more is missing than items usually are, the project is listed again.
// Listings that agree are believed, what they lack is read, and nothing fails.
func TestManyMissing(t *testing.T) {
	t.Parallel()
	p := newProject(t, manyStories())
	p.MustApply(t)
	p.later()
	for ref := range p.m.all() {
		if ref.Kind == tracker.KindIssue {
			p.m.Delete(ref)
		}
	}
	p.m.Forget()
	plan, _ := p.MustApply(t)
	if plan.Summary.Drifted != many || p.count("list issue") != 2 || p.count("get issue 7") != 1 {
		t.Errorf("%s, %d listings", plan.Summary, p.count("list issue"))
	}
}

// Up to fifty that are missing are read one by one, since that is what may have
// been deleted; more of them let the listing be doubted.
func TestMostRead(t *testing.T) {
	t.Parallel()
	for missing, listings := range map[int]int{50: 1, 51: 2} {
		p := newProject(t, manyStories())
		p.MustApply(t)
		p.later()
		for n := range missing {
			p.m.Delete(tracker.Ref{Kind: tracker.KindIssue, Key: fmt.Sprint(n + 1)})
		}
		p.m.Forget()
		if plan, _ := p.MustApply(t); plan.Summary.Drifted != missing || p.count("list issue") != listings {
			t.Errorf("%d missing: %s, and the issues were listed %d times, want %d", missing, plan.Summary, p.count("list issue"), listings)
		}
	}
}

// Each row that only one of two listings shows is one in which they differ, unless
// it may have been made in between.
func TestRelisted(t *testing.T) {
	t.Parallel()
	const theirs = "77" // an issue that no ledger names
	hide := func(pass int, keys ...string) func(tracker.Kind, int, []*tracker.Item) []*tracker.Item {
		return func(kind tracker.Kind, n int, items []*tracker.Item) []*tracker.Item {
			if kind == tracker.KindIssue && n == pass {
				return without(items, keys...)
			}
			return items
		}
	}
	for name, c := range map[string]struct {
		show  func(kind tracker.Kind, pass int, items []*tracker.Item) []*tracker.Item
		young bool // theirs was made just now
		want  int  // rows in which the listings differ
	}{
		"alike":                {show: all},
		"the second lacks one": {show: hide(2, theirs), want: 1},
		"the second lacks two": {show: hide(2, theirs, "1"), want: 2},
		"the first lacks one":  {show: hide(1, theirs), want: 1},
		"each lacks one": {show: func(k tracker.Kind, n int, x []*tracker.Item) []*tracker.Item {
			return hide(2, "1")(k, n, hide(1, theirs)(k, n, x))
		}, want: 2},
		"the first lacks a new one": {show: hide(1, theirs), young: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, manyStories())
			p.MustApply(t)
			p.later()
			for ref := range p.m.all() {
				if ref.Kind == tracker.KindIssue && ref.Key != "1" {
					p.m.Delete(ref)
				}
			}
			x := &tracker.Item{Ref: tracker.Ref{Kind: tracker.KindIssue, Key: theirs}, Content: tracker.Content{Title: "Theirs"}, State: tracker.Open, Creator: "eve"}
			if x.CreatedAt = p.Clock.Now(); !c.young {
				x.CreatedAt = x.CreatedAt.Add(-time.Hour)
			}
			p.m.put(*x)
			p.look(c.show)
			_, err := reconcile.Observe(t.Context(), p.Sees, p.Project, p.Backlog(), p.Store(t), nil)
			if want := fmt.Sprintf("two listings of the issues of memory:x differ by %d rows", c.want); c.want == 0 && err != nil ||
				c.want > 0 && (err == nil || !strings.Contains(err.Error(), want) || errors.Is(err, tracker.ErrConflict)) {
				t.Errorf("got %v, want %d rows", err, c.want)
			}
		})
	}
}

// A labeled tracker can list the issues with one label.
type labeled struct{ *window }

func (l *labeled) ListLabeled(ctx context.Context, label string) iter.Seq2[*tracker.Item, error] {
	return func(yield func(*tracker.Item, error) bool) {
		for item, err := range l.List(ctx, tracker.KindIssue) {
			if slices.Contains(item.Labels, label) && !yield(item, err) {
				return
			}
		}
	}
}

// Where people took the managed label off many issues, all are listed rather than
// each of them read.
func TestManyUnlabeled(t *testing.T) {
	t.Parallel()
	p := newProject(t, manyStories())
	opts := &reconcile.Options{ManagedLabel: "managed"}
	if _, _, err := p.Apply(t, opts); err != nil {
		t.Fatal(err)
	}
	p.later()
	for _, x := range p.m.all() {
		x.Labels = nil
	}
	p.m.Forget()
	p.Sees = &labeled{p.look(all)}
	plan, err := p.Plan(t, p.Store(t), opts)
	if err != nil || plan.Summary.Drifted != many || p.count("list issue") != 2 || p.count("get issue 7") > 0 {
		t.Errorf("%v, %d listings", err, p.count("list issue"))
	}
}
