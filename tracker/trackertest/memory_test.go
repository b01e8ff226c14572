package trackertest_test

import (
	"errors"
	"flag"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
	"github.com/google/go-cmp/cmp"
)

// TestTogether lets 2 and 4 runs meet, 50 times each, on a service that does
// not keep the titles of milestones apart.
func TestTogether(t *testing.T) {
	t.Parallel()
	const src = `<!-- checkbox: registered -->

## Epic 1: Access

- [ ] US-1.1 Login
- [ ] US-1.2 Logout

## Epic 2: Nothing yet

## Epic 3: Data

- [ ] US-3.1 Import
- [ ] US-3.2 Export
`
	for _, runners := range []int{2, 4} {
		t.Run(fmt.Sprint(runners), func(t *testing.T) {
			t.Parallel()
			trackertest.RunTogether(t, memory(trackertest.MemoryOptions{}), []byte(src), nil, runners, 50)
		})
	}
}

// memory makes empty projects.
func memory(o trackertest.MemoryOptions) trackertest.Factory {
	return func(_ *testing.T, e *trackertest.Env) func() tracker.Tracker {
		o := o
		o.Now = e.Now
		e.Assignees = []string{"ana", "bo"}
		m := trackertest.NewMemory(&o)
		e.Hooks.Stranger = func(d tracker.Content) tracker.Ref { return m.CreateAs("mallory", d) }
		e.Hooks.Delete, e.Hooks.Hide = m.Delete, m.Hide
		return func() tracker.Tracker { return m }
	}
}

func TestMemory(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]trackertest.MemoryOptions{
		"unique milestones": {UniqueMilestones: true, Limits: tracker.Limits{TitleRunes: 255, PageRows: 100}},
		"lagging":           {Lag: 20 * time.Second, Limits: tracker.Limits{Settle: time.Minute}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			trackertest.Run(t, memory(o))
		})
	}
}

// histories is how many TestModel plays.
var histories = flag.Int("histories", 60, "random histories of files, people and runs")

func TestModel(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]trackertest.MemoryOptions{
		"unique milestones": {UniqueMilestones: true, Limits: tracker.Limits{TitleRunes: 255, Settle: time.Minute, PageRows: 3}},
		"lagging":           {Lag: 20 * time.Second, Limits: tracker.Limits{TitleRunes: 255, Settle: time.Minute, PageRows: 3}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			trackertest.RunModel(t, memory(o), *histories)
		})
	}
}

// A server beside the tests has a clock of its own, and lags for real.
func TestRealTime(t *testing.T) {
	t.Parallel()
	trackertest.Run(t, func(_ *testing.T, e *trackertest.Env) func() tracker.Tracker {
		e.RealTime, e.Sample = true, 17
		m := trackertest.NewMemory(&trackertest.MemoryOptions{Lag: 20 * time.Millisecond, Limits: tracker.Limits{Settle: 60 * time.Millisecond}})
		return func() tracker.Tracker { return m }
	})
}

// Each of the eight requests of a small backlog and the look at the end is a place
// to die at, twice.
func TestKillEverywhere(t *testing.T) {
	t.Parallel()
	const src = "<!-- checkbox: registered -->\n\n## Epic 1: Access\n\n- [ ] US-1.1 Login\n- [ ] US-1.2 Logout\n"
	if n := trackertest.KillEverywhere(t, memory(trackertest.MemoryOptions{}), []byte(src)); n != 14 {
		t.Errorf("%d kills, want one before and one after each of 7 requests", n)
	}
}

// What people do to a project in memory, and what is counted.
func TestMemoryPeople(t *testing.T) {
	t.Parallel()
	var seen []trackertest.Call
	lost := errors.New("lost")
	m := trackertest.NewMemory(&trackertest.MemoryOptions{Plain: true, Limits: tracker.Limits{BodyBytes: 4, LabelRunes: 3}})
	m.Fault = func(c trackertest.Call) error {
		if seen = append(seen, c); c.N == 2 && c.Done {
			return lost
		}
		return nil
	}
	ctx := t.Context()
	x, err := m.Create(ctx, tracker.KindIssue, tracker.Content{Title: "one"})
	if err != nil || x.Version != "" {
		t.Fatal(x, err)
	}
	if _, err := m.Update(ctx, x.Ref, tracker.Patch{Title: new("two")}); !errors.Is(err, lost) || m.Item(x.Ref).Title != "two" {
		t.Errorf("%v, %+v", err, m.Item(x.Ref))
	}
	want := []trackertest.Call{
		{N: 1, Op: "create", Ref: tracker.Ref{Kind: tracker.KindIssue}}, {N: 1, Op: "create", Ref: tracker.Ref{Kind: tracker.KindIssue}, Done: true},
		{N: 2, Op: "update", Ref: x.Ref}, {N: 2, Op: "update", Ref: x.Ref, Done: true},
	}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("calls (-want +seen):\n%s", diff)
	}
	if got := strings.Join(m.Calls(), ", "); got != "create issue, update issue" {
		t.Errorf("calls: %s", got)
	}
	m.Forget()
	m.Put(tracker.Item{Ref: tracker.Ref{Kind: tracker.KindIssue, Key: "7"}, Content: tracker.Content{Title: "theirs"}})
	if !m.Edit(x.Ref, func(x *tracker.Item) { x.State = tracker.Closed }) || m.Edit(tracker.Ref{Kind: tracker.KindIssue, Key: "9"}, nil) {
		t.Error("what exists can be edited, and nothing else")
	}
	for _, d := range []tracker.Content{{Title: "x", Body: "12345"}, {Title: "x", Labels: []string{"long"}}} {
		if _, err := m.Create(ctx, tracker.KindIssue, d); !errors.Is(err, tracker.ErrRejected) {
			t.Errorf("%+v is taken: %v", d, err)
		}
	}
	y, err := m.Create(ctx, tracker.KindIssue, tracker.Content{Title: "three"})
	if err != nil || y.Key != "8" || len(m.Items()) != 3 || m.Item(x.Ref).State != tracker.Closed || len(m.Calls()) != 3 {
		t.Errorf("%+v, %v; %q", y, err, m.Calls())
	}
}
