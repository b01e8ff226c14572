package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
)

// A file that somebody makes while the project is read is not written over.
func TestImportWritesOverNothing(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.run(t, exitDone, "apply", "--yes", "--quiet", m.file)
	name := filepath.Join(m.dir, "imported.md")
	const mine = "what I wrote meanwhile\n"
	m.server.Fault = func(r *fakegithub.Request) *fakegithub.Fault {
		if strings.HasSuffix(r.Path, "/issues") {
			if err := os.WriteFile(name, []byte(mine), 0o600); err != nil {
				t.Error(err)
			}
		}
		return nil
	}
	_, errs := m.run(t, exitFailed, "import", "--out", name)
	if !strings.Contains(errs, "imported.md exists now; it was not written over\n  look at it, ") {
		t.Errorf("import says %q", errs)
	}
	if text := readFile(t, name); text != mine {
		t.Errorf("the file holds %q", text)
	}
}
