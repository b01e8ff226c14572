package local_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/local"
)

// workerDir is set for processes that TestMain turns into workers.
const workerDir = "LOCAL_TEST_WORKER_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(workerDir); dir != "" {
		if err := work(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	m.Run()
}

// work creates items and updates each of them.
func work(dir string) error {
	tr := local.Open(dir, &local.Options{User: strconv.Itoa(os.Getpid())})
	ctx := context.Background()
	for i := range 60 {
		item, err := tr.Create(ctx, tracker.KindIssue, tracker.Content{Title: fmt.Sprintf("%d of %d", i, os.Getpid()), Body: "text\n"})
		if err != nil {
			return err
		}
		if _, err := tr.Update(ctx, item.Ref, tracker.Patch{State: new(tracker.Closed), Version: item.Version}); err != nil {
			return err
		}
	}
	return nil
}

func worker(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), workerDir+"="+dir)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first, second := worker(t, dir), worker(t, dir)
	for _, cmd := range []*exec.Cmd{first, second} {
		if err := cmd.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	items, err := list(t, local.Open(dir, nil))
	if err != nil {
		t.Fatal(err)
	}
	titles := make(map[string]bool)
	for _, x := range items {
		titles[x.Title] = true
		if x.State != tracker.Closed {
			t.Errorf("%s is %s", x.Ref, x.State)
		}
	}
	if len(items) != 120 || len(titles) != 120 {
		t.Errorf("%d items with %d titles, want 120", len(items), len(titles))
	}
}

// A process that is killed leaves complete items only, and no lock.
func TestKilled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	tr := local.Open(dir, nil)
	killed := 0
	for round := range 12 {
		cmd := worker(t, dir)
		time.Sleep(time.Duration(5+7*round) * time.Millisecond) // anywhere in its work
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if cmd.Wait() != nil {
			killed++
		}
		items, err := list(t, tr)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range items {
			if x.Body != "text\n" || x.CreatedAt.IsZero() {
				t.Fatalf("%s is incomplete: %+v", x.Ref, x)
			}
		}
	}
	if killed == 0 {
		t.Error("no process was killed at work")
	}
	left := filepath.Join(dir, "issues", ".tmp-9.md123")
	if err := os.MkdirAll(filepath.Dir(left), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(left, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	create(t, local.Open(dir, nil), tracker.KindIssue, tracker.Content{Title: "after all"})
	files, err := filepath.Glob(filepath.Join(dir, "issues", ".*"))
	if err != nil || len(files) > 0 {
		t.Errorf("left behind: %q; %v", files, err)
	}
}

// What a process left half-written beside the items, or beside the note of the last
// number, goes with the next write.
func TestTidy(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{"", "issues", "milestones"} {
		dir := t.TempDir()
		left := filepath.Join(dir, folder, ".tmp-1")
		if err := os.MkdirAll(filepath.Dir(left), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(left, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		create(t, local.Open(dir, nil), tracker.KindIssue, tracker.Content{Title: "one"})
		if _, err := os.Stat(left); err == nil {
			t.Errorf("%q: it is still there", folder)
		}
	}
}
