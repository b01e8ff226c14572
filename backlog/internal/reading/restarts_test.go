package reading_test

import (
	"slices"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// A table and a numbered list that each count from 1 hold items of their own, unless
// their titles show that one is an index of the other.
func TestCountedInSeveralForms(t *testing.T) {
	t.Parallel()
	const bugs = "## Bugs\n\n| # | Bug | Status |\n|---|---|---|\n| 1 | Crash on start | Open |\n| 2 | Typo in menu | Fixed |\n\n"
	for _, tt := range []struct {
		src  string
		want []string
	}{
		{
			bugs + "## Chores\n\n1. Update deps\n2. Rotate keys\n",
			[]string{"bugs/1: Crash on start", "bugs/2: Typo in menu", "chores/1: Update deps", "chores/2: Rotate keys"},
		},
		{
			"## Chores\n\n1. Update deps\n2. Rotate keys\n\n" + bugs,
			[]string{"chores/1: Update deps", "chores/2: Rotate keys", "bugs/1: Crash on start", "bugs/2: Typo in menu"},
		},
		{
			"## Wishes\n\n- [ ] 1. Dark mode\n- [ ] 2. Search\n\n" + bugs + "## Chores\n\n1. Update deps\n2. Rotate keys\n",
			[]string{
				"wishes/1: Dark mode", "wishes/2: Search", "bugs/1: Crash on start", "bugs/2: Typo in menu",
				"chores/1: Update deps", "chores/2: Rotate keys",
			},
		},
		{
			bugs + "## Texts\n\n### 1. Crash on start\n\nA\n\n### 2. Typo in menu\n\nB\n",
			[]string{"1: Crash on start", "2: Typo in menu"},
		},
	} {
		if got := titlesOf("# Product backlog\n\n"+tt.src, reading.Options{}); !slices.Equal(got, tt.want) {
			t.Errorf("%q, want %q in\n%s", got, tt.want, tt.src)
		}
	}
}

// Below one heading their numbers cannot be told apart, and that is said.
func TestCountedTwiceInOnePlace(t *testing.T) {
	t.Parallel()
	const src = "# Backlog\n\n| # | Feature | Status |\n|---|---|---|\n| 1 | Search | Open |\n| 2 | Chat | Open |\n\nAlso:\n\n"
	r := reading.Read([]byte(src+"1. Update deps\n2. Rotate keys\n"), reading.Options{})
	if len(r.Stories) != 4 || len(r.Duplicates) != 2 {
		t.Errorf("%d stories, %d duplicates, want 4 and 2", len(r.Stories), len(r.Duplicates))
	}
	r = reading.Read([]byte(src+"1. Search by title\n2. Chat with bots\n"), reading.Options{})
	if len(r.Stories) != 2 || len(r.Duplicates) != 0 {
		t.Errorf("%d stories, %d duplicates, want 2 and 0", len(r.Stories), len(r.Duplicates))
	}
}
