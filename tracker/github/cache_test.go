package github_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
)

// A run with nothing to do costs no quota where nothing changed, and what did
// change is seen.
func TestCache(t *testing.T) {
	t.Parallel()
	w := newWorld(t, small)
	w.opts.CacheDir = filepath.Join(t.TempDir(), "cache")
	fill(w.s, 250, 0)
	w.MustApply(t)
	w.WantSettled(t) // fills the cache
	w.s.Unchanged = 0
	w.WantSettled(t)
	if n := len(w.s.Requests); n != 5 || w.s.Unchanged != n {
		t.Errorf("%d of %d answers were conditional", w.s.Unchanged, n)
	}
	w.s.Issues[len(w.s.Issues)-1].Title = "US-2.2 Export, edited"
	plan, _, err := w.Apply(t, nil)
	if err != nil || plan.Summary.Drifted != 1 {
		t.Errorf("%v, %s", err, plan.Summary)
	}

	files, err := os.ReadDir(w.opts.CacheDir)
	if err != nil || len(files) == 0 {
		t.Fatal(err, files)
	}
	for _, f := range files {
		info, err := f.Info()
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v", f.Name(), info.Mode(), err)
		}
		name := filepath.Join(w.opts.CacheDir, f.Name())
		data, err := os.ReadFile(name)
		if err != nil || strings.Contains(string(data), fakegithub.Token) {
			t.Errorf("%s holds the token, or %v", f.Name(), err)
		}
	}
	// A damaged file is as good as none, one with another text, too.
	for _, damage := range []func(string) string{
		func(string) string { return `{"etag": "W/x` },
		func(s string) string { return s[:len(s)/2] },
		func(s string) string { return strings.ReplaceAll(s, "US-1.1 Login", "US-1.1 Forged") },
		func(string) string { return "" },
	} {
		for _, f := range files {
			name := filepath.Join(w.opts.CacheDir, f.Name())
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte(damage(string(data))), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if plan, _, err = w.Apply(t, nil); err != nil || plan.Summary.Drifted != 1 {
			t.Errorf("with a damaged cache: %v, %s", err, plan.Summary)
		}
	}

	// Another token does not see the answers of this one.
	w.opts.Token = "ghp_other"
	if _, _, err := w.Apply(t, nil); err == nil {
		t.Error("a wrong token reads the cache")
	}
	// What nobody asks for is removed.
	w.opts.Token = fakegithub.Token
	w.Clock.Set(time.Now().Add(60 * 24 * time.Hour))
	w.s.Issues[0].Title = "changed"
	if _, _, err := w.Apply(t, nil); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(w.opts.CacheDir)
	if err != nil || len(left) >= len(files) {
		t.Errorf("%d files are left of %d, %v", len(left), len(files), err)
	}
}
