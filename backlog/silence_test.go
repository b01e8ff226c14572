package backlog_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
	"github.com/backlogsync/backlogsync/internal/testutil/forms"
	"pgregory.net/rapid"
)

// TestExcluded records the items of a file, and then deletes some and puts others
// where none are, as people say. Exactly those are not items any more, and of what
// still stands there it is told.
func TestExcluded(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(forms.All).Draw(t, "form")
		title := rapid.SampledFrom(forms.Documents).Draw(t, "title")
		before := title + c.Render([]int{0, 1, 2, 3, 4, 5})
		f := backlog.Parse("b.md", []byte(before), nil)
		edits, _ := f.Record(recordOf(f))
		out, err := backlog.Apply([]byte(before), edits...)
		if err != nil {
			t.Fatal(err)
		}
		_, ledger, ok := strings.Cut(string(out), before)
		if !ok || len(f.Stories()) == 0 {
			return
		}
		var kept, ignored []int
		fate := make([]string, 6)
		for n := range fate {
			switch fate[n] = rapid.SampledFrom([]string{"kept", "deleted", "ignored"}).Draw(t, "fate"); fate[n] {
			case "kept":
				kept = append(kept, n)
			case "ignored":
				ignored = append(ignored, n)
			}
		}
		after := title + c.Render(kept) + "\n<!-- backlogsync: ignore -->\n\n## Later\n\n" + c.Render(ignored) + ledger
		g := backlog.Parse("b.md", []byte(after), nil)
		for _, s := range f.Stories() {
			n := slices.IndexFunc(forms.Titles, func(w string) bool { return strings.Contains(s.Title, w) })
			if n < 0 {
				continue
			}
			is := slices.ContainsFunc(g.Stories(), func(x *backlog.Story) bool { return x.Key() == s.Key() })
			if is != (fate[n] == "kept") || (g.Excluded(s.ID) == backlog.ExcludedIgnored) != (fate[n] == "ignored") {
				t.Fatalf("%s: %s %q, which is %s, is an item: %v, excluded: %q, in\n%s", c.Name, s.ID, s.Title, fate[n], is, g.Excluded(s.ID), after)
			}
			if fate[n] == "ignored" && !leftOut(g, "") {
				t.Fatalf("%s: nobody says that %s is ignored in\n%s", c.Name, s.ID, after)
			}
		}
	})
}

// leftOut reports whether a finding names a text as that of a line that is no
// item.
func leftOut(f *backlog.File, text string) bool {
	return slices.ContainsFunc(f.Check(), func(x backlog.Finding) bool {
		return x.Code == backlog.CodeLeftOut && strings.Contains(x.Message, text)
	})
}

// TestNoSilence writes lines with the codes of a file in another form below its
// items: each is an item, or a finding names it.
func TestNoSilence(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"US-%[1]d", "SHOP-%[1]d"} {
		coded := slices.DeleteFunc(slices.Clone(forms.All), func(c forms.Form) bool { return !strings.Contains(c.Item, code) })
		for _, c := range coded {
			for _, other := range coded {
				for _, title := range forms.Documents[1:] {
					src := title + c.Render([]int{0, 1, 2}) + "\n## More\n\n" + other.Render([]int{6, 7, 8})
					f := backlog.Parse("b.md", []byte(src), nil)
					if len(f.Stories()) == 0 {
						continue
					}
					for _, n := range []int{0, 1, 2, 6, 7, 8} {
						is := slices.ContainsFunc(f.Stories(), func(s *backlog.Story) bool { return strings.Contains(s.Title, forms.Titles[n]) })
						if !is && !leftOut(f, forms.Titles[n]) {
							t.Errorf("%s, then %s under %q: nobody speaks of %q", c.Name, other.Name, title, forms.Titles[n])
						}
					}
				}
			}
		}
	}
}

// Lines that the warnings left-out name are found by their IDs.
func TestLeftOutID(t *testing.T) {
	t.Parallel()
	f := backlog.Parse("b.md", []byte("# B\n\n- [ ] US-7 Fill the cart\n- [ ] AB-2 Filter\n- [ ] US-3 Reset\n- [ ] US-13 Export\n\n"+
		"## Evidence ledger\n\n| Type | ID | URL |\n| - | - | - |\n| Issue | US-7 | https://x.example/7 |\n| Issue | US-3 | https://x.example/3 |\n"), nil)
	if at, ok := f.LeftOut("ab-2"); !ok || at.Line != 4 || at.File != "b.md" {
		t.Errorf("%v, %v; the items are %q", at, ok, idsOf(f))
	}
	if at, ok := f.LeftOut("US-7"); ok {
		t.Errorf("an item is left out at %v", at)
	}
}

// Lines without IDs are found by what IDs are made of their titles, in files without items, too.
func TestLeftOutTitle(t *testing.T) {
	t.Parallel()
	f := backlog.Parse("b.md", []byte("# Notes\n\nProse.\n\n* Weigh it\n* AB-2 Filter\n* Weigh it\n\n1. Print it <!-- backlogsync: ignore -->\n"), nil)
	for id, line := range map[backlog.ID]int{"weigh-it": 5, "EPIC-1/weigh-it~2": 5, "ab-2": 6, "filter": 0, "weigh": 0, "print-it": 0, "1": 0} {
		if at, ok := f.LeftOut(id); ok != (line > 0) || at.Line != line {
			t.Errorf("%s: %v, %v, want line %d", id, at, ok, line)
		}
	}
}

// What an item says and cannot be read is told apart from what it does not say.
func TestUnread(t *testing.T) {
	t.Parallel()
	f := backlog.Parse("b.md", []byte("# Backlog\n\n## US-1 Login\n\n**Due:** 2026-02-31\n**Points:** 3\n\n## US-2 Logout\n\n**Points:** many\n"), nil)
	if !f.UnreadDue("us-1") || f.UnreadPoints("US-1") || f.UnreadDue("US-2") || !f.UnreadPoints("US-2") {
		t.Errorf("%v", f.Check())
	}
}

// TestNoSilenceBeside writes lines in two forms under one heading, with numbers, words and
// codes or without: each is an item, or what one says, or a finding names it.
func TestNoSilenceBeside(t *testing.T) {
	t.Parallel()
	const text = "\n\nSome text.\n\n"
	written := []forms.Form{
		{Name: "boxes", Item: "- [ ] %[2]s\n", Tail: "\n"},
		{Name: "bullets", Item: "- %[2]s\n", Tail: "\n"},
		{Name: "bold bullets", Item: "- **%[2]s**\n", Tail: "\n"},
		{Name: "a numbered list", Item: "%[1]d. %[2]s\n", Tail: "\n"},
		{Name: "headings", Item: "### %[2]s" + text},
		{Name: "numbered headings", Item: "### %[1]d. %[2]s" + text},
		{Name: "headings with a word", Item: "### Story %[1]d: %[2]s" + text},
		{Name: "headings with another word", Item: "### Bug %[1]d: %[2]s" + text},
		{Name: "headings with a word alone", Item: "### Bug: %[2]s" + text},
		{Name: "headings with a code", Item: "### US-%[1]d: %[2]s" + text},
		{Name: "bold lines", Item: "**%[2]s**" + text},
		{Name: "numbered bold lines", Item: "**%[1]d. %[2]s**" + text},
		{Name: "bold lines with a word", Item: "**Story %[1]d: %[2]s**" + text},
		{Name: "rows", Head: "| Task | Status |\n| - | - |\n", Item: "| %[2]s | todo |\n", Tail: "\n"},
		{Name: "numbered rows", Head: "| # | Task |\n| - | - |\n", Item: "| %[1]d | %[2]s |\n", Tail: "\n"},
		{Name: "rows with a code", Head: "| ID | Task |\n| - | - |\n", Item: "| US-%[1]d | %[2]s |\n", Tail: "\n"},
	}
	for _, head := range []string{"# Shop\n\n## Bugs\n\n", "# Backlog\n\n## Epic 1: Pay\n\n"} {
		for _, a := range written {
			for _, b := range written {
				if a.Name == b.Name || strings.Contains(head, "Epic") && b.Name == "bold lines" { // text of an epic
					continue
				}
				f := backlog.Parse("b.md", []byte(head+a.Render([]int{0, 1, 2})+b.Render([]int{6, 7})), nil)
				if len(f.Stories()) == 0 {
					continue
				}
				for _, n := range []int{0, 1, 2, 6, 7} {
					if n == 2 && strings.HasPrefix(a.Item, "###") && !strings.HasPrefix(b.Item, "###") {
						continue // what it says, or the heading of all that follows
					}
					if title := forms.Titles[n]; !isSaid(f, title) && !leftOut(f, title) {
						t.Errorf("%s, then %s under %q: nobody speaks of %q", a.Name, b.Name, head, title)
					}
				}
			}
		}
	}
}

// isSaid reports whether a text is in the title or the text of an item.
func isSaid(f *backlog.File, text string) bool {
	return slices.ContainsFunc(f.Stories(), func(s *backlog.Story) bool { return strings.Contains(s.Title+"\n"+s.Text, text) }) ||
		slices.ContainsFunc(f.Epics(), func(e *backlog.Epic) bool { return strings.Contains(e.Title+"\n"+e.Text, text) })
}

// What stands beside items, and is neither an item nor written like one, is named nowhere.
func TestSilenceBeside(t *testing.T) {
	t.Parallel()
	const items = "## Bugs\n\n- [ ] US-1 Log in\n- [ ] US-2 Log out\n\n"
	for _, text := range []string{
		"**Note:**\n\nText.\n", "**Goal: quick pages**\n\nText.\n", "**Effort**\n\nText.\n", "**Why**\n\nText.\n\n**Why**\n\nText.\n",
		"**Notes**\n\nText.\n", "**Complete**\n\n- [x] US-3 Pay\n",
		"- Outcome: all is well\n", "**Quick** is what pages are.\n", "Acceptance criteria:\n\n- Pages are quick\n",
		"| Size | Meaning |\n|-|-|\n| S | small |\n", "### Notes\n\nText.\n", "### How\n\nText.\n\n### How\n\nText.\n",
	} {
		src := "# Shop\n\n" + items + text
		if f := backlog.Parse("b.md", []byte(src), nil); len(f.Stories()) != strings.Count(src, "US-") || leftOut(f, "") {
			t.Errorf("%d stories in\n%s\n%v", len(f.Stories()), src, f.Check())
		}
	}
	for _, src := range []string{
		"# Shop\n\n## Epic 1: Pay\n\n- [ ] US-1 Log in\n\n**By card**\n\nText.\n", // the text of an epic
		"# Shop\n\n## Epic 1: Pay\n\n### US-1: Log in\n\nText.\n\n## Epic 2: Look\n\n" +
			"**Design principles (from us):**\n1. Pages are quick — as ever\n2. Text first — as ever\n\n### US-2: Colour\n\nText.\n",
		"# Shop\n\n- [ ] US-1 Log in\n\n**3. Install it**\n\nText.\n",
		"# Shop\n\n## Plan\n\n### Epic 1: Pay\n\n- [ ] US-1 Log in\n\n### Where we are\n\nText.\n",
	} {
		if f := backlog.Parse("b.md", []byte(src), nil); len(f.Stories()) == 0 || leftOut(f, "") {
			t.Errorf("%d stories in\n%s\n%v", len(f.Stories()), src, f.Check())
		}
	}
	for _, head := range []string{"# Backlog\n\n", "# Shop\n\n## Epic 1: Pay\n\n"} {
		if f := backlog.Parse("b.md", []byte(head+"- [ ] US-1 Log in\n\n**3. By card**\n\nText.\n"), nil); len(f.Stories()) != 1 || !leftOut(f, "By card") {
			t.Errorf("a number under %q: %v", head, f.Check())
		}
	}
}

// A row or a box with the ID of an item and nothing of its title is named; what says the
// same in other words, and tables that say something else, are not.
func TestSilenceTwice(t *testing.T) {
	t.Parallel()
	const stories = "## Stories\n\n### US-1 Log in\n\nText.\n\n### US-2 Detect fraud\n\nText.\n\n### US-3 Cart and checkout\n\nText.\n"
	table := func(rows ...string) string {
		return "| ID | Title | Status |\n|-|-|-|\n| " + strings.Join(rows, " | todo |\n| ") + " | todo |\n\n"
	}
	for overview, named := range map[string][]string{
		table("US-1 | Search"): {"Search"},
		table("US-1 | Search", "US-2 | Detection", "US-3 | Cart"):                                                  {"Search"},
		table("US-1 | Search", "US-2 | Big map", "US-3 | Cart"):                                                    nil, // other words for all
		table("US-1 | Log in", "US-2 | Detection", "US-3 | Checkout page"):                                         nil,
		"- [ ] US-1 Search\n- [ ] US-2 Detect fraud\n\n":                                                           {"Search"},
		"- [ ] US-1 Search\n- [ ] US-1 Map of it\n- [ ] US-1 Log in\n- [ ] US-2 Detect fraud\n- [ ] US-3 Cart\n\n": {"Search", "Map of it"},
		"| ID | Title |\n|-|-|\n| US-1 | Search <!-- backlogsync: ignore --> |\n\n":                                nil,
		"| ID | Title |\n|-|-|\n| US-1 | ⏳⏳ |\n\n":                                                                 nil,
		"- [ ] US-1, US-2: Accounts\n\n":                                                                           nil,
		"- US-1: Ann asks the bank\n\n":                                                                            nil,
		"| ID | Title |\n|-|-|\n| US-1 | |\n\n":                                                                    nil,
		"| ID | Ann | Bob |\n|-|-|-|\n| US-1 | x | y |\n\n":                                                        nil,
	} {
		f := backlog.Parse("b.md", []byte("# Backlog\n\n## Overview\n\n"+overview+stories), nil)
		if len(f.Stories()) != 3 || leftOut(f, "") != (named != nil) {
			t.Errorf("%d stories: %v in\n%s", len(f.Stories()), f.Check(), overview)
		}
		for _, text := range named {
			if !leftOut(f, text) || !leftOut(f, " another ID; if not, the title of that item") || leftOut(f, "Cart") || leftOut(f, "declare") {
				t.Errorf("%v in\n%s", f.Check(), overview)
			}
		}
	}
	f := backlog.Parse("b.md", []byte("# バックログ\n\n| ID | タイトル |\n|-|-|\n| US-1 | 検索 |\n| US-2 | ログイン |\n\n"+
		"### US-1 検索ページ\n\nText.\n\n### US-2 決済\n\nText.\n"), nil)
	if len(f.Stories()) != 2 || !leftOut(f, "ログイン") || leftOut(f, "検索") {
		t.Errorf("a script without spaces: %v", f.Check())
	}
}
