//go:build unix

package files_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/backlogsync/backlogsync/internal/files"
)

// names returns what a directory holds.
func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	list := make([]string, len(entries))
	for i, e := range entries {
		list[i] = e.Name()
	}
	return list
}

// The check leaves no file behind, neither beside an old one nor where a new one
// would be.
func TestCheckReplaceLeavesNothing(t *testing.T) {
	t.Parallel()
	for _, old := range [][]string{nil, {"b.md"}} {
		dir := t.TempDir()
		for _, name := range old {
			must(t, os.WriteFile(filepath.Join(dir, name), []byte("old"), 0o666))
		}
		must(t, files.CheckReplace(filepath.Join(dir, "b.md")))
		if now := names(t, dir); !slices.Equal(now, old) {
			t.Errorf("%q has become %q", old, now)
		}
	}
}

// cut is the environment variable that has this binary replace a file as a process
// that may not write as much.
const cut = "BACKLOGSYNC_TEST_CUT"

// replaceCut returns what the process is to exit with.
func replaceCut(name string) int {
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 4, Max: 4}); err != nil {
		return 3
	}
	signal.Ignore(syscall.SIGXFSZ) // the write fails
	if _, err := files.Replace(name, []byte("larger"), 0o666); !errors.Is(err, syscall.EFBIG) {
		return 4
	}
	return 0
}

// A file that cannot be written as a whole, or not be put in its place, leaves
// what there was and nothing else.
func TestFailedReplaceLeavesNothing(t *testing.T) {
	t.Parallel()
	for what, fail := range map[string]func(dir string) error{
		"written": func(dir string) error {
			self, err := os.Executable()
			if err != nil {
				return err
			}
			cmd := exec.CommandContext(t.Context(), self)
			cmd.Env = append(os.Environ(), cut+"="+filepath.Join(dir, "b.md"))
			return cmd.Run()
		},
		"renamed": func(dir string) error {
			// To the system the way leads through a directory that is not there.
			if _, err := files.Replace(dir+"/gone/../b.md", []byte("new"), 0o666); !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("it ends with %w", err)
			}
			return nil
		},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			name := filepath.Join(dir, "b.md")
			must(t, os.WriteFile(name, []byte("old"), 0o666))
			must(t, fail(dir))
			if now := names(t, dir); !slices.Equal(now, []string{"b.md"}) {
				t.Errorf("there is %q", now)
			}
			if data, err := os.ReadFile(name); err != nil || string(data) != "old" {
				t.Errorf("it holds %q, %v", data, err)
			}
		})
	}
}

// While a file that is for its owner alone is written anew, others cannot read it:
// it gets the mode of the old one when it is whole.
func TestReplaceIsPrivateMeanwhile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	name, data := filepath.Join(dir, "b.md"), make([]byte, 4<<20)
	must(t, os.WriteFile(name, []byte("old"), 0o600))
	var seen atomic.Bool
	done := make(chan struct{})
	go func() {
		defer close(done)
		for !seen.Load() {
			found, _ := filepath.Glob(filepath.Join(dir, files.TempPrefix+"*"))
			for _, temp := range found {
				info, err := os.Stat(temp)
				if err != nil || info.Size() == int64(len(data)) { // gone, or whole
					continue
				}
				if info.Mode() != 0o600 {
					t.Errorf("its mode is %v with %d bytes written", info.Mode(), info.Size())
				}
				seen.Store(true)
			}
		}
	}()
	for !seen.Load() {
		if _, err := files.Replace(name, data, 0o666); err != nil {
			t.Error(err)
			seen.Store(true)
		}
	}
	<-done
}
