package gitlab

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/tracker"
	"pgregory.net/rapid"
)

func TestStoredTitle(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"EPIC-1 Access":                     "EPIC-1 Access",
		"EPIC-1 Typed List<T> support":      "EPIC-1 Typed List support",
		"EPIC-1 Map<K, V>":                  "EPIC-1 Map",
		"EPIC-1 a < b and b > c":            "EPIC-1 a < b and b > c",
		"EPIC-1 a <b and c":                 "EPIC-1 a",
		"EPIC-1 R&D":                        "EPIC-1 R&D",
		"EPIC-1 R&amp;D":                    "EPIC-1 R&D",
		"EPIC-1 the tag &lt;b&gt;":          "EPIC-1 the tag",
		"EPIC-1 <b>bold</b> and <i>more":    "EPIC-1 bold and more",
		"EPIC-1 one<br>two":                 "EPIC-1 one two",
		"EPIC-1 <!-- hidden -->shown":       "EPIC-1 shown",
		"EPIC-1 a\u00a0b":                   "EPIC-1 a b",
		"<p>EPIC-1</p>":                     "EPIC-1",
		"<T>":                               "",
		" EPIC-1 ":                          "EPIC-1",
		"EPIC-1 x <- y -> z, 1 << 2, &c; &": "EPIC-1 x <- y -> z, 1 << 2, &c; &",
	} {
		if got := storedTitle(tracker.KindMilestone, title); got != want {
			t.Errorf("%q is stored as %q, not %q", title, got, want)
		}
		if got := storedTitle(tracker.KindIssue, title); got != strings.TrimSpace(title) {
			t.Errorf("the issue %q is stored as %q", title, got)
		}
	}
}

// What is stored is stored again as it is.
func TestStoredTitleStays(t *testing.T) {
	t.Parallel()
	pieces := rapid.SliceOf(rapid.OneOf(
		rapid.SampledFrom([]string{"<", ">", "&", ";", "&lt;", "&amp;", "&gt;", "<b>", "</b>", "<br>", "<!--", "-->", "<script>", "a", " ", "\u00a0", "=\"", "<T"}),
		rapid.StringN(0, 3, -1),
	))
	rapid.Check(t, func(t *rapid.T) {
		title := strings.Join(pieces.Draw(t, "pieces"), "")
		once := storedTitle(tracker.KindMilestone, title)
		if again := storedTitle(tracker.KindMilestone, once); again != once || !utf8.ValidString(once) {
			t.Errorf("%q is stored as %q, then as %q", title, once, again)
		}
	})
}
