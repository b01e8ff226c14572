package reading_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// named lists what is read, by title.
func named(f *reading.Result) string {
	var all []string
	for _, e := range f.Epics {
		all = append(all, "E "+string(e.ID)+" "+e.Title)
	}
	for _, s := range f.Stories {
		all = append(all, string(s.ID)+" "+s.Title)
	}
	return strings.Join(all, "\n")
}

// What is read without help is the first proposal, and is declared so that lines
// that are written alike do not join it.
func TestUnaidedReadingIsProposed(t *testing.T) {
	for _, tt := range []struct {
		name, src, want string
	}{
		{"headings with another word", "# Backlog\n\n## E1 — Print\n\n### US-1 — Labels\n\nText.\n\n## Scope of this\n\nText.\n\n### Sprint 1 — June\n\nText.\n",
			"{epics: ['## {id} — {title}'], stories: ['### US-{id} — {title}']}"},
		{"codes of several kinds", "# Backlog\n\n## Work\n\n### AB-1: Print\n\nText.\n\n### CD-2: Cut\n\nText.\n\n### EF-3: Fold\n\nText.\n\n## Times\n\n" +
			"### Sprint 1: Labels\n",
			"{epics: [], stories: ['### {id}: {title}'], ignore: ['## Times']}"},
		{"several sections", "# Backlog\n\n## Work\n\n- [ ] US-1 Print\n- [ ] UX-2 Cut\n- [ ] QA-3 Fold\n- [ ] OP-4 Send\n\n## Phase 1\n\n- [ ] A 1 b\n\n" +
			"## Phase 2\n\n- [ ] B 2 c\n\n## Phase 3\n\n- [ ] C 3 d\n",
			"{epics: [], stories: ['- [ ] {title}']}"},
		{"a word before the title", "# Backlog\n\n## Épica 1: Print\n\n### US-1: Labels\n\nText.\n\n## Épica de siempre: Cut\n\n### US-2: Rolls\n\nText.\n\n" +
			"## Notes of all kinds\n\nText.\n", ""},
		{"a task file", "---\nid: BACK-345\ntitle: Print labels\nstatus: open\n---\n\n## Why\n\nText.\n\n1. One\n2. Two\n",
			"{epics: [], stories: ['title: {title}']}"},
	} {
		src := []byte(tt.src)
		unaided := reading.Read(src, reading.Options{})
		proposals := reading.Propose(src, reading.Options{})
		if len(proposals) == 0 {
			t.Errorf("%s: nothing is proposed; read is\n%s", tt.name, named(unaided))
			continue
		}
		first := proposals[0]
		if got, want := named(first.Result), named(unaided); got != want || got == "" {
			t.Errorf("%s: %v reads\n%s\nnot\n%s", tt.name, &first.Read, got, want)
		}
		if tt.want != "" && first.Read.String() != tt.want {
			t.Errorf("%s: proposed is %v, not %s", tt.name, &first.Read, tt.want)
		}
	}
}

// No two proposals read the same, and each reads something.
func TestProposalsDiffer(t *testing.T) {
	src := []byte("# Backlog\n\n## Now\n\n- [ ] Print\n  - [ ] Paper\n- [ ] Cut\n\n## Later\n\n- Fold\n- Send\n\n| Name | Size |\n|---|---|\n| Stamp | 1 |\n")
	proposals := reading.Propose(src, reading.Options{})
	var all []string
	for _, p := range proposals {
		if all = append(all, named(p.Result)); all[len(all)-1] == "" {
			t.Errorf("%v reads nothing", &p.Read)
		}
		if got := reading.Read(src, reading.Options{Read: &p.Read}); named(got) != named(p.Result) {
			t.Errorf("%v reads\n%s\nnot\n%s", &p.Read, named(got), named(p.Result))
		}
	}
	slices.Sort(all)
	if n := len(slices.Compact(slices.Clone(all))); n != len(all) || n < 3 {
		t.Errorf("%d of %d proposals differ: %s", n, len(all), fmt.Sprint(all))
	}
}
