package lexicon

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// The words that files are read with stand beside the scanners by role. Keys are
// folded: lower case without accents, see [Fold].

// Set returns the folded words of lists that are separated by "|".
func Set(lists ...string) map[string]bool {
	m := make(map[string]bool)
	for _, list := range lists {
		for w := range strings.SplitSeq(list, "|") {
			m[Fold(w)] = true
		}
	}
	return m
}

// meanings returns a map from the folded words of each list, separated by "|",
// to what the list means. A word of two lists means the smaller one.
func meanings[V cmp.Ordered](lists map[V]string) map[string]V {
	m := make(map[string]V)
	for _, v := range slices.Sorted(maps.Keys(lists)) {
		for w := range strings.SplitSeq(lists[v], "|") {
			if w = Fold(w); m[w] == *new(V) {
				m[w] = v
			}
		}
	}
	return m
}

// Unspaced reports whether a text is in a script that puts no spaces between
// words, or hangs endings on them: Chinese, Japanese, Korean.
func Unspaced(s string) bool {
	for _, r := range s {
		if r >= 0x1100 && r <= 0x11ff || r >= 0x3040 && r <= 0x9fff || r >= 0xac00 && r <= 0xd7ff {
			return true
		}
	}
	return false
}
