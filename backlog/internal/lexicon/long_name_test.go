package lexicon

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// What is cut is compared as the whole is, whatever stands beside it.
func TestCutName(t *testing.T) {
	t.Parallel()
	part := rapid.SampledFrom([]string{
		"as-a-buyer", "I want", "to-see", "007", "7", "s3", "user story", "historia-de-usuario", "epic", "ünder", "日本語の表示",
		"straßenbahnhaltestellenansage", "-", "US-1",
	})
	name := rapid.Map(rapid.SliceOfN(part, 1, 12), func(parts []string) string { return strings.Join(parts, "-") })
	rapid.Check(t, func(t *rapid.T) {
		whole := name.Draw(t, "name")
		cut := CutName(whole)
		if n := utf8.RuneCountInString(cut); n > 40 {
			t.Errorf("%q has %d runes", cut, n)
		}
		if utf8.RuneCountInString(whole) <= 40 && cut != whole {
			t.Errorf("%q, which is short, was cut to %q", whole, cut)
		}
		if loud := strings.ToUpper(strings.ReplaceAll(whole, "ß", "ss")); ID(loud).Key() != ID(strings.ReplaceAll(whole, "ß", "ss")).Key() {
			t.Errorf("%q has another key than in lower case", loud)
		}
		if CutName(cut) != cut {
			t.Errorf("%q was cut again", cut)
		}
		for _, around := range [][2]string{{"", ""}, {"office/", ""}, {"", "~2"}, {"EPIC-1/", "~12"}, {whole + "/", ""}} {
			a, b := ID(around[0]+whole+around[1]), ID(strings.Replace(around[0], whole, cut, 1)+cut+around[1])
			if utf8.RuneCountInString(keyOf(whole)) > 40 && a.Key() != b.Key() {
				t.Errorf("the key of %q is %q, that of %q is %q", a, a.Key(), b, b.Key())
			}
		}
	})
}
