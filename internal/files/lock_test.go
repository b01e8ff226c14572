//go:build unix

package files_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/files"
)

// Who looks at a file and replaces it in a folder that is locked loses nothing of
// what others write meanwhile, and leaves nothing behind.
func TestLockFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	name := filepath.Join(dir, "count")
	must(t, os.WriteFile(name, []byte("0"), 0o666))
	const writers, turns = 4, 10
	var done sync.WaitGroup
	for range writers {
		done.Go(func() {
			for range turns {
				unlock := files.LockFolder(dir)
				data, err := os.ReadFile(name)
				n, _ := strconv.Atoi(string(data))
				if err == nil {
					_, err = files.Replace(name, []byte(strconv.Itoa(n+1)), 0o666)
				}
				unlock()
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	done.Wait()
	data, err := os.ReadFile(name)
	if err != nil || string(data) != strconv.Itoa(writers*turns) {
		t.Errorf("after %d turns it holds %q, %v", writers*turns, data, err)
	}
	if left := names(t, dir); len(left) != 1 {
		t.Errorf("left behind: %q", left)
	}
}

// What cannot be locked keeps nobody waiting.
func TestLockFolderThatIsNot(t *testing.T) {
	t.Parallel()
	start := time.Now()
	files.LockFolder(filepath.Join(t.TempDir(), "missing"))()
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("it took %v", d)
	}
}

// locked is the environment variable that has this binary lock a folder until it is
// killed.
const locked = "BACKLOGSYNC_TEST_LOCK"

func lockForever(dir string) int {
	files.LockFolder(dir)
	fmt.Println("locked")
	_, _ = io.Copy(io.Discard, os.Stdin)
	return 3
}

// The lock is one between processes, and one that is killed gives it back.
func TestLockOfAnotherProcess(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	self, err := os.Executable()
	must(t, err)
	other := exec.CommandContext(t.Context(), self)
	other.Env = append(os.Environ(), locked+"="+dir)
	_, err = other.StdinPipe()
	must(t, err)
	out, err := other.StdoutPipe()
	must(t, err)
	must(t, other.Start())
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "locked\n" {
		t.Fatalf("it says %q, %v", line, err)
	}
	var unlock func()
	got := make(chan struct{})
	go func() { defer close(got); unlock = files.LockFolder(dir) }()
	select {
	case <-got:
		t.Error("two processes have the lock")
	case <-time.After(100 * time.Millisecond):
	}
	start := time.Now()
	must(t, other.Process.Kill())
	<-got
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("it took %v to get the lock of a process that was killed", d)
	}
	unlock()
	_ = other.Wait() // it was killed
}
