//go:build unix

package local_test

import (
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
)

// A note of the last number that is no file is refused, and keeps nobody waiting.
func TestNumberInPipe(t *testing.T) {
	t.Parallel()
	tr, dir := open(t)
	create(t, tr, tracker.KindIssue, tracker.Content{Title: "one"})
	note := filepath.Join(dir, "t", ".last-issues")
	if err := syscall.Unlink(note); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(note, 0o600); err != nil {
		t.Fatal(err)
	}
	refused := make(chan error, 1)
	go func() {
		_, err := tr.Create(t.Context(), tracker.KindIssue, tracker.Content{Title: "two"})
		refused <- err
	}()
	select {
	case err := <-refused:
		if err == nil {
			t.Error("an issue was made")
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the pipe was waited for")
	}
}
