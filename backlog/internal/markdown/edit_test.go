package markdown

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The order of edits does not matter.
func TestApplyOrder(t *testing.T) {
	t.Parallel()
	src := []byte("0123456789")
	edits := []Edit{{Span{0, 1}, "a"}, {Span{1, 1}, "b"}, {Span{4, 6}, ""}, {Span{10, 10}, "z"}}
	for range 20 {
		rand.Shuffle(len(edits), func(i, j int) { edits[i], edits[j] = edits[j], edits[i] })
		before := append([]Edit(nil), edits...)
		got, err := Apply(src, edits...)
		if string(got) != "ab1236789z" || err != nil {
			t.Fatalf("Apply(%v) = %q, %v", edits, got, err)
		}
		for i := range edits {
			if edits[i] != before[i] {
				t.Fatalf("the edits %v are now %v", before, edits)
			}
		}
	}
}

func TestApplyRefuses(t *testing.T) {
	t.Parallel()
	src := []byte("0123456789")
	for _, test := range []struct {
		name    string
		edits   []Edit
		overlap bool
	}{
		{"two that overlap", []Edit{{Span{0, 3}, ""}, {Span{2, 4}, ""}}, true},
		{"an insertion within a replacement", []Edit{{Span{0, 3}, ""}, {Span{2, 2}, "x"}}, true},
		{"two of one place", []Edit{{Span{2, 4}, "x"}, {Span{2, 4}, "x"}}, true},
		{"behind the end", []Edit{{Span{9, 11}, ""}}, false},
		{"before the beginning", []Edit{{Span{-1, 1}, ""}}, false},
		{"backwards", []Edit{{Span{3, 2}, ""}}, false},
	} {
		out, err := Apply(src, test.edits...)
		if err == nil || out != nil || errors.Is(err, ErrOverlap) != test.overlap {
			t.Errorf("%s: %q, %v", test.name, out, err)
		}
	}
}

// Insertions at one place are made in the order given, before a replacement that
// starts there, and what no edit covers stays.
func TestApply(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		src := []byte(rapid.StringN(0, 20, -1).Draw(t, "src"))
		var edits []Edit
		var want strings.Builder
		for at := 0; at < len(src); {
			kept := rapid.IntRange(0, len(src)-at).Draw(t, "kept")
			want.WriteString(string(src[at : at+kept]))
			at += kept
			for range rapid.IntRange(0, 2).Draw(t, "inserted") {
				text := rapid.String().Draw(t, "text")
				edits = append(edits, Edit{Span{at, at}, text})
				want.WriteString(text)
			}
			n := rapid.IntRange(0, len(src)-at).Draw(t, "replaced")
			if kept+n == 0 {
				n = 1
			}
			text := rapid.String().Draw(t, "new")
			edits = append(edits, Edit{Span{at, at + n}, text})
			want.WriteString(text)
			at += n
		}
		got, err := Apply(src, edits...)
		if err != nil || string(got) != want.String() {
			t.Fatalf("Apply(%q, %v) = %q, %v, want %q", src, edits, got, err, want.String())
		}
	})
}
