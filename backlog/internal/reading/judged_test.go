package reading

import (
	"slices"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	written "github.com/backlogsync/backlogsync/internal/testutil/forms"
	"github.com/backlogsync/backlogsync/internal/testutil/large"
)

// readWith returns the items of a file whose schemes are judged by so many of their
// sites, as a record names them.
func readWith(src string, judged int, known []Known) []string {
	r := Read([]byte(src), Options{judged: judged, Known: known})
	var items []string
	for _, e := range r.Epics {
		items = append(items, "epic "+string(e.ID)+" "+e.Title)
	}
	for _, s := range r.Stories {
		items = append(items, "story "+string(s.ID)+" in "+string(s.Epic)+" "+s.Title)
	}
	return items
}

// What is written by rule is read the same, however few of the lines show the rule.
func TestJudgedByFew(t *testing.T) {
	t.Parallel()
	numbers := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}
	same := func(name, src string, judged int, known []Known) {
		t.Helper()
		if all, few := readWith(src, 0, known), readWith(src, judged, known); !slices.Equal(all, few) {
			t.Errorf("%s: judged by %d, these are items: %q; by all: %q", name, judged, few, all)
		}
	}
	for _, document := range written.Documents {
		for i, form := range written.All {
			src := document + form.Render(numbers)
			same(form.Name, src, 2, nil)
			r := Read([]byte(src), Options{})
			var known []Known
			for _, s := range r.Stories {
				known = append(known, Known{Kind: lexicon.KindIssue, ID: s.ID, Title: s.Title})
			}
			same(form.Name+", recorded", src, 1, known)
			other := written.All[(i+1)%len(written.All)]
			same(form.Name+" and "+other.Name, src+"## More\n\n"+other.Render(numbers[:6]), 4, nil)
		}
	}
	for _, kind := range large.Kinds {
		for _, src := range kind.Files(300)[:1] {
			same(kind.Name, string(src), 40, nil)
		}
	}
}

// The sites that a scheme is judged by stand all over the file, and are not all of
// those that stand in every other line.
func TestSpread(t *testing.T) {
	t.Parallel()
	sites := make([]int, 10_000)
	for i := range sites {
		sites[i] = i
	}
	some := spread(sites, 1000)
	even := 0
	for i, n := range some {
		if n/10 != i {
			t.Fatalf("site %d is number %d of those that are looked at", n, i)
		}
		if n%2 == 0 {
			even++
		}
	}
	if even < 400 || even > 600 {
		t.Errorf("%d of 1000 have even numbers", even)
	}
	if few := sites[:1000]; !slices.Equal(spread(few, 1000), few) {
		t.Error("some of 1000 are left out")
	}
}
