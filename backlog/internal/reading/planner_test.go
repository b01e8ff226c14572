package reading_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// One of the first three proposals reads what is meant, also where the guess takes
// too much or dares nothing.
func TestFirstThreeProposals(t *testing.T) {
	for _, tt := range []struct {
		name, src string
		stories   []string
	}{
		{
			"an overview besides", "# Epics\n\n| # | Epic | SP |\n|---|---|---|\n| 1 | Labels | 21 |\n| 2 | Rolls | 31 |\n\n" +
				"## Epic 1: Labels\n\n| ID | Title | SP |\n|---|---|---|\n| US-1.1 | Print | 8 |\n\n## Epic 2: Rolls\n\n| ID | Title | SP |\n|---|---|---|\n" +
				"| US-2.1 | Change | 8 |\n",
			[]string{"Print", "Change"},
		},
		{
			"headings, in a language that nothing is known of", "# ユーザーストーリー\n\n## 客\n\n### 予約の変更\n\n- [ ] 前日まで変更できる\n\n### 支払い\n\n- [ ] 領収書が出る\n",
			[]string{"予約の変更", "支払い"},
		},
		{
			"numbers in the column of stories", "# Product backlog\n\n## Story index\n\n| Story | Name | Status |\n|---|---|---|\n| 4.1 | Maps | Ready |\n" +
				"| 4.2 | Routes | Ready |\n",
			[]string{"Maps", "Routes"},
		},
		{
			"bullets under the headings of features", "# Roadmap\n\n## Printing\n\n- two sides\n- in colour\n\n## Scanning\n\n- to a folder\n\n## Notes\n\nText.\n",
			[]string{"two sides", "in colour", "to a folder"},
		},
		{
			"bullets under headings of one word each, with notes that are bullets, too", "## Access\n\n- Login\n- Logout\n\n## Orders\n\n- Cancel an order\n\n" +
				"## Notes\n\n- Ana is away in May\n- See the wiki\n",
			[]string{"Login", "Logout", "Cancel an order"},
		},
		{
			"boxes at any depth", "# Tasks\n\n- [ ] Printing\n  - [ ] Choose a printer\n  - [ ] Load paper\n- [ ] Scanning\n  - [ ] Choose a scanner\n",
			[]string{"Choose a printer", "Load paper", "Choose a scanner"},
		},
		{
			"one of two forms", "# Backlog\n\n### AB-1: Print\n\nText.\n\n### AB-2: Cut\n\nText.\n\n## Open points of the team\n\n- [ ] AB-1: ask Ana\n" +
				"- [ ] OPS-7: ask Ben\n",
			[]string{"Print", "Cut"},
		},
	} {
		proposals := reading.Propose([]byte(tt.src), reading.Options{})
		found := false
		var all [][]string
		for _, p := range proposals[:min(3, len(proposals))] {
			var titles []string
			for _, s := range p.Result.Stories {
				titles = append(titles, s.Title)
			}
			all = append(all, titles)
			found = found || slices.Equal(titles, tt.stories)
		}
		if !found {
			t.Errorf("%s: %q is not among the first three, %q", tt.name, tt.stories, all)
		}
	}
}

// What is under notes is not a reading by itself, and where epics are meant, notes are
// none.
func TestNotesAreProposedLast(t *testing.T) {
	src := "# Shop\n\n## Access\n\n- Login\n- Logout\n\n## Orders\n\n- Cancel an order\n\n## Notes\n\n- Ana is away in May\n- See the wiki\n"
	want := []readItem{{title: "Access"}, {title: "Orders"}, {title: "Login"}, {title: "Logout"}, {title: "Cancel an order"}}
	var all [][]readItem
	for _, p := range reading.Propose([]byte(src), reading.Options{}) {
		all = append(all, itemsOf(p.Result))
	}
	if !slices.ContainsFunc(all, func(items []readItem) bool {
		return slices.EqualFunc(items, want, func(x, y readItem) bool { return x.title == y.title })
	}) {
		t.Errorf("no proposal has the sections as epics and the notes as none: %v", all)
	}
}

// Nobody wants epics alone where no word says that they are, lists as the epics of
// headings, one pattern for both, items without titles, or the steps of a manual.
func TestWhatNobodyWants(t *testing.T) {
	for _, src := range []string{
		"# Shop\n\n## Access\n\n- Login\n- Logout\n\n## Orders\n\n- Cancel an order\n",
		"# Tasks\n\n## ✅ **DONE**\n\n- [x] Colours\n\n## 🎯 **NEXT**\n\n### 1. Finish the theme\n\n- one file\n\n### 2. Simpler form\n",
		"# Tides\n\n## Installation\n\n1. Download\n2. Unpack\n\n## Later\n\n- Chart of the moon\n",
	} {
		for _, p := range reading.Propose([]byte(src), reading.Options{}) {
			switch {
			case len(p.Result.Stories) == 0:
				t.Errorf("%q: %v has epics alone", src, &p.Read)
			case slices.ContainsFunc(p.Result.Stories, func(s *reading.Story) bool { return s.Title == "" || s.Title == "Download" }):
				t.Errorf("%q: %v reads what is nothing", src, &p.Read)
			case slices.ContainsFunc(p.Read.Epics, func(text string) bool { return text[0] != '#' || slices.Contains(p.Read.Stories, text) }):
				t.Errorf("%q: the epics of %v are none", src, &p.Read)
			}
		}
	}
}

// Nobody means the title of the file, or mere text.
func TestNoProposal(t *testing.T) {
	for _, src := range []string{"# Shop\n", "# Shop\n\nText of the shop.\n\nMore text.\n", ""} {
		if p := reading.Propose([]byte(src), reading.Options{}); len(p) > 0 {
			t.Errorf("%q: %v is proposed", src, &p[0].Read)
		}
	}
}

// To read costs a line a few allocations, whether people say what they mean or it is
// guessed. To try what may be meant costs about as much as to read each proposal.
func TestProposingCostsLittle(t *testing.T) {
	const lines, few, proposals = 1000, 20, 6
	src := []byte("# Backlog\n\n" + strings.Repeat("- Do this or that well\n", lines))
	read := testing.AllocsPerRun(1, func() { reading.Read(src, reading.Options{}) })
	declared := testing.AllocsPerRun(1, func() {
		reading.Read(src, reading.Options{Read: &reading.Declaration{Epics: []string{}, Stories: []string{"- {title}"}}})
	})
	propose := testing.AllocsPerRun(1, func() { reading.Propose(src, reading.Options{}) })
	if read > few*lines || declared > few*lines || propose > proposals*few*lines {
		t.Errorf("reading allocates %.0f times, what is declared %.0f times, and proposing %.0f times", read, declared, propose)
	}
}
