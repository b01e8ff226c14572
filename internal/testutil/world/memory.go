package world

import (
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil/clock"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/trackertest"
)

// Memory returns a project in memory, on a service that has little more than what
// every service has.
func Memory(c *clock.Clock) *trackertest.Memory {
	return trackertest.NewMemory(&trackertest.MemoryOptions{
		Name: "x", Now: c.Now, UniqueMilestones: true, Plain: true, Limits: tracker.Limits{TitleRunes: 255, Settle: time.Minute, PageRows: 100},
	})
}

// InMemory makes a world whose project is in memory.
func InMemory(t *testing.T, src string) *World {
	t.Helper()
	w := New(t, src)
	w.Memory = Memory(w.Clock)
	w.Open = func(*testing.T) tracker.Tracker { return w.Memory }
	return w
}

// Edit is what a person does to the first item whose title begins so.
func Edit(t *testing.T, m *trackertest.Memory, kind tracker.Kind, title string, change func(*tracker.Item)) {
	t.Helper()
	for _, x := range m.Items() {
		if x.Kind == kind && strings.HasPrefix(x.Title, title) {
			change(m.Item(x.Ref))
			return
		}
	}
	t.Fatalf("there is no %s %q", kind, title)
}

// Replace changes the one place of the file that says before.
func (w *World) Replace(t *testing.T, before, after string) {
	t.Helper()
	if n := strings.Count(w.Src, before); n != 1 {
		t.Fatalf("the file says %q %d times:\n%s", before, n, w.Src)
	}
	w.Src = strings.Replace(w.Src, before, after, 1)
}
