package cli

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"
)

// What is said of a file that cannot be read says what to do about it.
func TestMissingHint(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		err  error
		want string
	}{
		{"my plan.md", &fs.PathError{Op: "open", Path: "x", Err: fs.ErrPermission}, "let the user of this run read it, such as: chmod u+r 'my plan.md'"},
		{"plan.md", errors.New("disk on fire"), ""},
		{filepath.Join(t.TempDir(), "none", "p.md"), fs.ErrNotExist, "name a Markdown file with epics or stories; backlogsync init writes a first one"},
	} {
		if got := missingHint(test.name, test.err); got != test.want {
			t.Errorf("%s: %v: %q, want %q", test.name, test.err, got, test.want)
		}
	}
}
