package trackertest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	gocmp "github.com/google/go-cmp/cmp"
)

func runContract(t *testing.T, f Factory) {
	for name, check := range map[string]func(*testing.T, *subject){
		"project":     checkProject,
		"round trip":  checkRoundTrip,
		"texts":       checkTexts,
		"long texts":  checkLongTexts,
		"limits":      checkLimits,
		"listing":     checkListing,
		"closed":      checkClosed,
		"updates":     checkUpdates,
		"errors":      checkErrors,
		"addresses":   checkAddresses,
		"versions":    checkVersions,
		"cancelled":   checkCancelled,
		"concurrency": checkConcurrency,
		"lost create": checkLostCreate,
		"lost update": checkLostUpdate,
		"refusals":    checkRefusals,
		"partial":     checkPartial,
		"redirected":  checkRedirected,
		"shifting":    checkShifting,
		"labels":      checkLabels,
		"one label":   checkOneLabel,
		"narrow":      checkNarrow,
		"blockers":    checkBlockers,
		"parents":     checkParents,
		"people":      checkPeople,
		"uncached":    checkUncached,
		"date":        checkDate,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, newSubject(t, f))
		})
	}
}

func checkProject(t *testing.T, s *subject) {
	if s.project.Target == "" || s.project.ID == "" {
		t.Errorf("the project has no name or no identity: %+v", s.project)
	}
	if s.project.ReadOnly != "" {
		t.Errorf("nothing can be written: %s", s.project.ReadOnly)
	}
	if _, again := s.reopen(t); again.ID != s.project.ID {
		t.Errorf("the identity is %q, and %q when opened again", s.project.ID, again.ID)
	}
}

func checkRoundTrip(t *testing.T, s *subject) {
	draft := tracker.Content{Title: "EPIC-1 Access", Body: "What it is about.\n\nAnd more.", Due: "2026-03-08"}
	m := s.create(t, tracker.KindMilestone, draft)
	want(t, m, draft, tracker.Open)
	s.wantCreated(t, m)
	s.wantStored(t, m)
	issue := tracker.Content{
		Title: "US-1.1 Login", Body: "- [ ] one\n- [x] two\n", Milestone: m.Key, Due: "2026-11-01",
		Labels: []string{"kind/story", "second label", "c#"}, Assignees: s.e.Assignees,
	}
	i := s.create(t, tracker.KindIssue, issue)
	want(t, i, issue, tracker.Open)
	s.wantCreated(t, i)
	s.wantStored(t, i)
	empty := tracker.Content{Title: "Only a title"}
	e := s.create(t, tracker.KindIssue, empty)
	want(t, e, empty, tracker.Open)
	s.wantStored(t, e)
}

// wantCreated checks what the ledger will say of a new item.
func (s *subject) wantCreated(t *testing.T, x *tracker.Item) {
	t.Helper()
	if x.Key == "" || x.URL == "" {
		t.Errorf("%s has no key or no address: %+v", x.Ref, x)
	}
	trusted := x.Trusted
	if p, ok := s.t.(tracker.Permitter); ok && !trusted {
		var err error
		if trusted, err = p.MayWrite(t.Context(), x.Creator); err != nil {
			t.Error(err)
		}
	}
	if !trusted {
		t.Errorf("%s, who made %s with this tracker, may not write to the project", x.Creator, x.Ref)
	}
	if d := x.CreatedAt.Sub(s.e.Now()).Abs(); d > 2*time.Second {
		t.Errorf("%s was created at %s, and it is %s", x.Ref, x.CreatedAt, s.e.Now())
	}
}

// texts are such as services have been seen to mangle.
var texts = map[string]string{
	"unicode":     "Übung, 漢字, עברית, e\u0301, 👩‍👩‍👧, \u00a0non-breaking",
	"markup":      "a < b && c > d; <details> \"quoted\" 'single' \\back\\slash `code` *bold* [link](x.md) $HOME %41 %",
	"YAML":        "- key: value # no comment\n---\n...\n'open: [",
	"marker":      "<!-- backlogsync:v1 id=US-1 scope=b.md nonce=abc -->\n\ntext\n\n<!-- backlogsync:end abc -->\n\nbelow",
	"code":        "```sh\n/close\n@nobody #1\n```\n\n    indented\n",
	"two blanks":  "line one  \nline two\\\nline three\n\n\n\nfar below",
	"leading":     "\n\n  indented first line",
	"one newline": "\n",
}

func checkTexts(t *testing.T, s *subject) {
	for name, text := range texts {
		d := tracker.Content{Title: "A title", Body: text}
		x := s.create(t, tracker.KindIssue, d)
		if plainText(x.Body) != plainText(text) && plainText(x.Body) != strings.TrimLeft(plainText(text), "\n") {
			t.Errorf("%s: sent %q, stored %q", name, text, x.Body)
		}
		s.wantStored(t, x)
	}
	for _, title := range []string{"Übung 漢字 👩‍👩‍👧 e\u0301", `"quoted": 'x' # - [y] <b> & \n % @ !`, "- dash", "2026-01-01", "null", "0x10"} {
		for range 2 { // what the service says of titles has to be so, and what is sent in that form has to stay
			x := s.create(t, tracker.KindIssue, tracker.Content{Title: title})
			if want := s.stored(tracker.KindIssue, title); x.Title != want {
				t.Errorf("title of an issue: sent %q, stored %q, not %q", title, x.Title, want)
			}
			s.wantStored(t, x)
			x = s.create(t, tracker.KindMilestone, tracker.Content{Title: title})
			if want := s.stored(tracker.KindMilestone, title); x.Title != want {
				t.Errorf("title of a milestone: sent %q, stored %q, not %q", title, x.Title, want)
			}
			s.wantStored(t, x)
			if title == s.stored(tracker.KindMilestone, title) {
				break
			}
			title = s.stored(tracker.KindMilestone, title) + " again"
		}
	}
}

// stored returns what the tracker says that the service makes of a title.
func (s *subject) stored(kind tracker.Kind, title string) string {
	if s.project.StoredTitle == nil {
		return title
	}
	return s.project.StoredTitle(kind, title)
}

func checkLongTexts(t *testing.T, s *subject) {
	d := tracker.Content{Title: "long", Body: strings.Repeat("All work and no play. ", 2_700) + "end"}
	x := s.create(t, tracker.KindIssue, d)
	want(t, x, d, tracker.Open)
	s.wantStored(t, x)
	n := s.project.Limits.TitleRunes
	if n == 0 {
		return
	}
	d = tracker.Content{Title: strings.Repeat("é", n)}
	x = s.create(t, tracker.KindIssue, d)
	want(t, x, d, tracker.Open)
	if _, err := s.t.Create(t.Context(), tracker.KindIssue, tracker.Content{Title: strings.Repeat("é", n+2)}); !errors.Is(err, tracker.ErrRejected) {
		t.Errorf("a title of %d characters: %v, want %v", n+2, err, tracker.ErrRejected)
	}
	if items := s.list(t, s.t, tracker.KindIssue); len(items) != 2 {
		t.Errorf("%d issues after a refusal, want 2", len(items))
	}
}

// checkListing makes more items than fit on two pages, with other things
// between them.
func checkListing(t *testing.T, s *subject) {
	rows := s.project.Limits.PageRows
	if rows == 0 {
		rows = 20
	}
	for _, kind := range []tracker.Kind{tracker.KindMilestone, tracker.KindIssue} {
		made := make(map[tracker.Ref]string)
		for n := range 2*rows + 3 {
			x := s.create(t, kind, tracker.Content{Title: fmt.Sprintf("%s %d", kind, n)})
			made[x.Ref] = x.Title
			if request := s.e.Hooks.Request; request != nil && kind == tracker.KindIssue && n%7 == 3 {
				request(tracker.Content{Title: "Not an issue"})
			}
			if n%7 == 0 {
				s.update(t, x.Ref, tracker.Patch{State: new(tracker.Closed)})
			}
		}
		tr, _ := s.reopen(t)
		items := s.list(t, tr, kind)
		listed := make(map[tracker.Ref]string)
		for _, x := range items {
			if _, ok := listed[x.Ref]; ok {
				t.Errorf("%s is listed twice", x.Ref)
			}
			listed[x.Ref] = x.Title
		}
		if diff := gocmp.Diff(made, listed); diff != "" {
			t.Errorf("%ss (-made +listed):\n%s", kind, diff)
		}
	}
}

func checkClosed(t *testing.T, s *subject) {
	for _, kind := range []tracker.Kind{tracker.KindMilestone, tracker.KindIssue} {
		d := tracker.Content{Title: "Done"}
		x := s.create(t, kind, d)
		for _, state := range []tracker.State{tracker.Closed, tracker.Open, tracker.Closed} {
			x = s.update(t, x.Ref, tracker.Patch{State: &state})
			want(t, x, d, state)
			s.wantStored(t, x)
		}
	}
}

// checkUpdates sets every field alone: the others stay.
func checkUpdates(t *testing.T, s *subject) {
	var milestones []*tracker.Item
	for n := range 2 {
		milestones = append(milestones, s.create(t, tracker.KindMilestone, tracker.Content{Title: fmt.Sprintf("EPIC-%d", n+1), Body: "text", Due: "2026-05-05"}))
	}
	first := tracker.Content{Title: "US-1.1", Body: "text", Labels: []string{"a", "b"}, Milestone: milestones[0].Key}
	if len(s.e.Assignees) > 0 {
		first.Assignees = s.e.Assignees[:1]
	}
	x := s.create(t, tracker.KindIssue, first)
	for _, step := range []struct {
		name   string
		patch  tracker.Patch
		change func(*tracker.Item)
	}{
		{"title", tracker.Patch{Title: new("US-1.1 new")}, func(x *tracker.Item) { x.Title = "US-1.1 new" }},
		{"text", tracker.Patch{Body: new("another\n\ntext")}, func(x *tracker.Item) { x.Body = "another\n\ntext" }},
		{"labels", tracker.Patch{Labels: &[]string{"b", "c"}}, func(x *tracker.Item) { x.Labels = []string{"b", "c"} }},
		{"milestone", tracker.Patch{Milestone: &milestones[1].Key}, func(x *tracker.Item) { x.Milestone = milestones[1].Key }},
		{"closed", tracker.Patch{State: new(tracker.Closed)}, func(x *tracker.Item) { x.State = tracker.Closed }},
		{"several", tracker.Patch{Title: new("US-1.1 last"), State: new(tracker.Open)}, func(x *tracker.Item) { x.Title, x.State = "US-1.1 last", tracker.Open }},
		{"no labels", tracker.Patch{Labels: &[]string{}}, func(x *tracker.Item) { x.Labels = nil }},
		{"no milestone", tracker.Patch{Milestone: new("")}, func(x *tracker.Item) { x.Milestone = "" }},
		{"no text", tracker.Patch{Body: new("")}, func(x *tracker.Item) { x.Body = "" }},
	} {
		s.change(t, "issue, "+step.name, &x, step.patch, step.change)
	}
	if len(s.e.Assignees) > 1 {
		s.change(t, "assignees", &x, tracker.Patch{Assignees: new(s.e.Assignees[1:2])}, func(x *tracker.Item) { x.Assignees = s.e.Assignees[1:2] })
		s.change(t, "no assignees", &x, tracker.Patch{Assignees: &[]string{}}, func(x *tracker.Item) { x.Assignees = nil })
	}
	if s.project.Points {
		s.change(t, "points", &x, tracker.Patch{Points: new("5")}, func(x *tracker.Item) { x.Points = "5" })
		s.change(t, "no points", &x, tracker.Patch{Points: new("")}, func(x *tracker.Item) { x.Points = "" })
	}
	if s.project.DueDates {
		s.change(t, "due", &x, tracker.Patch{Due: new("2026-12-31")}, func(x *tracker.Item) { x.Due = "2026-12-31" })
		s.change(t, "no due", &x, tracker.Patch{Due: new("")}, func(x *tracker.Item) { x.Due = "" })
	}
	m := milestones[0]
	s.change(t, "milestone, title", &m, tracker.Patch{Title: new("EPIC-1 new")}, func(x *tracker.Item) { x.Title = "EPIC-1 new" })
	s.change(t, "milestone, text", &m, tracker.Patch{Body: new("new")}, func(x *tracker.Item) { x.Body = "new" })
	s.change(t, "milestone, due", &m, tracker.Patch{Due: new("2026-12-31")}, func(x *tracker.Item) { x.Due = "2026-12-31" })
	s.change(t, "milestone, closed", &m, tracker.Patch{State: new(tracker.Closed)}, func(x *tracker.Item) { x.State = tracker.Closed })
	s.change(t, "milestone, no due", &m, tracker.Patch{Due: new("")}, func(x *tracker.Item) { x.Due = "" })
}

// change updates an item and wants what change makes of it, and nothing else.
func (s *subject) change(t *testing.T, name string, x **tracker.Item, p tracker.Patch, change func(*tracker.Item)) {
	t.Helper()
	p.Version = (*x).Version
	wanted := plain(*x)
	change(&wanted)
	got := s.update(t, (*x).Ref, p)
	g := plain(got)
	g.Version = wanted.Version
	wanted.Labels, wanted.Assignees = sorted(wanted.Labels), sorted(wanted.Assignees)
	if diff := gocmp.Diff(wanted, g); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
	s.wantStored(t, got)
	*x = got
}

func checkErrors(t *testing.T, s *subject) {
	ctx := t.Context()
	wantError := func(what string, err, kind error) {
		t.Helper()
		if _, ok := errors.AsType[*tracker.Error](err); !ok || !errors.Is(err, kind) {
			t.Errorf("%s: %v (%T), want a *tracker.Error of the kind %q", what, err, err, kind)
		}
	}
	for _, kind := range []tracker.Kind{tracker.KindMilestone, tracker.KindIssue} {
		missing := tracker.Ref{Kind: kind, Key: "987654"}
		_, err := s.t.Get(ctx, missing)
		wantError("read a missing "+string(kind), err, tracker.ErrNotFound)
		_, err = s.t.Update(ctx, missing, tracker.Patch{Title: new("x")})
		wantError("update a missing "+string(kind), err, tracker.ErrNotFound)
		_, err = s.t.Create(ctx, kind, tracker.Content{})
		wantError("create without a title", err, tracker.ErrRejected)
	}
	_, err := s.t.Create(ctx, tracker.KindIssue, tracker.Content{Title: "x", Milestone: "987654"})
	wantError("create in a missing milestone", err, tracker.ErrRejected)
	// A key is not a title, though a service may look for either.
	s.create(t, tracker.KindMilestone, tracker.Content{Title: "987654"})
	_, err = s.t.Get(ctx, tracker.Ref{Kind: tracker.KindMilestone, Key: "987654"})
	wantError("read a milestone by its title", err, tracker.ErrNotFound)
	_, err = s.t.Create(ctx, tracker.KindIssue, tracker.Content{Title: "x", Milestone: "987654"})
	wantError("create in a milestone by its title", err, tracker.ErrRejected)
	if items := s.list(t, s.t, tracker.KindIssue); len(items) > 0 {
		t.Errorf("%d issues after refusals", len(items))
	}
	// Titles of milestones are unique in some services; a closed one counts.
	m := s.create(t, tracker.KindMilestone, tracker.Content{Title: "EPIC-1"})
	s.update(t, m.Ref, tracker.Patch{State: new(tracker.Closed)})
	if _, err := s.t.Create(ctx, tracker.KindMilestone, tracker.Content{Title: "EPIC-1"}); err != nil {
		wantError("create a second milestone of a title", err, tracker.ErrExists)
	}
}

func checkAddresses(t *testing.T, s *subject) {
	for _, kind := range []tracker.Kind{tracker.KindMilestone, tracker.KindIssue} {
		x := s.create(t, kind, tracker.Content{Title: "x"})
		address := x.URL
		if l, ok := s.t.(tracker.Linker); ok {
			address = l.Link(x, "docs/b.md")
		}
		tr, _ := s.reopen(t)
		if ref, err := tr.Resolve(t.Context(), address, "docs/b.md"); err != nil || ref != x.Ref {
			t.Errorf("%s leads to %s, want %s; %v", address, ref, x.Ref, err)
		}
	}
	for _, foreign := range []string{"https://other.example/a/b/issues/1", "https://other.example/", "mailto:a@b.example", "not an address"} {
		if ref, err := s.t.Resolve(t.Context(), foreign, "b.md"); !errors.Is(err, tracker.ErrForeign) {
			t.Errorf("%s leads to %s; %v, want %v", foreign, ref, err, tracker.ErrForeign)
		}
	}
}

// checkVersions makes sure that a patch for an item that has changed since is
// refused, where the service has versions.
func checkVersions(t *testing.T, s *subject) {
	x := s.create(t, tracker.KindIssue, tracker.Content{Title: "x"})
	now := s.update(t, x.Ref, tracker.Patch{Title: new("y")})
	if x.Version == "" {
		return
	}
	if now.Version == x.Version {
		t.Errorf("an update leaves the version %s", now.Version)
	}
	if _, err := s.t.Update(t.Context(), x.Ref, tracker.Patch{Title: new("z"), Version: x.Version}); !errors.Is(err, tracker.ErrChanged) {
		t.Errorf("a patch for an old version: %v, want %v", err, tracker.ErrChanged)
	}
	got, err := s.t.Get(t.Context(), x.Ref)
	if err != nil || got.Title != "y" {
		t.Errorf("title %q; %v", got.Title, err)
	}
}

// checkCancelled makes sure that a listing that was cut short says so.
func checkCancelled(t *testing.T, s *subject) {
	s.create(t, tracker.KindIssue, tracker.Content{Title: "x"})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if items, err := list(ctx, s.t, tracker.KindIssue); err == nil {
		t.Errorf("a cancelled listing yields %d items and no error", len(items))
	}
}

func checkConcurrency(t *testing.T, s *subject) {
	const each = 8
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			tr, _ := s.reopen(t)
			for range each {
				x, err := tr.Create(t.Context(), tracker.KindIssue, tracker.Content{Title: "x"})
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := s.t.Update(t.Context(), x.Ref, tracker.Patch{Title: new("y")}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	items := s.list(t, s.t, tracker.KindIssue)
	if len(items) != 3*each {
		t.Errorf("%d issues, want %d", len(items), 3*each)
	}
	for _, x := range items {
		if x.Title != "y" {
			t.Errorf("%s is called %q", x.Ref, x.Title)
		}
	}
}
