package gitlab_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegitlab"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/gitlab"
)

// An interruption lets something happen before the first write is sent.
type interruption struct {
	once sync.Once
	do   func()
}

// RoundTrip implements [http.RoundTripper].
func (i *interruption) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method != http.MethodGet {
		i.once.Do(i.do)
	}
	return http.DefaultTransport.RoundTrip(r)
}

// Two runs make the same milestones at the same moment, and the service lets
// both: the older ones stay and hold all issues, in the eyes of both runs.
func TestMilestoneRace(t *testing.T) {
	t.Parallel()
	w := newShop(t, world.Small)
	w.s.Racing = true
	w.Held = func() []world.Item { // but for what was closed as a duplicate
		var items []world.Item
		for _, x := range w.held() {
			if m := w.s.MilestoneAt(x.URL); m != nil && m.State == "active" {
				items = append(items, x)
			}
			if i := w.s.IssueAt(x.URL); i != nil && i.State == "opened" {
				items = append(items, x)
			}
		}
		return items
	}
	other := *w.World
	other.Dir = t.TempDir()
	client := &http.Client{Transport: &interruption{do: func() { other.MustApply(t) }}}
	open := w.Open
	w.Open = func(t *testing.T) tracker.Tracker {
		tr, err := gitlab.New(client, "https://gitlab.example/acme/tools/shop", &w.opts)
		if err != nil {
			t.Fatal(err)
		}
		return tr
	}
	w.MustApply(t)
	w.s.Racing = false
	w.Open = open
	for _, run := range []*world.World{w.World, &other} {
		run.MustApply(t)
		run.WantSettled(t)
	}
	for n, m := range w.s.Milestones {
		if (n < 2) != (m.State == "active") {
			t.Errorf("milestone %d is %s", n+1, m.State)
		}
	}
	for _, i := range w.s.Issues {
		if i.State == "opened" && (i.Milestone == nil || i.Milestone.ID > w.s.Milestones[1].ID) {
			t.Errorf("%s is in %+v", i.Title, i.Milestone)
		}
	}
}

// What the service leaves out without a word is reported once, and not fought:
// a second assignee without Premium, a milestone that is out of reach.
func TestDropped(t *testing.T) {
	t.Parallel()
	w := newShop(t, strings.Replace(world.Small, "  People get in.\n", "  **Assignees:** @bo, @cleo\n", 1))
	_, r, err := w.Apply(t, nil)
	if err != nil || len(r.Dropped) != 1 || r.Created != 6 {
		t.Fatalf("%v, %+v", err, r)
	}
	if text := r.Dropped[0].String(); !strings.Contains(text, `issue US-1.1`) || !strings.Contains(text, `assignees is "bo", not "bo, cleo"`) {
		t.Errorf("reported as %q", text)
	}
	w.Accepted = 1
	w.WantSettled(t)

	w = newShop(t, world.Small)
	w.s.Fault = func(r *fakegitlab.Request) *fakegitlab.Fault {
		if r.Write() && strings.Contains(r.Body, "US-2.1") {
			for _, m := range w.s.Milestones[1:] {
				m.ID += 1000 // as if it had been moved out of reach
			}
		}
		return nil
	}
	_, r, err = w.Apply(t, nil)
	if err != nil || len(r.Dropped) == 0 || !strings.Contains(r.Dropped[0].String(), `milestone is "", not "EPIC-2 Data"`) {
		t.Fatalf("%v, %+v", err, r)
	}
}
