package reconcile_test

import (
	"fmt"
	"iter"
	"strconv"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/internal/testutil/clock"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// A memory is a project in memory, with the time that passes there.
type memory struct {
	*trackertest.Memory
	clock *clock.Clock
}

func newMemory() *memory {
	c := clock.New()
	return &memory{clock: c, Memory: world.Memory(c)}
}

// all yields the items that the project holds.
func (m *memory) all() iter.Seq2[tracker.Ref, *tracker.Item] {
	return func(yield func(tracker.Ref, *tracker.Item) bool) {
		for _, x := range m.Items() {
			if !yield(x.Ref, m.Item(x.Ref)) {
				return
			}
		}
	}
}

// put adds an item and returns it as the project holds it.
func (m *memory) put(x tracker.Item) *tracker.Item {
	m.Put(x)
	return m.Item(x.Ref)
}

// last returns the highest number of a kind.
func (m *memory) last(kind tracker.Kind) int {
	n := 0
	for ref := range m.all() {
		if k, _ := strconv.Atoi(ref.Key); ref.Kind == kind {
			n = max(n, k)
		}
	}
	return n
}

func (m *memory) writes() int {
	n := 0
	for _, c := range m.Calls() {
		if strings.HasPrefix(c, "create") || strings.HasPrefix(c, "update") {
			n++
		}
	}
	return n
}

// edit is what a person does in the tracker.
func (m *memory) edit(t *testing.T, kind tracker.Kind, title string, change func(*tracker.Item)) {
	t.Helper()
	world.Edit(t, m.Memory, kind, title, change)
}

// state prints what the tracker holds, without what differs from run to run.
func (m *memory) state() string {
	var b strings.Builder
	for _, x := range m.all() {
		milestone := ""
		if x.Milestone != "" {
			milestone = m.Item(tracker.Ref{Kind: tracker.KindMilestone, Key: x.Milestone}).Title
		}
		fmt.Fprintf(&b, "%s %q %s in %q labels %v\n", x.Kind, x.Title, x.State, milestone, x.Labels)
	}
	return b.String()
}

// A project is a world in memory, with what only the tests of the engine ask of it.
type project struct {
	*world.World
	m *memory
}

func newProject(t *testing.T, src string) *project {
	t.Helper()
	w := world.InMemory(t, src)
	return &project{w, &memory{w.Memory, w.Clock}}
}
