package reading_test

import (
	"slices"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

func TestCutLogins(t *testing.T) {
	for title, want := range map[string][]string{ // what is left, and the logins
		"Search @ana":            {"Search", "@ana"},
		"Search @ana, @bob":      {"Search", "@ana", "@bob"},
		"Search @ana; @bob ":     {"Search", "@ana", "@bob"},
		"Search (@ana @bob)":     {"Search", "@ana", "@bob"},
		"Search → @a.b_c-9":      {"Search", "@a.b_c-9"},
		"Search: @ana":           {"Search", "@ana"},
		"Search () @ana":         {"Search ()", "@ana"},
		"Search (fast) @ana":     {"Search (fast)", "@ana"},
		"Search":                 nil,
		"Search ()":              nil,
		"Search)":                nil,
		"Search (@ana first)":    nil,
		"A cake for @ana":        nil,
		"Ein Kuchen für @ana":    nil,
		"Un gâteau à @ana":       nil,
		"@ana":                   nil,
		"@ana @bob":              nil,
		"Search @-ana":           nil,
		"Search @ana-":           nil,
		"Search @":               nil,
		"Search @a/b":            nil,
		"Mail ana@example.com":   nil,
		"Search @ana for people": nil,
		"":                       nil,
	} {
		rest, logins := reading.CutLogins(title)
		if want == nil {
			want = []string{title}
		}
		if got := append([]string{rest}, logins...); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
	}
}

// The names of the options are mapped, and what fields say comes behind.
func TestTrailingLoginsAreAssignees(t *testing.T) {
	const src = "# Backlog\n\n- [ ] US-1 Search @ana\n\n  Assignee: @eve, @Ana-GH\n- [ ] US-2 Login @bob\n"
	r := reading.Read([]byte(src), reading.Options{Assignees: map[string]string{"ana": "ana-gh"}})
	if len(r.Stories) != 2 || !slices.Equal(r.Stories[0].Assignees, []string{"ana-gh", "eve"}) || !slices.Equal(r.Stories[1].Assignees, []string{"bob"}) {
		t.Errorf("stories %+v", r.Stories)
	}
}
