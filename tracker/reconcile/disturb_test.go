package reconcile_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
)

// disturb changes file and tracker as people do.
func disturb(t *testing.T, p *project, seed uint64) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(seed, 1))
	inFile := []func(string) string{
		func(s string) string { return strings.Replace(s, "US-1.1 Login", "US-1.1 Sign in", 1) },
		func(s string) string { return strings.Replace(s, "People get in.", "People really get in.", 1) },
		func(s string) string { return strings.Replace(s, "- [x] US-1.2 Logout\n", "", 1) },
		func(s string) string {
			return strings.Replace(s, "- [x] US-2.2 Export\n", "- [x] US-2.2 Export\n- [ ] US-2.3 New\n", 1)
		},
		func(s string) string { return strings.Replace(s, "## Epic 2: Data", "## Epic 2: All data", 1) },
		func(s string) string {
			return strings.Replace(s, "- [x] US-2.1 Import\n", "- [x] US-2.1 Import\n\n  - **Labels:** a, b\n  - **Assignee:** @bo\n", 1)
		},
	}
	inTracker := []func(*tracker.Item){
		func(x *tracker.Item) { x.Title += " (edited)" },
		func(x *tracker.Item) { x.State = tracker.Closed },
		func(x *tracker.Item) { x.Labels = append(x.Labels, "urgent") },
		func(x *tracker.Item) { x.Body = "Above.\n\n" + x.Body + "\n\nBelow." },
		func(x *tracker.Item) { x.Body = strings.Replace(x.Body, "People", "Some people", 1) },
		func(x *tracker.Item) { x.Milestone = "2" },
		func(x *tracker.Item) { x.Milestone = "" },
	}
	for _, change := range inFile {
		if rnd.IntN(2) == 0 {
			p.Src = change(p.Src)
		}
	}
	for range 4 {
		title := []string{"US-1.1", "US-1.2", "US-2.1", "US-2.2"}[rnd.IntN(4)]
		p.m.edit(t, tracker.KindIssue, title, inTracker[rnd.IntN(len(inTracker))])
	}
}

// TestConverges makes sure that two runs are enough, whatever happened, and
// that what people wrote is still there.
func TestConverges(t *testing.T) {
	t.Parallel()
	for seed := range uint64(100) {
		p := newProject(t, small)
		p.MustApply(t)
		disturb(t, p, seed)
		theirs := make(map[tracker.Ref]tracker.Item)
		for ref, x := range p.m.all() {
			theirs[ref] = *x
		}
		first, _, err := p.Apply(t, nil)
		if err != nil {
			t.Fatal(err)
		}
		second, _, err := p.Apply(t, nil)
		if err != nil {
			t.Fatal(err)
		}
		if second.Summary.Pending() {
			t.Errorf("seed %d: after\n%+v\nanother run wants\n%+v", seed, first.Changes, second.Changes)
		}
		for ref, old := range theirs {
			now := p.m.Item(ref)
			for _, kept := range []string{"Above.\n\n", "\n\nBelow."} {
				if strings.Count(now.Body, kept) != strings.Count(old.Body, kept) {
					t.Errorf("seed %d: %s lost %q", seed, ref, kept)
				}
			}
			if old.State == tracker.Closed && now.State != tracker.Closed {
				t.Errorf("seed %d: %s was opened again", seed, ref)
			}
			if strings.HasSuffix(old.Title, "(edited)") && now.Title != old.Title {
				t.Errorf("seed %d: the title of %s was overwritten by %q", seed, ref, now.Title)
			}
			for _, l := range old.Labels {
				if l == "urgent" && !strings.Contains(strings.Join(now.Labels, " "), l) {
					t.Errorf("seed %d: %s lost its label", seed, ref)
				}
			}
		}
	}
}
