//go:build unix

package externaltest

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/creack/pty"
)

// dialog runs a command on a terminal, where its questions get the answers. It
// returns whether it succeeds, and what the terminal shows.
func (m *machine) dialog(t *testing.T, answers string, env []string, args ...string) (succeeds bool, shown string) {
	t.Helper()
	master, terminal, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = master.Close() }() // nothing is written to it
	if _, err := io.WriteString(master, answers); err != nil {
		t.Fatal(err)
	}
	cmd := m.command(t, args...)
	cmd.Env = append(cmd.Env, env...)
	cmd.Stdin, cmd.Stderr = terminal, terminal
	err = cmd.Run()
	if _, failed := errors.AsType[*exec.ExitError](err); err != nil && !failed {
		t.Fatal(err)
	}
	if err := terminal.Close(); err != nil {
		t.Fatal(err)
	}
	text, _ := io.ReadAll(master) // ends with EIO when the terminal is closed
	return cmd.ProcessState.Success(), string(text)
}

// registered reports whether the story is in the local tracker.
func (m *machine) registered() bool {
	_, err := os.Stat(filepath.Join(m.dir, "t", "issues", "1.md"))
	return err == nil
}

const onlyLogin = "# Plan\n\n## EPIC-1 Access\n\n- [ ] US-1.1 Login\n"

// TestPrompt answers the question that apply asks on a terminal.
func TestPrompt(t *testing.T) {
	t.Parallel()
	for answer, applied := range map[string]bool{"y\n": true, "YES\n": true, "\n": false, "n\n": false, "maybe\n": false} {
		t.Run(strings.TrimSpace(answer), func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			succeeds, shown := m.dialog(t, answer, nil, "apply", "--to", "local:t", m.write(t, "plan.md", []byte(onlyLogin)))
			if !strings.Contains(shown, "Apply these changes to local:") {
				t.Errorf("it does not ask:\n%s", shown)
			}
			if m.registered() != applied || succeeds != applied {
				t.Errorf("answer %q: applied %t, succeeds %t\n%s", answer, m.registered(), succeeds, shown)
			}
		})
	}
}

// Who names no target is asked for it. An empty answer takes the git remote, if
// there is one on the web.
func TestPromptForTarget(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	file, unnamed := m.write(t, "plan.md", []byte(onlyLogin)), []string{"BACKLOGSYNC_TO=", "GITHUB_API_URL="}
	if succeeds, shown := m.dialog(t, "\n", unnamed, "apply", file); succeeds || !strings.Contains(shown, "Which target? ") || !strings.Contains(shown,
		"no target") {
		t.Errorf("no answer: succeeds %t\n%s", succeeds, shown)
	}
	if succeeds, shown := m.dialog(t, "local:t\ny\n", unnamed, "apply", file); !succeeds || !m.registered() {
		t.Errorf("succeeds %t\n%s", succeeds, shown)
	}
	m.write(t, ".git/config", []byte("[remote \"origin\"]\n\turl = git@github.localhost:acme/shop.git\n")) // where nobody answers
	if succeeds, shown := m.dialog(t, "\n", unnamed, "verify", file); succeeds || !strings.Contains(shown, "Which target? [github:github.localhost/acme/shop]") {
		t.Errorf("succeeds %t\n%s", succeeds, shown)
	}
}

// On a terminal verify says how much it compared; elsewhere no news is good news.
func TestVerifyOnTerminal(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	file := m.write(t, "plan.md", []byte(onlyLogin))
	if succeeds, shown := m.dialog(t, "", nil, "apply", "--yes", "--to", "local:t", file); !succeeds {
		t.Fatal(shown)
	}
	succeeds, shown := m.dialog(t, "", nil, "verify", "--to", "local:t", file)
	if !succeeds || !strings.Contains(shown, "2 items in the ledger: all 9 facts hold.") {
		t.Errorf("succeeds %t\n%s", succeeds, shown)
	}
}
