package lexicon

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// hasWord says in the plainest way what TopicsOf says of one list of words.
func hasWord(text string, words map[string]bool) bool {
	fields := strings.FieldsFunc(text, func(r rune) bool { return !IsWordRune(r) && (r < '0' || r > '9') })
	for i, w := range fields {
		for n := 1; n <= phraseWords && i+n <= len(fields); n++ {
			if words[strings.Join(fields[i:i+n], " ")] {
				return true
			}
		}
		if j := strings.LastIndexByte(w, '-'); j > 0 && words[w[j+1:]] {
			return true
		}
		for part := range words {
			if w[0] >= 0x80 && Unspaced(w) && Unspaced(part) && strings.Contains(w, part) {
				return true
			}
		}
	}
	return false
}

// A look at all lists at once finds what one at each list would.
func TestTopicsOf(t *testing.T) {
	t.Parallel()
	lists := map[Topics]map[string]bool{
		OfBacklog: BacklogWords, OfWork: WorkWords, OfEpics: EpicWords, OfPlan: PlanWords, OfCriteria: CriteriaWords,
		OfOther: OtherTitleWords, ofTemplate: templateWords, ofPlanFile: planNames,
	}
	var words []string
	for _, list := range lists {
		for w := range list {
			words = append(words, w)
		}
	}
	slices.Sort(words)
	words = append(words, "the", "a", "of", "done", "2026", "产品", "x-", "-", "é")
	gaps := []string{" ", " ", " ", "  ", ", ", ": ", "-", "", "/", " — "}
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var b strings.Builder
		for range random.IntN(6) {
			for part := range strings.FieldsSeq(words[random.IntN(len(words))]) {
				if random.IntN(3) > 0 {
					b.WriteString(part + gaps[random.IntN(len(gaps))])
				}
			}
		}
		text := b.String()
		got := TopicsOf(text)
		for of, list := range lists {
			if want := hasWord(text, list); got.Has(of) != want {
				t.Fatalf("%q: topic %b is %v, want %v", text, of, got.Has(of), want)
			}
		}
	}
}

// A text without any of the words costs no memory, however long it is.
func TestTopicsOfAllocatesNothing(t *testing.T) {
	text := "as an editor, i want to export a report of kind 7, so that i can pass it on; high priority items of the product backlog"
	if n := testing.AllocsPerRun(10, func() { TopicsOf(text) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
