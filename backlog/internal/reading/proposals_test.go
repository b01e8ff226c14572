package reading_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
	"golang.org/x/tools/txtar"
)

// One of the first three proposals reads what people mean by files without IDs.
func TestProposalsOfPlainFiles(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/proposals.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(archive.Files); i += 2 {
		src, want := archive.Files[i].Data, strings.Split(strings.TrimSpace(string(archive.Files[i+1].Data)), "\n")
		proposals := reading.Propose(src, reading.Options{})
		var all [][]string
		for _, p := range proposals[:min(3, len(proposals))] {
			var got []string
			if strings.HasPrefix(want[0], "epic ") {
				for _, e := range p.Result.Epics {
					got = append(got, "epic "+e.Title)
				}
			}
			for _, s := range p.Result.Stories {
				got = append(got, "story "+s.Title)
			}
			all = append(all, got)
		}
		if !slices.ContainsFunc(all, func(got []string) bool { return slices.Equal(got, want) }) {
			t.Errorf("%s: none of the first three proposals is %q:\n%q", archive.Files[i].Name, want, all)
		}
	}
}
