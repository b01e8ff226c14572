//go:build external

package gitlab_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/testutil/fakegitlab"
	"github.com/backlogsync/backlogsync/internal/testutil/world"
)

// gitbeaker is a client of GitLab's API that nobody here wrote.
const gitbeaker = "@gitbeaker/rest@43.8.0"

// install makes a directory with the client and the script that uses it.
func install(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	script, err := os.ReadFile("testdata/gitbeaker.mjs")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"package.json": []byte("{}"), "gitbeaker.mjs": script} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), "npm", "install", "--no-audit", "--no-fund", gitbeaker)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("npm install %s: %v\n%s", gitbeaker, err, out)
	}
	return dir
}

func script(t *testing.T, dir, mode string, s *fakegitlab.Server, into any) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "node", "gitbeaker.mjs", s.URL, fakegitlab.Token, mode)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", mode, err, stderr.String())
	}
	if err := json.Unmarshal(out, into); err != nil {
		t.Fatalf("%s: %v\n%s", mode, err, out)
	}
}

// The server is one that another client understands, and that client sees what
// the ledger says.
func TestGitBeaker(t *testing.T) {
	dir := install(t)
	w := newShop(t, world.Founding(t))
	var made struct{ Issues, Milestones int }
	script(t, dir, "write", w.s, &made)
	if items, err := list(t, w.tracker(t)); err != nil || len(items) != made.Issues {
		t.Fatalf("%d issues, %v", len(items), err)
	}
	w.MustApply(t)
	w.WantSettled(t)

	var seen []struct{ Title, URL, CreatedAt, Author, Milestone string }
	script(t, dir, "read", w.s, &seen)
	if want := made.Issues + made.Milestones + 36; len(seen) != want {
		t.Errorf("%d items, want %d", len(seen), want)
	}
	rows := make(map[string]*backlog.Evidence)
	f := backlog.Parse("b.md", []byte(w.Src), nil)
	for _, e := range f.Evidence() {
		rows[e.URL] = e
	}
	found := 0
	for _, x := range seen {
		e := rows[x.URL]
		if e == nil {
			continue
		}
		found++
		if seconds(x.CreatedAt) != e.CreatedAt || x.Author != "" && x.Author != e.Responsible || !strings.HasPrefix(x.Title, string(e.ID)) {
			t.Errorf("the ledger has %+v, the server %+v", e, x)
		}
		if e.Kind == backlog.KindIssue && x.Milestone == "" {
			t.Errorf("%s is in no milestone", x.URL)
		}
	}
	if found != 36 || len(rows) != 36 {
		t.Errorf("%d of %d rows of the ledger exist", found, len(rows))
	}
}
