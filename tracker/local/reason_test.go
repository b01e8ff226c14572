package local_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
)

// Why an issue is closed is kept, and goes when it is opened again. What people
// write there for themselves says nothing.
func TestReason(t *testing.T) {
	t.Parallel()
	tr, dir := open(t)
	item := create(t, tr, tracker.KindIssue, tracker.Content{Title: "One"})
	update := func(state tracker.State, reason tracker.Reason) {
		t.Helper()
		got, err := tr.Update(t.Context(), item.Ref, tracker.Patch{State: &state, Reason: reason})
		if err != nil || got.State != state || got.Reason != reason {
			t.Errorf("update to %s as %q: %+v, %v", state, reason, got, err)
		}
	}
	path := filepath.Join(dir, "t", "issues", "1.md")
	update(tracker.Closed, tracker.NotPlanned)
	src, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(src), "reason: not planned\n") {
		t.Errorf("%v\n%s", err, src)
	}
	own := strings.Replace(string(src), "not planned", "ask Ana", 1)
	if err := os.WriteFile(path, []byte(own), 0o666); err != nil {
		t.Fatal(err)
	}
	if got, err := tr.Get(t.Context(), item.Ref); err != nil || got.Reason != "" {
		t.Errorf("%+v, %v", got, err)
	}
	update(tracker.Closed, tracker.Duplicate)
	update(tracker.Open, "")
	if src, err := os.ReadFile(path); err != nil || strings.Contains(string(src), "reason") {
		t.Errorf("%v\n%s", err, src)
	}
}
