package tracker_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/tracker"
	"github.com/google/go-cmp/cmp"
)

// verify reads the tracker and returns the evidence.
func (p *project) verify(t *testing.T, opts *tracker.Options) *tracker.Bundle {
	t.Helper()
	b := p.backlog()
	pr, err := p.m.Project(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	o, err := tracker.Observe(t.Context(), p.m, pr, b, nil, opts)
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := tracker.Verify(b, o, opts)
	if err != nil {
		t.Fatal(err)
	}
	return bundle
}

// facts prints the findings, each on a line.
func facts(diffs []tracker.Difference) string {
	var b strings.Builder
	for _, d := range diffs {
		fmt.Fprintf(&b, "%d %s %s %q %q\n", d.Line, d.ID, d.Fact, d.Recorded, d.Observed)
	}
	return b.String()
}

// Verifying costs what a run with nothing to do costs.
func TestVerifyRequests(t *testing.T) {
	t.Parallel()
	p := newProject(t, founding(t))
	p.mustApply(t)
	p.m.calls = nil
	if bundle := p.verify(t, nil); len(bundle.Findings) != 0 || len(bundle.Items) != 36 {
		t.Errorf("%d items, findings: %s", len(bundle.Items), facts(bundle.Findings))
	}
	if want := []string{"project", "list milestone", "list issue"}; !cmp.Equal(p.m.calls, want) {
		t.Errorf("the requests are %q, want %q", p.m.calls, want)
	}
}

// What happens in the tracker or in the file after an apply, and what verify
// says of it.
var disturbances = []struct {
	name string
	do   func(t *testing.T, p *project)
	opts tracker.Options
	want string
}{
	{name: "nothing", do: func(*testing.T, *project) {}},
	{
		name: "time of creation",
		do: func(t *testing.T, p *project) {
			p.m.edit(t, tracker.KindMilestone, "EPIC-2", func(x *tracker.Item) { x.CreatedAt = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC) })
		},
		want: `24 EPIC-2 created "2026-02-15T19:53:36Z" "2020-01-01T00:00:00Z"`,
	},
	{
		name: "time of creation is not told any more",
		do: func(t *testing.T, p *project) {
			p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.CreatedAt = time.Time{} })
		},
		want: `25 US-1.1 created "2026-02-15T19:53:36Z" ""`,
	},
	{
		name: "fraction of a second",
		do: func(t *testing.T, p *project) {
			p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.CreatedAt = x.CreatedAt.Add(time.Millisecond) })
		},
	},
	{
		name: "author",
		do: func(t *testing.T, p *project) {
			p.m.edit(t, tracker.KindIssue, "US-1.2", func(x *tracker.Item) { x.Creator = "eva" })
		},
		want: `26 US-1.2 responsible "ana" "eva"`,
	},
	{
		name: "author is not told: it cannot be verified",
		do: func(t *testing.T, p *project) {
			p.m.edit(t, tracker.KindMilestone, "EPIC-1", func(x *tracker.Item) { x.Creator = "" })
		},
	},
	{
		name: "another milestone of the backlog",
		do: func(t *testing.T, p *project) {
			p.m.edit(t, tracker.KindIssue, "US-2.1", func(x *tracker.Item) { x.Milestone = "1" })
		},
		want: `27 US-2.1 milestone "EPIC-2" "EPIC-1"`,
	},
	{
		name: "a milestone that is none of ours, named like one",
		do: func(t *testing.T, p *project) {
			p.m.put(&tracker.Item{Ref: tracker.Ref{Kind: tracker.KindMilestone, Key: "7"}, Title: "EPIC-2 Data", State: tracker.Open})
			p.m.edit(t, tracker.KindIssue, "US-2.1", func(x *tracker.Item) { x.Milestone = "7" })
		},
		want: `27 US-2.1 milestone "EPIC-2" "EPIC-2 Data"`,
	},
	{
		name: "no milestone",
		do: func(t *testing.T, p *project) {
			p.m.edit(t, tracker.KindIssue, "US-2.1", func(x *tracker.Item) { x.Milestone = "" })
		},
		want: `27 US-2.1 milestone "EPIC-2" ""`,
	},
	{
		name: "closed and retitled",
		do: func(t *testing.T, p *project) {
			p.m.edit(t, tracker.KindIssue, "US-2.1", func(x *tracker.Item) { x.State, x.Title = tracker.Closed, "Other" })
		},
	},
	{
		name: "issue deleted",
		do: func(_ *testing.T, p *project) {
			delete(p.m.items, tracker.Ref{Kind: tracker.KindIssue, Key: "4"})
		},
		want: `28 US-2.2 existence "https://memory.example/x/issue/4" "gone"`,
	},
	{
		name: "milestone deleted",
		do: func(t *testing.T, p *project) {
			delete(p.m.items, tracker.Ref{Kind: tracker.KindMilestone, Key: "1"})
			p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.Milestone = "" })
		},
		want: `23 EPIC-1 existence "https://memory.example/x/milestone/1" "gone"
25 US-1.1 milestone "EPIC-1" ""
26 US-1.2 milestone "EPIC-1" "milestone 1"`,
	},
	{
		name: "two addresses swapped",
		do: func(t *testing.T, p *project) {
			p.replace(t, "x/issue/1 ", "x/issue/0 ")
			p.replace(t, "x/issue/2 ", "x/issue/1 ")
			p.replace(t, "x/issue/0 ", "x/issue/2 ")
		},
		want: `25 US-1.1 identifier "US-1.1" "US-1.2"
26 US-1.2 identifier "US-1.2" "US-1.1"`,
	},
	{
		name: "the same address twice, without markers",
		do: func(t *testing.T, p *project) {
			p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.Body = "" })
			p.replace(t, "x/issue/2 ", "x/issue/1 ")
		},
		want: `26 US-1.2 url "https://memory.example/x/issue/1" "also US-1.1"`,
	},
	{
		name: "address of another project",
		do:   func(t *testing.T, p *project) { p.replace(t, "example/x/issue/1 ", "example/y/issue/1 ") },
		want: `25 US-1.1 url "https://memory.example/y/issue/1" "foreign"`,
	},
	{
		name: "address of a milestone for an issue",
		do:   func(t *testing.T, p *project) { p.replace(t, "x/issue/1 ", "x/milestone/1 ") },
		want: `25 US-1.1 url "https://memory.example/x/milestone/1" "foreign"`,
	},
	{
		name: "row removed",
		do: func(t *testing.T, p *project) {
			for line := range strings.Lines(string(p.src)) {
				if strings.HasPrefix(line, "| Issue     | US-1.1") {
					p.replace(t, line, "")
				}
			}
		},
		want: `9 US-1.1 row "" "https://memory.example/x/issue/1"`,
	},
	{
		name: "cells emptied",
		do: func(t *testing.T, p *project) {
			p.replace(t, "| Issue     | US-1.1     | https://memory.example/x/issue/1     | 2026-02-15T19:53:36Z | ana         |",
				"| Issue     | US-1.1     | https://memory.example/x/issue/1     | _pending_            |             |")
		},
		want: `25 US-1.1 created "" "2026-02-15T19:53:36Z"
25 US-1.1 responsible "" "ana"`,
	},
	{
		name: "line of the relation list changed",
		do:   func(t *testing.T, p *project) { p.replace(t, "- EPIC-1 ← [US-1.1]", "- EPIC-1 ← [US-2.1]") },
		want: `25 US-1.1 milestone "" "EPIC-1"
27 US-2.1 milestone "EPIC-1, EPIC-2" "EPIC-2"`,
	},
	{
		name: "assignees",
		do: func(t *testing.T, p *project) {
			p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.Assignees = []string{"bo", "cy"} })
			p.replace(t, "| 2026-02-15T19:53:36Z | ana         | ✅     |\n| Issue     | US-1.2", "| 2026-02-15T19:53:36Z | @cy, @bo    | ✅     |\n| Issue     | US-1.2")
		},
		opts: tracker.Options{Responsible: "assignee"},
	},
	{
		name: "who started the run cannot be verified",
		do: func(t *testing.T, p *project) {
			p.m.edit(t, tracker.KindIssue, "US-1.1", func(x *tracker.Item) { x.Creator = "eva" })
		},
		opts: tracker.Options{Responsible: "actor"},
	},
	{
		name: "a retitled milestone keeps its issues",
		do: func(t *testing.T, p *project) {
			p.m.edit(t, tracker.KindMilestone, "EPIC-1", func(x *tracker.Item) { x.Title = "Release 2" })
		},
	},
}

// Whatever an epic becomes, nothing differs after an apply.
func TestVerifyEpics(t *testing.T) {
	t.Parallel()
	for _, epics := range []tracker.Epics{tracker.EpicsMilestone, tracker.EpicsIssue, tracker.EpicsBoth} {
		p := newProject(t, small)
		opts := &tracker.Options{Epics: epics}
		if _, r, err := p.apply(t, opts); err != nil || r.Err() != nil {
			t.Fatal(err, r.Err())
		}
		bundle := p.verify(t, opts)
		if len(bundle.Findings) > 0 {
			t.Errorf("%s: %s\n%s", epics, facts(bundle.Findings), p.src)
		}
		checkBundle(t, p, bundle)
		p.m.edit(t, tracker.KindIssue, "US-2.1", func(x *tracker.Item) { x.Creator = "eva" })
		if got := facts(p.verify(t, opts).Findings); strings.Count(got, "\n") != 1 || !strings.Contains(got, `US-2.1 responsible "ana" "eva"`) {
			t.Errorf("%s: %s", epics, got)
		}
	}
}

// replace changes the one place of the file that says old.
func (p *project) replace(t *testing.T, before, after string) {
	t.Helper()
	if n := strings.Count(string(p.src), before); n != 1 {
		t.Fatalf("the file says %q %d times:\n%s", before, n, p.src)
	}
	p.src = []byte(strings.Replace(string(p.src), before, after, 1))
}

func TestVerify(t *testing.T) {
	t.Parallel()
	for _, d := range disturbances {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, small)
			p.mustApply(t)
			d.do(t, p)
			bundle := p.verify(t, &d.opts)
			if got := strings.TrimSpace(facts(bundle.Findings)); got != d.want {
				t.Errorf("verify finds\n%s\nwant\n%s\n%s", got, d.want, p.src)
			}
			checkBundle(t, p, bundle)
		})
	}
}

// checkBundle makes sure that a bundle says the same after it was stored.
func checkBundle(t *testing.T, p *project, bundle *tracker.Bundle) {
	t.Helper()
	data, err := json.Marshal(bundle)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := tracker.ReadBundle(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(bundle.Findings, stored.Check(p.backlog())); diff != "" {
		t.Errorf("the stored bundle says something else: %s", diff)
	}
}

// Whatever is changed in a bundle shows, at every place of it.
func TestTampered(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.mustApply(t)
	data, err := json.Marshal(p.verify(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for i, c := range data {
		if c < '1' || c > '9' {
			continue
		}
		n++
		changed := bytes.Clone(data)
		changed[i]--
		switch _, err := tracker.ReadBundle(changed); {
		case err == nil:
			t.Errorf("a changed digit at byte %d is not noticed: …%s…", i, changed[max(0, i-30):min(len(changed), i+30)])
		case !errors.Is(err, tracker.ErrTampered) && !bytes.Contains(changed, []byte(`"formatVersion":0`)):
			t.Errorf("byte %d: %v", i, err)
		}
	}
	if n < 500 {
		t.Errorf("only %d places were changed", n)
	}
	for _, change := range [][2]string{
		{`"target":`, `"TARGET":"x","target":`},
		{`"target":`, `"target":"x","target":`},
		{`"target":`, `"note":"x","target":`},
	} {
		if _, err := tracker.ReadBundle(bytes.Replace(data, []byte(change[0]), []byte(change[1]), 1)); !errors.Is(err, tracker.ErrTampered) {
			t.Errorf("%s: %v", change[1], err)
		}
	}
	for _, text := range []string{"", "x", "[]", "{}", `{"formatVersion":2,"sha256":"x"}`} {
		if _, err := tracker.ReadBundle([]byte(text)); err == nil || errors.Is(err, tracker.ErrTampered) {
			t.Errorf("ReadBundle(%q): %v", text, err)
		}
	}
}

// A ledger that is edited after the bundle was made is found out without the
// tracker.
func TestBundleLater(t *testing.T) {
	t.Parallel()
	p := newProject(t, small)
	p.mustApply(t)
	bundle := p.verify(t, nil)
	p.replace(t, "| ana         | ✅     |\n| Issue     | US-2.1", "| eva         | ✅     |\n| Issue     | US-2.1")
	p.replace(t, "- EPIC-2 ← [US-2.1]", "- EPIC-2 ← [US-1.1]")
	p.replace(t, "| Milestone | EPIC-2 ", "| Milestone | EPIC-3 ")
	sum := backlog.Parse("b.md", p.src, nil).Digest()
	want := fmt.Sprintf(`0  file %q %q
0 EPIC-2 row "" "https://memory.example/x/milestone/2"
24 EPIC-3 row "https://memory.example/x/milestone/2" ""
25 US-1.1 milestone "EPIC-1, EPIC-2" "EPIC-1"
26 US-1.2 responsible "eva" "ana"
27 US-2.1 milestone "" "EPIC-2"
`, sum, bundle.Files[0].SHA256)
	if got := facts(bundle.Check(p.backlog())); got != want {
		t.Errorf("the check finds\n%s\nwant\n%s", got, want)
	}
	if got := facts(bundle.Check(backlog.New())); got != fmt.Sprintf("0  file \"\" %q\n", bundle.Files[0].SHA256) {
		t.Errorf("without the file: %s", got)
	}
}
