package reading_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/reading"
	"github.com/backlogsync/backlogsync/internal/testutil/forms"
	"pgregory.net/rapid"
)

// What stands above the guess holds whatever the guess would say, so it is tested
// with tables of weights that are drawn by chance.

func drawWeights(t *rapid.T) *reading.Weights {
	n := rapid.Int8Range(-40, 40)
	weight := rapid.Custom(func(t *rapid.T) reading.Weight {
		return reading.Weight{Coded: n.Draw(t, "coded"), Bare: n.Draw(t, "bare"), Epic: n.Draw(t, "epic")}
	})
	w := &reading.Weights{Bias: weight.Draw(t, "bias")}
	for i := range w.Signals {
		if rapid.IntRange(0, 3).Draw(t, "speaks") == 0 {
			w.Signals[i] = weight.Draw(t, "signal")
		}
	}
	return w
}

// A readItem is an item as a record names it, and its title.
type readItem struct {
	kind   lexicon.Kind
	id     lexicon.ID
	parent lexicon.ID
	title  string
}

func itemsOf(r *reading.Result) []readItem {
	var all []readItem
	for _, e := range r.Epics {
		all = append(all, readItem{lexicon.KindMilestone, e.ID, "", e.Title})
	}
	for _, s := range r.Stories {
		all = append(all, readItem{lexicon.KindIssue, s.ID, s.Epic, s.Title})
	}
	return all
}

// numberOf returns the number of an item that [forms.Form.Render] wrote, -1 for
// another one.
func (x *readItem) number() int {
	return slices.IndexFunc(forms.Titles, func(w string) bool { return strings.Contains(x.title, w) })
}

func (x *readItem) is(y readItem) bool { return x.kind == y.kind && x.id.Key() == y.id.Key() }

// TestMemoryUnderAnyWeights records the items of a file, deletes, adds and moves
// some, and reads the file with another table.
func TestMemoryUnderAnyWeights(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(forms.All).Draw(t, "form")
		numbers := []int{0, 1, 2, 3, 4, 5}[:rapid.IntRange(1, 6).Draw(t, "count")]
		before := rapid.SampledFrom(forms.Documents).Draw(t, "title") + c.Render(numbers)
		r := reading.Read([]byte(before), reading.Options{Weights: drawWeights(t)})
		var known []reading.Known
		for _, x := range itemsOf(r) {
			known = append(known, reading.Known{Kind: x.kind, ID: x.id, Parent: x.parent})
		}
		kept := slices.DeleteFunc(slices.Clone(numbers), func(int) bool { return rapid.Bool().Draw(t, "delete") })
		kept = append(kept, rapid.SliceOfNDistinct(rapid.IntRange(6, 11), 0, 3, rapid.ID).Draw(t, "new")...)
		order := rapid.Permutation(kept).Draw(t, "order")
		after := rapid.SampledFrom(forms.Documents).Draw(t, "new title") + c.Render(order)
		if rapid.Bool().Draw(t, "another form below") {
			after += "\n## More\n\n" + rapid.SampledFrom(forms.All).Draw(t, "other form").Render([]int{9, 10, 11})
		}
		now := itemsOf(reading.Read([]byte(after), reading.Options{Weights: drawWeights(t), Known: known}))
		for _, x := range itemsOf(r) {
			if slices.Contains(order, x.number()) && !slices.ContainsFunc(now, x.is) {
				t.Fatalf("%s: %s %s is no item any more; the items are %v in\n%s\nand were %v in\n%s", c.Name, x.kind, x.id, now, after, itemsOf(r), before)
			}
		}
	})
}

// TestDeclarationUnderAnyWeights declares the items of a form: the table says
// nothing any more.
func TestDeclarationUnderAnyWeights(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(forms.All).Filter(func(c forms.Form) bool { return c.Pattern != "" }).Draw(t, "form")
		other := rapid.SampledFrom(forms.All).Draw(t, "other form")
		numbers := []int{0, 1, 2, 3, 4, 5}[:rapid.IntRange(1, 6).Draw(t, "count")]
		src := rapid.SampledFrom(forms.Documents).Draw(t, "title") + c.Render(numbers) + "\n## More\n\n" + other.Render([]int{9, 10, 11})
		opts := reading.Options{Read: &reading.Declaration{Epics: []string{}, Stories: []string{c.Pattern}}}
		want := itemsOf(reading.Read([]byte(src), opts))
		opts.Weights = drawWeights(t)
		got := itemsOf(reading.Read([]byte(src), opts))
		if !slices.Equal(got, want) {
			t.Fatalf("%q: the items are %v, with the fitted table %v, in\n%s", c.Pattern, got, want, src)
		}
		for _, n := range numbers {
			own := slices.DeleteFunc(slices.Clone(got), func(x readItem) bool { return x.number() != n })
			if len(own) != 1 {
				t.Fatalf("%q: %q is %d items; all are %v in\n%s", c.Pattern, forms.Titles[n], len(own), got, src)
			}
		}
	})
}

// TestNumberIsNoSignalUnderAnyWeights makes sure that what is an item among six is
// one alone, and the other way round.
func TestNumberIsNoSignalUnderAnyWeights(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(forms.All).Draw(t, "form")
		title := rapid.SampledFrom(forms.Documents).Draw(t, "title")
		opts := reading.Options{Weights: drawWeights(t)}
		read := func(numbers []int) (read []int) {
			for _, x := range itemsOf(reading.Read([]byte(title+c.Render(numbers)), opts)) {
				if n := x.number(); n >= 0 && !slices.Contains(read, n) {
					read = append(read, n)
				}
			}
			return read
		}
		all := read([]int{3, 4, 5}) // whose titles are of two words each
		for n := range 2 {
			if some := read([]int{3, 4, 5}[:n+1]); len(some) != min(n+1, len(all)) {
				t.Fatalf("%s under %q: of %d items %v are read, of 3 %v", c.Name, title, n+1, some, all)
			}
		}
	})
}

// TestNoSilenceUnderAnyWeights writes lines with the codes of a file in two forms:
// each is an item, or it is named as one that is left out.
func TestNoSilenceUnderAnyWeights(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.SampledFrom([]string{"US-%[1]d", "SHOP-%[1]d"}).Draw(t, "code")
		coded := rapid.SampledFrom(forms.All).Filter(func(c forms.Form) bool { return strings.Contains(c.Item, code) })
		c, other := coded.Draw(t, "form"), coded.Draw(t, "other form")
		src := rapid.SampledFrom(forms.Documents[1:]).Draw(t, "title") + c.Render([]int{0, 1, 2}) + "\n## More\n\n" + other.Render([]int{6, 7, 8})
		r := reading.Read([]byte(src), reading.Options{Weights: drawWeights(t)})
		items := itemsOf(r)
		if !slices.ContainsFunc(items, func(x readItem) bool { return x.number() >= 0 }) {
			return
		}
		for _, n := range []int{0, 1, 2, 6, 7, 8} {
			is := slices.ContainsFunc(items, func(x readItem) bool { return x.number() == n })
			named := slices.ContainsFunc(r.Omissions, func(o *reading.Omission) bool {
				return slices.ContainsFunc(o.Lines, func(l reading.OmittedLine) bool { return strings.Contains(l.Text, forms.Titles[n]) })
			})
			if !is && !named {
				t.Fatalf("%s, then %s: nobody speaks of %q; the items are %v in\n%s", c.Name, other.Name, forms.Titles[n], items, src)
			}
		}
	})
}
