package gitlab

import (
	"encoding/json"
	"testing"

	"github.com/backlogsync/backlogsync/tracker"
)

// The one reason for closing that the service has is that an issue is a duplicate.
func TestReason(t *testing.T) {
	t.Parallel()
	const of = `"_links":{"self":"https://git.example/1","closed_as_duplicate_of":"https://git.example/api/v4/projects/1/issues/75"}`
	for answer, want := range map[string]tracker.Reason{
		`{"iid":1,"state":"closed",` + of + `}`:                                tracker.Duplicate,
		`{"iid":1,"state":"opened",` + of + `}`:                                "",
		`{"iid":1,"state":"closed","_links":{"closed_as_duplicate_of":null}}`:  "",
		`{"iid":1,"state":"closed","_links":{"self":"https://git.example/1"}}`: "",
		`{"iid":1,"state":"closed"}`:                                           "",
	} {
		var i issue
		if err := json.Unmarshal([]byte(answer), &i); err != nil {
			t.Fatal(err)
		}
		if got := (&items{people: new(people)}).issueItem(&i).Reason; got != want {
			t.Errorf("%s: %q, want %q", answer, got, want)
		}
	}
}
