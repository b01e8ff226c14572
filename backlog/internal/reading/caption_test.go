package reading_test

import (
	"slices"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

// What is below a line of text is ignored with it, up to the next text or heading.
func TestIgnoreBelowCaption(t *testing.T) {
	src := "# Hut\n\n**Roof**\n\n- Gutter\n\n**Decided against**\n\n- Mule\n\n---\n\n1. Flag\n\n| Title | Cost |\n|---|---|\n| Bar | 9 |\n\n" +
		"Still to do:\n\n- Stove\n\n## Later\n\n- Door\n\nRisks: many (see\nbelow)\n\nText.\n\n- Window\n"
	for _, tt := range []struct {
		ignore       []string
		want, unused []string
	}{
		{[]string{}, []string{"Gutter", "Mule", "Flag", "Bar", "Stove", "Door", "Window"}, nil},
		{[]string{"**Decided against**"}, []string{"Gutter", "Stove", "Door", "Window"}, nil},
		{[]string{"Decided *"}, []string{"Gutter", "Stove", "Door", "Window"}, nil},
		{[]string{"Still to do:"}, []string{"Gutter", "Mule", "Flag", "Bar", "Door", "Window"}, nil},
		{[]string{"Still to", "Risks: *"}, []string{"Gutter", "Mule", "Flag", "Bar", "Stove", "Door", "Window"}, []string{"Still to", "Risks: *"}},
		{[]string{"Text."}, []string{"Gutter", "Mule", "Flag", "Bar", "Stove", "Door"}, nil},
	} {
		f := reading.Read([]byte(src), reading.Options{
			Read: &reading.Declaration{Epics: []string{}, Stories: []string{"- {title}", "1. {title}", "| Title {title} |"}, Ignore: tt.ignore},
		})
		var titles, unused []string
		for _, s := range f.Stories {
			titles = append(titles, s.Title)
		}
		for _, p := range f.Read.Unused {
			if p.Key == "ignore" {
				unused = append(unused, p.Text)
			}
		}
		if !slices.Equal(titles, tt.want) || !slices.Equal(unused, tt.unused) {
			t.Errorf("without %q: %q, and nothing fits %q", tt.ignore, titles, unused)
		}
	}
}
