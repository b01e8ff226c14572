package cli

import (
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
)

// A first backlog of each language is read as it is meant, without a finding.
func TestStarters(t *testing.T) {
	t.Parallel()
	for _, language := range languages {
		text, err := starters.ReadFile("starter/" + language + ".md")
		if err != nil {
			t.Fatal(err)
		}
		f := backlog.Parse(starterName, text, nil)
		if string(f.Language()) != language || len(f.Epics()) != 2 || len(f.Stories()) != 3 || len(f.Check()) != 0 {
			t.Errorf("%s: language %s, %d epics, %d stories, %v", language, f.Language(), len(f.Epics()), len(f.Stories()), f.Check())
		}
	}
}
