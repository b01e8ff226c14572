package lexicon

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What is its own key has the key that it has in upper case, where every letter is
// looked at.
func TestOwnKey(t *testing.T) {
	t.Parallel()
	part := rapid.SampledFrom([]string{
		"export", "epic", "epica", "story", "user", "historia", "de", "usuario", "utente", "us", "e", "task", "item", "0", "01", "7", "10", "a1", "",
	})
	rapid.Check(t, func(t *rapid.T) {
		id := strings.Join(rapid.SliceOfN(part, 1, 5).Draw(t, "parts"), "-")
		if key := ID(id).Key(); isKey(id) && key != ID(strings.ToUpper(id)).Key() {
			t.Fatalf("%q is its own key, but has another one in upper case: %q", id, ID(strings.ToUpper(id)).Key())
		}
	})
	for id, own := range map[string]bool{
		"export-report-7": true, "us-1": true, "": false, "Export": false, "export-": false, "-export": false, "a--b": false,
		"export-07": false, "export7": false, "7a": false, "a~2": false, "historia-1": false,
	} {
		if isKey(id) != own {
			t.Errorf("%q is its own key: %t", id, isKey(id))
		}
	}
}
