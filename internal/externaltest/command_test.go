package externaltest

import (
	"bytes"
	"context"
	"errors"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
)

// command is the path of the command.
var command string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "externaltest")
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // the system cleans up otherwise
	command = filepath.Join(dir, "backlogsync")
	build := exec.CommandContext(context.Background(), "go", "build", "-C", filepath.Join("..", ".."), "-o", command, "./cmd/backlogsync")
	if out, err := build.CombinedOutput(); err != nil {
		log.Fatalf("%v\n%s", err, out)
	}
	return m.Run()
}

// A machine is where commands are run: the founding document in a directory, and
// a server of GitHub's API.
type machine struct {
	dir    string
	file   string
	server *fakegithub.Server
}

func newMachine(t *testing.T) *machine {
	t.Helper()
	m := &machine{dir: t.TempDir(), server: fakegithub.New(t, time.Now)}
	m.file = m.write(t, "b.md", read(t, filepath.Join("..", "..", "examples", "BACKLOG_V2_GITHUB_EXECUTION.md")))
	const source = "docs/planning/BACKLOG_V2_EPICS_AND_STORIES.md"
	m.write(t, source, read(t, filepath.Join("..", "..", "examples", source)))
	return m
}

func (m *machine) write(t *testing.T, name string, data []byte) string {
	t.Helper()
	name = filepath.Join(m.dir, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// command returns one that is not started yet.
func (m *machine) command(t *testing.T, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(t.Context(), command, args...)
	cmd.Dir = m.dir
	cmd.Env = []string{
		"HOME=" + m.dir, "XDG_STATE_HOME=" + filepath.Join(m.dir, ".state"), "NO_COLOR=1",
		"GITHUB_API_URL=" + m.server.URL, "GH_TOKEN=" + fakegithub.Token, "BACKLOGSYNC_TO=github:acme/shop",
	}
	return cmd
}

// run runs a command, wants an exit code, and returns its output.
func (m *machine) run(t *testing.T, want int, args ...string) []byte {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := m.command(t, args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if _, failed := errors.AsType[*exec.ExitError](err); err != nil && !failed {
		t.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != want {
		t.Fatalf("backlogsync %q: exit %d, want %d\n%s%s", args, got, want, out.String(), errs.String())
	}
	return out.Bytes()
}
