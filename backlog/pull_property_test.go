package backlog_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// pulledValues are values that trackers have, some of which look like more than
// they are.
var pulledValues = map[backlog.PullField][]string{
	backlog.PullState: {todo, done, dropped},
	backlog.PullTitle: {"Sign in", "Pay | refund", "*Really* new", "`x` and <y>", "US-9.9 Other", "Done ✅", "# Heading", "[x] Box", "1. One", "Ünï & co"},
	backlog.PullDue:   {"2026-05-05", "2027-01-31", ""}, backlog.PullPoints: {"1", "13", "0.5", ""},
	backlog.PullLabels: {"bug", "bug,good first issue", "a|b", "", "área/ui"}, backlog.PullAssignees: {"ana", "ana,bob-c", ""},
	backlog.PullText: {
		"New text.", "", "One\n\n- a\n- b\n\n| x | y |\n| - | - |\n| 1 | 2 |", "## EPIC-9 Hidden\n\n- [ ] US-9.1 Trap", "```\nopen fence", "<!-- open comment",
		"---\n\nBelow a rule", "Labels: wrong\nStatus: done", "Line\nbroken  \nhard\n\n    code", "- [ ] a box\n- [x] another",
	},
}

func drawPull(t *rapid.T, f *backlog.File) backlog.Pull {
	field := rapid.SampledFrom(backlog.PullFields).Draw(t, "field")
	value := rapid.SampledFrom(pulledValues[field]).Draw(t, "value")
	p := backlog.Pull{Field: field, Value: value}
	if field == backlog.PullLabels || field == backlog.PullAssignees {
		p.Value = ""
		if value != "" {
			p.Set = strings.Split(value, ",")
		}
	}
	if epics := f.Epics(); len(epics) > 0 && rapid.IntRange(0, 4).Draw(t, "kind") == 0 {
		p.ItemRef = backlog.ItemRef{Kind: backlog.KindMilestone, ID: rapid.SampledFrom(epics).Draw(t, "epic").ID}
		return p
	}
	p.ItemRef = backlog.ItemRef{Kind: backlog.KindIssue, ID: rapid.SampledFrom(f.Stories()).Draw(t, "story").ID}
	return p
}

// says returns what a file says, by item and field. Derived IDs follow titles, so
// items are named by their place.
func says(f *backlog.File) map[string]string {
	m := make(map[string]string)
	for i, e := range f.Epics() {
		name := fmt.Sprintf("milestone %d ", i)
		m[name+"title"], m[name+"due"], m[name+"text"] = e.Milestone+" "+e.Title, e.Due, e.Text
	}
	for i, s := range f.Stories() {
		name := fmt.Sprintf("issue %d ", i)
		m[name+"title"], m[name+"due"], m[name+"text"] = s.Title, s.Due, s.Text
		m[name+"labels"], m[name+"assignees"] = strings.Join(s.Labels, ","), strings.Join(s.Assignees, ",")
		m[name+"state"] = fmt.Sprint(s.Dropped, s.Checked != nil, s.Checked != nil && *s.Checked)
		if s.Points != nil {
			m[name+"points"] = fmt.Sprint(*s.Points)
		}
	}
	return m
}

func placeOf(f *backlog.File, p *backlog.Pull) string {
	i := slices.IndexFunc(f.Stories(), func(s *backlog.Story) bool { return s.ID == p.ID })
	if p.Kind == backlog.KindMilestone {
		i = slices.IndexFunc(f.Epics(), func(e *backlog.Epic) bool { return e.ID == p.ID })
	}
	return fmt.Sprintf("%s %d ", p.Kind, i)
}

// In every form: what is pulled is said afterwards, what is left says what it
// said, nothing of other items and fields changes, and a second pull does
// nothing. A text may change with the fields in it.
func TestPullProperties(t *testing.T) {
	t.Parallel()
	var names []string
	sources := make(map[string][]byte)
	for _, pattern := range []string{"testdata/parse/*.txtar", "testdata/record/*.txtar"} {
		for _, c := range readCases(t, pattern) {
			src := c.archive.Files[0].Data
			if f := backlog.Parse("b.md", src, nil); len(f.Stories()) > 0 && f.Check().Err() == nil {
				names = append(names, c.name)
				sources[c.name] = src
			}
		}
	}
	for name, c := range pullCases {
		names = append(names, name)
		sources[name] = []byte(c.src)
	}
	slices.Sort(names)
	rapid.Check(t, func(r *rapid.T) {
		src := sources[rapid.SampledFrom(names).Draw(r, "file")]
		if rapid.IntRange(0, 4).Draw(r, "CRLF") == 0 {
			src = bytes.ReplaceAll(bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
		}
		f := backlog.Parse("b.md", src, nil)
		var pulls []backlog.Pull
		for range rapid.IntRange(1, 5).Draw(r, "pulls") {
			p := drawPull(r, f)
			if !slices.ContainsFunc(pulls, func(q backlog.Pull) bool { return q.ItemRef == p.ItemRef && q.Field == p.Field }) {
				pulls = append(pulls, p)
			}
		}
		edits, left := f.Pull(pulls)
		out, err := backlog.Apply(src, edits...)
		if err != nil {
			r.Fatal(err)
		}
		g := f.With(out)
		if len(left) == len(pulls) && !bytes.Equal(src, out) {
			r.Fatalf("all is left, and the file changes:\n%s", cmp.Diff(string(src), string(out)))
		}
		free := make(map[string]bool) // what may change
		var again []backlog.Pull
		for _, p := range pulls {
			place := placeOf(f, &p)
			if slices.ContainsFunc(left, func(q backlog.Pull) bool { return q.ItemRef == p.ItemRef && q.Field == p.Field }) {
				continue
			}
			free[place+string(p.Field)] = true
			freeTexts(f, place, p.Field == backlog.PullText, free)
			if p.ID = idAt(g, place); p.Field != backlog.PullText {
				again = append(again, p)
			}
		}
		before, after := says(f), says(g)
		for k := range free {
			delete(before, k)
			delete(after, k)
		}
		if diff := cmp.Diff(before, after); diff != "" {
			r.Fatalf("what was not pulled (-before +after):\n%s%s", diff, cmp.Diff(string(src), string(out)))
		}
		if edits, left := g.Pull(again); len(edits)+len(left) > 0 {
			r.Fatalf("again %v, left %v\n%s", edits, left, out)
		}
	})
}

// freeTexts notes the texts that may hold what is pulled of an item: cells stand
// anywhere, a text in those of items above it.
func freeTexts(f *backlog.File, place string, text bool, free map[string]bool) {
	line := 1 << 30
	if at, ok := lineAt(f, place); ok && text {
		line = at
	}
	for i, e := range f.Epics() {
		free[fmt.Sprintf("milestone %d text", i)] = free[fmt.Sprintf("milestone %d text", i)] || e.Pos.Line < line
	}
	for i, s := range f.Stories() {
		free[fmt.Sprintf("issue %d text", i)] = free[fmt.Sprintf("issue %d text", i)] || s.Pos.Line < line
	}
	for k, v := range free {
		if !v {
			delete(free, k)
		}
	}
}

func lineAt(f *backlog.File, place string) (int, bool) {
	var kind backlog.Kind
	var i int
	if _, err := fmt.Sscan(place, &kind, &i); err != nil || i < 0 {
		return 0, false
	}
	if kind == backlog.KindMilestone {
		return f.Epics()[i].Pos.Line, true
	}
	return f.Stories()[i].Pos.Line, true
}

// idAt returns the ID of the item at a place, since some IDs follow titles.
func idAt(f *backlog.File, place string) backlog.ID {
	var kind backlog.Kind
	var i int
	if _, err := fmt.Sscan(place, &kind, &i); err != nil {
		panic(err)
	}
	if kind == backlog.KindMilestone {
		return f.Epics()[i].ID
	}
	return f.Stories()[i].ID
}
