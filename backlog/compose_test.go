package backlog_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/backlogsync/backlogsync/backlog"
)

var languages = []backlog.Language{"en", "es", "pt", "fr", "de", "it"}

const peoplesText = "# Summary\n\nIt **fails** for @ana, see #1.\n\n## Epic 9: Not an epic\n\n### US-9.1 Not a story\n\n| ID | Title | Status |\n" +
	"| -- | ----- | ------ |\n| US-9.2 | Row | Done |\n\n" +
	"- [ ] US-9.3 A box\n- [x] second\n\n<details>\n<summary>More</summary>\n\nPriority: high\nLabels: wrong\n\n</details>\n\n```\n## Epic 8\n- [ ] US-8.1\n"

// A file composed of what people wrote reads to the same items in every language.
func TestCompose(t *testing.T) {
	t.Parallel()
	for _, l := range languages {
		c := &backlog.Composition{Title: "Shop", Language: l, Scope: "docs/b.md", Record: backlog.Record{Date: day}}
		for i := range 10 {
			id := backlog.ID(fmt.Sprintf("%s-%d", backlog.EpicWord(l), i+1))
			e := backlog.Epic{ID: id, Title: fmt.Sprintf("Release %d | beta", i), Milestone: fmt.Sprintf("Release %d | beta", i), Text: peoplesText}
			if i%2 == 0 {
				e.Due, e.Status = "2026-03-01", backlog.StatusDone
			}
			c.Epics = append(c.Epics, e)
		}
		for i := range 26 {
			s := backlog.Story{ID: backlog.ID(fmt.Sprintf("US-%d.%d", i%10+1, i/10+1)), Title: fmt.Sprintf("Do *this* `%d` <now>", i), Epic: c.Epics[i%10].ID,
				Text: peoplesText}
			s.Checked = new(i%3 == 0)
			if i%2 == 0 {
				s.Labels, s.Assignees, s.Due = []string{"bug", "good first issue", "a|b"}, []string{"ana", "bob-c"}, "2026-04-30"
				s.Points = new(float64(i))
			}
			c.Stories = append(c.Stories, s)
		}
		c.Stories = append(c.Stories, backlog.Story{ID: "US-100", Title: "On its own", Checked: new(false)})
		src, altered := backlog.Compose(c)
		f := backlog.Parse("b.md", src, nil)
		if len(altered) > 0 || len(f.Epics()) != len(c.Epics) || len(f.Stories()) != len(c.Stories) {
			t.Errorf("%s: altered %v, %d epics, %d stories", l, altered, len(f.Epics()), len(f.Stories()))
		}
		if x := f.Check(); x.Err() != nil || f.Checkbox() != backlog.CheckboxDone || f.Kind() != backlog.FileBacklog || f.Scope() != "docs/b.md" {
			t.Errorf("%s: findings %v, checkbox %s, kind %s, scope %s", l, x, f.Checkbox(), f.Kind(), f.Scope())
		}
		if n := strings.Count(string(src), "It **fails** for @ana"); n != 36 {
			t.Errorf("%s: %d texts of 36", l, n)
		}
		if testing.Verbose() && l == "es" {
			fmt.Println(string(src[:6000]))
		}
	}
}

// What a title or a label cannot say costs no more than that, and only the text that
// is read as something else is quoted.
func TestComposeHostile(t *testing.T) {
	t.Parallel()
	c := &backlog.Composition{Title: "Shop", Language: "en", Record: backlog.Record{Date: day}}
	c.Epics = []backlog.Epic{{ID: "EPIC-1", Title: "Access", Milestone: "Access", Text: "## EPIC-9 Trap\n\n### US-9.1 Trap"}}
	titles := []string{
		"Plain", "# Hash", "- dash", "+ plus", "1. number", "2) number", "[x] boxed", "> quoted", "= equals", "**bold**: x", "`code` | pipe", "~~struck~~",
		"EPIC-3 in an issue", "A: B: C", "trailing \\", "[link](http://x.example)", "#12 fix", "Labels: a", "Story", "Done ✅",
	}
	for i, title := range titles {
		s := backlog.Story{ID: backlog.ID(fmt.Sprintf("US-1.%d", i+1)), Title: title, Epic: "EPIC-1", Text: "Plain text.", Checked: new(false)}
		s.Labels = []string{"bug", "needs, comma", "a|b"}
		c.Stories = append(c.Stories, s)
	}
	src, altered := backlog.Compose(c)
	if len(altered) != 1 || altered[0].ID != "US-1.20" { // the mark says that it is done
		t.Errorf("altered %v\n%s", altered, src)
	}
	f := backlog.Parse("b.md", src, nil)
	if len(f.Epics()) != 1 || len(f.Stories()) != len(titles) {
		t.Fatalf("%d epics, %d stories\n%s", len(f.Epics()), len(f.Stories()), src)
	}
	for i, s := range f.Stories() {
		if i < len(titles)-1 && s.Title != titles[i] || !slices.Equal(s.Labels, c.Stories[i].Labels) || s.Text != "Plain text." {
			t.Errorf("%s: title %q, labels %q, text %q", s.ID, s.Title, s.Labels, s.Text)
		}
	}
	if last := f.Stories()[len(titles)-1]; last.Title != "Done" {
		t.Errorf("the last title is %q", last.Title)
	}
}
