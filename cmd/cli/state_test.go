package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What can be done about a journal depends on what is wrong with it.
func TestJournalHints(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.env["BACKLOGSYNC_TO"] = "local:" + filepath.Join(m.dir, "t")
	file := m.write(t, "small.md", cleanBacklog)
	m.run(t, exitDone, "apply", "--yes", file)
	found, err := filepath.Glob(filepath.Join(m.dir, ".state", "backlogsync", "*", "journal.jsonl"))
	if err != nil || len(found) != 1 {
		t.Fatalf("journals: %v, %v", found, err)
	}
	journal := found[0]
	good := readFile(t, journal)
	writeTestFile(t, journal, "nonsense\n"+good)
	for _, command := range []string{"plan", "apply"} {
		_, errs := m.run(t, exitFailed, command, file)
		if !strings.Contains(errs, "the journal is damaged: "+journal+":1: ") || !strings.Contains(errs, "correct this one or remove it") ||
			strings.Contains(errs, "writable") {
			t.Errorf("%s: %s", command, errs)
		}
	}
	if err := os.Remove(journal); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(journal, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, errs := m.run(t, exitFailed, "apply", file); !strings.Contains(errs, "move away what stands where the journal belongs") {
		t.Error(errs)
	}
	m.env["XDG_STATE_HOME"] = file
	if _, errs := m.run(t, exitFailed, "apply", file); !strings.Contains(errs, "writable, or name another place with XDG_STATE_HOME") {
		t.Error(errs)
	}
}
