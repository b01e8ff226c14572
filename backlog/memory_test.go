package backlog_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/testutil/forms"
	"pgregory.net/rapid"
)

// TestMemory records the items of a file and then edits it by chance: lines are
// deleted, added and put in another order, the title of the file changes. What is
// recorded and still stands there stays an item of its ID.
func TestMemory(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(forms.All).Draw(t, "form")
		numbers := rapid.Permutation([]int{0, 1, 2, 3, 4, 5}).Draw(t, "numbers")
		numbers = numbers[:rapid.IntRange(1, 6).Draw(t, "count")]
		slices.Sort(numbers)
		before := rapid.SampledFrom(forms.Documents).Draw(t, "title") + c.Render(numbers)
		f := backlog.Parse("b.md", []byte(before), nil)
		edits, _ := f.Record(recordOf(f))
		out, err := backlog.Apply([]byte(before), edits...)
		if err != nil {
			t.Fatal(err)
		}
		if len(f.Stories()) == 0 {
			return
		}
		_, ledger, ok := strings.Cut(string(out), before)
		if !ok {
			return // the boxes are ticked: they mean that an item is registered
		}
		recorded := func(s *backlog.Story) backlog.ID { return s.ID }
		if rapid.Bool().Draw(t, "recorded before IDs were cut") {
			recorded = wholeID
			for _, s := range f.Stories() {
				ledger = strings.ReplaceAll(ledger, " "+string(s.ID)+" ", " "+string(wholeID(s))+" ")
			}
		}
		kept := slices.DeleteFunc(slices.Clone(numbers), func(int) bool { return rapid.Bool().Draw(t, "delete") })
		kept = append(kept, rapid.SliceOfNDistinct(rapid.IntRange(6, 11), 0, 3, rapid.ID).Draw(t, "new")...)
		order := rapid.Permutation(kept).Draw(t, "order")
		other := rapid.SampledFrom(forms.All).Draw(t, "other form")
		more := ""
		if rapid.Bool().Draw(t, "another form below") {
			more = "\n## More\n\n" + other.Render([]int{9, 10, 11})
		}
		after := rapid.SampledFrom(forms.Documents).Draw(t, "new title") + c.Render(order) + more + ledger
		g := backlog.Parse("b.md", []byte(after), nil)
		for _, s := range f.Stories() {
			number := slices.IndexFunc(forms.Titles, func(w string) bool { return strings.Contains(s.Title, w) })
			if !slices.Contains(order, number) {
				continue
			}
			if !slices.ContainsFunc(g.Stories(), func(x *backlog.Story) bool { return x.Key() == recorded(s).Key() }) {
				t.Fatalf("%s: %s %q is no item any more; the items are %q in\n%s\nand were %q in\n%s", c.Name, s.ID, s.Title, idsOf(g), after, idsOf(f), before)
			}
		}
	})
}

// wholeID returns the ID of a story as it was when those of titles were not cut.
func wholeID(s *backlog.Story) backlog.ID {
	if !s.DerivedID || len(s.ID) < 34 {
		return s.ID
	}
	words := strings.FieldsFunc(strings.ToLower(s.Title), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	return backlog.ID(strings.Join(words, "-"))
}

// TestNumberIsNoSignal makes sure that what is an item among six is one alone.
func TestNumberIsNoSignal(t *testing.T) {
	for _, c := range forms.All {
		for _, title := range forms.Documents {
			all := backlog.Parse("b.md", []byte(title+c.Render([]int{0, 1, 2, 3, 4, 5})), nil)
			for n := 1; n < 6; n++ {
				some := backlog.Parse("b.md", []byte(title+c.Render([]int{0, 1, 2, 3, 4, 5}[:n])), nil)
				if want := min(n, len(all.Stories())); len(some.Stories()) != want {
					t.Errorf("%s under %q: of %d items %d are read, of 6 %d", c.Name, title, n, len(some.Stories()), len(all.Stories()))
				}
			}
		}
	}
}
