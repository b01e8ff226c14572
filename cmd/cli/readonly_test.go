//go:build unix

package cli

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/backlogsync/backlogsync/internal/testutil"
)

// A backlog that is read-only, or in a directory where nothing can be made, is
// found out before anything is sent. Root may write everywhere, so the command
// runs as nobody.
func TestReadOnlyBacklog(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil { // it is for its owner alone
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.Chmod(filepath.Join(dir, "docs"), 0o777); err != nil { // so that it can be removed
			t.Error(err)
		}
	})
	command := filepath.Join(dir, "backlogsync") // the name says what the binary does
	testutil.CopySelf(t, command)
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) (string, int) {
		cmd := exec.CommandContext(t.Context(), command, args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+filepath.Join(dir, "state"))
		if os.Getuid() == 0 {
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		err := cmd.Run()
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			return stderr.String(), exit.ExitCode()
		}
		if err != nil {
			t.Fatal(err)
		}
		return stderr.String(), 0
	}
	docs, name := filepath.Join(dir, "docs"), filepath.Join(dir, "docs", "b.md")
	prepare := func(fileMode, dirMode os.FileMode) {
		if err := errors.Join(os.Chmod(docs, 0o777), os.WriteFile(name, []byte("# Backlog\n\n## Epic 1: A\n\n- [ ] US-1.1 One\n"), 0o666),
			os.Chmod(name, fileMode), os.Chmod(docs, dirMode)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(docs, 0o777); err != nil {
		t.Fatal(err)
	}
	for what, mode := range map[string][2]os.FileMode{"file": {0o444, 0o777}, "directory": {0o666, 0o555}} {
		prepare(mode[0], mode[1])
		stderr, code := run("apply", "--yes", "--to", "local:t", "docs/b.md")
		if code != int(exitFailed) || !strings.Contains(stderr, "nothing was sent, because the ledger in docs/b.md cannot be written") ||
			!strings.Contains(stderr, "--no-write") {
			t.Errorf("a read-only %s: exit code %d, %s", what, code, stderr)
		}
		if _, err := os.Stat(filepath.Join(dir, "t")); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("a read-only %s: something was sent (%v)", what, err)
		}
	}
	if stderr, code := run("apply", "--yes", "--no-write", "--to", "local:t", "docs/b.md"); code != 0 {
		t.Errorf("with --no-write: exit code %d, %s", code, stderr)
	}
}
