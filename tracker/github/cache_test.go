package github_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
	"github.com/backlogsync/backlogsync/tracker"
)

// A run with nothing to do costs no quota where nothing changed, and what did
// change is seen.
func TestCache(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
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
		func(s string) string { return strings.Replace(s, `"etag":"W/`, `"etag":"X/`, 1) },
		func(s string) string { return s[:10] },
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
}

// What nobody asks for is removed, and what earlier versions kept. What is asked
// for stays, although nothing of it ever changes.
func TestCacheDropsOld(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	dir := filepath.Join(t.TempDir(), "cache")
	w.opts.CacheDir = dir
	fill(w.s, 150, 0)
	for _, err := range w.tracker(t).Labels(t.Context()) { // once
		t.Fatal(err)
	}
	once := names(t, dir)
	old := strings.Repeat("ab", 16) + ".json"
	for _, name := range []string{old, "notes.json", "README"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("{}"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	listed(t, w)
	daily := names(t, dir)
	for range 20 {
		w.Clock.Set(w.Clock.Now().Add(4 * 24 * time.Hour))
		listed(t, w)
	}
	w.s.Issues[149].Title = "changed" // of the second page: it is kept anew, and the rest is swept
	w.s.Unchanged = 0
	listed(t, w)
	if w.s.Unchanged != 1 {
		t.Error("the first page was not kept")
	}
	left := names(t, dir)
	if slices.Contains(left, once[0]) || slices.Contains(left, old) {
		t.Errorf("%v are left", left)
	}
	for _, name := range append(daily, "notes.json", "README") {
		if name != once[0] && name != old && !slices.Contains(left, name) {
			t.Errorf("%s is gone", name)
		}
	}
}

// An answer that cannot be read is asked for anew, although the service says
// that nothing changed.
func TestCacheUnreadable(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	w.opts.CacheDir = filepath.Join(t.TempDir(), "cache")
	fill(w.s, 150, 0)
	listed(t, w)
	for _, name := range names(t, w.opts.CacheDir) {
		name = filepath.Join(w.opts.CacheDir, name)
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		half := data[65 : len(data)/2]
		if err := os.WriteFile(name, fmt.Appendf(nil, "%x %s", sha256.Sum256(half), half), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w.s.Unchanged = 0
	for range 2 {
		if n := listed(t, w); n != 150 {
			t.Errorf("%d issues", n)
		}
	}
	if w.s.Unchanged != 4 { // twice with what cannot be read, twice with what was kept then
		t.Errorf("%d answers were conditional", w.s.Unchanged)
	}
}

// A reader that uses no kept answer asks for everything, and what it read serves
// the next one. How many kept answers were used is counted.
func TestUncached(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	w.opts.CacheDir = filepath.Join(t.TempDir(), "cache")
	fill(w.s, 150, 0)
	all := func(r tracker.Reader) {
		t.Helper()
		for _, err := range r.List(t.Context(), tracker.KindIssue) {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	tr := w.tracker(t)
	direct := tr.Uncached()
	all(direct)
	all(direct)
	if w.s.Unchanged != 0 || tr.Cached() != 0 {
		t.Errorf("%d answers were conditional, %d counted", w.s.Unchanged, tr.Cached())
	}
	all(tr)
	if w.s.Unchanged != 2 || tr.Cached() != 2 || direct.(tracker.Cacher).Cached() != 2 {
		t.Errorf("%d answers were conditional, %d counted", w.s.Unchanged, tr.Cached())
	}
	all(direct)
	if w.s.Unchanged != 2 || tr.Cached() != 2 {
		t.Errorf("%d answers were conditional, %d counted", w.s.Unchanged, tr.Cached())
	}
	w.opts.CacheDir = "" // nothing is kept
	if tr := w.tracker(t); tr.Cached() != 0 {
		t.Error(tr.Cached())
	} else {
		all(tr.Uncached())
	}
}

// names are those of the files of a directory.
func names(t *testing.T, dir string) []string {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	list := make([]string, len(files))
	for i, f := range files {
		list[i] = f.Name()
	}
	return list
}
