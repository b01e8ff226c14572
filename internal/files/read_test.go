//go:build unix

package files_test

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/backlogsync/backlogsync/internal/files"
	"github.com/backlogsync/backlogsync/internal/testutil"
)

// odd makes what is not a regular file of a sane size, and returns what the error
// has to say of each, by name.
func odd(t *testing.T, dir string) map[string]string {
	t.Helper()
	at := func(name string) string { return filepath.Join(dir, name) }
	must(t, os.Mkdir(at("directory"), 0o777))
	must(t, os.WriteFile(at("large"), nil, 0o666))
	must(t, os.Truncate(at("large"), files.MaxSize+1))
	must(t, syscall.Mkfifo(at("pipe"), 0o666))
	t.Chdir(dir) // addresses of sockets are short
	socket, err := (&net.ListenConfig{}).Listen(t.Context(), "unix", "socket")
	must(t, err)
	t.Cleanup(func() { must(t, socket.Close()) })
	kinds := map[string]string{"directory": "a directory", "large": "more than 64 MiB", "pipe": "a named pipe", "socket": "a socket"}
	if testutil.Device(t, at("device")) {
		kinds["device"] = "a device"
	}
	return kinds
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// What is not a regular file is refused at once: nobody ever writes to the pipe.
func TestReadRegularOnly(t *testing.T) {
	dir := t.TempDir()
	for name, want := range odd(t, dir) {
		for how, read := range map[string]func() error{
			"Read":    func() error { _, err := files.Read(filepath.Join(dir, name)); return err },
			"Replace": func() error { _, err := files.Replace(filepath.Join(dir, name), []byte("x"), 0o666); return err },
			"Check":   func() error { return files.CheckReplace(filepath.Join(dir, name)) },
		} {
			if name == "large" && how != "Read" {
				continue // it can be replaced
			}
			err := read()
			if _, ok := errors.AsType[*fs.PathError](err); !ok || !strings.Contains(err.Error(), want) {
				t.Errorf("%s of %s: %v, want a path error with %q", how, name, err, want)
			}
		}
	}
}

func TestReadSize(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "f")
	must(t, os.WriteFile(name, nil, 0o666))
	must(t, os.Truncate(name, files.MaxSize))
	data, err := files.Read(name)
	if err != nil || len(data) != files.MaxSize {
		t.Errorf("read %d bytes: %v", len(data), err)
	}
	if _, err := files.Read(name + "x"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
}

// A link is followed inside the directory only, as a file or on the way to one.
func TestRootLinks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	root := filepath.Join(dir, "root")
	must(t, os.MkdirAll(filepath.Join(root, "docs"), 0o777))
	must(t, os.WriteFile(filepath.Join(dir, "secret"), []byte("secret"), 0o666))
	must(t, os.WriteFile(filepath.Join(root, "docs", "a.md"), []byte("a"), 0o666))
	for name, to := range map[string]string{
		"in.md": "docs/a.md", "up": "..", "out.md": "../secret", "absolute.md": filepath.Join(dir, "secret"), "dangling.md": "nowhere", "away.md": "../nowhere",
	} {
		must(t, os.Symlink(filepath.FromSlash(to), filepath.Join(root, name)))
	}
	r, err := files.OpenRoot(root)
	must(t, err)
	defer func() { must(t, r.Close()) }()
	for name, want := range map[string]error{
		"docs/a.md": nil, "in.md": nil, "up/none.md": fs.ErrNotExist, "away.md": fs.ErrNotExist, "up/secret": files.ErrOutside,
		"out.md": files.ErrOutside, "absolute.md": files.ErrOutside,
		"dangling.md": fs.ErrNotExist, "none.md": fs.ErrNotExist, "../secret": fs.ErrInvalid,
	} {
		data, err := r.ReadFile(name)
		if !errors.Is(err, want) || want == nil && string(data) != "a" {
			t.Errorf("%s: %q, %v; want %v", name, data, err, want)
		}
	}
	pipes := filepath.Join(root, "odd")
	must(t, os.Mkdir(pipes, 0o777))
	must(t, syscall.Mkfifo(filepath.Join(pipes, "pipe"), 0o666))
	var kind *files.KindError
	if _, err := r.ReadFile("odd/pipe"); !errors.As(err, &kind) {
		t.Errorf("a pipe: %v", err)
	}
}

// A path leads out by a link anywhere in it, also to a file that is not there yet.
// A directory that is a link itself is where it leads.
func TestCheckWithin(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	root := filepath.Join(dir, "root")
	must(t, os.MkdirAll(filepath.Join(root, "docs"), 0o777))
	must(t, os.WriteFile(filepath.Join(dir, "other"), nil, 0o666))
	for name, to := range map[string]string{"in": "docs", "up": "..", "page.html": "../other", "dangling": "../nowhere"} {
		must(t, os.Symlink(to, filepath.Join(root, name)))
	}
	must(t, os.Symlink("root", filepath.Join(dir, "alias")))
	for name, want := range map[string]error{
		"docs/new.html": nil, "in/new.html": nil, "up/new.html": files.ErrOutside, "up/other": files.ErrOutside, "page.html": files.ErrOutside,
		"dangling": nil, // it is replaced, not followed
	} {
		for _, top := range []string{"root", "alias"} {
			if err := files.CheckWithin(filepath.Join(dir, top), filepath.Join(dir, top, name)); !errors.Is(err, want) {
				t.Errorf("%s in %s: %v, want %v", name, top, err, want)
			}
		}
	}
}
