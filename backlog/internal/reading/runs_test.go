package reading

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

// What is sorted by its runs is what a stable sort makes of it.
func TestSortRuns(t *testing.T) {
	t.Parallel()
	type element struct{ key, place int }
	byKey := func(a, b element) int { return cmp.Compare(a.key, b.key) }
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 200 {
		var got []element
		for key := 0; len(got) < n; key += random.IntN(3) {
			if random.IntN(5) == 0 {
				key = random.IntN(10)
			}
			got = append(got, element{key, len(got)})
		}
		want := slices.Clone(got)
		slices.SortStableFunc(want, byKey)
		if got = sortRuns(got, byKey); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	}
}
