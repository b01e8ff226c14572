package reconcile_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"github.com/backlogsync/backlogsync/tracker/reconcile"
)

// asNobody runs f as who may write nothing but what everybody may: root might write
// everywhere.
func asNobody(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked, so the thread ends with its rights
		if os.Getuid() == 0 {
			const nobody = 65534
			_, _, _ = syscall.RawSyscall(syscall.SYS_SETFSUID, nobody, 0, 0) // it has no error
		}
		f()
	}()
	<-done
}

// A file that cannot be replaced is found out before anything is sent, unless it is
// to be left alone.
func TestSyncUnwritable(t *testing.T) {
	t.Parallel()
	name, state := written(t, small), t.TempDir()
	docs := filepath.Dir(name)
	if err := errors.Join(os.Chmod(filepath.Dir(docs), 0o755), os.Chmod(state, 0o777)); err != nil {
		t.Fatal(err)
	}
	for what, mode := range map[string][2]os.FileMode{"file": {0o444, 0o777}, "directory": {0o666, 0o555}} {
		if err := errors.Join(os.Chmod(name, mode[0]), os.Chmod(docs, mode[1])); err != nil {
			t.Fatal(err)
		}
		m := newMemory()
		asNobody(func() {
			_, err := syncFile(t, m, name, state, reconcile.SyncOptions{})
			if e, ok := errors.AsType[*reconcile.UnwritableError](err); !ok || e.Name != name || !errors.Is(err, os.ErrPermission) || len(m.Items()) > 0 {
				t.Errorf("a read-only %s: %v, and %d items", what, err, len(m.Items()))
			}
			if _, err := syncFile(t, m, name, state, reconcile.SyncOptions{Plan: reconcile.Options{NoWrite: true}}); err != nil || len(m.Items()) != 6 {
				t.Errorf("a read-only %s that is left alone: %v, and %d items", what, err, len(m.Items()))
			}
		})
		if err := os.RemoveAll(state); err != nil { // what was remembered of these items
			t.Fatal(err)
		}
		if err := errors.Join(os.Mkdir(state, 0o777), os.Chmod(state, 0o777)); err != nil {
			t.Fatal(err)
		}
	}
}
