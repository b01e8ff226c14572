package backlog_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
)

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
		"{ignore: ['- x']}":            "neither a heading",
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
	if !slices.Equal(codes(backlog.New(over).Check(), backlog.CodeUnusedPattern), nil) {
		t.Errorf("what is not in force is not looked for: %v", over.Check())
	}
}
