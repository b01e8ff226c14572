package local_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
	"github.com/backlogsync/backlogsync/tracker/local"
)

func TestLink(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	for _, test := range []struct{ dir, file, want string }{
		{"t", "b.md", "t/issues/7.md"},
		{"t", "docs/b.md", "../t/issues/7.md"},
		{"docs/t", "docs/b.md", "t/issues/7.md"},
		{"a b/ñ", "b.md", "a%20b/%C3%B1/issues/7.md"},
		{"100%", "b.md", "100%25/issues/7.md"},
		{"a#b", "b.md", "a%23b/issues/7.md"},
		{"../t", "b.md", "../t/issues/7.md"},
		{".", "b.md", "issues/7.md"},
	} {
		tr := local.Open(test.dir, &local.Options{Base: base})
		ref := tracker.Ref{Kind: tracker.KindIssue, Key: "7"}
		got := tr.Link(&tracker.Item{Ref: ref}, test.file)
		if got != test.want {
			t.Errorf("Link from %s to %s = %q, want %q", test.file, test.dir, got, test.want)
		}
		for _, address := range []string{got, "./" + got, got + "#top", filepath.ToSlash(filepath.Join(base, test.dir, "issues", "7.md"))} {
			if strings.ContainsAny(test.dir, "#%") && filepath.IsAbs(address) {
				continue // not an address, but a path
			}
			if back, err := tr.Resolve(t.Context(), address, test.file); err != nil || back != ref {
				t.Errorf("Resolve(%q, %q) = %v, %v", address, test.file, back, err)
			}
		}
	}
}

func TestResolveForeign(t *testing.T) {
	t.Parallel()
	tr := local.Open("t", &local.Options{Base: t.TempDir()})
	for _, address := range []string{
		"https://example.org/t/issues/1.md", "other/issues/1.md", "t/issues/x.md", "t/issues/01.md", "t/issues/1.txt", "t/notes/1.md",
		"t/issues/../../x/issues/1.md", "%zz", "/t/issues/1.md", "t/issues/1.md/2.md", "",
	} {
		if ref, err := tr.Resolve(t.Context(), address, "b.md"); !errors.Is(err, tracker.ErrForeign) {
			t.Errorf("Resolve(%q) = %v, %v; want ErrForeign", address, ref, err)
		}
	}
}

// A directory is the same project under every name.
func TestSymlinks(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	if err := os.MkdirAll(filepath.Join(base, "real", "t"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("real", filepath.Join(base, "link")); err != nil {
		t.Fatal(err)
	}
	direct := local.Open("real/t", &local.Options{Base: base})
	linked := local.Open("link/t", &local.Options{Base: base})
	a, errA := direct.Project(t.Context())
	b, errB := linked.Project(t.Context())
	if errA != nil || errB != nil || a.ID != b.ID {
		t.Errorf("%+v, %v and %+v, %v are two projects", a, errA, b, errB)
	}
	ref := tracker.Ref{Kind: tracker.KindMilestone, Key: "3"}
	address := direct.Link(&tracker.Item{Ref: ref}, "real/b.md")
	if got, err := linked.Resolve(t.Context(), address, "real/b.md"); err != nil || got != ref {
		t.Errorf("Resolve(%q) = %v, %v", address, got, err)
	}
}

func FuzzResolve(f *testing.F) {
	f.Add("t/issues/1.md", "docs/b.md")
	f.Add("../t/milestones/22.md#x", "docs/b.md")
	f.Add("%2e%2e/t", "")
	base := f.TempDir()
	tr := local.Open("t", &local.Options{Base: base})
	f.Fuzz(func(t *testing.T, address, file string) {
		if strings.ContainsRune(file, 0) || filepath.IsAbs(file) {
			return
		}
		ref, err := tr.Resolve(t.Context(), address, file)
		if err != nil {
			if !errors.Is(err, tracker.ErrForeign) {
				t.Errorf("Resolve(%q, %q): %v", address, file, err)
			}
			return
		}
		again, err := tr.Resolve(t.Context(), tr.Link(&tracker.Item{Ref: ref}, file), file)
		if err != nil || again != ref {
			t.Errorf("Resolve(%q, %q) = %v, and of its link %v, %v", address, file, ref, again, err)
		}
	})
}
