package trackertest

import (
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
	gocmp "github.com/google/go-cmp/cmp"
)

// A subject is a tracker whose contract is checked.
type subject struct {
	e       *Env
	open    func() tracker.Tracker
	t       tracker.Tracker
	project *tracker.Project
}

func newSubject(t *testing.T, f Factory) *subject {
	t.Helper()
	e := newEnv()
	s := &subject{e: e, open: f(t, e)}
	s.t, s.project = s.reopen(t)
	return s
}

// reopen opens the project as another process would.
func (s *subject) reopen(t *testing.T) (tracker.Tracker, *tracker.Project) {
	t.Helper()
	tr := s.open()
	p, err := tr.Project(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return tr, p
}

func (s *subject) create(t *testing.T, kind tracker.Kind, c tracker.Content) *tracker.Item {
	t.Helper()
	item, err := s.t.Create(t.Context(), kind, c)
	if err != nil {
		t.Fatalf("create %s %q: %v", kind, c.Title, err)
	}
	return item
}

func (s *subject) update(t *testing.T, ref tracker.Ref, p tracker.Patch) *tracker.Item {
	t.Helper()
	item, err := s.t.Update(t.Context(), ref, p)
	if err != nil {
		t.Fatalf("update %s: %v", ref, err)
	}
	return item
}

// list lists what must be seen after the settle window.
func (s *subject) list(t *testing.T, tr tracker.Tracker, kind tracker.Kind) []*tracker.Item {
	t.Helper()
	if err := s.e.Sleep(t.Context(), s.project.Limits.Settle); err != nil {
		t.Fatal(err)
	}
	items, err := list(t.Context(), tr, kind)
	if err != nil {
		t.Fatal(err)
	}
	return items
}

// wantStored makes sure that another process reads got alone and in the
// listing.
func (s *subject) wantStored(t *testing.T, got *tracker.Item) {
	t.Helper()
	tr, _ := s.reopen(t)
	read, err := tr.Get(t.Context(), got.Ref)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(plain(got), plain(read)); diff != "" {
		t.Errorf("%s (-answer +read alone):\n%s", got.Ref, diff)
	}
	items := s.list(t, tr, got.Kind)
	for _, x := range items {
		if x.Ref != got.Ref {
			continue
		}
		if diff := gocmp.Diff(plain(got), plain(x)); diff != "" {
			t.Errorf("%s (-answer +listed):\n%s", got.Ref, diff)
		}
		return
	}
	t.Errorf("%s is not listed", got.Ref)
}

// plain returns an item with what may differ between two reads made equal:
// line endings, blank lines at the end, the order of sets.
func plain(x *tracker.Item) tracker.Item {
	p := *x
	p.Body = plainText(x.Body)
	p.Labels, p.Assignees = sorted(x.Labels), sorted(x.Assignees)
	p.CreatedAt = x.CreatedAt.UTC()
	return p
}

func plainText(s string) string {
	return strings.TrimRight(strings.ReplaceAll(s, "\r\n", "\n"), " \t\n")
}

// want compares the fields that a person sees.
func want(t *testing.T, got *tracker.Item, d tracker.Content, state tracker.State) {
	t.Helper()
	type fields struct {
		Title, Body       string
		State             tracker.State
		Labels, Assignees []string
		Milestone, Due    string
	}
	w := fields{d.Title, plainText(d.Body), state, sorted(d.Labels), sorted(d.Assignees), d.Milestone, d.Due}
	g := fields{got.Title, plainText(got.Body), got.State, sorted(got.Labels), sorted(got.Assignees), got.Milestone, got.Due}
	if got.Kind == tracker.KindIssue && got.Due == "" {
		w.Due = "" // not every service has a date for issues, see [tracker.Project]
	}
	if diff := gocmp.Diff(w, g); diff != "" {
		t.Errorf("%s (-want +got):\n%s", got.Ref, diff)
	}
}
