package backlog_test

import (
	"slices"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
)

// Where most cells of a column of IDs have words, too, these are the titles; a row without
// is left out.
func TestTitlesBesideIDs(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		rows string
		want []string
	}{
		{"| #5 Driver | all cars |\n| #6 Brakes | all wheels |\n| #7 | all doors |\n", []string{"Driver", "Brakes"}},
		{"| #5 Driver | all cars |\n| #6 | all wheels |\n| #7 | all doors |\n", nil},
		{"| #5 Driver | all cars |\n| #6 | all wheels |\n", nil},
	} {
		f := backlog.Parse("b.md", []byte("# Backlog\n\n| Issue | Scope | Status |\n|-|-|-|\n"+test.rows), nil)
		var titles []string
		for _, s := range f.Stories() {
			titles = append(titles, s.Title)
		}
		if !slices.Equal(titles, test.want) {
			t.Errorf("%q, want %q of\n%s%v", titles, test.want, test.rows, f.Check())
		}
	}
}

// A column without a name is that of the states if each of its cells says one, and so the
// table is one of work.
func TestStatesWithoutHeader(t *testing.T) {
	t.Parallel()
	for rows, want := range map[string][]bool{
		"| Login | ✅ |\n| Logout | ⬜ |\n":   {true, false},
		"| Login | ✅ |\n| Logout | Ann |\n": nil,
		"| Login | ✅ |\n| Logout | |\n":     nil,
	} {
		f := backlog.Parse("b.md", []byte("# Backlog\n\n| Story | |\n|-|-|\n"+rows), nil)
		var states []bool
		for _, s := range f.Stories() {
			if s.Checked != nil {
				states = append(states, *s.Checked)
			}
		}
		if len(f.Stories()) != len(want) || !slices.Equal(states, want) {
			t.Errorf("%v of %d stories, want %v of\n%s", states, len(f.Stories()), want, rows)
		}
	}
}
