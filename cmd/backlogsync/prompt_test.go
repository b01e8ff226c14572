//go:build unix

package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/creack/pty"
)

// TestPrompt answers the question that apply asks on a terminal.
func TestPrompt(t *testing.T) {
	t.Parallel()
	for answer, applied := range map[string]bool{"y\n": true, "YES\n": true, "\n": false, "n\n": false, "maybe\n": false} {
		t.Run(strings.TrimSpace(answer), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			file := filepath.Join(dir, "b.md")
			if err := os.WriteFile(file, []byte("# Plan\n\n## EPIC-1 Access\n\n- [ ] US-1.1 Login\n"), 0o666); err != nil {
				t.Fatal(err)
			}
			master, terminal, err := pty.Open()
			if err != nil {
				t.Fatal(err)
			}
			defer master.Close()
			var stdout bytes.Buffer
			env := map[string]string{"XDG_STATE_HOME": filepath.Join(dir, "state"), "NO_COLOR": "1"}
			a := &app{stdin: terminal, stdout: &stdout, stderr: terminal, getenv: func(name string) string { return env[name] }}
			if _, err := io.WriteString(master, answer); err != nil {
				t.Fatal(err)
			}
			code := a.main(t.Context(), []string{"apply", "--to", "local:" + filepath.Join(dir, "t"), file})
			if err := terminal.Close(); err != nil {
				t.Fatal(err)
			}
			shown, _ := io.ReadAll(master) // ends with EIO when the terminal is closed
			if !strings.Contains(string(shown), "Apply these changes to local:") {
				t.Errorf("it does not ask:\n%s", shown)
			}
			_, err = os.Stat(filepath.Join(dir, "t", "issues", "1.md"))
			if done := err == nil; done != applied || (code == exitDone) != applied {
				t.Errorf("answer %q: applied %t, exit %d\n%s", answer, done, code, shown)
			}
		})
	}
}
