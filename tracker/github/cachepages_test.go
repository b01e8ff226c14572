package github_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/internal/testutil/fakegithub"
	"github.com/backlogsync/backlogsync/tracker"
)

// listed counts the issues that a new process lists.
func listed(t *testing.T, w *shop) int {
	t.Helper()
	n := 0
	for _, err := range w.tracker(t).List(t.Context(), tracker.KindIssue) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

// add adds issues of other people behind those that are there.
func add(s *fakegithub.Server, issues int) {
	fill(s, issues, 0)
	for n, i := range s.Issues {
		i.Number, i.ID, i.HTMLURL = n+1, int64(n+1), fmt.Sprintf("https://github.example/acme/shop/issues/%d", n+1)
	}
}

// A list that grows is seen to grow, however full its last page was and whether
// or not the answer that nothing changed has a Link.
func TestCachedListGrows(t *testing.T) {
	t.Parallel()
	for _, rows := range []int{0, 1, 99, 100, 101, 199, 200, 300} {
		for _, links := range []bool{true, false} {
			t.Run(fmt.Sprintf("%d rows, Link %t", rows, links), func(t *testing.T) {
				t.Parallel()
				w := newShop(t, small)
				w.opts.CacheDir = filepath.Join(t.TempDir(), "cache")
				w.s.Terse = !links
				add(w.s, rows)
				for want := rows; want < rows+4; want++ {
					for range 2 { // the second time from the cache
						if n := listed(t, w); n != want {
							t.Errorf("%d of %d issues are listed", n, want)
						}
					}
					add(w.s, 1)
				}
				add(w.s, 96) // the next full page
				for range 2 {
					if n := listed(t, w); n != rows+100 {
						t.Errorf("%d of %d issues are listed", n, rows+100)
					}
				}
			})
		}
	}
}

// A list that shrinks to a full page, and grows again, is seen to.
func TestCachedListShrinks(t *testing.T) {
	t.Parallel()
	for _, links := range []bool{true, false} {
		w := newShop(t, small)
		w.opts.CacheDir = filepath.Join(t.TempDir(), "cache")
		w.s.Terse = !links
		add(w.s, 101)
		for _, want := range []int{101, 100, 100, 101, 100, 102} {
			w.s.Issues = w.s.Issues[:min(want, len(w.s.Issues))]
			add(w.s, want-len(w.s.Issues))
			if n := listed(t, w); n != want {
				t.Errorf("%d of %d issues are listed", n, want)
			}
		}
	}
}

// Two machines and a full page: the second finds what the first has made,
// although it has listed the page before and has no ledger of it.
func TestTwoMachinesFullPage(t *testing.T) {
	t.Parallel()
	for _, rows := range []int{99, 100, 200} {
		for _, links := range []bool{true, false} {
			t.Run(fmt.Sprintf("%d rows, Link %t", rows, links), func(t *testing.T) {
				t.Parallel()
				w := newShop(t, small)
				w.s.Terse = !links
				add(w.s, rows)
				w.opts.CacheDir = filepath.Join(t.TempDir(), "cache")
				if n := listed(t, w); n != rows {
					t.Fatalf("%d issues", n)
				}
				mine, dir := w.opts.CacheDir, w.Dir
				w.opts.CacheDir, w.Dir = t.TempDir(), t.TempDir() // the other machine
				w.MustApply(t)
				w.opts.CacheDir, w.Dir, w.Src = mine, dir, small
				w.MustApply(t)
				w.WantSettled(t)
				if n := len(w.s.Issues); n != rows+4 {
					t.Errorf("%d issues, want %d", n, rows+4)
				}
			})
		}
	}
}

// A lost answer to a create at a full page is found again, not sent again.
func TestLostAtFullPage(t *testing.T) {
	t.Parallel()
	for _, links := range []bool{true, false} {
		w := newShop(t, small)
		w.opts.CacheDir = filepath.Join(t.TempDir(), "cache")
		w.s.Terse = !links
		add(w.s, 100)
		if n := listed(t, w); n != 100 {
			t.Fatalf("%d issues", n)
		}
		w.s.Fault = onPath(true, "/issues", 1, &fakegithub.Fault{Commit: true, Status: 502})
		w.MustApply(t)
		w.WantSettled(t)
		if n := len(w.s.Issues); n != 104 {
			t.Errorf("%d issues, want 104", n)
		}
	}
}

// Where a page that is not full is followed by another one, as rows can be hidden,
// the Link of an answer that nothing changed counts. It is kept for those that
// have none.
func TestLinkOfUnchanged(t *testing.T) {
	t.Parallel()
	w := newShop(t, small)
	w.opts.CacheDir = filepath.Join(t.TempDir(), "cache")
	add(w.s, 99)
	listed(t, w)
	w.s.Fault = func(r *fakegithub.Request) *fakegithub.Fault {
		if strings.Contains(r.Query, "after=") {
			return nil
		}
		link := fmt.Sprintf(`<%s/repos/acme/shop/issues?state=all&direction=asc&per_page=100&after=Y3Vy99==&page=2>; rel="next"`, w.s.URL)
		return &fakegithub.Fault{Pass: true, Header: map[string]string{"Link": link}}
	}
	for _, test := range []struct {
		link            bool
		rows, unchanged int
	}{{true, 99, 1}, {true, 99, 2}, {false, 99, 2}} {
		if !test.link {
			w.s.Fault = nil
		}
		w.s.Forget()
		w.s.Unchanged = 0
		if n := listed(t, w); n != test.rows || len(w.s.Requests) != 2 || w.s.Unchanged != test.unchanged {
			t.Errorf("%+v: %d rows, %d requests, %d unchanged", test, n, len(w.s.Requests), w.s.Unchanged)
		}
	}
}
