package reading_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/reading"
	"pgregory.net/rapid"
)

// The IDs are recorded in files and trackers, so that none of them may ever change.
func TestSlug(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"Log in with a code": "log-in-with-a-code",
		"¿Dónde está?":       "donde-esta",
		"🎉":                  "item",
		"Forty runes are as long as an ID may be 1":                         "forty-runes-are-as-long-as-an-id-ctpdzt",
		"Forty runes are as long as IDs may be, so":                         "forty-runes-are-as-long-as-ids-may-be-so",
		"As a buyer, I want to see my basket, so that I know the sum":       "as-a-buyer-i-want-to-see-my-lllkqz",
		"As a buyer, I want to see my basket, so that I know what is in it": "as-a-buyer-i-want-to-see-my-szbssl",
		"Donaudampfschifffahrtsgesellschaftskapitänswitwe":                  "donaudampfschifffahrtsgesellschaf-kswnpz",
		"Die Donaudampfschifffahrtsgesellschaftskapitänswitwe":              "die-donaudampfschifffahrtsgesells-lpfpsz",
		"Words of which the first one ends there where it is cut":           "words-of-which-the-first-one-ends-xjrqfh",
		strings.Repeat("あ", 41):                                             strings.Repeat("あ", 33) + "-bvqwqb",
		strings.Repeat("あ", 40):                                             strings.Repeat("あ", 40),
	} {
		if got := reading.Slug(title); got != want {
			t.Errorf("the ID of %q is %q, want %q", title, got, want)
		}
	}
}

// No ID is longer than 40 runes, and titles share one only if they say the same.
func TestSlugProperties(t *testing.T) {
	t.Parallel()
	title := rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{
		"as a buyer", "I want", "to see", "7", "Ünder", "日本語の表示", "Straßenbahnhaltestellenansage", "-", ".",
	}), 1, 12), func(words []string) string { return strings.Join(words, " ") })
	letters := func(title string) string {
		return strings.Map(func(c rune) rune {
			if unicode.IsLetter(c) || unicode.IsDigit(c) {
				return unicode.ToLower(c)
			}
			return ' '
		}, title)
	}
	rapid.Check(t, func(t *rapid.T) {
		a := title.Draw(t, "a")
		b := a + title.Draw(t, "b")
		if rapid.Bool().Draw(t, "same") {
			b = strings.ReplaceAll(a, " ", ", ")
		}
		for _, s := range []string{a, b} {
			if n := utf8.RuneCountInString(reading.Slug(s)); n == 0 || n > 40 {
				t.Fatalf("%q has %d runes", reading.Slug(s), n)
			}
		}
		same := slices.Equal(strings.Fields(letters(a)), strings.Fields(letters(b)))
		if reading.Slug(a) == reading.Slug(b) != same {
			t.Fatalf("the IDs of %q and %q are %q and %q", a, b, reading.Slug(a), reading.Slug(b))
		}
	})
}

// Items that are recorded by the whole of their titles are found by these IDs.
func TestRecordedWholeTitles(t *testing.T) {
	t.Parallel()
	const list = "# Backlog\n\n## Shop\n\n" +
		"- As a buyer, I want to see my basket, so that I know the sum\n" +
		"- As a buyer, I want to see my basket, so that I know what is in it\n"
	const rest = "as-a-buyer-i-want-to-see-my-basket-so-that-i-know-"
	for _, tt := range []struct {
		name, src string
		recorded  []string // of epics with a star
	}{
		{"in a list", list, []string{rest + "the-sum", rest + "what-is-in-it"}},
		{"the second only", list, []string{rest + "what-is-in-it"}},
		{"titles that stand again", list + "- As a buyer, I want to see my basket, so that I know the sum\n", []string{rest + "the-sum", rest + "the-sum~2"}},
		{
			"below other headings", list + "\n## What people of the office want to see of all this\n\n- As a buyer, I want to see my basket, so that I know the sum\n",
			[]string{rest + "the-sum", "what-people-of-the-office-want-to-see-of-all-this/" + rest + "the-sum"},
		},
		{
			"an epic that a field names", "# Backlog\n\n### US-1 Login\n\n**Epic:** Whatever people of the office want to see of all this\n",
			[]string{"*whatever-people-of-the-office-want-to-see-of-all-this"},
		},
		{
			"a title that begins with a code", "# Backlog\n\n- [ ] S3 Store all files that the people of the office send\n- [ ] S4 Gift cards\n- [ ] Log in\n",
			[]string{"s3-store-all-files-that-the-people-of-the-office-send"},
		},
		{
			"a login behind the title", "# Backlog\n\n- [ ] Whatever people of the office want to see of all this @ana\n",
			[]string{"whatever-people-of-the-office-want-to-see-of-all-this-ana"},
		},
		{
			"a title with an ID at its end", "# Backlog\n\n## Whatever people of the office want to see (US-1)\n\nText.\n",
			[]string{"whatever-people-of-the-office-want-to-see-us-1"},
		},
	} {
		var known []reading.Known
		for _, id := range tt.recorded {
			kind := lexicon.KindIssue
			if after, ok := strings.CutPrefix(id, "*"); ok {
				kind, id = lexicon.KindMilestone, after
			}
			known = append(known, reading.Known{Kind: kind, ID: lexicon.ID(id)})
		}
		r := reading.Read([]byte(tt.src), reading.Options{Known: known})
		var got []reading.ItemKey
		for _, e := range r.Epics {
			got = append(got, reading.ItemKey{Kind: lexicon.KindMilestone, Key: e.ID.Key()})
		}
		for _, s := range r.Stories {
			got = append(got, reading.ItemKey{Kind: lexicon.KindIssue, Key: s.ID.Key()})
		}
		for _, k := range known {
			if !slices.Contains(got, reading.ItemKey{Kind: k.Kind, Key: k.ID.Key()}) {
				t.Errorf("%s: %q lack %q", tt.name, got, k.ID)
			}
		}
		for _, s := range r.Stories {
			if alone := reading.Read([]byte(tt.src), reading.Options{}); len(alone.Stories) != len(r.Stories) || len(alone.Epics) != len(r.Epics) {
				t.Errorf("%s: with what is recorded there are %d epics and %d stories, alone %d and %d", tt.name,
					len(r.Epics), len(r.Stories), len(alone.Epics), len(alone.Stories))
			} else if s.Epic != "" && !slices.ContainsFunc(r.Epics, func(e *reading.Epic) bool { return e.ID == s.Epic }) {
				t.Errorf("%s: the epic %q of %q is not there", tt.name, s.Epic, s.ID)
			}
		}
	}
}
