package gitlab_test

import (
	"context"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/gitlab"
	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// tagged is a backlog with what the service takes out of titles and labels.
const tagged = `# Plan

<!--
checkbox: registered
-->

## Epic 1: Typed ` + "`List<T>`" + ` support & more

- [ ] US-1.1 Make List&lt;T&gt; typed

  Labels: a&lt;b&gt;c
`

// Titles and labels are compared as the service has them: a plan comes to rest,
// and nothing is said to be dropped.
func TestTagsInTitles(t *testing.T) {
	t.Parallel()
	w := newShop(t, tagged)
	_, r := w.MustApply(t)
	if len(r.Dropped) > 0 {
		t.Errorf("dropped: %+v", r.Dropped)
	}
	if got := w.s.Milestones[0].Title; got != "EPIC-1 Typed List support & more" {
		t.Errorf("the milestone is %q", got)
	}
	if i := w.s.Issues[0]; i.Title != "US-1.1 Make List<T> typed" || strings.Join(i.Labels, " ") != "ac" {
		t.Errorf("the issue is %q with %q", i.Title, i.Labels)
	}
	for _, opts := range []*reconcile.Options{nil, {Prefer: reconcile.SideBacklog}} {
		w.s.Forget()
		plan, _, err := w.Apply(t, opts)
		if err != nil || w.s.Writes() > 0 || plan.Summary.Drifted > 0 || !strings.HasPrefix(plan.Summary.String(), "No changes. The tracker matches") {
			t.Errorf("another run: %v, %+v, %d writes, %+v", err, plan.Summary, w.s.Writes(), plan.Changes)
		}
	}
	// In a fresh clone, without the ledger, too.
	w.Src, w.Dir = tagged, t.TempDir()
	w.MustApply(t)
	if len(w.s.Milestones) != 1 || len(w.s.Issues) != 1 {
		t.Errorf("%d milestones, %d issues", len(w.s.Milestones), len(w.s.Issues))
	}
}

// Markers of before have the title as it was sent. They come to rest as well.
func TestTagsInOlderMarkers(t *testing.T) {
	t.Parallel()
	w := newShop(t, tagged)
	w.Open = func(t *testing.T) tracker.Tracker { return &asSent{w.tracker(t)} }
	if _, r, err := w.Apply(t, nil); err != nil || len(r.Failed) > 0 || len(r.Dropped) == 0 {
		t.Fatalf("%v %+v", err, r)
	}
	w.Open = func(t *testing.T) tracker.Tracker { return w.tracker(t) }
	for range 2 {
		plan, r, err := w.Apply(t, nil)
		s, title := plan.Summary, w.s.Milestones[0].Title
		if err != nil || r.Err() != nil || s.Drifted+s.Conflicts+s.Update > 0 || title != "EPIC-1 Typed List support & more" {
			t.Errorf("%v, %+v, %+v", err, plan.Summary, plan.Changes)
		}
	}
	w.s.Forget()
	if plan, _, err := w.Apply(t, nil); err != nil || w.s.Writes() > 0 || !strings.HasPrefix(plan.Summary.String(), "No changes. The tracker matches") {
		t.Errorf("%v, %+v, %d writes", err, plan.Summary, w.s.Writes())
	}
}

// asSent does not know what the service makes of titles.
type asSent struct{ *gitlab.Tracker }

func (a *asSent) Project(ctx context.Context) (*tracker.Project, error) {
	p, err := a.Tracker.Project(ctx)
	if err == nil {
		p.StoredTitle = nil
	}
	return p, err
}

// Milestones of groups are seen on servers of any age.
func TestOldServer(t *testing.T) {
	t.Parallel()
	for _, old := range []bool{true, false} {
		w := newShop(t, world.Small)
		w.s.Old = old
		m := w.s.AddMilestone("EPIC-1 Access", 7)
		w.MustApply(t)
		if f := backlog.Parse("b.md", []byte(w.Src), nil); len(w.s.Milestones) != 2 || f.Evidence()[0].URL != m.WebURL {
			t.Errorf("before 16.7 %t: %d milestones, the first row has %s", old, len(w.s.Milestones), f.Evidence()[0].URL)
		}
	}
}
