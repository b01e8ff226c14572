package pattern_test

import (
	"slices"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/pattern"
)

func TestMatch(t *testing.T) {
	for _, tt := range []struct {
		pattern, text string
		want          pattern.Capture
		ok            bool
	}{
		{"### {id}: {title}", "US-1: Labels", pattern.Capture{ID: "US-1", Title: "Labels"}, true},
		{"### {id}: {title}", "US-1 — Labels", pattern.Capture{}, false},
		{"### {id}: {title}", "US\u20111: Labels", pattern.Capture{ID: "US\u20111", Title: "Labels"}, true},
		{"<td>HU {id} {title}</td>", "HU 1.1 Labels", pattern.Capture{ID: "1.1", Title: "Labels"}, true},
		{"### {id} {title}", "US-1 — Labels", pattern.Capture{ID: "US-1", Title: "Labels"}, true},
		{"### {id} {title}", "Story 1.2: Labels", pattern.Capture{ID: "Story 1.2", Title: "Labels"}, true},
		{"### {title}", "Wider margins", pattern.Capture{Title: "Wider margins"}, true},
		{"1. **{title}** *", "**Export** as CSV", pattern.Capture{Title: "Export", Rest: "as CSV"}, true},
		{"- Story: {title}", "Story: Print", pattern.Capture{Title: "Print"}, true},
		{"- Story: {title}", "Print", pattern.Capture{}, false},
		{`- \{title} {title}`, "{title} x", pattern.Capture{Title: "x"}, true},
	} {
		p, err := pattern.Parse(tt.pattern)
		if err != nil {
			t.Fatalf("%s: %v", tt.pattern, err)
		}
		if got, ok := p.Match(tt.text); ok != tt.ok || ok && got != tt.want {
			t.Errorf("%s: %q gives %+v, %v; want %+v, %v", tt.pattern, tt.text, got, ok, tt.want, tt.ok)
		}
	}
}

func TestColumns(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		pattern string
		headers []string
		want    []int // nil if it does not fit
	}{
		{"| What {title} | Code {id} |", []string{"code", "What", "More"}, []int{1, 0}},
		{"| What {title} | Code {id} |", []string{"What"}, nil},
		{"| {id} | {title} |", []string{"", "", ""}, []int{0, 1}},
		{"| | {id} | | {title} |", []string{"", "", "", ""}, []int{0, 1, 2, 3}},
		{"| {id} | {title} |", []string{""}, nil},
		{"| {title} |", []string{"", "Team A", "Team B"}, nil},
		{"| {id} | What {title} |", []string{"More", "", "What"}, []int{1, 2}},
		{"| | What {title} |", []string{"What"}, []int{-1, 0}},
	} {
		p, err := pattern.Parse(tt.pattern)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := p.Columns(tt.headers); ok != (tt.want != nil) || ok && !slices.Equal(got, tt.want) {
			t.Errorf("%q of %q: %v, %v", tt.pattern, tt.headers, got, ok)
		}
	}
}

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		pattern string
		kind    pattern.Kind
		level   int
	}{
		{"## {title}", pattern.Heading, 2},
		{"- {title}", pattern.Bullet, 0},
		{"    * {title}", pattern.Bullet, 2},
		{"- [ ] {title}", pattern.Box, 0},
		{"1. {title}", pattern.Ordered, 0},
		{"**{title}**", pattern.Paragraph, 0},
		{"| Code {id} | What {title} |", pattern.Row, 0},
	} {
		p, err := pattern.Parse(tt.pattern)
		if err != nil || p.Kind != tt.kind || p.Level != tt.level {
			t.Errorf("%q: %+v, %v", tt.pattern, p, err)
		}
	}
	for _, bad := range []string{"", "####### {title}", "{title} {title}", "| Code |", "| To do {title} | Code {id} | Done {title} |"} {
		if _, err := pattern.Parse(bad); err == nil {
			t.Errorf("%q is no error", bad)
		}
	}
}
