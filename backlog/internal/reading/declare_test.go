package reading_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog/internal/reading"
)

func TestDeclare(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, file string
		read       reading.Declaration
		want       []string // titles; epics in brackets
	}{
		{
			"headings without codes", "# Shop\n\n## Labels\n\n### Wider margins\n\nText.\n\n- a list\n\n### Two sides\n\n## Notes\n\n### Not this\n",
			reading.Declaration{Epics: []string{"## {title}"}, Stories: []string{"### {title}"}, Ignore: []string{"## Notes"}},
			[]string{"[Labels]", "Wider margins", "Two sides"},
		},
		{
			"plain bullets of the depth that is written", "# Shop\n\n- Labels\n  - Print one\n  - Print many\n- Rolls\n",
			reading.Declaration{Epics: []string{"- {title}"}, Stories: []string{"  - {title}"}},
			[]string{"[Labels]", "Print one", "Print many", "[Rolls]"},
		},
		{
			"numbers with a title in bold", "# Shop\n\n1. **Export** as CSV\n2. **Import**\n3. plain\n",
			reading.Declaration{Epics: []string{}, Stories: []string{"1. **{title}** *"}},
			[]string{"Export", "Import"},
		},
		{
			"boxes, whatever is in them", "# Shop\n\n- [ ] One\n- [x] Two\n- Three\n",
			reading.Declaration{Stories: []string{"- [ ] {title}"}},
			[]string{"One", "Two"},
		},
		{
			"rows of the columns that are named", "# Shop\n\n| What | Code | Colour |\n|---|---|---|\n| Print | P-1 | red |\n| Cut | P-2 | blue |\n\n" +
				"| What | Why |\n|---|---|\n| no | no |\n",
			reading.Declaration{Stories: []string{"| Code {id} | What {title} |"}},
			[]string{"Print", "Cut"},
		},
		{
			"the cells of a board, by their columns",
			"# Shop\n\n| Ideas | Cooking | Served |\n|---|---|---|\n| Soup | Bread | – |\n| Forks | | US-3 Spoons |\n\n" +
				"| Ideas | Cooking |\n|---|---|\n| no | no |\n\n| To do | Doing | Served |\n|---|---|---|\n| no | no | no |\n",
			reading.Declaration{Stories: []string{"| Ideas {title} | Served | Cooking {title} |"}},
			[]string{"Soup", "Bread", "Forks"},
		},
		{
			"the cells of a board with columns that are known",
			"# Shop\n\n| To do | Done |\n|---|---|\n| Soup | Spoons |\n\n| To do | Notes |\n|---|---|\n| Ink | no |\n",
			reading.Declaration{Epics: []string{}, Stories: []string{"| To do {title} | Done {title} |", "| To do {title} |"}},
			[]string{"Soup", "Spoons", "Ink"},
		},
		{
			"no epics", "# Epic 1: Labels\n\n## Story 1.1: Print\n",
			reading.Declaration{Epics: []string{}},
			[]string{"Print"},
		},
		{
			"the text of an item holds none of its role", "# Shop\n\n## Print\n\n- [ ] a step\n",
			reading.Declaration{Stories: []string{"## {title}", "- [ ] {title}"}},
			[]string{"Print"},
		},
		{
			"several in one line behind a label", "# Shop\n\n## Q-1 Print\n\n- **Parts:** Q-1.1 Labels · Q-1.2 Rolls\n- **Stories:** 1.1 Stamp · 1.2 Bag\n",
			reading.Declaration{Epics: []string{"## {id} {title}"}, Stories: []string{"- **Stories:** {id} {title}"}},
			[]string{"[Print]", "Stamp", "Bag"},
		},
		{
			"the title of a task file", "---\nid: task-7\ntitle: Print labels\nstatus: To Do\n---\n\n- [ ] one\n",
			reading.Declaration{Stories: []string{"title: {title}"}},
			[]string{"Print labels"},
		},
		{
			"cells in HTML", "# Shop\n\n<table>\n<tr><td>E 1 Labels</td><td>F 1.1 Paper</td><td>HU 1.1.1 Print</td></tr>\n<tr><td>HU 1.1.2 Cut</td></tr>\n</table>\n",
			reading.Declaration{Epics: []string{"<td>E {id} {title}</td>"}, Stories: []string{"<td>HU {id} {title}</td>"}},
			[]string{"[Labels]", "Print", "Cut"},
		},
		{
			"sentences beside other bullets", "# Shop\n\n- labels\n- As a clerk, I want to print\n- As a guest, I want to pay\n",
			reading.Declaration{Epics: []string{}, Stories: []string{"- As a {title}"}},
			[]string{"As a clerk, I want to print", "As a guest, I want to pay"},
		},
		{
			"codes that are IDs here", "# Shop\n\n## Q-1 Print\n\n## Q-2 Cut\n\n## R-1 Fire\n",
			reading.Declaration{IDs: []string{"Q-*"}},
			[]string{"Print", "Cut"},
		},
	} {
		f := reading.Read([]byte(tt.file), reading.Options{Read: &tt.read})
		type at struct {
			start int
			title string
		}
		var got []at
		for _, e := range f.Epics {
			got = append(got, at{e.Syntax.Heading.Start, "[" + e.Title + "]"})
		}
		for _, s := range f.Stories {
			got = append(got, at{s.Syntax.Line.Start, s.Title})
		}
		slices.SortFunc(got, func(a, b at) int { return a.start - b.start })
		var titles []string
		for _, x := range got {
			titles = append(titles, x.title)
		}
		if !slices.Equal(titles, tt.want) {
			t.Errorf("%s: read %s, want %s", tt.name, strings.Join(titles, ", "), strings.Join(tt.want, ", "))
		}
	}
}

// A heading that is declared has the ID that a field below it gives; a row with
// that ID is not a second story.
func TestDeclaredIDInField(t *testing.T) {
	t.Parallel()
	const file = "# Shop\n\n| Story ID | Title | Status |\n|---|---|---|\n| US-5.1 | Print | Done |\n\n#### 1. Print\n\n**Story ID:** US-5.1\n\n#### Cut\n\n" +
		"**Story ID:** US-5.2\n"
	for _, heading := range []string{"#### {title}", "#### {id}. {title}"} {
		read := &reading.Declaration{Stories: []string{"| Story ID {id} | Title {title} |", heading, "#### {title}"}}
		if got := inLine(reading.Read([]byte(file), reading.Options{Read: read})); got != "US-5.1, US-5.2" {
			t.Errorf("%s: read %s", heading, got)
		}
	}
}

func TestDeclarationCheck(t *testing.T) {
	t.Parallel()
	good := reading.Declaration{Stories: []string{"### {id}: {title}"}}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	bad := reading.Declaration{Epics: []string{"####### {title}"}}
	if err := bad.Check(); err == nil || !strings.Contains(err.Error(), "####### {title}") {
		t.Errorf("the error does not name the pattern: %v", err)
	}
}
