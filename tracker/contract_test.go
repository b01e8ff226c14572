package tracker_test

import (
	"errors"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
)

func TestRef(t *testing.T) {
	t.Parallel()
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

func TestMarked(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"": false, "backlogsync:v1": false, "Theirs.\n\n<!-- backlogsync:v1 id=US-1 -->": true} {
		if tracker.Marked(text) != want {
			t.Errorf("%q is marked: %t", text, !want)
		}
	}
}
