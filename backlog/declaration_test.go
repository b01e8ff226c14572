package backlog_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
)

// TestDeclaration reads small files as their front matter declares.
func TestDeclaration(t *testing.T) {
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
		f := backlog.Parse("b.md", []byte("---\nread: "+tt.read+"\n---\n"+tt.src), nil)
		if got := inLine(f); got != tt.want {
			t.Errorf("%s: %q, want %q; %v", tt.name, got, tt.want, f.Check())
		}
	}
}

// inLine shows the items of a file in one line.
func inLine(f *backlog.File) string {
	var parts []string
	stories := func(epic backlog.ID) string {
		var ids []string
		for _, s := range f.Stories() {
			if s.Epic == epic {
				ids = append(ids, string(s.ID))
			}
		}
		return strings.Join(ids, ", ")
	}
	for _, e := range f.Epics() {
		parts = append(parts, string(e.ID)+": "+stories(e.ID))
	}
	if loose := stories(""); loose != "" {
		parts = append(parts, loose)
	}
	return strings.Join(parts, "; ")
}

// TestDirectives reads what the comments of a file say of the part below them.
func TestDirectives(t *testing.T) {
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
		f := backlog.Parse("b.md", []byte(tt.src), nil)
		if got := inLine(f); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestDeclarationFindings makes sure that a declaration that cannot be read, or
// that fits nothing, is told.
func TestDeclarationFindings(t *testing.T) {
	codes := func(fs backlog.Findings, code backlog.Code) (messages []string) {
		for _, x := range fs {
			if x.Code == code {
				messages = append(messages, x.Message)
			}
		}
		return messages
	}
	for read, want := range map[string]string{
		"{stores: []}":                 "unknown key \"stores\"",
		"{stories: ['- [ ] x']}":       "no place for {title} or {id}",
		"{ignore: ['- x']}":            "not a heading",
		"{stories: ['{id} {id}']}":     "twice",
		"[a]":                          "the keys epics, stories, ids, ignore are expected",
		"{stories: [{a: b}]}":          "a list of patterns in quotes",
		"{epics: ['####### {title}']}": "level 7",
	} {
		f := backlog.Parse("b.md", []byte("---\nread: "+read+"\n---\n# A\n"), nil)
		if got := codes(f.Check(), backlog.CodeBrokenMetadata); len(got) != 1 || !strings.Contains(got[0], want) {
			t.Errorf("%s: %q, want one with %q", read, got, want)
		}
	}
	own := backlog.Parse("b.md", []byte("---\nread: {stories: ['- {title}', '### {title}']}\n---\n- One\n"), nil)
	if got := codes(own.Check(), backlog.CodeUnusedPattern); len(got) != 1 || !strings.Contains(got[0], "### {title}") {
		t.Errorf("unused: %q", got)
	}
	d := &backlog.Declaration{Stories: []string{"- {title}", "### {title}", "1. {title}"}}
	a := backlog.Parse("a.md", []byte("- One\n"), &backlog.Options{DefaultRead: d})
	b := backlog.Parse("b.md", []byte("### One\n"), &backlog.Options{DefaultRead: d})
	if got := codes(backlog.New(a, b).Check(), backlog.CodeUnusedPattern); len(got) != 1 || !strings.Contains(got[0], "1. {title}") {
		t.Errorf("unused in all files: %q", got)
	}
	over := backlog.Parse("c.md", []byte("---\nread: {stories: ['- {title}']}\n---\n## A\n\n- One\n"),
		&backlog.Options{DefaultRead: &backlog.Declaration{Epics: []string{"## {title}"}, Stories: []string{"1. {title}"}}})
	if got := inLine(over); got != "a: one" {
		t.Errorf("key by key: %q", got)
	}
	tried := backlog.Parse("c.md", []byte("---\nread: {stories: ['- {title}']}\n---\n1. One\n"),
		&backlog.Options{Read: &backlog.Declaration{Stories: []string{"1. {title}"}}})
	if got := inLine(tried); got != "one" {
		t.Errorf("before the front matter: %q", got)
	}
	if !slices.Equal(codes(backlog.New(over).Check(), backlog.CodeUnusedPattern), nil) {
		t.Errorf("what is not in force is not looked for: %v", over.Check())
	}
}
