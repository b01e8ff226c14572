package tracker_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
)

// Numbers are compared as numbers: issue 9 is older than issue 10.
func TestRefCompare(t *testing.T) {
	t.Parallel()
	refs := []tracker.Ref{{Key: "10"}, {Key: "9"}, {Key: "b2"}, {Key: "b10"}}
	slices.SortFunc(refs, tracker.Ref.Compare)
	var keys []string
	for _, r := range refs {
		keys = append(keys, r.Key)
	}
	if got := strings.Join(keys, " "); got != "9 10 b10 b2" {
		t.Errorf("the order is %s", got)
	}
	if got := (tracker.Ref{Kind: tracker.KindIssue, Key: "17"}).String(); got != "issue 17" {
		t.Errorf("it is called %q", got)
	}
}

// An error says where, what, and why, and is both its kind and its cause.
func TestError(t *testing.T) {
	t.Parallel()
	cause := errors.New("no such page")
	for want, err := range map[string]*tracker.Error{
		"local:x: update issue 17: not found: no such page": {
			Target: "local:x", Op: "update", Ref: tracker.Ref{Kind: tracker.KindIssue, Key: "17"}, Kind: tracker.ErrNotFound, Err: cause,
		},
		"local:x: create issue: rejected": {Target: "local:x", Op: "create", Ref: tracker.Ref{Kind: tracker.KindIssue}, Kind: tracker.ErrRejected},
		"local:x: read: not authorized":   {Target: "local:x", Op: "read", Kind: tracker.ErrUnauthorized},
	} {
		if err.Error() != want || !errors.Is(err, err.Kind) || err.Err != nil && !errors.Is(err, cause) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// What a person has to do something about does not pass by itself.
func TestPassing(t *testing.T) {
	t.Parallel()
	for kind, want := range map[error]bool{
		nil: false, tracker.ErrRejected: false, tracker.ErrUnauthorized: false, tracker.ErrExists: false, tracker.ErrForeign: false,
		tracker.ErrConflict: false, tracker.ErrUnsupported: false,
		tracker.ErrNotFound: true, tracker.ErrRateLimited: true, tracker.ErrChanged: true, tracker.ErrUnavailable: true, tracker.ErrUnknown: true,
	} {
		if got := tracker.Passing(kind); got != want {
			t.Errorf("%v passes: %t, want %t", kind, got, want)
		}
	}
}

func TestMarked(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"": false, "backlogsync:v1": false, "Theirs.\n\n<!-- backlogsync:v1 id=US-1 -->": true} {
		if tracker.Marked(text) != want {
			t.Errorf("%q is marked: %t", text, !want)
		}
	}
}
