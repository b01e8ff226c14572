//go:build unix

package externaltest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Init asks which reading of a file is meant, again after an answer that is none,
// and writes only what is chosen.
func TestPromptForReading(t *testing.T) {
	t.Parallel()
	const bullets = "# Shop\n\n- Wider shelves\n- Longer counter\n"
	for answers, want := range map[string]string{
		"1\n":           "stories: [\"- {title}\"]",
		"first\n9\n1\n": "stories: [\"- {title}\"]",
		"0\n":           "to: local:t",
		"\n":            "",
		"x\n\n":         "",
	} {
		t.Run(strings.ReplaceAll(strings.TrimSpace(answers), "\n", ","), func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			file := m.write(t, "TODO.md", []byte(bullets))
			succeeds, shown := m.dialog(t, answers, []string{"BACKLOGSYNC_TO="}, "init", "--to", "local:t", file)
			if !strings.Contains(shown, "Which reading of ") || succeeds != (want != "") {
				t.Errorf("succeeds %t\n%s", succeeds, shown)
			}
			written, err := os.ReadFile(filepath.Join(filepath.Dir(file), ".backlogsync.yaml"))
			if (err == nil) != (want != "") || !strings.Contains(string(written), want) {
				t.Errorf("%v: %q is written, not %q\n%s", err, written, want, shown)
			}
			if strings.Contains(string(written), "read") != strings.Contains(want, "stories") {
				t.Errorf("%q is written", written)
			}
		})
	}
}
