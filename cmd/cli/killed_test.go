//go:build unix

package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/files"
)

// A command that writes one file may be killed at any moment: the file is as it was
// or as it is to be, nothing else has changed, and running the command again makes the
// end of it.
func TestKilledWhileWriting(t *testing.T) {
	t.Parallel()
	const source = "# Shop\n\n## Epic 1: Access\n\n### US-1.1 Login\n\nText.\n\n### US-1.2 Logout\n"
	grown := source + "\n### US-1.3 Reset\n"
	for name, test := range map[string]struct {
		args    []string
		prepare func(t *testing.T, w *killedWork)
	}{
		"import": {[]string{"import", "--to", "local:tracker", "--out", "out.md"}, func(t *testing.T, w *killedWork) {
			w.write(t, "plan.md", source)
			w.run(t, "apply", "--yes", "--quiet", "--to", "local:tracker", "plan.md")
		}},
		"derive": {[]string{"derive", "plan.md", "--out", "out.md"}, func(t *testing.T, w *killedWork) {
			w.write(t, "plan.md", source)
		}},
		"derive again": {[]string{"derive", "plan.md", "--out", "out.md"}, func(t *testing.T, w *killedWork) {
			w.write(t, "plan.md", source)
			w.run(t, "derive", "plan.md", "--out", "out.md")
			w.run(t, "apply", "--yes", "--quiet", "--to", "local:tracker", "out.md")
			w.write(t, "plan.md", grown)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &killedWork{dir: t.TempDir(), state: t.TempDir()}
			test.prepare(t, w)
			before := w.files(t)
			began := time.Now()
			w.run(t, test.args...)
			took := time.Since(began)
			after := w.files(t)
			const steps = 24
			for i := range steps {
				w.restore(t, before)
				w.kill(t, took*time.Duration(i)/steps, test.args...)
				killed := w.files(t)
				for file, text := range killed {
					if text != before[file] && text != after[file] {
						t.Errorf("killed after %d/%d of the time, %s holds\n%s", i, steps, file, text)
					}
				}
				if killed["out.md"] == before["out.md"] { // else import says that the file is there
					w.run(t, test.args...)
				}
				if now := w.files(t); now["out.md"] != after["out.md"] || len(now) != len(after) {
					t.Errorf("run again after %d/%d of the time, it is\n%s\nwith %d files", i, steps, now["out.md"], len(now))
				}
			}
		})
	}
}

// A killedWork is a directory that commands work in.
type killedWork struct{ dir, state string }

func (w *killedWork) command(t *testing.T, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(t.Context(), "backlogsync", args...)
	cmd.Dir, cmd.Env = w.dir, append(os.Environ(), "XDG_STATE_HOME="+w.state, "LC_ALL=C")
	return cmd
}

func (w *killedWork) run(t *testing.T, args ...string) {
	t.Helper()
	if out, err := w.command(t, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
}

// kill runs a command and kills it after some time.
func (w *killedWork) kill(t *testing.T, after time.Duration, args ...string) {
	t.Helper()
	cmd := w.command(t, args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(after, func() { _ = cmd.Process.Kill() }) // it may have ended
	_ = cmd.Wait()                                           // killed, as a rule
}

func (w *killedWork) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// files returns what the files hold, without what a killed replacement left beside
// them.
func (w *killedWork) files(t *testing.T) map[string]string {
	t.Helper()
	all := make(map[string]string)
	for _, pattern := range []string{"*", "tracker/*/*"} {
		names, err := filepath.Glob(filepath.Join(w.dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if base := filepath.Base(name); err == nil && !strings.HasPrefix(base, files.TempPrefix) {
				rel, _ := filepath.Rel(w.dir, name)
				all[rel] = string(data)
			}
		}
	}
	return all
}

// restore makes the files what they were.
func (w *killedWork) restore(t *testing.T, before map[string]string) {
	t.Helper()
	for name := range w.files(t) {
		if _, ok := before[name]; !ok {
			if err := os.Remove(filepath.Join(w.dir, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, text := range before {
		w.write(t, name, text)
	}
}
