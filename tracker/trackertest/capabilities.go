package trackertest

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	gocmp "github.com/google/go-cmp/cmp"
)

// checkLabels makes, changes and lists labels, where the tracker has more than
// their names.
func checkLabels(t *testing.T, s *subject) {
	l, ok := s.t.(tracker.Labeler)
	if !ok {
		return
	}
	made := tracker.Label{Name: "Kind/Story", Color: "0e8a16", Description: "What people get"}
	if got, err := l.CreateLabel(t.Context(), made); err != nil || *got != made {
		t.Fatalf("created %+v, %v", got, err)
	}
	if _, err := l.CreateLabel(t.Context(), made); !errors.Is(err, tracker.ErrExists) {
		t.Errorf("the same label again: %v, want %v", err, tracker.ErrExists)
	}
	changed := tracker.Label{Name: made.Name, Color: "d4c5f9", Description: "Something else"}
	if got, err := l.UpdateLabel(t.Context(), made.Name, changed); err != nil || *got != changed {
		t.Fatalf("updated %+v, %v", got, err)
	}
	s.create(t, tracker.KindIssue, tracker.Content{Title: "x", Labels: []string{made.Name}})
	tr, _ := s.reopen(t)
	l, _ = tr.(tracker.Labeler)
	var listed []tracker.Label
	for x, err := range l.Labels(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if x.Name == made.Name {
			listed = append(listed, *x)
		}
	}
	if diff := gocmp.Diff([]tracker.Label{changed}, listed); diff != "" {
		t.Errorf("labels (-want +listed):\n%s", diff)
	}
}

// checkOneLabel makes issues with a label that does not exist yet, from two
// processes at once: there is one label of that name afterwards.
func checkOneLabel(t *testing.T, s *subject) {
	if _, ok := s.t.(tracker.Labeler); !ok {
		return
	}
	var wg sync.WaitGroup
	for range 2 {
		tr, _ := s.reopen(t)
		wg.Go(func() {
			if _, err := tr.Create(t.Context(), tracker.KindIssue, tracker.Content{Title: "x", Labels: []string{"new"}}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	tr, _ := s.reopen(t)
	l, _ := tr.(tracker.Labeler)
	n := 0
	for x, err := range l.Labels(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if x.Name == "new" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d labels of one name, want 1", n)
	}
}

// checkNarrow lists the issues with one label, and no others.
func checkNarrow(t *testing.T, s *subject) {
	n, ok := s.t.(tracker.Narrower)
	if !ok {
		return
	}
	var want []tracker.Ref
	for _, labels := range [][]string{{"ours"}, nil, {"theirs"}, {"ours", "theirs"}} {
		x := s.create(t, tracker.KindIssue, tracker.Content{Title: "x", Labels: labels})
		if len(labels) > 0 && labels[0] == "ours" {
			want = append(want, x.Ref)
		}
	}
	s.update(t, want[0], tracker.Patch{State: new(tracker.Closed)})
	if err := s.e.Sleep(t.Context(), s.project.Limits.Settle); err != nil {
		t.Fatal(err)
	}
	for label, want := range map[string][]tracker.Ref{"ours": want, "nobody's": nil} {
		var listed []tracker.Ref
		for x, err := range n.ListLabeled(t.Context(), label) {
			if err != nil {
				t.Fatal(err)
			}
			listed = append(listed, x.Ref)
		}
		if diff := gocmp.Diff(want, listed); diff != "" {
			t.Errorf("with the label %s (-want +listed):\n%s", label, diff)
		}
	}
}

// checkBlockers relates issues twice and takes that back twice.
func checkBlockers(t *testing.T, s *subject) {
	b, ok := s.t.(tracker.Blocker)
	if !ok {
		return
	}
	item := s.create(t, tracker.KindIssue, tracker.Content{Title: "blocked"}).Ref
	blocker := s.create(t, tracker.KindIssue, tracker.Content{Title: "blocker"}).Ref
	for _, step := range []func() error{
		func() error { return b.RemoveBlocker(t.Context(), item, blocker) },
		func() error { return b.AddBlocker(t.Context(), item, blocker) },
		func() error { return b.AddBlocker(t.Context(), item, blocker) },
		func() error { return b.RemoveBlocker(t.Context(), item, blocker) },
		func() error { return b.RemoveBlocker(t.Context(), item, blocker) },
	} {
		if err := step(); err != nil && !errors.Is(err, tracker.ErrUnsupported) {
			t.Error(err)
		}
	}
}

// checkParents does so for issues that belong to others: each to one at most.
func checkParents(t *testing.T, s *subject) {
	p, ok := s.t.(tracker.Parenter)
	if !ok {
		return
	}
	child := s.create(t, tracker.KindIssue, tracker.Content{Title: "child"}).Ref
	parent := s.create(t, tracker.KindIssue, tracker.Content{Title: "parent"}).Ref
	other := s.create(t, tracker.KindIssue, tracker.Content{Title: "other"}).Ref
	wantParent := func(want string) {
		t.Helper()
		x, err := s.t.Get(t.Context(), child)
		if err != nil || x.Parent != want {
			t.Errorf("the parent is %q, want %q; %v", x.Parent, want, err)
		}
	}
	for range 2 {
		switch err := p.SetParent(t.Context(), child, parent); {
		case errors.Is(err, tracker.ErrUnsupported):
			return
		case err != nil:
			t.Error(err)
		}
		wantParent(parent.Key)
	}
	if err := p.SetParent(t.Context(), child, other); !errors.Is(err, tracker.ErrConflict) {
		t.Errorf("a child of another issue: %v, want %v", err, tracker.ErrConflict)
	}
	for range 2 {
		if err := p.RemoveParent(t.Context(), child, parent); err != nil {
			t.Error(err)
		}
		wantParent("")
	}
}

// checkPeople finds out who may write: who uses the tracker may, strangers may
// not, and a marker in what they made does not count however it is read.
func checkPeople(t *testing.T, s *subject) {
	own := s.create(t, tracker.KindIssue, tracker.Content{Title: "x", Body: texts["marker"]})
	if s.project.Login != nil {
		login, err := s.project.Login(t.Context())
		if err == nil && login != own.Creator || err != nil && !errors.Is(err, tracker.ErrUnauthorized) {
			t.Errorf("the credentials belong to %q, and %q made %s; %v", login, own.Creator, own.Ref, err)
		}
	}
	if s.e.Hooks.Stranger == nil {
		return
	}
	ref := s.e.Hooks.Stranger(tracker.Content{Title: "y", Body: texts["marker"]})
	tr, _ := s.reopen(t)
	theirs, err := tr.Get(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	if theirs.Trusted {
		t.Errorf("%s may not write to the project, and is trusted", theirs.Creator)
	}
	s.wantStored(t, theirs)
	if p, ok := tr.(tracker.Permitter); ok {
		may, err := p.MayWrite(t.Context(), theirs.Creator)
		if may || err != nil && !errors.Is(err, tracker.ErrUnsupported) {
			t.Errorf("%s may write to the project: %t; %v", theirs.Creator, may, err)
		}
	}
}

// checkDate compares the server's clock with the time of the test.
func checkDate(t *testing.T, s *subject) {
	d, ok := s.t.(tracker.Server)
	if !ok {
		return
	}
	if off := d.Date().Sub(s.e.Now()).Abs(); off > 2*time.Second {
		t.Errorf("the server's clock says %s, and it is %s", d.Date(), s.e.Now())
	}
}

// checkUncached makes sure that what a tracker keeps of earlier answers hides
// nothing, and that a reader of it without them asks again.
func checkUncached(t *testing.T, s *subject) {
	if s.e.OpenIn == nil {
		return
	}
	dir := t.TempDir()
	s.create(t, tracker.KindIssue, tracker.Content{Title: "x"})
	s.list(t, s.t, tracker.KindIssue) // which waits until it is shown
	for range 2 {
		tr := s.e.OpenIn(dir)
		if _, err := tr.Project(t.Context()); err != nil {
			t.Fatal(err)
		}
		readers := []tracker.Reader{tr}
		if c, ok := tr.(tracker.Cacher); ok {
			readers = append(readers, c.Uncached())
		}
		for _, r := range readers {
			items, err := list(t.Context(), r, tracker.KindIssue)
			if err != nil || len(items) != 1 {
				t.Errorf("%d issues, want 1; %v", len(items), err)
			}
		}
	}
	tr := s.e.OpenIn(dir)
	c, ok := tr.(tracker.Cacher)
	if !ok {
		return
	}
	s.list(t, tr, tracker.KindIssue)
	kept := c.Cached()
	if kept == 0 {
		t.Error("nothing of a listing that did not change was kept")
	}
	if _, err := list(t.Context(), c.Uncached(), tracker.KindIssue); err != nil {
		t.Fatal(err)
	}
	if n := c.Cached(); n != kept {
		t.Errorf("%d kept answers were used by a reader without them", n-kept)
	}
}
