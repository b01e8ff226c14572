package reading_test

import (
	"slices"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// Rows go on with a list of others if their table is like that one.
func TestJoinedRows(t *testing.T) {
	t.Parallel()
	const first = "# Sauna – backlog\n## To do\n### Now\n| ID | Feature | Status |\n|---|---|---|\n| F-1 | Calendar | Open |\n| F-2 | Guests | Open |\n"
	known := []string{"F-1: Calendar", "F-2: Guests"}
	for rows, more := range map[string][]string{
		"### Autumn\n| Feature | Status |\n|---|---|\n| Card payment | Open |\n":                      {"card-payment: Card payment"},
		"## Links\n| Feature | Page |\n|---|---|\n| Calendar | 12 |\n":                                nil, // no states
		"## Open decisions\n| ID | Decision | Options |\n|---|---|---|\n| D-1 | Pictures | a / b |\n": nil,
	} {
		if got, want := titlesOf(first+rows, reading.Options{}), slices.Concat(known, more); !slices.Equal(got, want) {
			t.Errorf("%q, want %q with\n%s", got, want, rows)
		}
	}
}

// A line that only introduces the list below it is not an item, unless it has a box.
func TestIntroducingLines(t *testing.T) {
	t.Parallel()
	for src, want := range map[string][]string{
		"# TODO\n- Print the labels\n- Before the fair:\n  - wash the van\n- Sort the boxes\n": {
			"print-the-labels: Print the labels", "sort-the-boxes: Sort the boxes",
		},
		"# TODO\n- [ ] Print the labels\n- [ ] House picker:\n  - by street\n": {"print-the-labels: Print the labels", "house-picker: House picker:"},
	} {
		if got := titlesOf(src, reading.Options{}); !slices.Equal(got, want) {
			t.Errorf("%q, want %q in\n%s", got, want, src)
		}
	}
}
