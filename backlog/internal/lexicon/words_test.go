package lexicon

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// titlesAre holds a rule on titles to those that it is for, and those that it is
// not for.
func titlesAre(t *testing.T, rule func(string) bool, yes, no []string) {
	t.Helper()
	for _, title := range yes {
		if !rule(title) {
			t.Errorf("%q is not taken for one", title)
		}
	}
	for _, title := range no {
		if rule(title) {
			t.Errorf("%q is taken for one", title)
		}
	}
}

// A word that two lists have means the smaller of both.
func TestMeanings(t *testing.T) {
	t.Parallel()
	m := meanings(map[FieldRole]string{FieldStatus: "état|a", FieldPoints: "a|b"})
	if len(m) != 3 || m["etat"] != FieldStatus || m["a"] != FieldStatus || m["b"] != FieldPoints {
		t.Errorf("%v", m)
	}
}

func TestUnspaced(t *testing.T) {
	t.Parallel()
	titlesAre(t, Unspaced, []string{"故事", "ストーリー", "스토리", "a 故", "\u1100"}, []string{"", "story", "история", "é", "👍"})
}

// What a sieve holds back is in none of its lists, however it is written.
func TestSieve(t *testing.T) {
	t.Parallel()
	words := Set("must|won't have|état|故事|" + strings.Repeat("x", 70) + "|" + strings.Repeat("x", 80))
	s := newSieve(words)
	for w := range words {
		for _, w := range []string{w, strings.ToUpper(w), "É" + w} {
			if words[Fold(w)] && !s.passes(w) {
				t.Errorf("%q is held back", w)
			}
		}
		if !s.passesFolded(w) {
			t.Errorf("%q is held back", w)
		}
	}
	for _, w := range []string{"mus", "Musts", "bust"} {
		if s.passes(w) || s.passesFolded(strings.ToLower(w)) {
			t.Errorf("%q passes", w)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		if w := rapid.String().Draw(t, "w"); words[Fold(w)] && !s.passes(w) {
			t.Fatalf("%q is held back", w)
		}
	})
}
