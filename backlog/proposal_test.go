package backlog_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
)

// One of the first three proposals reads what people mean, in every form.
func TestProposals(t *testing.T) {
	for _, tt := range []struct {
		name, file string
		want       []string
	}{
		{"bullets", "# Backlog\n\n- Export as CSV\n- Import from a bank\n- Dark mode\n", []string{"Export as CSV", "Import from a bank", "Dark mode"}},
		{"bullets beside other lists", "# To-Do\n\n## Now\n\n- Sort the list\n- Print it\n\n## Notes\n\n- ask Ana\n", []string{"Sort the list", "Print it"}},
		{"numbers", "# Next steps\n\n1. Print labels\n2. Scan labels\n", []string{"Print labels", "Scan labels"}},
		{"boxes in boxes", "# Tasks\n\n- [ ] Printing\n  - [ ] Choose a printer\n  - [ ] Load paper\n", []string{"Printing"}},
		{"headings without codes", "# Product backlog\n\n### Wider margins\n\nText.\n\n### Fewer fonts\n\nText.\n", []string{"Wider margins", "Fewer fonts"}},
		{
			"rows without IDs", "# Product backlog\n\n| Name | Size | Readiness |\n|---|---|---|\n| Printer | 3 | ready |\n| Scanner | 5 | ready |\n",
			[]string{"Printer", "Scanner"},
		},
		{"titles in bold", "# Roadmap\n\n- **Charts**: bars and lines\n- **Digest**: once a week\n", []string{"Charts", "Digest"}},
	} {
		src := []byte(tt.file)
		found := false
		proposals := backlog.Parse("b.md", src, nil).Proposals()
		for _, p := range proposals[:min(3, len(proposals))] {
			if err := p.Read.Check(); err != nil {
				t.Errorf("%s: %v", tt.name, err)
			}
			f := backlog.Parse("b.md", src, &backlog.Options{Read: &p.Read})
			if len(f.Stories()) != p.Stories || len(f.Epics()) != p.Epics {
				t.Errorf("%s: %v gives %d epics and %d stories, not %d and %d", tt.name, p.Read, len(f.Epics()), len(f.Stories()), p.Epics, p.Stories)
			}
			again, err := backlog.ParseDeclaration([]byte(p.Read.String()))
			if err != nil || !slices.Equal(again.Stories, p.Read.Stories) || !slices.Equal(again.Ignore, p.Read.Ignore) {
				t.Errorf("%s: %s is read back as %v, %v", tt.name, p.Read.String(), again, err)
			}
			var titles []string
			for _, s := range f.Stories() {
				titles = append(titles, s.Title)
			}
			found = found || slices.Equal(titles, tt.want)
		}
		if !found {
			t.Errorf("%s: none of the first three proposals reads %q: %+v", tt.name, tt.want, proposals)
		}
	}
}

// What a proposal does not have is said, or it would be guessed.
func TestProposalsAreWhole(t *testing.T) {
	p := backlog.Parse("b.md", []byte("# Backlog\n\n- Export as CSV\n- Import from a bank\n"), nil).Proposals()
	text, err := json.Marshal(p[0].Read)
	if err != nil || string(text) != `{"epics":[],"stories":["- {title}"]}` {
		t.Errorf("%s, %v", text, err)
	}
}

// A file that says itself how it is read is asked nothing.
func TestNoProposals(t *testing.T) {
	f := backlog.Parse("b.md", []byte("---\nread:\n  stories: ['- {title}']\n---\n\n- Labels\n"), nil)
	if p := f.Proposals(); p != nil {
		t.Errorf("%+v", p)
	}
}

// What nothing but the weights proves is read too.
func TestWeights(t *testing.T) {
	for _, tt := range []struct {
		file string
		want int
	}{
		{"# Product backlog\n\n## Now\n\n- [ ] Print on both sides\n\n## Later\n\n- [ ] Sort the list\n", 2},
		{"# Widget\n\nA library.\n\n- fast\n- small\n", 0},
	} {
		if got := len(backlog.Parse("b.md", []byte(tt.file), nil).Stories()); got != tt.want {
			t.Errorf("%q: %d stories, not %d", tt.file, got, tt.want)
		}
	}
}

// A title with a gap to be filled in is that of a template.
func TestTemplates(t *testing.T) {
	for file, want := range map[string]int{
		"# Tasks: [FEATURE NAME]\n\n- [ ] T001 Start\n- [ ] T002 Go on\n":             0,
		"# Epic [N]: [Epic Name]\n\n## US-1: Print\n":                                 0,
		"# Tasks: [draft]\n\n- [ ] T001 Start\n- [ ] T002 Go on\n":                    2,
		"# Tasks of [the product](https://x.example)\n\n- [ ] T001 A\n- [ ] T002 B\n": 2,
	} {
		if got := len(backlog.Parse("b.md", []byte(file), nil).Stories()); got != want {
			t.Errorf("%q: %d stories, not %d", file, got, want)
		}
	}
}

// Where nothing is an item, what the first proposal reads is named first, and not again.
func TestNoItemsNamesTheLikeliestFirst(t *testing.T) {
	f := backlog.Parse("b.md", []byte("# Shed\n\n## Tools\n\nText.\n\n## Wood\n\n- [ ] Split it\n- [ ] Dry it\n"), nil)
	want := `there are 2 that may be stories, such as "Split it", and 2 such as "Tools" in line 3 (## {title}); declare`
	if got := f.Check(); len(got) != 1 || !strings.Contains(got[0].Message, want) {
		t.Errorf("%v has not %q", got, want)
	}
}

// The findings about what is not an item hold what is to be declared if it is one,
// ready to be pasted: with that the lines are items beside those that were.
func TestFindingsSayWhatToDeclare(t *testing.T) {
	for _, tt := range []struct {
		name, file    string
		code          backlog.Code
		before, after int
	}{
		{"nothing is an item", "# Shop\n\n- Wider shelves\n- Longer counter\n", backlog.CodeNoItems, 0, 2},
		{"another form", "# Backlog\n\n### US-1: Print\n\nText.\n\n### US-2: Cut\n\nText.\n\n## More of them\n\n- US-7 Fold it\n- US-8 Send it\n",
			backlog.CodeLeftOut, 2, 4},
	} {
		f := backlog.Parse("b.md", []byte(tt.file), nil)
		i := slices.IndexFunc(f.Check(), func(x backlog.Finding) bool { return x.Code == tt.code })
		if i < 0 || len(f.Stories()) != tt.before {
			t.Errorf("%s: %d stories, %v", tt.name, len(f.Stories()), f.Check())
			continue
		}
		_, text, _ := strings.Cut(f.Check()[i].Message, "read: ")
		text, _, _ = strings.Cut(text, "}, or")
		d, err := backlog.ParseDeclaration([]byte(strings.TrimSuffix(text, "}") + "}"))
		if err != nil {
			t.Errorf("%s: %q: %v", tt.name, f.Check()[i].Message, err)
			continue
		}
		if got := len(backlog.Parse("b.md", []byte(tt.file), &backlog.Options{Read: d}).Stories()); got != tt.after {
			t.Errorf("%s: %v gives %d stories", tt.name, d, got)
		}
		declared := backlog.Parse("b.md", []byte(tt.file), &backlog.Options{Read: &backlog.Declaration{Epics: []string{}}})
		for _, x := range declared.Check() {
			if strings.Contains(x.Message, "read: {epics") {
				t.Errorf("%s: what is declared is advised: %v", tt.name, x)
			}
		}
	}
}
