//go:build unix

package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/files"
)

// busy is a command that never ends: it computes, reads from a pipe that nobody
// writes to, or writes a file over and over. It makes the file of its first argument when it is at it.
func busy(_ *app, _ context.Context, args []string) exitCode {
	if err := os.WriteFile(args[0], nil, 0o600); err != nil {
		return exitFailed
	}
	if args[1] == "reads" {
		r, _, err := os.Pipe()
		if err != nil {
			return exitFailed
		}
		_, _ = r.Read(make([]byte, 1))
	}
	for args[1] == "writes" {
		if _, err := files.Replace(args[0], make([]byte, 1<<20), files.NewMode); err != nil {
			return exitFailed
		}
	}
	for n := 0; ; n++ {
		_ = n
	}
}

// A process is a command that runs in the background.
type process struct {
	*exec.Cmd
	stderr bytes.Buffer
	ended  chan struct{} // is closed when it has ended, with err
	err    error
}

func start(t *testing.T, stderr *os.File, env map[string]string, command string, args ...string) *process {
	t.Helper()
	heed()
	p := &process{Cmd: exec.CommandContext(t.Context(), command, args...), ended: make(chan struct{})}
	p.Stderr = &p.stderr
	if stderr != nil {
		p.Stderr = stderr
	}
	p.Env = os.Environ()
	for name, value := range env {
		p.Env = append(p.Env, name+"="+value)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		p.err = p.Wait()
		close(p.ended)
	}()
	return p
}

// interrupt sends a signal and returns the exit code and what was said.
func (p *process) interrupt(t *testing.T, s os.Signal) (int, string) {
	t.Helper()
	if err := p.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
	select {
	case <-p.ended:
	case <-time.After(20 * time.Second):
		_ = p.Process.Kill()
		<-p.ended
		t.Fatalf("%s does not end it", s)
	}
	return p.ProcessState.ExitCode(), p.stderr.String()
}

func appears(t *testing.T, name string) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); <-time.After(5 * time.Millisecond) {
		if _, err := os.Stat(name); err == nil {
			return
		}
	}
	t.Fatalf("%s does not appear", name)
}

var stops = []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP}

// heed makes the processes that tests start heed all signals. One that this process
// ignores, under nohup or in the background of a shell, they would ignore, too; one
// that it catches they do not inherit.
var heed = sync.OnceFunc(func() {
	for _, s := range stops {
		if signal.Ignored(s) {
			signal.Notify(make(chan os.Signal, 1), s)
		}
	}
})

// Where nothing is in flight one signal ends a run at once, whatever it is doing.
func TestOneSignalEnds(t *testing.T) {
	t.Parallel()
	asked := make(chan bool, len(stops))
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked <- true
		<-r.Context().Done()
	}))
	defer server.Close()
	for _, s := range stops {
		for _, what := range []string{"computes", "reads"} {
			at := filepath.Join(t.TempDir(), "at")
			p := start(t, nil, nil, "busy", at, what)
			appears(t, at)
			if code, said := p.interrupt(t, s); code != int(exitInterrupted) || said != "\nbacklogsync: interrupted\n" {
				t.Errorf("%s while it %s: exit %d, %q", s, what, code, said)
			}
		}
		m := newMachine(t)
		m.env["GITHUB_API_URL"] = server.URL
		p := start(t, nil, m.env, "backlogsync", "plan", "--quiet", m.file)
		<-asked
		if code, said := p.interrupt(t, s); code != int(exitInterrupted) || !strings.HasSuffix(said, "\nbacklogsync: interrupted\n") {
			t.Errorf("%s while it waits for a server: exit %d, %q", s, code, said)
		}
	}
}

// A signal that comes while a file is written leaves nothing beside it.
func TestSignalLeavesNoHalfFile(t *testing.T) {
	t.Parallel()
	for _, s := range stops {
		at := filepath.Join(t.TempDir(), "at")
		p := start(t, nil, nil, "busy", at, "writes")
		appears(t, at)
		code, _ := p.interrupt(t, s)
		left, err := os.ReadDir(filepath.Dir(at))
		if err != nil || code != int(exitInterrupted) || len(left) != 1 || left[0].Name() != "at" {
			t.Errorf("%s: exit %d, and there is %v, %v", s, code, left, err)
		}
	}
}

// slowApply starts an apply that takes seconds, and returns when it is at it.
func slowApply(t *testing.T, stderr *os.File) (p *process, file string) {
	t.Helper()
	m := newMachine(t)
	var text strings.Builder
	text.WriteString("# Plan\n\n## Epic 1: A\n")
	for n := range 20 {
		fmt.Fprintf(&text, "\n- [ ] US-1.%d B", n+1)
	}
	file = m.write(t, "small.md", text.String()+"\n")
	target := filepath.Join(m.dir, "t")
	p = start(t, stderr, map[string]string{"XDG_STATE_HOME": m.env["XDG_STATE_HOME"]},
		"backlogsync", "apply", "--yes", "--write-interval", "100ms", "--to", "local:"+target, file)
	appears(t, filepath.Join(target, "issues", "1.md"))
	return p, file
}

// In apply the first signal lets the item at work end, and the ledger is saved.
func TestSignalInApply(t *testing.T) {
	t.Parallel()
	for _, s := range stops {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			p, file := slowApply(t, nil)
			code, said := p.interrupt(t, s)
			if code != int(exitInterrupted) || !strings.Contains(said, "Interrupted: what is in flight is finished and recorded.") {
				t.Errorf("exit %d, %q", code, said)
			}
			text, err := os.ReadFile(file)
			if err != nil || !strings.Contains(string(text), "issues/1.md") || strings.Contains(string(text), "issues/20.md") {
				t.Errorf("%v\n%s", err, text)
			}
		})
	}
}

// Apply goes on though nobody reads any more what it says: the ledger counts.
func TestApplyUnread(t *testing.T) {
	t.Parallel()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	p, file := slowApply(t, w)
	if err := errors.Join(r.Close(), w.Close()); err != nil {
		t.Fatal(err)
	}
	<-p.ended
	if text, readErr := os.ReadFile(file); p.err != nil || readErr != nil || !strings.Contains(string(text), "issues/20.md") {
		t.Errorf("%v, %v\n%s", p.err, readErr, text)
	}
}

// Two signals that come together, as wrappers send them, are one. One that was
// ignored when the command began, as by nohup, stays ignored.
func TestSignals(t *testing.T) {
	t.Parallel()
	var said bytes.Buffer
	var now time.Time
	var codes []exitCode
	i := &interrupts{stderr: &said, exit: func(code exitCode) { codes = append(codes, code) }, now: func() time.Time { return now }}
	now = time.Unix(1, 0)
	ctx, done := i.flight(t.Context())
	i.signal()
	if len(codes) > 0 || ctx.Err() == nil {
		t.Errorf("the first signal: exit %v, %v", codes, ctx.Err())
	}
	now = now.Add(patience - 1)
	i.signal()
	if len(codes) > 0 {
		t.Errorf("a wrapper's: exit %v", codes)
	}
	now = now.Add(1)
	i.signal()
	if len(codes) != 1 || codes[0] != exitInterrupted {
		t.Errorf("the second signal: exit %v", codes)
	}
	done()
	i.first = time.Time{}
	i.signal()
	if len(codes) != 2 || codes[1] != exitInterrupted {
		t.Errorf("a signal when nothing is in flight any more: exit %v", codes)
	}
	at := filepath.Join(t.TempDir(), "at")
	p := start(t, nil, nil, "sh", "-c", `trap "" HUP; exec busy "$1" computes`, "sh", at)
	appears(t, at)
	if err := p.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	select {
	case <-p.ended:
		t.Fatal("SIGHUP was ignored, and ends it")
	case <-time.After(200 * time.Millisecond):
	}
	if code, said := p.interrupt(t, syscall.SIGTERM); code != int(exitInterrupted) || said != "\nbacklogsync: interrupted\n" {
		t.Errorf("exit %d, %q", code, said)
	}
}
