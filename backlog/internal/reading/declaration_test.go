package reading_test

import (
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/lexicon"
	"github.com/backlogsync/backlogsync/backlog/internal/reading"
	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

// Small files are read as their front matter declares.
func TestDeclaration(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, read, src, want string }{
		{"bullets", "{stories: ['- {title}']}", "# To-Do\n\n- Clock\n- Map\n  - not this\n", "clock, map"},
		{"nested bullets", "{epics: ['- {title}'], stories: ['  - {title}']}", "- Shop\n  - Clock\n  - Map\n- Bank\n  - Loan\n", "shop: clock, map; bank: loan"},
		{"headings", "{epics: ['## {title}'], stories: ['### {title}']}", "# P\n\n## Access\n\n### Login\n\nText.\n\n### Logout\n", "access: login, logout"},
		{"numbers", "{stories: ['1. **{title}** *']}", "# Plan\n\n1. **Export** as CSV\n2. **Import** from a bank\n3. other\n", "export, import"},
		{"boxes", "{stories: ['- [ ] {title}']}", "# Plan\n\n- [x] One\n- [ ] Two\n- Three\n", "one, two"},
		{"boxes with fields", "{stories: ['- [ ] {title}']}", "# Plan\n\n- [ ] One\n  Due: 2026-01-22\n- [ ] Two\n", "one, two"},
		{"a table", "{stories: ['| Code {id} | What {title} |']}", "| Code | Who | What |\n| - | - | - |\n| P-1 | ana | Print |\n| P-2 | bo | Bind |\n", "P-1, P-2"},
		{"codes", "{ids: ['REQ-*']}", "# Spec\n\n- REQ-1: Print\n- REQ-2: Bind\n", "REQ-1, REQ-2"},
		{"none", "{stories: [], epics: []}", "# Backlog\n\n## Epic 1: A\n\n- [ ] US-1 One\n", ""},
		{"ignored sections", "{ignore: ['## Ideas']}", "# Backlog\n\n- [ ] US-1 One\n\n## Ideas\n\n- [ ] US-2 Two\n\n### More\n\n- [ ] US-3 Three\n\n## Next\n\n" +
			"- [ ] US-4 Four\n", "US-1, US-4"},
		{"escapes", `{stories: ['- \{title}: {title}']}`, "- {title}: One\n- Two\n", "one"},
		{"in the text of one", "{stories: ['### {title}', '- {title}']}", "### One\n\n- criterion\n\n## Rest\n\n- Two\n", "one, two"},
	} {
		f := reading.Read([]byte("---\nread: "+tt.read+"\n---\n"+tt.src), reading.Options{})
		if got := inLine(f); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// inLine shows the items of a file in one line.
func inLine(f *reading.Result) string {
	var parts []string
	stories := func(epic lexicon.ID) string {
		var ids []string
		for _, s := range f.Stories {
			if s.Epic == epic {
				ids = append(ids, string(s.ID))
			}
		}
		return strings.Join(ids, ", ")
	}
	for _, e := range f.Epics {
		parts = append(parts, string(e.ID)+": "+stories(e.ID))
	}
	if loose := stories(""); loose != "" {
		parts = append(parts, loose)
	}
	return strings.Join(parts, "; ")
}

// The comments of a file say what the part below them holds.
func TestDirectives(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, src, want string }{
		{"a list", "# Notes\n\n<!-- backlogsync: stories -->\n- One\n- Two\n\nText.\n\n- Three\n", "one, two"},
		{"a table", "<!-- backlogsync: stories -->\n\n| Name | Kind |\n| - | - |\n| One | x |\n| Two | y |\n", "one, two"},
		{"a section of headings", "# P\n\n<!-- backlogsync: stories -->\n\n## Work\n\n### One\n\n- not this\n\n### Two\n\n## Rest\n\n### Three\n", "one, two"},
		{"a section with a list", "# P\n\n<!-- backlogsync: stories -->\n\n## Work\n\n- One\n- Two\n\n## Rest\n\n- Three\n", "one, two"},
		{"one heading", "# P\n\n<!-- backlogsync: stories -->\n### Gift cards\n\nText.\n\n### Rest\n", "gift-cards"},
		{"epics", "# P\n\n<!-- backlogsync: epics -->\n\n## Work\n\n### One\n\n### Two\n", "one: ; two: "},
		{"ignored", "# Backlog\n\n- [ ] US-1 One\n\n<!-- backlogsync: ignore -->\n## Later\n\n- [ ] US-2 Two\n\n## Next\n\n- [ ] US-3 Three\n", "US-1, US-3"},
		{"nested is a comment", "# Backlog\n\n- [ ] US-1 One\n\n  <!-- backlogsync: ignore -->\n\n- [ ] US-2 Two\n", "US-1, US-2"},
	} {
		f := reading.Read([]byte(tt.src), reading.Options{})
		if got := inLine(f); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// What a file declares goes before what all files share, key by key, and what is
// tried before both.
func TestDeclarationOver(t *testing.T) {
	t.Parallel()
	shared := &reading.Declaration{Epics: []string{"## {title}"}, Stories: []string{"1. {title}"}}
	over := reading.Read([]byte("---\nread: {stories: ['- {title}']}\n---\n## A\n\n- One\n"), reading.Options{DefaultRead: shared})
	if got := inLine(over); got != "a: one" {
		t.Errorf("key by key: %q", got)
	}
	tried := reading.Read([]byte("---\nread: {stories: ['- {title}']}\n---\n1. One\n"),
		reading.Options{Read: &reading.Declaration{Stories: []string{"1. {title}"}}})
	if got := inLine(tried); got != "one" {
		t.Errorf("before the front matter: %q", got)
	}
	var none *reading.Declaration
	if none.Over(nil) != nil || none.Over(shared) != shared || shared.Over(none) != shared {
		t.Error("over none, a declaration is another one")
	}
}

// A declaration is written so that it is read as the same one.
func TestDeclarationString(t *testing.T) {
	t.Parallel()
	for _, d := range []reading.Declaration{
		{},
		{Epics: []string{}},
		{Epics: []string{"## {title}"}, Stories: []string{"- [ ] {title}", "| It's {title} |"}, IDs: []string{"Q-*"}, Ignore: []string{"## Ideas"}},
	} {
		var node yaml.Node
		if err := yaml.Unmarshal([]byte(d.String()), &node); err != nil {
			t.Fatal(err)
		}
		got, err := reading.ParseDeclaration(node.Content[0])
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(&d, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", &d, diff)
		}
	}
}

// What is no declaration is refused, with the key or the pattern that is wrong.
func TestParseDeclaration(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"{stores: []}":                 "unknown key \"stores\"",
		"{stories: ['- [ ] x']}":       "no place for {title} or {id}",
		"{ignore: ['- x']}":            "neither a heading",
		"{stories: ['{id} {id}']}":     "twice",
		"[a]":                          "the keys epics, stories, ids, ignore are expected",
		"{stories: [{a: b}]}":          "a list of patterns in quotes",
		"{stories: {a: b}}":            "a list of patterns in quotes",
		"{epics: ['####### {title}']}": "level 7",
	} {
		var node yaml.Node
		if err := yaml.Unmarshal([]byte(text), &node); err != nil {
			t.Fatal(err)
		}
		if d, err := reading.ParseDeclaration(node.Content[0]); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, %v, want an error with %q", text, d, err, want)
		}
	}
}
