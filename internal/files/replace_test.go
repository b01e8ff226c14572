//go:build unix

package files_test

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/backlogsync/backlogsync/internal/files"
	"github.com/backlogsync/backlogsync/internal/testutil"
	"github.com/pkg/xattr"
)

// nobody is a user who is not root.
const nobody = 65534

func replace(t *testing.T, name string) []string {
	t.Helper()
	lost, err := files.Replace(name, []byte("new"), 0o666)
	must(t, err)
	data, err := os.ReadFile(name)
	if err != nil || string(data) != "new" {
		t.Errorf("%s holds %q, %v", name, data, err)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(name), files.TempPrefix+"*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %q, %v", left, err)
	}
	return lost
}

func TestReplaceKeepsMode(t *testing.T) {
	t.Parallel()
	for _, mode := range []fs.FileMode{0o600, 0o644, 0o775 | fs.ModeSetgid, 0o755 | fs.ModeSetuid, 0o666 | fs.ModeSticky} {
		name := filepath.Join(t.TempDir(), "b.md")
		must(t, os.WriteFile(name, []byte("old"), 0o666))
		must(t, os.Chmod(name, mode))
		lost := replace(t, name)
		info, err := os.Stat(name)
		must(t, err)
		if info.Mode() != mode || len(lost) > 0 {
			t.Errorf("%v has become %v; lost %q", mode, info.Mode(), lost)
		}
	}
}

func TestReplaceKeepsAttributes(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "b.md")
	must(t, os.WriteFile(name, []byte("old"), 0o666))
	err := xattr.Set(name, "user.reviewer", []byte("ana"))
	lost := replace(t, name)
	if err == nil { // else the file system has none to lose
		value, err := xattr.Get(name, "user.reviewer")
		if err != nil || string(value) != "ana" {
			t.Errorf("user.reviewer is %q, %v", value, err)
		}
	}
	if len(lost) > 0 {
		t.Errorf("lost %q", lost)
	}
}

// Only root can give a file away, so that anybody else loses nothing here.
func TestReplaceKeepsOwner(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "b.md")
	must(t, os.WriteFile(name, []byte("old"), 0o666))
	owner := os.Getuid()
	if owner == 0 {
		owner = nobody
		must(t, os.Chown(name, owner, owner))
	}
	const mode = 0o755 | fs.ModeSetuid // which a file loses that is given away
	must(t, os.Chmod(name, mode))
	lost := replace(t, name)
	info, err := os.Stat(name)
	must(t, err)
	if s := info.Sys().(*syscall.Stat_t); int(s.Uid) != owner || info.Mode() != mode || len(lost) > 0 {
		t.Errorf("the owner is %d, not %d, and the mode %v; lost %q", s.Uid, owner, info.Mode(), lost)
	}
}

// Who may not give a file away is told that it has another owner now.
func TestReplaceSaysOwner(t *testing.T) {
	t.Parallel()
	name := filepath.Join(open(t), "b.md")
	must(t, os.WriteFile(name, []byte("old"), 0o666))
	must(t, os.Chmod(name, 0o666))
	want := 0
	if os.Getuid() == 0 { // else it is the owner who replaces it
		want = 5
	}
	if code := asNobody(t, name); code != want {
		t.Errorf("exit code %d, want %d", code, want)
	}
	info, err := os.Stat(name)
	must(t, err)
	if info.Mode() != 0o666 {
		t.Errorf("its mode is %v", info.Mode())
	}
}

// Who may not give a file what it had beside its bytes, such as the right to open
// ports, is told so.
func TestReplaceSaysAttributes(t *testing.T) {
	t.Parallel()
	name := filepath.Join(open(t), "b.md")
	must(t, os.WriteFile(name, []byte("old"), 0o666))
	want := 0
	if os.Getuid() == 0 {
		must(t, os.Chown(name, nobody, nobody))
		if xattr.Set(name, "security.capability", []byte{1, 0, 0, 2, 0, 4, 19: 0}) == nil { // else the system has none
			want = 6
		}
	}
	if code := asNobody(t, name); code != want {
		t.Errorf("exit code %d, want %d", code, want)
	}
}

func TestReplaceSaysHardLinks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	name, other := filepath.Join(dir, "b.md"), filepath.Join(dir, "other.md")
	must(t, os.WriteFile(name, []byte("old"), 0o666))
	must(t, os.Link(name, other))
	lost := replace(t, name)
	if !slices.ContainsFunc(lost, func(s string) bool { return strings.Contains(s, "hard links") }) {
		t.Errorf("lost %q", lost)
	}
	if data, err := os.ReadFile(other); err != nil || string(data) != "old" {
		t.Errorf("the other name holds %q, %v", data, err)
	}
}

func TestReplaceKeepsSymlink(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	real, name := filepath.Join(dir, "real.md"), filepath.Join(dir, "b.md")
	must(t, os.WriteFile(real, []byte("old"), 0o666))
	must(t, os.Symlink("real.md", name))
	replace(t, name)
	if to, err := os.Readlink(name); err != nil || to != "real.md" {
		t.Errorf("the link leads to %q, %v", to, err)
	}
}

// helper is the environment variable that has this binary check or make a file
// as a process of its own: the umask and the user are those of a process.
const helper = "BACKLOGSYNC_TEST_FILE"

func TestMain(m *testing.M) {
	if name := os.Getenv(cut); name != "" {
		os.Exit(replaceCut(name))
	}
	if dir := os.Getenv(locked); dir != "" {
		os.Exit(lockForever(dir))
	}
	if name := os.Getenv(finishing); name != "" {
		os.Exit(finish(name))
	}
	if name := os.Getenv(helper); name != "" {
		syscall.Umask(0o077)
		if err := files.CheckReplace(name); err != nil {
			os.Exit(3)
		}
		lost, err := files.Replace(name, []byte("new"), 0o666)
		switch {
		case err != nil:
			os.Exit(4)
		case slices.Contains(lost, "its owner is another one now"):
			os.Exit(5)
		case slices.Contains(lost, "some of its extended attributes are gone"):
			os.Exit(6)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// asNobody runs the helper, as a user who is not root, and returns its code.
func asNobody(t *testing.T, name string) int {
	t.Helper()
	dir := open(t)
	self := filepath.Join(dir, "helper") // others may not reach the directory of the test binary
	testutil.CopySelf(t, self)
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), helper+"="+name)
	cmd.Dir = dir
	if os.Getuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode()
	}
	must(t, err)
	return 0
}

// open makes a directory that everybody may reach and write to.
func open(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	must(t, os.Chmod(filepath.Dir(dir), 0o755)) // it is for its owner alone
	must(t, os.Chmod(dir, 0o777))
	t.Cleanup(func() { must(t, os.Chmod(dir, 0o777)) }) // so that it can be removed
	return dir
}

func TestReplaceHonoursUmask(t *testing.T) {
	t.Parallel()
	name := filepath.Join(open(t), "plan.json")
	if code := asNobody(t, name); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	info, err := os.Stat(name)
	must(t, err)
	if info.Mode() != 0o600 {
		t.Errorf("a new file has mode %v under umask 077", info.Mode())
	}
}

// A read-only file, and one in a directory where nothing can be made, are found
// out by the check, which is the first thing that the helper does.
func TestCheckReplace(t *testing.T) {
	t.Parallel()
	for what, prepare := range map[string]func(dir, name string) error{
		"a read-only file": func(_, name string) error { return os.Chmod(name, 0o444) },
		"a directory":      func(dir, _ string) error { return os.Chmod(dir, 0o555) },
	} {
		dir := open(t)
		name := filepath.Join(dir, "b.md")
		must(t, os.WriteFile(name, []byte("old"), 0o666))
		must(t, os.Chmod(name, 0o666))
		must(t, prepare(dir, name))
		if code := asNobody(t, name); code != 3 {
			t.Errorf("%s: exit code %d, want that of the check", what, code)
		}
		if data, err := os.ReadFile(name); err != nil || string(data) != "old" {
			t.Errorf("%s: it holds %q, %v", what, data, err)
		}
	}
}
