package local

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
)

// What the disk says is a failure of the kind that decides what to do next.
func TestFailed(t *testing.T) {
	t.Parallel()
	tr := Open(t.TempDir(), nil)
	item := tracker.Ref{Kind: tracker.KindIssue, Key: "1"}
	for _, test := range []struct {
		err  error
		ref  tracker.Ref
		want error
	}{
		{&fs.PathError{Op: "open", Path: "x", Err: fs.ErrPermission}, item, tracker.ErrUnauthorized},
		{&fs.PathError{Op: "open", Path: "x", Err: fs.ErrNotExist}, item, tracker.ErrNotFound},
		{&fs.PathError{Op: "open", Path: "x", Err: fs.ErrNotExist}, tracker.Ref{Kind: tracker.KindIssue}, tracker.ErrUnavailable},
		{&brokenError{file: "x"}, item, tracker.ErrRejected},
		{fmt.Errorf("%w: no", tracker.ErrRejected), item, tracker.ErrRejected},
		{fmt.Errorf("%w: no", tracker.ErrChanged), item, tracker.ErrChanged},
		{errors.New("disk on fire"), item, tracker.ErrUnavailable},
	} {
		err := tr.failed("update", test.ref, test.err)
		e, ok := errors.AsType[*tracker.Error](err)
		if !ok || !errors.Is(e.Kind, test.want) || e.Op != "update" || e.Ref != test.ref {
			t.Errorf("%v of %s: %v", test.err, test.ref, err)
		}
		if says := errors.Is(test.err, fs.ErrPermission); strings.Contains(e.Hint, "let the user of this run write into ") != says {
			t.Errorf("%v: %q", test.err, e.Hint)
		}
	}
}
